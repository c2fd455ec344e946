// Checking the quotations of a draft, and copying answers and places with their receipts.

import { copy } from "./clipboard.js";
import { currentId } from "./conversation.js";
import { element, find } from "./dom.js";
import { address, call } from "./server.js";
import { announce } from "./status.js";
import { words } from "./words.js";

async function verify(name, content) {
  const result = find("#draft-result");
  result.replaceChildren(element("p", "note", words("checking")));
  const answer = await call(address(`/-/draft/${encodeURIComponent(name)}`), { method: "PUT", body: content });
  if (answer.ok || answer.headers.get("content-type")?.includes("html")) result.innerHTML = await answer.text();
  else result.replaceChildren(element("p", "warning", (await answer.text()) || words("offline")));
}

export const verifyText = () => verify("draft.txt", find("#draft-text").value);

export function verifyFile(input) {
  const [file] = input.files;
  if (file) verify(file.name, file);
  input.value = "";
}

export function copyAnswer(turn, form) {
  const query = { c: currentId(), turn: turn.dataset.turn, form };
  return copy(textFrom(address("/-/copied", query)));
}

export function copyReceipt(button) {
  const { article, start, end } = button.dataset;
  return copy(textFrom(address("/-/receipt", { article, start, end }), pretty));
}

const pretty = (text) => `${JSON.stringify(JSON.parse(text), null, 2)}\n`;

// The text at the path; empty if there is none, which is announced.
async function textFrom(path, shaped = (text) => text) {
  const answer = await call(path);
  if (answer.ok) return shaped(await answer.text());
  if (answer.status) announce(words("gone"));
  return "";
}
