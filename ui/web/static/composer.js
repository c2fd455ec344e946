// The question box: a question is one request, and closing the request cancels the question.

import { beginAnew, currentId, showBranch, showTurn } from "./conversation.js";
import { element, find, questionBox, setValue } from "./dom.js";
import { clearFilter, filter } from "./filters.js";
import { address, post } from "./server.js";
import { announce } from "./status.js";
import { showTab } from "./tabs.js";
import { words } from "./words.js";

const SECONDS_BEFORE_STATUS = 1;
const AT_THE_END = { insteadOf: 0, alone: false, asTyped: false, withoutTime: false };
const BUSY = 503;

let place = AT_THE_END;
let request = null;
let waiting = 0;

// Ask the question in the box; one question at a time.
export async function submit() {
  if (request) return;
  const asked = { question: questionBox().value, ...filter(), conversation: currentId() };
  const { insteadOf, alone, asTyped, withoutTime } = place;
  const own = begin();
  const body = { ...asked, instead_of: insteadOf, alone, as_typed: asTyped, without_time: withoutTime };
  const answer = await post(address("/-/ask"), body, { signal: own.signal });
  const result = await answer.json().catch(() => ({}));
  if (request !== own) return; // it was stopped
  end();
  if (answer.ok) accept(result, insteadOf);
  else if (answer.status) showNotice(result, answer.status);
}

function begin() {
  request = new AbortController();
  document.body.classList.add("asking");
  waiting = setTimeout(() => announce(words("asking"), { seconds: 60 }), SECONDS_BEFORE_STATUS * 1000);
  return request;
}

function end() {
  request = null;
  document.body.classList.remove("asking");
  clearTimeout(waiting);
}

function accept(turn, insteadOf) {
  place = AT_THE_END;
  setValue(questionBox(), "");
  showNotice({});
  if (insteadOf && turn.conversation !== currentId()) showBranch(turn.conversation);
  else showTurn(turn, insteadOf);
}

// Show an error: the server's notice, or else a sentence; the question stays in its box.
function showNotice({ notice, error }, status = 0) {
  const content = find("#notice-content");
  content.replaceChildren();
  if (notice) content.innerHTML = notice;
  else if (status) content.append(warning(error ?? words(status === BUSY ? "busy" : "offline")));
  if (status) {
    announce("");
    questionBox().focus();
  }
}

function warning(sentence) {
  const made = element("p", "warning", sentence);
  made.setAttribute("role", "alert");
  return made;
}

export function stop() {
  request?.abort();
  end();
  announce("");
  questionBox().focus();
}

export async function clear() {
  if (request) stop();
  place = AT_THE_END;
  setValue(questionBox(), "");
  showNotice({});
  await beginAnew();
}

export function ask(question, at = AT_THE_END) {
  showTab(0);
  place = at;
  setValue(questionBox(), question);
  return submit();
}

const inPlaceOf = (turn) => ({ ...AT_THE_END, insteadOf: Number(turn.dataset.turn) });

export const askAgain = (turn) => ask(turn.dataset.question, inPlaceOf(turn));
export const askAlone = (turn) => ask(turn.dataset.question, { ...inPlaceOf(turn), alone: true });
export const askAsTyped = (turn) => ask(turn.dataset.question, { ...inPlaceOf(turn), asTyped: true });

export const askWithoutTime = (turn) => ask(turn.dataset.question, { ...inPlaceOf(turn), withoutTime: true });

export async function askUnfiltered(turn) {
  await clearFilter();
  await askAgain(turn);
}

export function edit(turn, question = turn.dataset.question) {
  place = inPlaceOf(turn);
  setValue(questionBox(), question);
  announce(words("editing"), { seconds: 8 });
  questionBox().focus();
}
