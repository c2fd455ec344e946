// The question box: a question is one request, and closing the request cancels the question.

import { FILTERS } from "./address.js";
import { beginAnew, currentId, showBranch, showTurn, shown, update } from "./conversation.js";
import { element, find, questionBox, setValue } from "./dom.js";
import { filter, setFilter } from "./filters.js";
import { closeKeyboard, focusBox } from "./focus.js";
import { AT_THE_END, goTo, inPlaceOf, inWords, isEditing, placeOfNext } from "./next_place.js";
import { address, call, posting } from "./server.js";
import { announce } from "./status.js";
import { showTab } from "./tabs.js";
import { words } from "./words.js";

const SECONDS_BEFORE_STATUS = 1;
const BUSY = 503;

let request = null;
let waiting = 0;
let filterBefore = null; // that of the form before a question was chosen to be edited

// Ask the question in the box; one question at a time.
export async function submit() {
  if (request) return;
  const own = begin();
  const asked = { question: questionBox().value, ...filter() };
  const at = placeOfNext();
  await shown(); // a question belongs to the conversation that was opened last
  if (request !== own) return; // it was stopped
  const answer = await call(address("/-/ask"), { ...posting(bodyOf(asked, at)), signal: own.signal });
  const result = await answer.json().catch(() => ({}));
  if (request !== own) return;
  end();
  if (answer.ok) accept(result, asked.question, at);
  else showFailure(result, answer.status);
}

function bodyOf(asked, { insteadOf, alone, asTyped, withoutTime }) {
  const how = { instead_of: insteadOf, alone, as_typed: asTyped, without_time: withoutTime };
  return { ...asked, conversation: currentId(), ...how };
}

function begin() {
  request = new AbortController();
  closeKeyboard();
  document.body.classList.add("asking");
  waiting = setTimeout(() => announce(words("asking"), { seconds: 60 }), SECONDS_BEFORE_STATUS * 1000);
  return request;
}

function end() {
  request = null;
  document.body.classList.remove("asking");
  clearTimeout(waiting);
}

// The question is answered. Words that were typed meanwhile, and a question chosen to be edited, stay in the box.
function accept(turn, question, at) {
  if (questionBox().value === question) setValue(questionBox(), "");
  if (placeOfNext() === at) goToEnd();
  clearNotice();
  if (at.insteadOf && turn.conversation !== currentId()) showBranch(turn.conversation);
  else showTurn(turn, at.insteadOf);
}

const clearNotice = () => find("#notice-content").replaceChildren();

// Show why there is no answer, until the next one: the server's notice, or else a sentence; the question stays in its box.
function showFailure({ notice, error }, status) {
  clearNotice();
  if (notice) find("#notice-content").innerHTML = notice;
  else find("#notice-content").append(warning(error ?? words(status === BUSY ? "busy" : "offline")));
  announce("");
  focusBox();
}

function warning(sentence) {
  const made = element("p", "warning", sentence);
  made.setAttribute("role", "alert");
  return made;
}

export function stop() {
  takeBack();
  focusBox();
}

function takeBack() {
  request?.abort();
  end();
  announce("");
}

// Leave the conversation: cancel its running question and its edit; the words stay in the box.
export function leave() {
  if (request) takeBack();
  goToEnd();
}

export async function clear({ isDeleted = false } = {}) {
  leave();
  setValue(questionBox(), "");
  clearNotice();
  await beginAnew(isDeleted);
}

export function ask(question, at = AT_THE_END) {
  if (request) return;
  showTab(0);
  goTo(at);
  setValue(questionBox(), question);
  return submit();
}

// Ask the question of a turn again, within the filter that it was asked with.
function askInPlaceOf(turn, how = {}, within = filterOf(turn)) {
  if (request) return;
  setFilter(within);
  return ask(turn.dataset.question, inPlaceOf(turn, how));
}

const filterOf = ({ dataset }) => Object.fromEntries(FILTERS.map((name) => [name, dataset[name] ?? ""]));

export const askAgain = (turn) => askInPlaceOf(turn);
export const askAlone = (turn) => askInPlaceOf(turn, { alone: true });
export const askAsTyped = (turn) => askInPlaceOf(turn, { asTyped: true });
export const askWithoutTime = (turn) => askInPlaceOf(turn, { withoutTime: true });
export const askUnfiltered = (turn) => askInPlaceOf(turn, {}, {});

export function edit(turn, question = turn.dataset.question) {
  filterBefore ??= filter();
  setFilter(filterOf(turn));
  update();
  goTo(inPlaceOf(turn));
  setValue(questionBox(), question);
  announce(inWords(placeOfNext()), { seconds: 8, seen: false });
  questionBox().focus();
}

// Whether no question is asked or edited.
export const isIdle = () => !request && !isEditing();

// Whether a question is being edited and was not sent yet.
export const canStopEditing = () => isEditing() && !request;

export function stopEditing() {
  giveUpEdit();
  setValue(questionBox(), "");
  focusBox();
}

// Emptying the box ends the edit: what is typed then is a new question, which replaces none.
export function noteInput() {
  if (!questionBox().value && isEditing()) giveUpEdit();
}

// End the edit, and restore the filter that the form had before.
function giveUpEdit() {
  if (filterBefore) setFilter(filterBefore).then(update);
  goToEnd();
}

function goToEnd() {
  goTo(AT_THE_END);
  filterBefore = null;
}
