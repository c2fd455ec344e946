// The state in the page's address: the tab, the open article, the conversation with its filter, or a question.

export const FILTERS = ["since", "until", "language", "where"];
const TABS = ["", "articles", "history", "draft"];
const ARTICLE = ["article", "start", "end"];

const present = (values) => Object.entries(values).filter(([, value]) => value);

// The index of the tab, and the article with the place of its quote; null if no article is open.
export function placeIn(search) {
  const query = new URLSearchParams(search);
  const tab = Math.max(0, TABS.indexOf(query.get("tab") ?? ""));
  const [article, start, end] = ARTICLE.map((name) => query.get(name) ?? "");
  return { tab, article: article ? { article, start: start || "0", end: end || "0" } : null };
}

// The address with this tab and this article instead of its own.
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

// The question of an address with its filter; null if there is none.
export function questionIn(search) {
  const question = new URLSearchParams(search).get("q");
  return question ? { question, filter: filterIn(search) } : null;
}

export const conversationIn = (search) => new URLSearchParams(search).get("c") ?? "";

// The address of a conversation with a filter, without its first question; an empty id means no conversation.
export function addressOf(href, conversation, filter = {}) {
  return replaced(href, ["q", "c", ...FILTERS], { c: conversation, ...filter });
}
