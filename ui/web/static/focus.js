// Moves the focus when the element that had it is gone.

import { find, questionBox } from "./dom.js";

const isTouched = () => matchMedia("(pointer: coarse)").matches;

export const focusTab = () => find("#tabs [role=tab][aria-selected=true]")?.focus({ preventScroll: true });

// On a touch screen the question box would open the keyboard over the page.
export function focusBox() {
  if (isTouched()) focusTab();
  else questionBox()?.focus();
}

// The keyboard of a touch screen would cover the answer.
export const closeKeyboard = () => isTouched() && questionBox().blur();
