// The page's script: what the parts share. Words of guides and students are only ever set as text.
"use strict";

window.kg = window.kg || {
  parts: {}, // name -> function that sets a part up
  fire: null, // raises an event of the server's bus

  /** Called by each HTML part when it is on the page. */
  start(name, element, props, watch, trigger) {
    const part = kg.parts[name];
    if (part) part(element, props, (done) => watch("value", done), trigger);
  },

  /** Called once by the bus; from then on clicks reach the server. */
  bus(trigger) {
    kg.fire = (act, data) => trigger("kg_" + act, data);
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (!button || button.disabled) return;
      event.preventDefault();
      const { act, ...data } = button.dataset;
      const turn = button.closest("[data-turn]");
      if (turn) data.turn = Number(turn.dataset.turn);
      (kg.actions[act] || ((sent) => kg.fire(act, sent)))(data, button);
    });
    setTimeout(() => kg.fire("enter", {}));
  },

  actions: {}, // what a click does here; a click that is not listed goes to the server

  make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "class") element.className = value;
      else if (value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  },

  /** Says a sentence to screen readers, and shows it for a moment. */
  say(sentence) {
    let line = document.getElementById("kg-said");
    if (!line) document.body.append((line = kg.make("div", { id: "kg-said", role: "status" })));
    line.textContent = sentence;
    line.classList.add("kg-on");
    clearTimeout(kg.saying);
    kg.saying = setTimeout(() => line.classList.remove("kg-on"), 2500);
  },

  narrow: () => window.matchMedia("(max-width: 900px)").matches,
  calm: () => window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  bring(element, block = "nearest") {
    element.scrollIntoView({ block, behavior: kg.calm() ? "auto" : "smooth" });
  },
};

/** What the browser keeps: a conversation under each key, the progress of quizzes, the theme. */
kg.store = {
  prefix: "kg.",
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(kg.store.prefix + key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(kg.store.prefix + key, JSON.stringify(value));
      return true;
    } catch {
      return false; // full or forbidden
    }
  },
  remove(key) {
    localStorage.removeItem(kg.store.prefix + key);
  },
  /** Heads of the conversations, newest first. */
  talks() {
    const heads = Object.keys(localStorage)
      .filter((key) => key.startsWith(kg.store.prefix + "talk."))
      .map((key) => kg.store.read(key.slice(kg.store.prefix.length)))
      .filter((talk) => talk && talk.id && talk.turns && talk.turns.length);
    return heads.sort((a, b) => (b.at || 0) - (a.at || 0));
  },
  current() {
    const id = kg.store.read("current");
    return (id && kg.store.read("talk." + id)) || { id: id || kg.store.fresh().id, guide: kg.store.read("guide") || "", turns: [] };
  },
  fresh(guide) {
    const id = Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
    kg.store.write("current", id);
    return { id, guide: guide || "", turns: [] };
  },
  keep(talk) {
    if (!talk || !talk.id || !talk.turns || !talk.turns.length) return;
    kg.store.write("current", talk.id);
    while (!kg.store.write("talk." + talk.id, { ...talk, at: Date.now() })) {
      const oldest = kg.store.talks().filter((other) => other.id !== talk.id).pop();
      if (!oldest) return kg.say("The browser's storage is full: this conversation is not kept.");
      kg.store.remove("talk." + oldest.id);
    }
  },
};

/**
 * Gradio closes its stream of results when none is waited for; what is raised just then would wait until another event opens
 * it again. So an empty event, the nudge, follows while a result is waited for.
 */
kg.stream = {
  NUDGE: 1000, // milliseconds to the first; twice as many to each next
  waiting: 0,
  begin() {
    kg.stream.waiting += 1;
    clearTimeout(kg.stream.timer);
    kg.stream.nudge(kg.stream.NUDGE);
  },
  end() {
    kg.stream.waiting -= 1;
    if (!kg.stream.waiting) clearTimeout(kg.stream.timer);
  },
  nudge(wait) {
    kg.stream.timer = setTimeout(() => {
      kg.fire("nudge", {});
      kg.stream.nudge(2 * wait);
    }, wait);
  },
};

