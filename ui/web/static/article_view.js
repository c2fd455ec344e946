// The article view: an article at a citation, beside the page, or over it on a narrow screen.

import { all, element, find } from "./dom.js";
import { focusBox } from "./focus.js";
import { hidePeek, withoutPeek } from "./peek.js";
import { noteArticle, noteClosed } from "./places.js";
import { cancel, fill } from "./sections.js";
import { showSheet } from "./sheet.js";
import { words } from "./words.js";

// On a narrow screen the view covers the page, so the page behind it must not be reachable.
const covering = matchMedia("(max-width: 1099px)");
const bar = element("div", "bar");
const count = element("span", "count");
const content = element("div", "content");
const view = element("div");
let opener = null;
let opened = null;

export const isOpen = () => !view.hidden;
export const isCovering = () => covering.matches && isOpen();
export const contains = (node) => view.contains(node);

function barButton(action, sign) {
  const made = element("button", "", sign);
  made.type = "button";
  made.dataset.do = action;
  made.title = words(action);
  made.setAttribute("aria-label", words(action));
  return made;
}

const previous = barButton("previous", "←");
const next = barButton("next", "→");

export function addArticleView() {
  view.id = "article-view";
  view.hidden = true;
  view.setAttribute("role", "complementary");
  content.tabIndex = 0;
  for (const labelled of [view, content]) labelled.setAttribute("aria-label", words("article"));
  bar.append(previous, count, next, barButton("close", "✕"));
  view.append(bar, content);
  document.body.append(view);
  covering.addEventListener("change", cover);
}

function cover() {
  const covered = isCovering();
  const page = find(".gradio-container");
  if (page) page.inert = covered;
  view.setAttribute("role", covered ? "dialog" : "complementary");
}

// Open the article of the button, at its quote.
export async function open(button, whole = false) {
  hidePeek();
  const stepping = document.activeElement?.closest("#article-view .bar") && document.activeElement;
  if (!contains(document.activeElement)) opener = button;
  opened = button;
  const { article, start = 0, end = 0, quote = "" } = button.dataset;
  if (!(await fill(content, "/-/article", { article, start, end, quote, whole }))) return;
  view.hidden = false;
  document.body.classList.add("reading");
  noteArticle({ article, start: String(start), end: String(end), quote });
  markOpened(button);
  countCitations(button);
  cover();
  focusQuote(stepping);
  const reading = find(".reading[data-page]", content);
  if (reading) showSheet(reading).then(scrollToQuote);
}

// Open the article of an address, through its button if the page has one.
export function openAt({ article, start, end }, quote) {
  const isIt = ({ dataset }) => dataset.article === article && (dataset.start ?? "0") === start;
  const button = all("[data-do=open-article]").find(isIt) ?? element("button");
  if (!isIt(button)) Object.assign(button.dataset, { article, start, end, quote });
  return open(button);
}

export const openWhole = () => opened && open(opened, true);

function focusQuote(stepping) {
  const quote = find("#here", view);
  const kept = stepping && !stepping.disabled ? stepping : (quote ?? find("#article-title", view) ?? content);
  kept.focus({ preventScroll: true });
  scrollToQuote();
}

// Beside a picture the text scrolls on its own.
function scrollToQuote() {
  const quote = find("#here", view);
  const scroller = find(".pictured .words", content) ?? content;
  scroller.scrollTo({ top: quote ? quote.offsetTop - scroller.clientHeight / 3 : 0, behavior: "auto" });
}

function markOpened(button) {
  for (const other of all(".open")) other.classList.remove("open");
  button?.closest("li, blockquote")?.classList.add("open");
}

function siblings(button) {
  const turn = button.closest(".turn");
  return turn ? all(".sources .title, .near .title", turn) : [];
}

const placeOf = (button) => siblings(button).findIndex((other) => other.dataset.number === button.dataset.number);

function countCitations(button) {
  const total = siblings(button).length;
  const place = placeOf(button);
  count.textContent = place >= 0 ? words("citation", { number: place + 1, count: total }) : "";
  previous.disabled = place <= 0;
  next.disabled = place < 0 || place >= total - 1;
}

// Whether the open article is one of the citations of a turn.
export const isCited = () => opened !== null && placeOf(opened) >= 0;

// Go to the citation `by` places further.
export function step(by) {
  const other = opened && siblings(opened)[placeOf(opened) + by];
  if (other) open(other);
}

export function close() {
  noteClosed();
  hide();
}

// Close the view, and drop an article that is still loading; the address is already up to date.
export function hide() {
  cancel(content);
  if (!isOpen()) return;
  view.hidden = true;
  document.body.classList.remove("reading");
  markOpened(null);
  cover();
  withoutPeek(() => (opener?.isConnected ? opener.focus() : focusBox()));
}
