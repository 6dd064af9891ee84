// The quiz: keys, focus, and the progress that this browser keeps for each guide.
"use strict";

kg.progress = {
  key: () => "progress." + (kg.guideKey || ""),
  read: () => (kg.store.read(kg.progress.key()) || {}).progress || {},
  mastery: () => (kg.store.read(kg.progress.key()) || {}).mastery || {},
  /** The progress of every guide, by the guide's key. */
  all() {
    const all = {};
    for (const name of Object.keys(localStorage)) {
      const start = kg.store.prefix + "progress.";
      if (name.startsWith(start)) all[name.slice(start.length)] = (kg.store.read(name.slice(kg.store.prefix.length)) || {}).progress || {};
    }
    return all;
  },
};

kg.parts.progress = (element, props, changed) => {
  changed(() => {
    const { key, progress, mastery } = props.value || {};
    if (!key || !progress) return;
    if (!kg.store.write("progress." + key, { progress, mastery })) kg.say("The browser's storage is full: progress is not kept.");
    document.dispatchEvent(new CustomEvent("kg-progress"));
  });
};

kg.parts.quiz = (element, props, changed) => {
  changed(() => {
    const next = element.querySelector('[data-act="quizNext"]') || element.querySelector(".kg-grade");
    const target = next || element.querySelector(".kg-choice, .kg-primary");
    if (kg.quizOn && target) target.focus({ preventScroll: true });
    if (kg.quizOn) kg.bring(element.querySelector("h2") || element);
  });
  document.addEventListener("keydown", (event) => {
    if (!element.offsetParent || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) return;
    const number = "1234".indexOf(event.key);
    const letter = "abcd".indexOf(event.key.toLowerCase());
    const index = number >= 0 ? number : letter;
    const choice = event.key && index >= 0 && element.querySelectorAll("button.kg-choice")[index];
    if (choice) choice.click();
  });
};

kg.actions.quizStart = (data, button) => {
  const fields = button.closest(".kg-quiz").querySelectorAll("[data-field]");
  kg.quizOn = true;
  kg.fire("quizStart", Object.fromEntries([...fields].map((field) => [field.dataset.field, field.value])));
};

kg.actions.progressSave = () => {
  const kept = kg.store.read(kg.progress.key()) || {};
  const file = new Blob([JSON.stringify({ guide: kg.guideKey, ...kept }, null, 1)], { type: "application/json" });
  const link = kg.make("a", { href: URL.createObjectURL(file), download: "quiz-progress.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
kg.actions.progressLoad = () => {
  const input = kg.make("input", { type: "file", accept: "application/json,.json" });
  input.addEventListener("change", async () => {
    try {
      const { progress, guide } = JSON.parse(await input.files[0].text());
      if (guide && guide !== kg.guideKey) return kg.say("This progress belongs to another guide.");
      if (!progress || !progress.cards) throw new Error("no cards");
      kg.store.write(kg.progress.key(), { progress, mastery: {} });
      kg.fire("quizHome", {});
      kg.say("Progress loaded.");
    } catch {
      kg.say("This file holds no quiz progress; choose one that was saved here.");
    }
  });
  input.click();
};
kg.actions.progressDrop = () => {
  if (!window.confirm("Forget the progress with this guide?")) return;
  kg.store.remove(kg.progress.key());
  kg.fire("quizHome", {});
};
