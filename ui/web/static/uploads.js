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

// Stored files appear in the list below; failed ones stay here with the reason. The update is offered at once.
function finish() {
  reload("/-/uploads");
  const stored = all("#sending .stored");
  for (const line of stored) line.remove();
  if (stored.length) announce(words("offer_update"), { seconds: 60, offer: { label: words("update"), action: "rebuild" } });
}

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
    this.line.className = status === CREATED && !parsed(response).unread ? "stored" : "failed";
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
