// The page's own script: it opens the reader, fills the lists, keeps the filter and the address, copies and uploads.
// Markup comes from the server already escaped; text that this script sets itself goes through textContent.
"use strict";

(() => {
  if (window.dzherelo) return;
  window.dzherelo = true;

  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = (key, values = {}) => (WORDS[key] || key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  document.documentElement.lang = WORDS.language;

  // Talking to the server

  async function call(path, options = {}) {
    try {
      return await fetch(path, { credentials: "same-origin", ...options });
    } catch {
      say(words("offline"));
      return { ok: false, status: 0, text: async () => "", json: async () => ({}), headers: new Headers() };
    }
  }

  const address = (path, query = {}) => `${path}?${new URLSearchParams({ ...query, lang: WORDS.language })}`;

  // Said to screen readers, and shown for a moment

  const status = document.createElement("div");
  status.id = "status";
  status.setAttribute("role", "status");
  document.body.append(status);
  let silence = 0;

  function say(text, seconds = 4, seen = true) {
    status.className = seen ? "" : "unseen";
    status.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => (status.textContent = ""), seconds * 1000);
  }

  // The question box, and what goes with a question: filter, conversation, the turn it replaces

  let insteadOf = 0;
  let alone = false;
  let token = newToken();
  const box = () => find("#question textarea, #question input");
  const conversation = () => find(".conversation[data-conversation]")?.dataset.conversation || "";

  function newToken() {
    return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
  }

  function type(input, text) {
    if (!input) return;
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function filter() {
    const fields = all("#filters input, #filters select").map((field) => [field.name, field.value]);
    return Object.fromEntries(fields);
  }

  function tellContext() {
    const context = { ...filter(), conversation: conversation(), instead_of: insteadOf, alone, token };
    type(find("#context textarea, #context input"), JSON.stringify(context));
  }

  function ask(question) {
    showTab(0);
    type(box(), question);
    tellContext();
    setTimeout(() => find("#ask").click(), 30);
  }

  function askAgain(turn) {
    insteadOf = Number(turn.dataset.turn);
    ask(turn.dataset.question);
  }

  function edit(turn) {
    insteadOf = Number(turn.dataset.turn);
    type(box(), turn.dataset.question);
    say(words("editing"), 8);
    box().focus();
    tellContext();
  }

  async function showExcluded() {
    const note = find("#filter-note");
    if (!note) return;
    const answer = await call(address("/-/filter", filter()));
    note.innerHTML = await answer.text();
  }

  // A question is under way from the click until the conversation or the notice changes

  let asking = 0;

  function begin() {
    document.body.classList.add("asking");
    find("#busy")?.remove();
    clearTimeout(asking);
    asking = setTimeout(() => say(words("asking"), 60), 1000);
  }

  function end() {
    document.body.classList.remove("asking");
    clearTimeout(asking);
  }

  // The door says at once that the line is full. Gradio would say so in words of its own: it is told instead that
  // there was nothing to send, and the question stays in its box
  const fetchAnything = window.fetch.bind(window);

  window.fetch = async (...request) => {
    const answer = await fetchAnything(...request);
    if (answer.status !== 503 || !answer.url.split("?")[0].endsWith("/queue/join")) return answer;
    tellBusy();
    return new Response('{"detail": []}', { status: 422 });
  };

  function tellBusy() {
    end();
    find("#busy")?.remove();
    const busy = line("p", "warning", words("busy"));
    busy.id = "busy";
    busy.setAttribute("role", "alert");
    find("#asking").before(busy);
    say("");
    box().focus();
  }

  // Gradio can stop a question only once it knows it is in line; the server heeds this one in any case
  function stop() {
    end();
    const headers = { "content-type": "application/json" };
    call("/-/stop", { method: "POST", headers, body: JSON.stringify({ token }) });
    token = newToken();
    tellContext();
    box().focus();
  }

  function changed() {
    end();
    insteadOf = 0;
    alone = false;
    token = newToken();
    const turns = all(".turn");
    const last = turns.at(-1);
    const place = new URL(location.href);
    place.searchParams.delete("q");
    conversation() ? place.searchParams.set("c", conversation()) : place.searchParams.delete("c");
    for (const name of ["since", "until", "language"]) place.searchParams.delete(name);
    history.replaceState(null, "", place);
    document.title = last ? `${last.dataset.question.slice(0, 60)} · ${WORDS.title}` : WORDS.title;
    tellContext();
    if (last && turns.length > shownTurns) {
      const quote = find(".lead mark", last)?.textContent;
      say(quote ? words("answered", { quote }) : words("refused"), 10, false);
      last.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    }
    shownTurns = turns.length;
  }

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let shownTurns = 0;

  // The reader

  const reader = document.createElement("div");
  reader.id = "reader";
  reader.setAttribute("role", "complementary");
  reader.hidden = true;
  reader.setAttribute("aria-label", words("reader"));
  reader.innerHTML =
    '<div class="bar"><button type="button" data-do="previous"></button><span class="count"></span>' +
    '<button type="button" data-do="next"></button><button type="button" data-do="close"></button></div>' +
    '<div class="content" tabindex="0"></div>';
  document.body.append(reader);
  for (const [name, sign] of [["previous", "←"], ["next", "→"], ["close", "✕"]]) {
    const button = find(`[data-do=${name}]`, reader);
    button.textContent = sign;
    button.title = words(name);
    button.setAttribute("aria-label", words(name));
  }
  find(".content", reader).setAttribute("aria-label", words("reader"));
  let opener = null;
  let opened = null;

  // On a narrow screen the reader covers the page, which then must not be reached behind it
  const covering = matchMedia("(max-width: 1099px)");

  function cover() {
    const covered = covering.matches && !reader.hidden;
    const page = find(".gradio-container");
    if (page) page.inert = covered;
    reader.setAttribute("role", covered ? "dialog" : "complementary");
  }

  covering.addEventListener("change", cover);

  async function read(button, whole = false) {
    hidePeek();
    const stepping = document.activeElement?.closest("#reader .bar") && document.activeElement;
    if (!reader.contains(document.activeElement)) opener = button;
    opened = button;
    const { article, start = 0, end: stop = 0, quote = "" } = button.dataset;
    const answer = await call(address("/-/reader", { article, start, end: stop, quote, whole }));
    const content = find(".content", reader);
    content.innerHTML = await answer.text();
    reader.hidden = false;
    document.body.classList.add("reading");
    number(button);
    cover();
    const place = find("#here", reader) || find("#reader-title", reader);
    const kept = stepping && !stepping.disabled ? stepping : place || content;
    kept.focus({ preventScroll: true });
    const top = find("#here", reader) ? place.offsetTop - content.clientHeight / 3 : 0;
    content.scrollTo({ top, behavior: "auto" });
    all(".open").forEach((other) => other.classList.remove("open"));
    button.closest("li, blockquote")?.classList.add("open");
  }

  function siblings(button) {
    const turn = button.closest(".turn");
    return turn ? all(".sources .title, .near .title", turn) : [];
  }

  function placeOf(button) {
    return siblings(button).findIndex((other) => other.dataset.number === button.dataset.number);
  }

  function number(button) {
    const count = siblings(button).length;
    const place = placeOf(button);
    find(".count", reader).textContent = place >= 0 ? words("citation", { number: place + 1, count }) : "";
    find("[data-do=previous]", reader).disabled = place <= 0;
    find("[data-do=next]", reader).disabled = place < 0 || place >= count - 1;
  }

  function step(by) {
    const next = opened && siblings(opened)[placeOf(opened) + by];
    if (next) read(next);
  }

  function close() {
    reader.hidden = true;
    document.body.classList.remove("reading");
    all(".open").forEach((other) => other.classList.remove("open"));
    cover();
    quiet = true;
    (opener?.isConnected ? opener : box())?.focus();
    quiet = false;
  }

  // Pointing at a number, or coming to it with the keyboard, shows the quote in its passage, and where it is from

  const peek = document.createElement("div");
  peek.id = "peek";
  peek.hidden = true;
  peek.setAttribute("role", "tooltip");
  document.body.append(peek);
  let peeked = null;
  let quiet = false;
  let delay = 0;

  function showPeek(marker) {
    clearTimeout(delay);
    if (marker === peeked) return;
    hidePeek();
    const { before, quote, after, number: shown } = marker.dataset;
    const source = find(`.sources li[data-number="${shown}"]`, marker.closest(".turn"));
    const passage = line("p", "", before);
    passage.append(line("mark", "", quote), after);
    passage.lang = marker.closest("[lang]").lang;
    peek.replaceChildren(line("p", "from", find(".title", source)?.textContent ?? ""), passage);
    const about = all(".about > .meta > span:not(.band)", source).map((part) => part.textContent);
    peek.append(line("p", "meta", about.join(" · ")));
    peek.hidden = false;
    peeked = marker;
    marker.setAttribute("aria-describedby", "peek");
    placePeek(marker.getBoundingClientRect());
  }

  function line(element, name, text) {
    const made = document.createElement(element);
    made.className = name;
    made.textContent = text;
    return made;
  }

  function placePeek(marker) {
    const { width, height } = peek.getBoundingClientRect();
    const left = Math.min(Math.max(8, marker.left + marker.width / 2 - width / 2), innerWidth - width - 8);
    const below = marker.bottom + 6 + height < innerHeight || marker.top < height + 14;
    peek.style.left = `${left}px`;
    peek.style.top = `${below ? marker.bottom + 6 : marker.top - height - 6}px`;
  }

  function hidePeek() {
    clearTimeout(delay);
    peeked?.removeAttribute("aria-describedby");
    peeked = null;
    peek.hidden = true;
  }

  const markerOf = (event) => event.target.closest?.(".marker");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    clearTimeout(delay);
    const marker = markerOf(event);
    if (marker) delay = setTimeout(showPeek, 150, marker);
    else if (peeked && !peek.contains(event.target)) delay = setTimeout(hidePeek, 250);
  });

  document.addEventListener("focusin", (event) => {
    const marker = markerOf(event);
    if (marker && !quiet && marker.matches(":focus-visible")) showPeek(marker);
    else if (!marker) hidePeek();
  });

  addEventListener("scroll", () => peeked && placePeek(peeked.getBoundingClientRect()), { passive: true, capture: true });

  // Lists that the server fills

  async function load(section) {
    section.dataset.loaded = "";
    const form = find(`form[data-list]`);
    const query = section.id === "articles-list" && form ? Object.fromEntries(new FormData(form)) : {};
    if (section.dataset.page) query.page = section.dataset.page;
    const answer = await call(address(section.dataset.load, query));
    if (!answer.status) return;
    const focused = section.contains(document.activeElement) && document.activeElement.dataset.do;
    section.innerHTML = await answer.text();
    if (focused) find(`[data-do=${focused}], button`, section)?.focus();
    if (section.id === "rebuild-panel") watch(answer.headers.get("x-rebuild-state"));
  }

  const reload = (path) => all(`[data-load="${path}"]`).forEach(load);
  let watching = 0;
  let rebuildState = "";

  function watch(state) {
    clearTimeout(watching);
    if (state === "running") watching = setTimeout(() => reload("/-/rebuild"), 500);
    if (rebuildState === "running" && state === "done") {
      reload("/-/articles");
      showExcluded();
    }
    rebuildState = state;
  }

  // Uploads, one after another, each with its progress

  let sending = Promise.resolve();

  function send(files) {
    for (const file of files) {
      const line = document.createElement("li");
      const name = document.createElement("span");
      const bar = document.createElement("progress");
      const said = document.createElement("span");
      name.textContent = file.name;
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", `${words("sending")}: ${file.name}`);
      said.className = "said";
      line.append(name, bar, said);
      find("#sending").append(line);
      sending = sending.then(() => sendOne(file, line, bar, said));
    }
    sending.then(() => reload("/-/uploads"));
  }

  function sendOne(file, line, bar, said) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("PUT", address(`/-/uploads/${encodeURIComponent(file.name)}`));
      request.upload.onprogress = (event) => (bar.value = event.loaded / (event.total || 1));
      request.onloadend = () => {
        bar.remove();
        let told = {};
        try {
          told = JSON.parse(request.responseText);
        } catch {}
        const stored = request.status === 201;
        line.className = stored ? "stored" : "failed";
        const kept = words(told.replaced ? "replaced" : "stored");
        said.textContent = stored ? kept : told.error || request.responseText || words("offline");
        done();
      };
      request.send(file);
    });
  }

  // Copying, also where the page is not served from a trusted address

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(words("copied"));
  }

  async function judge(turn, thumb, reason = "") {
    const body = JSON.stringify({ turn: Number(turn.dataset.turn), conversation: conversation(), thumb, reason });
    const headers = { "content-type": "application/json" };
    const answer = await call("/-/feedback", { method: "POST", body, headers });
    if (answer.ok) say(words("thanks"));
  }

  function press(button) {
    const turn = button.closest(".turn");
    const pressed = button.getAttribute("aria-pressed") === "true";
    all("[data-do=thumb]", turn).forEach((other) => other.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", String(!pressed));
    const thumb = pressed ? 0 : Number(button.dataset.thumb);
    find(".reason", turn).hidden = thumb >= 0;
    judge(turn, thumb);
  }

  function explain(button) {
    const turn = button.closest(".turn");
    judge(turn, -1, `${find("select", turn).value}:${find("[name=words]", turn).value}`);
    find(".reason", turn).hidden = true;
  }

  const tabs = () => all("#tabs [role=tab]");
  const showTab = (place) => tabs()[place]?.getAttribute("aria-selected") === "true" || tabs()[place]?.click();

  function moveAlongTabs(event) {
    const place = tabs().indexOf(event.target);
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 }[event.key];
    const tab = to === undefined ? null : tabs().at(to % tabs().length);
    tab?.click();
    tab?.focus();
  }

  function chooseLanguage(code) {
    document.cookie = `dzherelo_language=${code}; path=/; max-age=31536000; samesite=strict`;
    location.href = `${code === "uk" ? "/" : `/${code}/`}${location.search}`;
  }

  // What each button does, by its data-do

  const actions = {
    read: (button) => read(button),
    whole: () => opened && read(opened, true),
    previous: () => step(-1),
    next: () => step(1),
    close,
    example: (button) => ask(button.dataset.q),
    "search-instead": (button) => {
      edit(button.closest(".turn"));
      type(box(), button.dataset.q);
    },
    edit: (button) => edit(button.closest(".turn")),
    retry: (button) => askAgain(button.closest(".turn")),
    "ask-alone": (button) => {
      alone = true;
      askAgain(button.closest(".turn"));
    },
    copy: (button) => copy(find(`pre[data-form=${button.dataset.form}]`, button.parentElement).textContent),
    "copy-link": (button) => copy(`${location.origin}${location.pathname}${button.dataset.link}`),
    thumb: press,
    reason: explain,
    language: (link) => chooseLanguage(link.dataset.code),
    skip: () => box()?.focus(),
    "clear-filter": () => {
      all("#filters input, #filters select").forEach((field) => (field.value = ""));
      showExcluded();
      tellContext();
    },
    page: (button) => {
      const list = find("#articles-list");
      list.dataset.page = button.dataset.page;
      load(list);
    },
    rebuild: async () => {
      await call("/-/rebuild", { method: "POST" });
      rebuildState = "running";
      reload("/-/rebuild");
    },
    cancel: async () => {
      await call("/-/rebuild", { method: "DELETE" });
      reload("/-/rebuild");
    },
    remove: async (button) => {
      if (!confirm(words("confirm_remove", { name: button.dataset.name }))) return;
      await call(address(`/-/uploads/${encodeURIComponent(button.dataset.name)}`), { method: "DELETE" });
      reload("/-/uploads");
    },
    forget: async (button) => {
      await call(`/-/history/${encodeURIComponent(button.dataset.conversation)}`, { method: "DELETE" });
      reload("/-/history");
      if (button.dataset.conversation === conversation()) find("#clear").click();
    },
    "forget-all": async () => {
      if (!confirm(words("confirm_all"))) return;
      await call("/-/history", { method: "DELETE" });
      reload("/-/history");
      find("#clear").click();
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button && actions[button.dataset.do]) {
      event.preventDefault();
      actions[button.dataset.do](button);
    }
    if (event.target.closest("#ask") && box()?.value.trim()) begin();
    if (event.target.closest("#stop")) stop();
    if (event.target.closest("[role=tab]")) setTimeout(() => ["/-/history", "/-/articles"].forEach(reload), 50);
  });

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.target === box() && event.key === "Enter" && !event.shiftKey && box().value.trim()) {
        tellContext();
        begin();
      }
      if (event.key === "Escape" && peeked) hidePeek();
      else if (event.key === "Escape" && !reader.hidden) close();
      if (event.target.matches("[role=tab]")) moveAlongTabs(event);
      if (reader.contains(event.target) && event.altKey && event.key === "ArrowLeft") step(-1);
      if (reader.contains(event.target) && event.altKey && event.key === "ArrowRight") step(1);
    },
    true,
  );

  let pause = 0;

  document.addEventListener("input", (event) => {
    if (event.target.closest("#filters")) {
      showExcluded();
      tellContext();
    }
    if (event.target.closest("form[data-list]")) {
      clearTimeout(pause);
      const list = find("#articles-list");
      delete list.dataset.page;
      pause = setTimeout(() => load(list), 250);
    }
  });

  document.addEventListener("submit", (event) => {
    if (event.target.closest("form[data-list]")) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "upload") {
      send([...event.target.files]);
      event.target.value = "";
    }
  });

  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const target = event.target.closest?.(".drop");
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
      target?.classList.toggle("over", name === "dragover");
      if (name === "drop" && target) send([...event.dataTransfer.files]);
    });
  }

  // Gradio draws the page and redraws its parts: notice what is new

  let seen = null;
  let noticed = null;

  function look() {
    all("[data-load]:not([data-loaded])").forEach(load);
    const now = find("#conversation .conversation:not(.loading)");
    if (now && now !== seen) {
      const first = !seen;
      seen = now;
      if (first) shownTurns = all(".turn").length;
      const asked = new URLSearchParams(location.search);
      if (first && asked.get("q")) open(asked);
      else changed();
    }
    const notice = find("#notice .warning");
    if (notice && notice !== noticed) end();
    noticed = notice;
  }

  function open(asked) {
    for (const field of all("#filters input, #filters select")) field.value = asked.get(field.name) || "";
    if (["since", "until", "language"].some((name) => asked.get(name))) find("#filters details").open = true;
    showExcluded();
    ask(asked.get("q"));
  }

  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
})();
