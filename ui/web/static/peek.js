// Hovering over a number, or focusing it, shows the quote in its passage with its source.

import { all, element, find } from "./dom.js";

const MARGIN = 8;
const GAP = 6;
const MS_TO_SHOW = 150;
const MS_TO_HIDE = 250;
const peek = element("div");
let marker = null;
let isQuiet = false;
let delay = 0;

export const isShown = () => marker !== null;

export function addPeek() {
  peek.id = "peek";
  peek.hidden = true;
  peek.setAttribute("role", "tooltip");
  document.body.append(peek);
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
  addEventListener("scroll", () => marker && place(), { passive: true, capture: true });
}

function follow(event) {
  const pointed = event.target.closest?.(".marker");
  if (event.type === "focusin") {
    if (!pointed) hidePeek();
    else if (!isQuiet && pointed.matches(":focus-visible")) show(pointed);
  } else if (event.pointerType === "mouse") {
    clearTimeout(delay);
    if (pointed) delay = setTimeout(show, MS_TO_SHOW, pointed);
    else if (marker && !peek.contains(event.target)) delay = setTimeout(hidePeek, MS_TO_HIDE);
  }
}

function show(pointed) {
  clearTimeout(delay);
  if (pointed === marker) return;
  hidePeek();
  marker = pointed;
  const source = find(`.sources li[data-number="${marker.dataset.number}"]`, marker.closest(".turn"));
  const about = all(".about > .meta > span:not(.band)", source).map((part) => part.textContent);
  peek.replaceChildren(
    element("p", "from", find(".title", source)?.textContent ?? ""),
    passageOf(marker),
    element("p", "meta", about.join(" · ")),
  );
  peek.hidden = false;
  marker.setAttribute("aria-describedby", "peek");
  place();
}

function passageOf(button) {
  const { before, quote, after } = button.dataset;
  const passage = element("p", "", before);
  passage.append(element("mark", "", quote), after);
  passage.lang = button.closest("[lang]").lang;
  return passage;
}

function place() {
  const view = { width: innerWidth, height: innerHeight };
  const { left, top } = beside(marker.getBoundingClientRect(), peek.getBoundingClientRect(), view);
  peek.style.left = `${left}px`;
  peek.style.top = `${top}px`;
}

// The position of a box of this size: centred below the target if there is room, else above, always in the window.
export function beside(target, size, view) {
  const centred = target.left + target.width / 2 - size.width / 2;
  const left = Math.min(Math.max(MARGIN, centred), view.width - size.width - MARGIN);
  const hasRoomBelow = target.bottom + GAP + size.height < view.height;
  const hasRoomAbove = target.top >= size.height + GAP + MARGIN;
  return { left, top: hasRoomBelow || !hasRoomAbove ? target.bottom + GAP : target.top - size.height - GAP };
}

export function hidePeek() {
  clearTimeout(delay);
  marker?.removeAttribute("aria-describedby");
  marker = null;
  peek.hidden = true;
}

// Run an action that may focus a number, without showing its passage.
export function withoutPeek(act) {
  isQuiet = true;
  act();
  isQuiet = false;
}
