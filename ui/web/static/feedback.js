// Thumbs and reasons.

import { currentId } from "./conversation.js";
import { all, find } from "./dom.js";
import { address, post } from "./server.js";
import { announce } from "./status.js";
import { words } from "./words.js";

async function rate(turn, thumb, reason = "") {
  const rating = { turn: Number(turn.dataset.turn), conversation: currentId(), thumb, reason };
  const answer = await post(address("/-/feedback"), rating);
  if (answer.ok) announce(words("thanks"));
}

export function pressThumb(button) {
  const turn = button.closest(".turn");
  const wasPressed = button.getAttribute("aria-pressed") === "true";
  for (const other of all("[data-do=thumb]", turn)) other.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", String(!wasPressed));
  const thumb = wasPressed ? 0 : Number(button.dataset.thumb);
  find(".reason", turn).hidden = thumb >= 0;
  rate(turn, thumb);
}

export function sendReason(button) {
  const turn = button.closest(".turn");
  rate(turn, -1, `${find("select", turn).value}:${find("[name=words]", turn).value}`);
  find(".reason", turn).hidden = true;
}
