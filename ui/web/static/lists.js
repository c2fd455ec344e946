// Sections that the server fills: each has its path in data-load, and is filled when it appears.

import { currentId, idInAddress } from "./conversation.js";
import { all, find } from "./dom.js";
import { reloadFilters } from "./filters.js";
import { fill } from "./sections.js";
import { address, change } from "./server.js";

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
  if (section.id === "rebuild-panel") followRebuild(answer);
  if (answer) section.dispatchEvent(new Event("loaded", { bubbles: true }));
  return answer;
}

// Load the section for more or other rows; the focus goes to the first of them.
async function loadRows(section, first) {
  if (await load(section)) find(first, section)?.focus();
}

// Load an incomplete section again, unless it shows something else by now.
const loadPending = (section) => find("[data-pending]", section) && load(section);

export const loadNew = () => all("[data-load]:not([data-loaded])").forEach(load);
export const reload = (path) => all(`[data-load="${path}"]`).forEach(load);

// Load the sections again that are still empty because their request failed.
export const loadFailed = () => all("[data-loaded]:empty").forEach(load);

// What each tab shows may have changed since it was loaded, also by another window.
const SHOWN_IN_TABS = [[], ["/-/articles", "/-/uploads", "/-/rebuild"], ["/-/history"], []];

export function openTab(place) {
  SHOWN_IN_TABS[place].forEach(reload);
  loadFailed();
}

export function loadPage(page) {
  const list = find("#articles-list");
  list.dataset.page = page;
  return loadRows(list, "table .title");
}

export function showMoreMentions(button) {
  const section = button.closest("section");
  const before = all(".stories > li", section).length;
  section.dataset.shown = Number(section.dataset.shown ?? STORIES) + STORIES_MORE;
  return loadRows(section, `.stories > li:nth-child(${before + 1}) .title`);
}

// Load the list of articles or of conversations again for the words that are being typed.
export function searchList(name) {
  clearTimeout(typing);
  typing = setTimeout(() => {
    delete find(`#${name}-list`).dataset.page;
    reload(`/-/${name}`);
  }, MS_WHILE_TYPING);
}

// While a rebuild runs, ask for its state again and again, also after a failure: a phone may regain its connection.
function followRebuild(answer) {
  clearTimeout(nextLook);
  const state = answer?.headers.get("x-rebuild-state") ?? rebuildState;
  if (state === "running") nextLook = setTimeout(reload, answer ? MS_BETWEEN_LOOKS : MS_WHILE_PENDING, "/-/rebuild");
  if (rebuildState === "running" && state === "done") {
    reload("/-/articles");
    reload("/-/uploads");
    reloadFilters();
    if (!currentId()) reload("/-/conversation"); // the empty page counts the articles
  }
  rebuildState = state;
}

// Change something at this path, and load the section that shows it again: whether it was changed.
async function changeAndReload(path, method, shownBy) {
  const isDone = await change(address(path), { method });
  reload(shownBy);
  return isDone;
}

export async function startRebuild() {
  if (await change(address("/-/rebuild"), { method: "POST" })) rebuildState = "running";
  reload("/-/rebuild");
}

// Remove the sample articles and show the rebuild.
export async function removeSamples() {
  if (await change(address("/-/samples"), { method: "DELETE" })) rebuildState = "running";
  reload("/-/rebuild");
}

export const cancelRebuild = () => changeAndReload("/-/rebuild", "DELETE", "/-/rebuild");

export const removeUpload = (name) =>
  changeAndReload(`/-/uploads/${encodeURIComponent(name)}`, "DELETE", "/-/uploads");

export const deleteConversation = (id) =>
  changeAndReload(`/-/history/${encodeURIComponent(id)}`, "DELETE", "/-/history");

export const deleteHistory = () => changeAndReload("/-/history", "DELETE", "/-/history");

export const undoDeletion = () => changeAndReload("/-/history/undo", "POST", "/-/history");
