// The page's script: actions of buttons, and handlers for keys, input, dropped files and new parts of the page.

import { filterIn, placeIn, questionIn } from "./address.js";
import * as articleView from "./article_view.js";
import { copy } from "./clipboard.js";
import * as composer from "./composer.js";
import { catchUp, currentId, followAddress, idInAddress, update } from "./conversation.js";
import { questionBox } from "./dom.js";
import { copyAnswer, copyReceipt, verifyFile, verifyText } from "./draft.js";
import { pressThumb, sendReason } from "./feedback.js";
import { clearFilter, dropFilter, hasValues, setFilter, showFilter } from "./filters.js";
import { focusBox, focusTab } from "./focus.js";
import * as lists from "./lists.js";
import * as peek from "./peek.js";
import { noteTab, quoteHere } from "./places.js";
import * as sheet from "./sheet.js";
import { announce } from "./status.js";
import { currentTab, moveAlongTabs, showTab } from "./tabs.js";
import { upload } from "./uploads.js";
import { language, words } from "./words.js";

const MS_TO_OPEN_TAB = 50;
const SECONDS_TO_UNDO = 10;
const turnOf = (button) => button.closest(".turn");

// The actions of buttons, by data-do.
const ACTIONS = {
  "open-article": (button) => articleView.open(button),
  whole: articleView.openWhole,
  previous: () => articleView.step(-1),
  next: () => articleView.step(1),
  close: articleView.close,
  "turn-page": sheet.turnPage,
  zoom: sheet.zoom,
  example: (button) => composer.ask(button.dataset.q),
  "search-instead": (button) => composer.edit(turnOf(button), button.dataset.q),
  edit: (button) => composer.edit(turnOf(button)),
  "stop-editing": composer.stopEditing,
  retry: (button) => composer.askAgain(turnOf(button)),
  "ask-as-typed": (button) => composer.askAsTyped(turnOf(button)),
  "ask-alone": (button) => composer.askAlone(turnOf(button)),
  "ask-without-time": (button) => composer.askWithoutTime(turnOf(button)),
  "ask-unfiltered": (button) => composer.askUnfiltered(turnOf(button)),
  copy: (button) => copyAnswer(turnOf(button), button.dataset.form),
  "copy-receipt": copyReceipt,
  verify: () => verifyText(),
  "copy-link": (button) => copy(`${location.origin}${location.pathname}${button.dataset.link}`),
  thumb: pressThumb,
  reason: sendReason,
  language: chooseLanguage,
  skip: () => questionBox()?.focus(),
  "clear-filter": () => clearFilter().then(update),
  "drop-filter": (button) => dropFilter(button.dataset.name).then(update),
  page: (button) => lists.loadPage(button.dataset.page),
  "more-mentions": lists.showMoreMentions,
  rebuild: startRebuild,
  "remove-samples": removeSamples,
  "show-articles": () => showTab(1),
  cancel: lists.cancelRebuild,
  remove: (button) => removeUpload(button.dataset.name),
  forget: (button) => forget(button.dataset.conversation),
  "begin-anew": () => composer.clear({ isDeleted: true }),
  "forget-all": forgetAll,
  "undo-forget": undoForget,
};

// Gradio's own buttons have ids instead.
const GRADIO_ACTIONS = { "#ask": composer.submit, "#stop": composer.stop, "#clear": beginAnew };

function chooseLanguage(link) {
  document.cookie = `dzherelo_language=${link.hreflang}; path=/; max-age=31536000; samesite=strict`;
  location.href = `${link.pathname}${location.search}`;
}

// The button is gone on the empty page.
function beginAnew() {
  focusBox();
  return composer.clear();
}

async function startRebuild() {
  announce("");
  await lists.startRebuild();
}

async function removeSamples() {
  if (confirm(words("confirm_samples"))) await lists.removeSamples();
}

async function removeUpload(name) {
  if (confirm(words("confirm_remove", { name }))) await lists.removeUpload(name);
}

async function forget(id) {
  if (!(await lists.deleteConversation(id))) return;
  if (id === currentId()) await composer.clear({ isDeleted: true });
  offerUndo();
}

async function forgetAll() {
  if (!confirm(words("confirm_all")) || !(await lists.deleteHistory())) return;
  await composer.clear({ isDeleted: true });
  offerUndo();
}

