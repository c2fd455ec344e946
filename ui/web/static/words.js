// The page's sentences in its language, from JSON in the document.

const WORDS = JSON.parse(document.querySelector("#words").textContent);

export const language = WORDS.language;

// The path below which a proxy serves the page.
export const root = WORDS.root ?? "";

// The sentence with each {name} replaced by its value; a name without a value stays as it is.
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export const words = (key, values = {}) => fill(WORDS[key] ?? key, values);
