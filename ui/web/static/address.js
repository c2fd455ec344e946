// What the address of the page says: which conversation, or which question with which filter.

export const FILTERS = ["since", "until", "language"];

// The question that an address asks with its filter; null where it asks none.
export function questionIn(search) {
  const query = new URLSearchParams(search);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? ""]));
  return query.get("q") ? { question: query.get("q"), filter } : null;
}

export const conversationIn = (search) => new URLSearchParams(search).get("c") ?? "";

// The address of a conversation, without the question that began it; an empty id names none.
export function addressOf(href, conversation) {
  const place = new URL(href);
  for (const name of ["q", "c", ...FILTERS]) place.searchParams.delete(name);
  if (conversation) place.searchParams.set("c", conversation);
  return place.href;
}
