// The page of a PDF as a picture, beside the text of its article or above it.

import { element, find } from "./dom.js";
import { request } from "./sections.js";

const ZOOMS = [1, 1.5, 2, 3];
let zoomed = 0;

// Show the page of the quote, or the given one; without a picture only the text is shown.
export function showSheet(reading, page = reading.dataset.page) {
  const { article, start, end } = reading.dataset;
  return request(reading, "/-/page", { article, page, start, end }, (markup, answer) => {
    if (answer.ok) place(reading, markup);
    else if (!find(".pictured", reading.parentElement)) find("header", reading).insertAdjacentHTML("beforeend", markup);
  });
}

function place(reading, markup) {
  const before = find(".sheet", reading);
  const pressed = before?.contains(document.activeElement) && document.activeElement.dataset;
  const made = element("template");
  made.innerHTML = markup;
  if (before) before.replaceWith(made.content);
  else find(".words", reading).before(made.content);
  reading.classList.add("pictured");
  find(".words", reading).tabIndex = 0; // it scrolls on its own
  setZoom(find(".sheet", reading));
  if (pressed) focusLike(pressed, find(".sheet", reading));
}

// Focus the button like the pressed one; the picture if that button is disabled now.
function focusLike({ do: action, page }, sheet) {
  const forward = Number(page) >= Number(sheet.dataset.page);
  const buttons = [...sheet.querySelectorAll(`[data-do=${action}]:not(:disabled)`)];
  const same = buttons.find((each) => Number(each.dataset.page) > Number(sheet.dataset.page) === forward);
  (same ?? find(".scroll", sheet)).focus({ preventScroll: true });
}

export const turnPage = (button) => showSheet(button.closest(".reading"), button.dataset.page);

export function zoom(button) {
  zoomed = Math.min(Math.max(zoomed + Number(button.dataset.by), 0), ZOOMS.length - 1);
  setZoom(button.closest(".sheet"));
}

function setZoom(sheet) {
  const scroller = find(".scroll", sheet);
  const paper = find(".paper", sheet);
  paper.style.width = `${100 * ZOOMS[zoomed]}%`;
  find("img", paper).sizes = `${Math.round(paper.getBoundingClientRect().width)}px`;
  find("[data-by='-1']", sheet).disabled = zoomed === 0;
  find("[data-by='1']", sheet).disabled = zoomed === ZOOMS.length - 1;
  const box = find(".box", paper);
  if (!box) return;
  scroller.scrollTop = box.offsetTop - scroller.clientHeight / 3;
  scroller.scrollLeft = box.offsetLeft - scroller.clientWidth / 6;
}
