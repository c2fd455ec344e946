// The filters below the question, a chip for each that is set, and the sentence about what they exclude.

import { all, element, find } from "./dom.js";
import { fill, request } from "./sections.js";
import { language, words } from "./words.js";

const fields = () => all("#filters input, #filters select");

export const filter = () => Object.fromEntries(fields().map((field) => [field.name, field.value]));

// Show which filters are set, and what they exclude.
export async function showFilter() {
  const note = find("#filter-note");
  if (!note) return;
  const set = fields().filter((field) => field.value);
  find("#active-filters").replaceChildren(...set.map(chip));
  await fill(note, "/-/filter", filter());
}

// A button that removes the filter.
function chip(field) {
  const sentence = inWords(field);
  const made = element("button", "chip", sentence);
  const cross = element("span", "", "✕");
  cross.ariaHidden = "true";
  made.append(cross);
  made.type = "button";
  made.ariaLabel = words("drop_filter", { filter: sentence });
  Object.assign(made.dataset, { do: "drop-filter", name: field.name });
  return made;
}

function inWords(field) {
  const option = field.selectedOptions?.[0];
  const label = find("span", field.closest("label")).textContent;
  return option?.dataset.label ?? `${label}: ${field.valueAsDate ? dayInWords(field.valueAsDate) : field.value}`;
}

const dayInWords = (day) => day.toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });

export const hasValues = (values) => Object.values(values).some(Boolean);

// Set every field; chips show the set ones, also while the filters are folded.
export function setFilter(values) {
  for (const field of fields()) setField(field, values[field.name] ?? "");
  return showFilter();
}

// An address may have a value that the list does not offer: it is added.
function setField(field, value) {
  field.value = value;
  if (value && field.options && field.value !== value) field.add(new Option(value, value, false, true));
}

// Offer what the articles have now. What is set when that arrives stays set, and the focus stays where it is.
export function reloadFilters() {
  const section = find("#filters-content");
  return request(section, section.dataset.load, {}, (markup) => {
    const set = filter();
    const isOpen = find("details", section)?.open ?? false;
    const focused = section.contains(document.activeElement) && document.activeElement.name;
    section.innerHTML = markup;
    find("details", section).open = isOpen;
    setFilter(set);
    if (focused) find(`[name=${focused}]`, section)?.focus();
  });
}

export const clearFilter = () => setFilter({});

// Remove a filter; the focus moves to the next chip, or else to the filters.
export function dropFilter(name) {
  setField(find(`#filters [name=${name}]`), "");
  const shown = showFilter();
  (find("#active-filters button") ?? find("#filters summary")).focus();
  return shown;
}
