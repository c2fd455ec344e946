// Copying, even if the page is not in a secure context.

import { element } from "./dom.js";
import { announce } from "./status.js";
import { words } from "./words.js";

// Copy a text, or one that is still to arrive; nothing if it is empty.
export async function copy(coming) {
  const begun = copyAtOnce(coming);
  const text = await coming;
  if (text) announce(words((await begun) || copyBySelection(text) ? "copied" : "not_copied"), { seconds: 6 });
}

// Whether the browser has copied the text. Safari allows copying only if it begins when the button is pressed.
async function copyAtOnce(coming) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": asBlob(coming) })]);
    return true;
  } catch {
    return false;
  }
}

async function asBlob(coming) {
  const text = await coming;
  if (!text) throw new Error("there is nothing to copy");
  return new Blob([text], { type: "text/plain" });
}

function copyBySelection(text) {
  const focused = document.activeElement;
  const area = element("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  focused?.focus({ preventScroll: true });
  return isCopied;
}
