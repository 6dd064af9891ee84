// The Graph tab: search, connect, filter by type and relation, complete lists, colour by what is learnt.
"use strict";

kg.parts.explore = (element, props, changed) => {
  const names = kg.make("datalist", { id: "kg-names" });
  const field = (id, label) => kg.make("input", { id, list: "kg-names", "aria-label": label, placeholder: label, class: "kg-select", autocomplete: "off" });
  const find = field("kg-find", "Find a thing");
  const to = field("kg-to", "and connect it to … (optional)");
  const go = kg.make("button", { type: "submit", class: "kg-tool" }, "Show");
  const form = kg.make("form", { class: "kg-bar", role: "search", "aria-label": "Find in the graph" }, find, to, go, names);
  const relation = kg.make("select", { "aria-label": "Relation", class: "kg-select" });
  const list = kg.make("select", { "aria-label": "Complete list", class: "kg-select" });
  const whole = kg.make("button", { type: "button", class: "kg-tool" }, "Whole graph");
  const learnt = kg.make("button", { type: "button", class: "kg-tool", "aria-pressed": "false" }, "Colour by quiz");
  const tools = kg.make("div", { class: "kg-bar" }, relation, list, learnt, whole);
  const legend = kg.make("fieldset", { class: "kg-legend kg-filter" });
  const place = kg.make("div", { class: "kg-canvas kg-large", "aria-hidden": "true" });
  const words = kg.make("div");
  element.append(form, tools, legend, place, words);

  const state = { cy: null, hidden: new Set(), relation: "", names: new Map() };
  const known = (typed) => state.names.get(typed.trim().toLowerCase());

  const filter = () => {
    const { cy } = state;
    if (!cy) return;
    cy.batch(() => {
      cy.nodes().forEach((node) => void node.toggleClass("away", state.hidden.has(node.data("type"))));
      cy.edges().forEach((edge) => void edge.toggleClass("away", Boolean(state.relation) && edge.data("relation") !== state.relation));
      if (state.relation) cy.nodes().forEach((node) => void (node.connectedEdges().not(".away").empty() && node.addClass("away")));
    });
  };
  const choose = (names) => {
    const { cy } = state;
    cy.elements().removeClass("chosen faded");
    const chosen = cy.nodes().filter((node) => names.includes(node.id()));
    if (chosen.empty()) return;
    chosen.addClass("chosen");
    cy.elements().difference(chosen.closedNeighborhood()).addClass("faded");
    cy.animate({ fit: { eles: chosen.closedNeighborhood(), padding: 60 }, duration: kg.calm() ? 0 : 300 });
  };
  const reset = () => {
    find.value = to.value = "";
    state.cy.elements().removeClass("chosen faded");
    state.cy.fit(undefined, 20);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [a, b] = [known(find.value), known(to.value)];
    if (!a || (to.value.trim() && !b)) return kg.say("Choose names from the list that opens as you type.");
    choose(b ? [a, b] : [a]);
    if (b) kg.fire("path", { from: a, to: b });
    else kg.fire("node", { node: a });
  });
  relation.addEventListener("change", () => {
    state.relation = relation.value;
    filter();
  });
  list.addEventListener("change", () => list.value && kg.fire("list", { type: list.value }));
  whole.addEventListener("click", reset);
  learnt.addEventListener("click", () => {
    const on = learnt.getAttribute("aria-pressed") !== "true";
    learnt.setAttribute("aria-pressed", String(on));
    kg.graph.colourBy(state.cy, on ? kg.progress.mastery() : null);
    if (on) kg.say("Green is known, red is not yet, grey was not asked.");
  });

  const fill = (picture) => {
    state.names = new Map(picture.nodes.map((node) => [node.id.toLowerCase(), node.id]));
    names.replaceChildren(...picture.nodes.map((node) => kg.make("option", { value: node.id })));
    const relations = [...new Set(picture.edges.map((edge) => edge.relation))].sort();
    const option = (value, label) => kg.make("option", { value }, label);
    relation.replaceChildren(option("", "All relations"), ...relations.map((name) => option(name, name.replaceAll("_", " ").toLowerCase())));
    list.replaceChildren(option("", "Complete list of …"), ...Object.entries(picture.types).map(([type, label]) => option(type, label)));
    legend.replaceChildren(kg.make("legend", { class: "kg-sr" }, "Types shown"), ...Object.entries(picture.types).map(([type, label]) => box(type, label, picture)));
    words.innerHTML = picture.words; // made and escaped by the server
  };
  const box = (type, label, picture) => {
    const check = kg.make("input", { type: "checkbox" });
    check.checked = true;
    const count = picture.nodes.filter((node) => node.type === type).length;
    check.addEventListener("change", () => {
      state.hidden[check.checked ? "delete" : "add"](type);
      filter();
    });
    return kg.make("label", {}, check, kg.graph.swatch(...kg.graph.types[type]), `${label} (${count})`);
  };
  const show = () => {
    const picture = props.value || { nodes: [] };
    if (state.cy) state.cy.destroy();
    state.cy = null;
    if (!picture.nodes.length) return;
    state.hidden.clear();
    state.relation = "";
    fill(picture);
    if (place.clientWidth) draw();
  };
  const draw = () => {
    state.cy = kg.graph.draw(place, props.value, { nodeRepulsion: () => 400000, idealEdgeLength: () => 60, numIter: 1500, gravity: 2, nodeOverlap: 12 });
    kg.graph.explored = state.cy; // for tests and for the curious
    state.cy.on("tap", "node", (event) => choose([event.target.id()]));
  };
  // The tab is not on the page until it is opened: the graph is laid out when its place has a size.
  new ResizeObserver(() => {
    if (!place.clientWidth) return;
    if (!state.cy && props.value && props.value.nodes.length) return draw();
    if (state.cy) state.cy.resize();
  }).observe(place);
  changed(show);
  show();
};

kg.parts.card = (element, props, changed) => {
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", "Card");
  element.setAttribute("aria-live", "polite");
  changed(() => kg.narrow() && kg.bring(element, "start"));
};
kg.actions.node = (data) => {
  kg.openTab("Graph");
  kg.fire("node", { node: data.node });
};
