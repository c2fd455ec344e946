// Back and forward: each tab and each opened article is a step in the browser's history.

import { placeIn, withPlace } from "./address.js";

const now = () => placeIn(location.search);
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// The quoted sentence in the article of the address; a shared link has none.
export const quoteHere = () => history.state?.quote ?? "";

export function noteTab(tab) {
  if (tab >= 0 && tab !== now().tab) history.pushState(null, "", withPlace(location.href, { ...now(), tab }));
}

// Another article in the open view is not a new step, and neither is one after a closed one.
export function noteArticle({ article, start = "0", end = "0", quote = "" }) {
  const place = { ...now(), article: { article, start, end } };
  if (isSame(place, now())) return;
  const isStep = !now().article && !history.state?.closed;
  const step = isStep ? "pushState" : "replaceState";
  history[step]({ quote }, "", withPlace(location.href, place));
}

export function noteClosed() {
  if (now().article) history.replaceState({ closed: true }, "", withPlace(location.href, { ...now(), article: null }));
}
