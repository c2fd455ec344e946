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

export function post(path, body, options = {}) {
  const headers = { "content-type": "application/json" };
  return call(path, { method: "POST", headers, body: JSON.stringify(body), ...options });
}
