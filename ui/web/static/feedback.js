// Thumbs and reasons.

import { currentId } from "./conversation.js";
import { all, find } from "./dom.js";
import { address, change, posting } from "./server.js";
import { announce } from "./status.js";
import { words } from "./words.js";

async function rate(turn, thumb, reason = "") {
  const rating = { turn: Number(turn.dataset.turn), conversation: currentId(), thumb, reason };
  const isKept = await change(address("/-/feedback"), posting(rating));
  if (isKept) announce(words("thanks"));
  return isKept;
}

const thumbs = (turn) => all("[data-do=thumb]", turn);
const isPressed = (button) => button.getAttribute("aria-pressed") === "true";

// The thumb is shown at once, and reset if it could not be stored.
export async function pressThumb(button) {
  const turn = button.closest(".turn");
  const before = Number(thumbs(turn).find(isPressed)?.dataset.thumb ?? 0);
  const thumb = isPressed(button) ? 0 : Number(button.dataset.thumb);
  showThumb(turn, thumb);
  if (!(await rate(turn, thumb))) showThumb(turn, before);
}

function showThumb(turn, thumb) {
  for (const each of thumbs(turn)) each.setAttribute("aria-pressed", String(Number(each.dataset.thumb) === thumb));
  find(".reason", turn).hidden = thumb >= 0;
}

export async function sendReason(button) {
  const turn = button.closest(".turn");
  const reason = `${find("select", turn).value}:${find("[name=words]", turn).value}`;
  if (!(await rate(turn, -1, reason))) return;
  find(".down", turn).focus(); // the form with the focus goes away
  find(".reason", turn).hidden = true;
}
