// One line that screen readers read out, shown to everybody for a moment.

import { element } from "./dom.js";

const status = element("div");
status.id = "status";
status.setAttribute("role", "status");
document.body.append(status);
let silence = 0;

export function announce(text, { seconds = 4, seen = true } = {}) {
  status.className = seen ? "" : "unseen";
  status.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => (status.textContent = ""), seconds * 1000);
}
