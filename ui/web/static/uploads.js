// Uploads, one after another, with progress. XMLHttpRequest can report how much was sent; fetch() cannot.

import { all, element, find } from "./dom.js";
import { reload } from "./lists.js";
import { address } from "./server.js";
import { announce } from "./status.js";
import { words } from "./words.js";

const CREATED = 201;
let queue = Promise.resolve();

export function upload(files) {
  for (const file of files) {
    const row = new Row(file.name);
    queue = queue.then(() => send(file, row));
  }
  queue.then(finish);
}

// Stored files appear in the list below, unreadable ones with the reason; failed ones stay here with it. The update is
// offered at once.
function finish() {
  reload("/-/uploads");
  const stored = all("#sending .stored");
  const unread = all("#sending .unread");
  for (const line of [...stored, ...unread]) line.remove();
  if (unread.length) announce(unread.map(sentenceOf).join(" "), { seconds: 8 });
  if (stored.length) announce(words("offer_update"), { seconds: 60, offer: { label: words("update"), action: "rebuild" } });
}

const sentenceOf = ({ children: [name, result] }) => `${name.textContent}: ${result.textContent}`;

class Row {
  constructor(name) {
    this.line = element("li");
    this.bar = element("progress");
    this.result = element("span", "result");
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `${words("sending")}: ${name}`);
    this.line.append(element("span", "", name), this.bar, this.result);
    find("#sending").append(this.line);
  }

  end(status, response) {
    this.bar.remove();
    const kept = parsed(response).unread ? "unread" : "stored";
    this.line.className = status === CREATED ? kept : "failed";
    this.result.textContent = outcome(status, response);
  }
}

// A sentence about the outcome of an upload.
export function outcome(status, response) {
  const { replaced, error, unread } = parsed(response);
  if (unread) return words("unread", { reason: unread });
  if (status === CREATED) return words(replaced ? "replaced" : "stored");
  return error || response || words("offline");
}

function parsed(response) {
  try {
    return JSON.parse(response);
  } catch {
    return {};
  }
}

function send(file, row) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address(`/-/uploads/${encodeURIComponent(file.name)}`));
    request.upload.addEventListener("progress", (event) => (row.bar.value = event.loaded / (event.total || 1)));
    request.addEventListener("loadend", () => {
      row.end(request.status, request.responseText);
      done();
    });
    request.send(file);
  });
}
