// The conversation: asking, editing, asking again, copying; the list of conversations; citations to passages.
"use strict";

kg.talk = { now: "enter", opening: null, pending: null, asked: null, editing: null };

/**
 * The server enters, opens and asks one after another: what comes while one is on its way, Gradio would drop silently,
 * and its end would overwrite what has been opened meanwhile.
 */
kg.talk.next = () => {
  const { now, opening, pending } = kg.talk;
  if (now || !(opening || pending)) return;
  if (opening) {
    opening();
    kg.talk.opening = null;
  } else {
    kg.talk.asked = pending;
    kg.talk.pending = null;
  }
  kg.talk.now = opening ? "open" : "ask";
  kg.fire(kg.talk.now, {});
  if (!opening) kg.stream.begin();
};

/** What was on its way has ended, well or not. */
kg.talk.ended = () => {
  if (kg.talk.now === "ask") kg.stream.end();
  kg.talk.now = null;
  kg.talk.next();
};

/** Opens another conversation or guide, which `change` writes to the store; a question that waits is taken back. */
kg.talk.open = (change) => {
  kg.talk.opening = change;
  kg.talk.pending = null;
  kg.talk.next();
};

/** Asks a question, now or after what is on its way; one can wait. */
kg.talk.ask = (wanted) => {
  const { now, opening, asked } = kg.talk;
  if (now === "ask" && !opening && wanted.question === asked.question) return; // a double click
  kg.talk.pending = { keep: kg.talk.editing, ...wanted };
  kg.talk.edit(null);
  kg.talk.next();
};

/** The server's inputs for the question that is due: its words, the conversation they go on, the guide. */
kg.asking = (_record, guide) => {
  const { question, keep } = kg.talk.asked;
  const talk = kg.store.current();
  if (keep !== null) talk.turns = talk.turns.slice(0, keep);
  return [question, talk, guide];
};

/** Stop: the question stands in the box again, and one that waits in its place. */
kg.talk.stopping = () => {
  kg.talk.fill((kg.talk.pending || kg.talk.asked).question);
  kg.talk.pending = null;
};

/** Enter and the button ask what stands in the box at that moment; a question beside the one that waits stays there. */
kg.talk.submit = () => {
  const typed = kg.talk.box().value;
  if (!typed.trim() || kg.talk.pending) return;
  kg.talk.fill("");
  kg.talk.ask({ question: typed });
};
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target !== kg.talk.box()) return;
    event.preventDefault();
    event.stopPropagation();
    kg.talk.submit();
  },
  true,
);
document.addEventListener("click", (event) => {
  if (event.target.closest("#kg-send")) kg.talk.submit();
  if (event.target.closest("#kg-stop")) kg.talk.stopping();
});

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
    const chosen = list.value;
    if (chosen) kg.talk.open(() => kg.store.write("current", chosen));
  });
  document.addEventListener("kg-talks", fill);
  fill();
};
/** Opens a new conversation, after what `change` does to the store. */
kg.talk.renew = (change) => {
  kg.talk.open(() => {
    change();
    kg.store.fresh(kg.store.read("guide"));
    document.dispatchEvent(new CustomEvent("kg-talks"));
  });
  kg.talk.edit(null);
  kg.talk.fill("");
};
kg.actions.newTalk = () => kg.talk.renew(() => {});
kg.actions.dropTalk = () => kg.talk.renew(() => kg.store.remove("talk." + kg.store.read("current")));

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
