// The filters below the question, and the sentence about what they exclude.

import { all, find } from "./dom.js";
import { address, call } from "./server.js";

const fields = () => all("#filters input, #filters select");

export const filter = () => Object.fromEntries(fields().map((field) => [field.name, field.value]));

export async function showExcluded() {
  const note = find("#filter-note");
  if (!note) return;
  const answer = await call(address("/-/filter", filter()));
  if (answer.status) note.innerHTML = await answer.text();
}

export const hasValues = (values) => Object.values(values).some(Boolean);

export function setFilter(values) {
  for (const field of fields()) field.value = values[field.name] ?? "";
  if (hasValues(values)) find("#filters details").open = true;
  return showExcluded();
}

export const clearFilter = () => setFilter({});
