// A status line that is shown for a moment and announced by screen readers.

import { element } from "./dom.js";

const status = element("div");
status.id = "status";
status.setAttribute("role", "status");
document.body.append(status);
let silence = 0;

// An optional button next to the text: `{ label, action }`, where the action is a data-do.
export function announce(text, { seconds = 4, seen = true, offer = null } = {}) {
  status.className = seen ? "" : "unseen";
  status.textContent = text;
  if (offer) {
    const button = element("button", "", offer.label);
    button.type = "button";
    button.dataset.do = offer.action;
    status.append(" ", button);
  }
  clearTimeout(silence);
  silence = setTimeout(() => (status.textContent = ""), seconds * 1000);
}
