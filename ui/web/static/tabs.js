// Arrow keys for Gradio's tabs.

import { all } from "./dom.js";

const tabs = () => all("#tabs [role=tab]");

export const currentTab = () => tabs().findIndex((tab) => tab.getAttribute("aria-selected") === "true");

export function showTab(place) {
  const tab = tabs()[place];
  if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
}

// The index of the tab that the key leads to; -1 for other keys.
export function nextPlace(key, place, count) {
  const next = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: count - 1 }[key];
  return next === undefined ? -1 : (next + count) % count;
}

export function moveAlongTabs(event) {
  const next = nextPlace(event.key, tabs().indexOf(event.target), tabs().length);
  if (next < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault(); // the page would scroll
  tabs()[next].click();
  tabs()[next].focus();
}
