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

// Show the conversation that an edited question has begun; the one before stays as it is, and Back shows it again.
export async function showBranch(id) {
  const answer = await call(address("/-/conversation", { c: id }));
  if (!answer.status) return;
  history.pushState(null, "", addressOf(location.href, id, filter()));
  content().innerHTML = await answer.text();
  update();
  announceTurn(holder().lastElementChild);
  announce(words("branched"), { seconds: 8 });
}

// Show a turn at the end, or in place of the last one, `insteadOf`.
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
  const nothing = words(find(".mentioned", turn) ? "listed" : "refused");
  announce(quote ? words("answered", { quote }) : (help ?? nothing), { seconds: 10, seen: false });
  turn.scrollIntoView({ block: "start", behavior: isCalm() ? "auto" : "smooth" });
}
