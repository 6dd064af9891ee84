// The conversation: asking, editing, asking again, copying; the list of conversations; citations to passages.
"use strict";

kg.talk = { pending: null, editing: null, busy: false, asked: "" };

/** Sends the words of the box; what stays in the box. One question can wait, a second one stays where it is. */
kg.talk.submit = (typed) => {
  if (!typed.trim() || kg.talk.pending) return typed;
  kg.talk.ask({ question: typed });
  return "";
};

/** Asks a question: now, or when the answer on its way has ended; until then Gradio would drop it silently. */
kg.talk.ask = (wanted) => {
  if (kg.talk.busy && wanted.question === kg.talk.asked) return; // a double click
  kg.talk.pending = wanted;
  if (!kg.talk.busy) kg.talk.send();
};
kg.talk.send = () => {
  kg.talk.busy = true;
  kg.fire("ask", {});
};

/** The server's inputs for the question that is due: its words, the conversation they go on, the guide. */
kg.asking = (_record, guide) => {
  const { pending, editing } = kg.talk;
  const talk = kg.store.current();
  const keep = pending.keep !== undefined ? pending.keep : editing;
  if (keep !== null) talk.turns = talk.turns.slice(0, keep);
  kg.talk.pending = null;
  kg.talk.asked = pending.question;
  kg.talk.edit(null);
  return [pending.question, talk, guide];
};

/** An answer has ended, well or not; a question that waited for that is asked. */
kg.talk.ended = () => {
  kg.talk.busy = false;
  if (kg.talk.pending) kg.talk.send();
};

/** Stop: a question that waits is taken back in place of the one that is being answered. */
kg.talk.stopping = () => {
  if (kg.talk.pending) kg.talk.asked = kg.talk.pending.question;
  kg.talk.pending = null;
};

kg.talk.box = () => document.querySelector("#kg-box textarea");

kg.talk.fill = (words) => {
  const box = kg.talk.box();
  if (!box) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, words);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
};

/** Marks a turn as being edited, or none; a note under the box says what will happen. */
kg.talk.edit = (turn) => {
  kg.talk.editing = turn;
  const old = document.getElementById("kg-editing");
  if (old) old.remove();
  if (turn === null) return;
  const note = kg.make("p", { id: "kg-editing", role: "status" }, `Editing question ${turn + 1}: it and what follows are asked anew. `);
  note.append(kg.make("button", { type: "button", class: "kg-link", "data-act": "unedit" }, "Cancel"));
  document.querySelector(".kg-composer").before(note);
};

kg.actions.ask = (data) => {
  kg.openTab("Ask");
  kg.talk.ask({ question: data.question });
};
kg.actions.retry = (data) => {
  const turn = kg.store.current().turns[data.turn];
  if (!turn) return;
  kg.talk.ask({ question: turn.question, keep: data.turn });
};
kg.actions.edit = (data) => {
  kg.talk.fill(data.question);
  kg.talk.edit(data.turn);
};
kg.actions.unedit = () => {
  kg.talk.edit(null);
  kg.talk.fill("");
};
kg.actions.copy = async (data) => {
  const turn = kg.store.current().turns[data.turn];
  if (!turn) return;
  const lines = (c) => (c.end_line > c.start_line ? `${c.start_line}-${c.end_line}` : c.start_line);
  const sources = turn.answer.citations.map((c) => `[${c.id}] ${c.document}:${lines(c)} “${c.quote}”`);
  try {
    await navigator.clipboard.writeText([turn.answer.answer, ...sources].join("\n"));
    kg.say("Copied.");
  } catch {
    kg.say("The browser does not let this page copy; select the text and copy it.");
  }
};

/** A citation opens its passage in the evidence; the evidence of another turn is fetched first. */
kg.actions.cite = (data) => {
  kg.talk.wanted = data.citation;
  if (data.turn === undefined || data.turn === kg.talk.selected) return kg.talk.openPassage();
  kg.talk.select(data.turn);
};
kg.actions.show = (data) => {
  kg.talk.wanted = "";
  if (data.turn === kg.talk.selected) return kg.talk.openPassage();
  kg.talk.select(data.turn);
};
kg.talk.select = (turn) => {
  kg.talk.mark(turn);
  kg.fire("show", { turn });
};
kg.talk.mark = (turn) => {
  kg.talk.selected = turn;
  for (const article of document.querySelectorAll("#kg-talk .kg-turn")) {
    article.classList.toggle("kg-selected", Number(article.dataset.turn) === turn);
  }
};
kg.talk.openPassage = () => {
  const number = kg.talk.wanted;
  kg.talk.wanted = null;
  if (number === null || number === undefined) return;
  const pane = document.querySelector(".kg-aside");
  const found = number && pane.querySelector(`[data-passages~="${Number(number)}"]`);
  if (!found) return kg.narrow() && kg.bring(pane, "start");
  for (const other of pane.querySelectorAll(".kg-flash")) other.classList.remove("kg-flash");
  found.classList.add("kg-flash");
  kg.bring(found, kg.narrow() ? "start" : "nearest");
  found.focus({ preventScroll: true });
};