/** The quote of a citation, on hover and on focus. */
(() => {
  let tip = null;
  const hide = () => tip && tip.remove();
  const show = (event) => {
    const mark = event.target.closest && event.target.closest(".kg-cite");
    if (!mark) return hide();
    hide();
    tip = kg.make("div", { id: "kg-tip", role: "tooltip" }, kg.make("p", { class: "kg-place" }, mark.dataset.where || ""));
    tip.append(kg.make("p", {}, "“" + (mark.dataset.quote || "") + "”"));
    document.body.append(tip);
    const at = mark.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, window.innerWidth - tip.offsetWidth - 8));
    const below = at.bottom + 6 + tip.offsetHeight < window.innerHeight;
    tip.style.left = left + "px";
    tip.style.top = (below ? at.bottom + 6 : at.top - tip.offsetHeight - 6) + "px";
  };
  for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, show);
  document.addEventListener("scroll", hide, true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();

/** Light and dark: the system's choice until the student makes one. */
kg.theme = {
  apply() {
    const chosen = kg.store.read("theme");
    if (chosen) document.body.classList.toggle("dark", chosen === "dark");
  },
  toggle() {
    kg.store.write("theme", document.body.classList.contains("dark") ? "light" : "dark");
    kg.theme.apply();
    document.dispatchEvent(new CustomEvent("kg-theme"));
  },
};
kg.actions.theme = kg.theme.toggle;

/** The header: the title, the guides to choose from, light and dark. */
kg.parts.header = (element, props, changed) => {
  kg.theme.apply();
  const title = kg.make("h1");
  const guides = kg.make("select", { class: "kg-select", "aria-label": "Guide" });
  const theme = kg.make("button", { type: "button", class: "kg-tool", "data-act": "theme", "aria-label": "Switch between light and dark" }, "◐");
  element.append(kg.make("div", { class: "kg-head" }, title, guides, theme));
  guides.addEventListener("change", () => kg.openGuide(guides.value));
  const show = () => {
    const { title: words, guides: all, chosen } = props.value;
    title.textContent = words;
    guides.replaceChildren(...all.map((guide) => kg.make("option", { value: guide.id }, guide.title)));
    guides.value = chosen;
    kg.guideKey = (all.find((guide) => guide.id === chosen) || {}).key || "";
    kg.store.write("guide", chosen);
    document.dispatchEvent(new CustomEvent("kg-talks"));
  };
  changed(show);
  show();
};
/** Chooses a guide; the conversation about another one stays in the list. */
kg.openGuide = (guide) => {
  kg.quizOn = false;
  kg.talk.open(() => {
    kg.store.write("guide", guide);
    if ((kg.store.current().guide || "") !== guide) kg.store.fresh(guide);
  });
};
kg.actions.guide = (data) => kg.openGuide(data.guide);

/** After an upload the new guide is chosen; after a deletion the first one. */
kg.parts.ready = (element, props, changed) => {
  changed(() => props.value && props.value.guide !== undefined && kg.openGuide(props.value.guide));
};
/** What the browser sends when a conversation or a guide is opened. */
kg.opening = () => [kg.store.current(), kg.store.read("guide") || "", kg.progress.all()];

/** The reader: a stretch of the guide in a dialog. */
kg.parts.reader = (element, props, changed) => {
  const dialog = kg.make("dialog", { class: "kg-reader", "aria-label": "The guide" });
  const close = kg.make("button", { type: "button", class: "kg-tool kg-close" }, "Close");
  const body = kg.make("div", { tabindex: "0", class: "kg-reader-body" });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.append(close, body);
  element.append(dialog);
  changed(() => {
    if (!props.value) return;
    body.innerHTML = props.value.html; // made and escaped by the server
    dialog.showModal();
    const lit = body.querySelector(".kg-lit");
    if (lit) lit.scrollIntoView({ block: "center" });
  });
};
