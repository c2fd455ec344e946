// Sections that the server fills: each has its path in data-load, and is filled when it appears.

import { idInAddress } from "./conversation.js";
import { all, find } from "./dom.js";
import { showFilter } from "./filters.js";
import { fill } from "./sections.js";
import { address, call } from "./server.js";

const MS_BETWEEN_LOOKS = 500;
const MS_WHILE_TYPING = 250;
const MS_WHILE_PENDING = 2000;
const STORIES = 20;
const STORIES_MORE = 40;
let nextLook = 0;
let rebuildState = "";
let typing = 0;

// The parameters that a section sends, by its id or its path.
const QUERIES = {
  "conversation-content": () => ({ c: idInAddress() }),
  "articles-list": (section) => ({
    ...Object.fromEntries(new FormData(find("form[data-list=articles]"))),
    ...(section.dataset.page && { page: section.dataset.page }),
  }),
  "history-list": () => Object.fromEntries(new FormData(find("form[data-list=history]"))),
  "/-/mentions": ({ dataset: { term, since, until, language, where, withoutTime, shown } }) => ({
    term,
    since,
    until,
    language,
    where,
    without_time: withoutTime !== undefined,
    shown: shown ?? STORIES,
  }),
};

async function load(section) {
  section.dataset.loaded = "";
  const query = (QUERIES[section.id] ?? QUERIES[section.dataset.load])?.(section) ?? {};
  const answer = await fill(section, section.dataset.load, query);
  if (find("[data-pending]", section)) setTimeout(loadPending, MS_WHILE_PENDING, section);
  if (!answer) return;
  if (section.id === "rebuild-panel") followRebuild(answer.headers.get("x-rebuild-state"));
  section.dispatchEvent(new Event("loaded", { bubbles: true }));
}

// Load an incomplete section again, unless it shows something else by now.
const loadPending = (section) => find("[data-pending]", section) && load(section);

export const loadNew = () => all("[data-load]:not([data-loaded])").forEach(load);
export const reload = (path) => all(`[data-load="${path}"]`).forEach(load);

export function loadPage(page) {
  const list = find("#articles-list");
  list.dataset.page = page;
  load(list);
}

export function showMoreMentions(button) {
  const section = button.closest("section");
  section.dataset.shown = Number(section.dataset.shown ?? STORIES) + STORIES_MORE;
  load(section);
}

// Load the list of articles or of conversations again for the words that are being typed.
export function searchList(name) {
  clearTimeout(typing);
  typing = setTimeout(() => {
    delete find(`#${name}-list`).dataset.page;
    reload(`/-/${name}`);
  }, MS_WHILE_TYPING);
}

function followRebuild(state) {
  clearTimeout(nextLook);
  if (state === "running") nextLook = setTimeout(() => reload("/-/rebuild"), MS_BETWEEN_LOOKS);
  if (rebuildState === "running" && state === "done") {
    reload("/-/articles");
    reload("/-/uploads");
    showFilter();
  }
  rebuildState = state;
}

export async function startRebuild() {
  await call(address("/-/rebuild"), { method: "POST" });
  rebuildState = "running";
  reload("/-/rebuild");
}

// Remove the sample articles and show the rebuild, or the reason why they cannot be removed.
export async function removeSamples() {
  const answer = await call(address("/-/samples"), { method: "DELETE" });
  const { error = "" } = await answer.json().catch(() => ({}));
  if (answer.ok) rebuildState = "running";
  reload("/-/rebuild");
  return error;
}

export async function cancelRebuild() {
  await call(address("/-/rebuild"), { method: "DELETE" });
  reload("/-/rebuild");
}

export async function removeUpload(name) {
  await call(address(`/-/uploads/${encodeURIComponent(name)}`), { method: "DELETE" });
  reload("/-/uploads");
}

// Whether the last deletion was undone; it was not if too much time has passed.
export async function undoDeletion() {
  const answer = await call(address("/-/history/undo"), { method: "POST" });
  reload("/-/history");
  return answer.ok;
}

export async function deleteConversation(id) {
  await call(address(`/-/history/${encodeURIComponent(id)}`), { method: "DELETE" });
  reload("/-/history");
}

export async function deleteHistory() {
  await call(address("/-/history"), { method: "DELETE" });
  reload("/-/history");
}
