// Uploads, one after another, with progress. XMLHttpRequest can report how much was sent; fetch() cannot.

import { all, element, find } from "./dom.js";
import { reload } from "./lists.js";
import { address } from "./server.js";
import { announce } from "./status.js";
import { words } from "./words.js";

const CREATED = 201;
const TOO_LARGE = 413;
let queue = Promise.resolve();

export function upload(files) {
  for (const file of files) {
    const row = new Row(file.name);
    queue = queue.then(() => send(file, row));
  }
  queue.then(finish);
}

// Stored files appear in the list below, unreadable ones with the reason; failed and renamed ones stay here with their
// sentence. The update is offered at once.
function finish() {
  reload("/-/uploads");
  const stored = all("#sending .stored");
  const unread = all("#sending .unread");
  for (const line of [...stored, ...unread]) leave(line);
  if (unread.length) announce(unread.map(sentenceOf).join(" "), { seconds: 8 });
  if (stored.length) announce(words("offer_update"), { seconds: 60, offer: { label: words("update"), action: "rebuild" } });
}

function leave(line) {
  if (line.dataset.renamed) line.className = "";
  else line.remove();
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
    const { unread, renamed } = parsed(response);
    this.line.className = status !== CREATED ? "failed" : unread ? "unread" : "stored";
    if (renamed) this.line.dataset.renamed = "yes";
    this.result.textContent = outcome(status, response);
  }
}

// A sentence about the outcome of an upload. A server in front of this one may refuse a large file by itself.
export function outcome(status, response) {
  const { error } = parsed(response);
  if (status === CREATED) return kept(response);
  if (error) return error;
  if (status === TOO_LARGE) return words("too_large");
  return response.startsWith("<") ? words("offline") : response || words("offline");
}

function kept(response) {
  const { stored, replaced, renamed, unread } = parsed(response);
  const sentences = renamed ? [words("renamed", { name: stored })] : [];
  if (unread) sentences.push(words("unread", { reason: unread }));
  else if (replaced) sentences.push(words("replaced"));
  return sentences.join("; ") || words("stored");
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
