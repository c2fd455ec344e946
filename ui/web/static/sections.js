// Sections that the server fills. They show what was requested last: what arrives after a later request is dropped.

import { find } from "./dom.js";
import { focusTab } from "./focus.js";
import { address, call, markupOf } from "./server.js";

const latest = new WeakMap();

// Fill the section, and return the response; null if that failed, or if a later request replaced it.
export function fill(section, path, query = {}) {
  const filling = fetchInto(section, address(path, query), () => latest.get(section) === filling);
  latest.set(section, filling);
  return filling;
}

async function fetchInto(section, path, isLatest) {
  const answer = await call(path);
  const markup = isLatest() ? await markupOf(answer) : null;
  if (markup === null || !isLatest()) return null;
  replaceContent(section, markup);
  return answer;
}

// Replace the content. The focus stays on a button of the same action, or on any button of the section.
function replaceContent(section, markup) {
  const action = section.contains(document.activeElement) && document.activeElement.dataset.do;
  section.innerHTML = markup;
  if (!action) return;
  const button = find(`[data-do=${action}]:not(:disabled)`, section) ?? find("button", section);
  if (button) button.focus({ preventScroll: true });
  else focusTab();
}

// Drop what was requested for the section and has not arrived.
export const cancel = (section) => latest.delete(section);

// Resolves when what was requested last for the section has arrived.
export const filled = (section) => latest.get(section);