kg.parts.talk = (element, props, changed) => {
  element.setAttribute("role", "log");
  element.setAttribute("aria-label", "Conversation");
  element.setAttribute("tabindex", "0");
  changed(() => {
    element.setAttribute("aria-busy", props.value.live ? "true" : "false");
    const turns = element.querySelectorAll(".kg-turn");
    const last = turns[turns.length - 1];
    if (!last) return kg.talk.mark(null);
    const index = Number(last.dataset.turn);
    kg.talk.mark(props.value.live ? kg.talk.selected : index);
    if (kg.narrow()) return last.scrollIntoView({ block: "start" });
    element.scrollTo({ top: last.offsetTop - element.offsetTop - 8, behavior: kg.calm() || props.value.live ? "auto" : "smooth" });
  });
};

kg.parts.passages = (element, props, changed) => {
  changed(kg.talk.openPassage);
};

kg.parts.record = (element, props, changed) => {
  changed(() => {
    kg.store.keep(props.value);
    document.dispatchEvent(new CustomEvent("kg-talks"));
  });
};

kg.openTab = (label) => {
  const tabs = [...document.querySelectorAll("#kg-tabs [role=tab]")];
  const tab = tabs.find((candidate) => candidate.textContent.trim() === label);
  if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
};

/** The conversations that this browser keeps: a list to choose from, a new one, away with one. */
kg.parts.talks = (element) => {
  const list = kg.make("select", { "aria-label": "Conversations of this browser", class: "kg-select" });
  const fresh = kg.make("button", { type: "button", class: "kg-tool", "data-act": "newTalk" }, "New");
  const clear = kg.make("button", { type: "button", class: "kg-tool", "data-act": "dropTalk" }, "Delete");
  element.append(kg.make("div", { class: "kg-bar" }, list, fresh, clear));
  const fill = () => {
    const current = kg.store.read("current");
    const talks = kg.store.talks();
    list.replaceChildren(
      ...talks.map((talk) => {
        const option = kg.make("option", { value: talk.id }, talk.turns[0].question.slice(0, 60));
        option.selected = talk.id === current;
        return option;
      }),
    );
    if (!talks.some((talk) => talk.id === current)) {
      list.prepend(kg.make("option", { value: "", selected: "" }, talks.length ? "New conversation" : "No conversations yet"));
      list.value = "";
    }
    clear.disabled = !talks.some((talk) => talk.id === current);
  };
  list.addEventListener("change", () => {
    if (!list.value) return;
    kg.store.write("current", list.value);
    kg.fire("open", {});
  });
  document.addEventListener("kg-talks", fill);
  fill();
};
kg.talk.renew = () => {
  kg.store.fresh(kg.store.read("guide"));
  kg.fire("open", {});
  document.dispatchEvent(new CustomEvent("kg-talks"));
  kg.talk.fill("");
};
/** A new conversation; an empty one is new already, and to open it again could overtake a question that is asked at once. */
kg.actions.newTalk = () => {
  if (kg.store.current().turns.length || kg.talk.busy) kg.talk.renew();
  else kg.talk.fill("");
};
kg.actions.dropTalk = () => {
  kg.store.remove("talk." + kg.store.read("current"));
  kg.talk.renew();
};

// Two fields that compare any two things, and a comparison that comes into view.
kg.parts.pairs = (element) => {
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const [a, b] = [...element.querySelectorAll("[data-field]")].map((field) => field.value);
    if (a.trim() && b.trim()) kg.fire("pair", { a, b });
  });
};
kg.parts.comparison = (element, props, changed) => {
  element.setAttribute("aria-live", "polite");
  changed(() => element.firstElementChild && kg.bring(element, "start"));
};
kg.parts.shelf = () => {};
kg.parts.report = () => {};
