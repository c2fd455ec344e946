// What the address of the page says: which tab, which open article, which conversation with which filter, or which
// question.

export const FILTERS = ["since", "until", "language"];
const TABS = ["", "articles", "history"];
const ARTICLE = ["article", "start", "end"];

const present = (values) => Object.entries(values).filter(([, value]) => value);

// The tab, by its place, and the article with the place of its quote; null where none is open.
export function placeIn(search) {
  const query = new URLSearchParams(search);
  const tab = Math.max(0, TABS.indexOf(query.get("tab") ?? ""));
  const [article, start, end] = ARTICLE.map((name) => query.get(name) ?? "");
  return { tab, article: article ? { article, start: start || "0", end: end || "0" } : null };
}

// The address with this tab, and with this article in place of the one that it names.
export function withPlace(href, { tab, article }) {
  return replaced(href, ["tab", ...ARTICLE], { tab: TABS[tab], ...article });
}

export const filterIn = (search) => {
  const query = new URLSearchParams(search);
  return Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? ""]));
};

function replaced(href, names, values) {
  const place = new URL(href);
  for (const name of names) place.searchParams.delete(name);
  for (const [name, value] of present(values)) place.searchParams.set(name, value);
  return place.href;
}

// The question that an address asks with its filter; null where it asks none.
export function questionIn(search) {
  const question = new URLSearchParams(search).get("q");
  return question ? { question, filter: filterIn(search) } : null;
}

export const conversationIn = (search) => new URLSearchParams(search).get("c") ?? "";

// The address of a conversation with a filter, without the question that began it; an empty id names none.
export function addressOf(href, conversation, filter = {}) {
  return replaced(href, ["q", "c", ...FILTERS], { c: conversation, ...filter });
}