function offerUndo() {
  announce(words("deleted"), { seconds: SECONDS_TO_UNDO, offer: { label: words("undo"), action: "undo-forget" } });
}

async function undoForget() {
  announce(""); // its button had the focus
  focusTab();
  await lists.undoDeletion();
}

function onClick(event) {
  const button = event.target.closest("[data-do]");
  if (button && ACTIONS[button.dataset.do]) {
    event.preventDefault();
    ACTIONS[button.dataset.do](button);
  }
  // A touch beside the sheet returns to the page.
  if (!button && articleView.isCovering() && !articleView.contains(event.target)) articleView.close();
  for (const [selector, act] of Object.entries(GRADIO_ACTIONS)) if (event.target.closest(selector)) act();
  if (event.target.closest("[role=tab]")) setTimeout(onTab, MS_TO_OPEN_TAB);
}

function onTab() {
  const place = currentTab();
  noteTab(place);
  lists.openTab(place);
}

function onKey(event) {
  if (event.target === questionBox() && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.submit();
  }
  if (event.key === "Escape" && !event.isComposing) leaveInnermost(event.target);
  if (event.target.matches("[role=tab]")) moveAlongTabs(event);
  const by = event.altKey && { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by && articleView.contains(event.target) && articleView.isCited()) {
    event.preventDefault(); // the browser would go back or forward
    articleView.step(by);
  }
}

function leaveInnermost(target) {
  if (peek.isShown()) peek.hidePeek();
  else if (target === questionBox() && composer.canStopEditing()) composer.stopEditing();
  else if (articleView.isOpen()) articleView.close();
}

function onInput(event) {
  if (event.target === questionBox()) composer.noteInput();
  if (event.target.closest("#filters")) {
    showFilter();
    update();
  }
  const form = event.target.closest("form[data-list]");
  if (form) lists.searchList(form.dataset.list);
}

function onSubmit(event) {
  if (event.target.closest("form[data-list]")) event.preventDefault();
}

function onChange(event) {
  if (event.target.id === "draft-file") verifyFile(event.target);
  if (event.target.id !== "upload") return;
  upload([...event.target.files]);
  event.target.value = "";
}

function onDrag(event) {
  const target = event.target.closest?.(".drop");
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  target?.classList.toggle("over", event.type === "dragover");
  if (event.type === "drop" && target) upload([...event.dataTransfer.files]);
}

// The question of an address is asked once its filter can be set and its answer shown.
const awaited = new Set(["conversation-content", "filters-content"]);

function onLoaded(event) {
  if (!awaited.delete(event.target.id) || awaited.size) return;
  const first = questionIn(location.search);
  const filter = filterIn(location.search);
  showPlace();
  if (first) setFilter(first.filter).then(() => composer.ask(first.question));
  else if (hasValues(filter)) setFilter(filter).then(update);
  else if (currentId()) update();
}

// Show the tab and the article of the address.
function showPlace() {
  const { tab, article } = placeIn(location.search);
  showTab(tab);
  if (article) articleView.openAt(article, quoteHere());
  else articleView.hide();
}

function onBack() {
  showPlace();
  if (idInAddress() !== currentId()) {
    composer.leave();
    setFilter(filterIn(location.search));
  }
  followAddress();
}

// The window is looked at again.
function onReturn() {
  if (document.visibilityState === "visible" && composer.isIdle()) catchUp();
}

// Gradio declares the browser's language instead of the page's.
function keepLanguage() {
  if (document.documentElement.lang !== language) document.documentElement.lang = language;
}

function start() {
  keepLanguage();
  new MutationObserver(keepLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });
  articleView.addArticleView();
  peek.addPeek();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("input", onInput);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("change", onChange);
  document.addEventListener("loaded", onLoaded);
  addEventListener("popstate", onBack);
  addEventListener("focus", onReturn);
  document.addEventListener("visibilitychange", onReturn);
  addEventListener("online", lists.loadFailed);
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, onDrag);
  // Gradio renders the page and renders parts of it again: fill new sections.
  new MutationObserver(lists.loadNew).observe(document.body, { childList: true, subtree: true });
  lists.loadNew();
}

start();
