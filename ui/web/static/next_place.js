// The place of the next question: the end, or that of a turn that is edited, which a note above the box says.

import { element, find } from "./dom.js";
import { words } from "./words.js";

export const AT_THE_END = { insteadOf: 0, alone: false, asTyped: false, withoutTime: false };

let place = AT_THE_END;

export const placeOfNext = () => place;
export const isEditing = () => place.insteadOf > 0;

export const inPlaceOf = (turn, how = {}) => ({
  ...AT_THE_END,
  ...how,
  insteadOf: Number(turn.dataset.turn),
  isLast: !turn.nextElementSibling,
});

export function goTo(at) {
  place = at;
  find("#editing").replaceChildren(...(isEditing() ? [inWords(at), " ", wayOut()] : []));
}

// If other turns follow the edited one, they are kept, and the edited question begins a new conversation.
export const inWords = (at) => words(at.isLast ? "editing" : "branching");

function wayOut() {
  const button = element("button", "link", words("stop_editing"));
  button.type = "button";
  button.dataset.do = "stop-editing";
  return button;
}
