// The conversation: its turns, and its state in the address and the title.

import { addressOf, conversationIn, placeIn, questionIn } from "./address.js";
import { all, element, find } from "./dom.js";
import { filter } from "./filters.js";
import { cancel, fill, filled, request } from "./sections.js";
import { announce } from "./status.js";
import { words } from "./words.js";

const TITLE_CHARS = 60;
const content = () => find("#conversation-content");
const holder = () => find(".conversation", content());
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const currentId = () => holder()?.dataset.conversation ?? "";
export const idInAddress = () => conversationIn(location.search);
export const titleOf = (question, site) => (question ? `${question.slice(0, TITLE_CHARS)} · ${site}` : site);

// Whether the address is that of an empty page after another conversation; its first question takes its place.
const hasBegun = () => Boolean(history.state?.begun);

// Update the address and the title for the shown conversation and the filter; a step is one that Back undoes.
export function update({ isStep = false } = {}) {
  const last = all(".turn", content()).at(-1);
  const isKept = placeIn(location.search).article || (hasBegun() && !currentId());
  history[isStep ? "pushState" : "replaceState"](isKept ? history.state : null, "", addressOf(location.href, currentId(), filter()));
  document.title = titleOf(last?.dataset.question, words("title"));
}

// Show a conversation, or the empty page without an id; null if that failed, or if a later request replaced it.
const show = (c) => fill(content(), "/-/conversation", { c });

// Resolves when the conversation that was opened last is shown.
export const shown = () => filled(content());

// Show the empty page; Back shows the earlier conversation again, unless it was deleted.
export async function beginAnew(isDeleted) {
  const left = currentId();
  if (!(await show(""))) return;
  if (left && !isDeleted) history.pushState({ begun: true }, "", addressOf(location.href, "", filter()));
  update();
}

// Show the conversation of the address. If it has been deleted, the empty page is shown without a warning.
export async function followAddress() {
  cancel(content());
  if (idInAddress() !== currentId()) {
    const answer = await show(idInAddress());
    if (!answer) return;
    if (answer.ok) find(":scope > .warning", holder())?.remove();
  }
  update();
}

// Show the conversation that an edited question began; the earlier one is unchanged, and Back shows it again.
export async function showBranch(id) {
  if (!(await show(id))) return;
  history.pushState(null, "", addressOf(location.href, id, filter()));
  update();
  announceTurn(holder().lastElementChild);
  announce(words("branched"), { seconds: 8 });
}

// Show a turn at the end, or in place of the last one, `insteadOf`.
export function showTurn({ conversation, markup }, insteadOf) {
  cancel(content());
  const isNew = currentId() !== conversation || isGone();
  if (isNew) {
    holder().dataset.conversation = conversation;
    holder().replaceChildren();
  }
  if (insteadOf) {
    for (const turn of all(".turn", holder())) if (Number(turn.dataset.turn) >= insteadOf) turn.remove();
  }
  holder().insertAdjacentHTML("beforeend", markup);
  update({ isStep: isNew && !hasBegun() && !questionIn(location.search) }); // the question of an address is asked on arrival
  announceTurn(holder().lastElementChild);
}

// Show what other windows have changed in this conversation since: they may have asked in it, or deleted it.
export async function catchUp() {
  if (currentId()) await request(content(), "/-/conversation", { c: currentId() }, showChanges);
}

function showChanges(markup, answer) {
  if (!answer.ok) return;
  const stored = find(".conversation", new DOMParser().parseFromString(markup, "text/html"));
  find(".gone", holder())?.remove();
  if (stored.dataset.conversation === currentId()) showTurnsOf(stored);
  else holder().append(goneNote());
}

// Later turns have higher numbers, so those that are missing belong at the end.
function showTurnsOf(stored) {
  const [shownTurns, storedTurns] = [holder(), stored].map((each) => new Map(all(".turn", each).map((turn) => [turn.dataset.turn, turn])));
  for (const [id, turn] of shownTurns) if (!storedTurns.has(id)) turn.remove();
  for (const [id, turn] of storedTurns) if (!shownTurns.has(id)) holder().append(turn);
  update();
}

// The answers of a deleted conversation stay until the next question, because nothing else has them any more.
function goneNote() {
  const note = element("p", "note gone", words("no_longer_stored"));
  const button = element("button", "link", words("new_conversation"));
  button.type = "button";
  button.dataset.do = "begin-anew";
  note.setAttribute("role", "status");
  note.append(" ", button);
  return note;
}

const isGone = () => Boolean(find(".gone", holder()));

function announceTurn(turn) {
  const quote = find(".lead mark", turn)?.textContent;
  const help = find(".help", turn)?.textContent;
  const nothing = words(find(".mentioned", turn) ? "listed" : "refused");
  announce(quote ? words("answered", { quote }) : (help ?? nothing), { seconds: 10, seen: false });
  turn.scrollIntoView({ block: "start", behavior: isCalm() ? "auto" : "smooth" });
}
