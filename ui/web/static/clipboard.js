// Copying, even if the page is not in a secure context.

import { element } from "./dom.js";
import { announce } from "./status.js";
import { words } from "./words.js";

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
  announce(words("copied"));
}

function copyBySelection(text) {
  const area = element("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
