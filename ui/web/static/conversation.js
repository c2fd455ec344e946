// The conversation: its turns, and its state in the address and the title.

import { addressOf, conversationIn, placeIn } from "./address.js";
import { all, find } from "./dom.js";
import { filter } from "./filters.js";
import { address, call } from "./server.js";
import { announce } from "./status.js";
import { words } from "./words.js";

const TITLE_CHARS = 60;
const content = () => find("#conversation-content");
const holder = () => find(".conversation", content());
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const currentId = () => holder()?.dataset.conversation ?? "";
export const idInAddress = () => conversationIn(location.search);
export const titleOf = (question, site) => (question ? `${question.slice(0, TITLE_CHARS)} · ${site}` : site);

// Update the address and the title for the shown conversation and the filter.
export function update() {
  const last = all(".turn", content()).at(-1);
  const state = placeIn(location.search).article ? history.state : null;
  history.replaceState(state, "", addressOf(location.href, currentId(), filter()));
  document.title = titleOf(last?.dataset.question, words("title"));
}

export async function beginAnew() {
  const answer = await call(address("/-/conversation"));
  if (!answer.status) return;
  if (currentId()) history.pushState(null, "", addressOf(location.href, "", filter())); // Back shows it again
  content().innerHTML = await answer.text();
  update();
}

// The number of turns after the replaced one; 0 if none is replaced.
export function countLater(insteadOf) {
  return insteadOf ? all(".turn", content()).filter((turn) => Number(turn.dataset.turn) > insteadOf).length : 0;
}

// Show a turn at the end, or instead of the turn `insteadOf` and all after it.
export function showTurn({ conversation, markup }, insteadOf) {
  if (currentId() !== conversation) {
    holder().dataset.conversation = conversation;
    holder().replaceChildren();
  }
  if (insteadOf) {
    for (const turn of all(".turn", holder())) if (Number(turn.dataset.turn) >= insteadOf) turn.remove();
  }
  holder().insertAdjacentHTML("beforeend", markup);
  update();
  announceTurn(holder().lastElementChild);
}

function announceTurn(turn) {
  const quote = find(".lead mark", turn)?.textContent;
  const help = find(".help", turn)?.textContent;
  announce(quote ? words("answered", { quote }) : (help ?? words("refused")), { seconds: 10, seen: false });
  turn.scrollIntoView({ block: "start", behavior: isCalm() ? "auto" : "smooth" });
}
