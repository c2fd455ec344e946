// Requests to the page's own routes. A failed request is announced and returns a response with status 0.

import { announce } from "./status.js";
import { language, root, words } from "./words.js";

export const address = (path, query = {}) => `${root}${path}?${new URLSearchParams({ ...query, lang: language })}`;

const NO_RESPONSE = {
  ok: false,
  status: 0,
  headers: new Headers(),
  text: async () => "",
  json: async () => ({}),
};

// A request that `options.signal` aborts is not announced.
export async function call(path, options = {}) {
  try {
    return await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name !== "AbortError") announce(words("offline"));
    return NO_RESPONSE;
  }
}

// Send a request that changes something; true if it was done. If not, the server's reason is announced.
export async function change(path, options) {
  const answer = await call(path, options);
  if (!answer.ok) await announceReason(answer);
  return answer.ok;
}

// The markup of a response; null if it has none, and then the server's reason is announced.
export async function markupOf(answer) {
  if (answer.headers.get("content-type")?.startsWith("text/html")) return answer.text();
  await announceReason(answer);
  return null;
}

async function announceReason(answer) {
  const { error } = await answer.json().catch(() => ({}));
  if (answer.status) announce(error ?? words("offline"), { seconds: 8 });
}

// The options of a request that sends JSON.
export const posting = (body) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
