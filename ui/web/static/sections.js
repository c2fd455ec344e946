// Sections that the server fills. They show what was requested last: what arrives after a later request is dropped.

import { find } from "./dom.js";
import { focusTab } from "./focus.js";
import { address, call, markupOf } from "./server.js";

const latest = new WeakMap();

// Fill the section, and return the response; null if that failed, or if a later request replaced it.
export const fill = (section, path, query = {}) =>
  request(section, path, query, (markup) => replaceContent(section, markup));

// Request markup for the section and show it, unless that fails or a later request replaces it; returns as `fill` does.
export function request(section, path, query, show) {
  const requested = fetchAndShow(address(path, query), show, () => latest.get(section) === requested);
  latest.set(section, requested);
  return requested;
}

async function fetchAndShow(path, show, isLatest) {
  const answer = await call(path);
  const markup = isLatest() ? await markupOf(answer) : null;
  if (markup === null || !isLatest()) return null;
  show(markup, answer);
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
