// Finds and creates elements. Text goes through textContent; markup comes only from the server, already escaped.

export const find = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
export const questionBox = () => find("#question textarea, #question input");

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

// Gradio's text box accepts a value only after an input event.
export function setValue(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
