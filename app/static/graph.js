// The graph, drawn with cytoscape: the picture of an answer, and the whole graph to explore.
"use strict";

kg.graph = {
  // Colour for light and dark, and a shape, for each type of node: the two tell types apart together.
  types: {
    stage: ["#4f46e5", "round-rectangle"],
    technique: ["#0e7490", "ellipse"],
    metric: ["#15803d", "diamond"],
    service: ["#b45309", "rectangle"],
    feature: ["#a16207", "round-tag"],
    model_source: ["#7c3aed", "pentagon"],
    deployment_method: ["#be185d", "hexagon"],
    production_method: ["#9d174d", "octagon"],
    mlops_concept: ["#1d4ed8", "barrel"],
    consideration: ["#57534e", "round-triangle"],
    issue: ["#b91c1c", "vee"],
    concept: ["#475569", "ellipse"],
    text: ["#64748b", "round-rectangle"],
  },

  style() {
    const dark = document.body.classList.contains("dark");
    const ink = dark ? "#e2e8f0" : "#0f172a";
    const paper = dark ? "#0f172a" : "#ffffff";
    const types = Object.entries(kg.graph.types).map(([type, [colour, shape]]) => ({
      selector: `node[type = "${type}"]`,
      style: { "background-color": colour, shape },
    }));
    return [
      {
        selector: "node",
        style: {
          label: "data(label)", color: ink, "font-size": "mapData(size, 1, 16, 13, 40)", "min-zoomed-font-size": 7, "text-wrap": "wrap", "text-max-width": 110,
          "text-valign": "bottom", "text-margin-y": 3, width: "mapData(size, 1, 16, 22, 60)", height: "mapData(size, 1, 16, 22, 60)",
          "text-outline-color": paper, "text-outline-width": 2, "border-width": 0,
        },
      },
      { selector: 'node[type = "text"]', style: { width: 12, height: 12, "font-style": "italic", "background-opacity": 0.5 } },
      {
        selector: "edge",
        style: {
          width: 1.5, "line-color": dark ? "#475569" : "#94a3b8", "target-arrow-color": dark ? "#475569" : "#94a3b8",
          "target-arrow-shape": "triangle", "curve-style": "bezier", "arrow-scale": 0.9, "font-size": 8.5,
          color: dark ? "#cbd5e1" : "#334155", "text-rotation": "autorotate", "text-outline-color": paper, "text-outline-width": 2,
        },
      },
      { selector: "edge.named", style: { label: "data(relation)" } },
      { selector: "node[?answers]", style: { "border-width": 3, "border-color": ink, "font-weight": "bold" } },
      ...types,
      // In the small picture of an answer every name is read, and literals are told in full beside it.
      { selector: "node.small", style: { width: 22, height: 22, "font-size": 12, "min-zoomed-font-size": 0 } },
      { selector: 'node.small[type = "text"]', style: { width: 10, height: 10, "font-size": 11 } },
      { selector: "node.leaf", style: { "text-halign": "right", "text-valign": "center", "text-margin-x": 6, "text-margin-y": 0, "text-max-width": 170 } },
      { selector: "node.small[?answers]", style: { width: 26, height: 26 } },
      { selector: ".away", style: { display: "none" } },
      { selector: ".faded", style: { opacity: 0.12 } },
      { selector: ".near", style: { "z-index": 10, "min-zoomed-font-size": 0 } },
      { selector: ".chosen", style: { "border-width": 4, "border-color": dark ? "#fbbf24" : "#d97706" } },
    ];
  },

  elements: (picture) => [
    ...picture.nodes.map((node) => ({ group: "nodes", data: node })),
    ...picture.edges.map((edge) => ({ group: "edges", data: edge })),
  ],

  /** Draws into an element, and draws again when its place on the page gets a size. */
  draw(place, picture, layout) {
    const cy = cytoscape({
      container: place,
      elements: kg.graph.elements(picture),
      style: kg.graph.style(),
      layout: { name: "preset" },
      minZoom: 0.1,
      maxZoom: 3,
    });
    if (layout) kg.graph.spread(cy, layout);
    else kg.graph.columns(cy);
    cy.on("tap", "node", (event) => event.target.data("type") !== "text" && kg.fire("node", { node: event.target.id() }));
    cy.on("mouseover", "node", (event) => kg.graph.hover(cy, event.target));
    cy.on("mouseout", "node", () => cy.elements().removeClass("faded near"));
    const recolour = () => cy.style(kg.graph.style());
    document.addEventListener("kg-theme", recolour);
    cy.on("destroy", () => document.removeEventListener("kg-theme", recolour));
    return cy;
  },

  /** Colours nodes by how well they are known, from red over amber to green; without values, by type again. */
  colourBy(cy, mastery) {
    if (!cy) return;
    cy.nodes().forEach((node) => {
      if (!mastery) return void node.removeStyle("background-color");
      const known = mastery[node.id()];
      node.style("background-color", known === undefined ? "#94a3b8" : `hsl(${Math.round(120 * known)}, 65%, 38%)`);
    });
  },

  hover(cy, node) {
    const near = node.closedNeighborhood();
    cy.elements().difference(near).addClass("faded");
    near.addClass("near");
  },

  /** Lays the nodes out from a fixed start, so that the same graph looks the same each time. */
  spread(cy, layout) {
    const nodes = cy.nodes();
    const radius = 60 + 7 * nodes.length;
    nodes.forEach((node, i) => {
      const angle = (2 * Math.PI * i) / nodes.length;
      node.position({ x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
    });
    cy.layout({ name: "cose", randomize: false, animate: false, padding: 24, ...layout }).run();
    kg.graph.pack(cy);
    cy.fit(undefined, 24);
  },

  /** Lays a small graph out as its paths are read: from left to right, a column for each step. */
  columns(cy) {
    const columns = [];
    const roots = cy.nodes().roots().length ? cy.nodes().roots() : cy.nodes().slice(0, 1);
    const place = (node, depth) => void (columns[depth] = columns[depth] || []).push(node);
    const seen = new Set();
    cy.elements().bfs({ roots, directed: false, visit: (node, _edge, _from, _at, depth) => (seen.add(node.id()), place(node, depth)) });
    cy.nodes().filter((node) => !seen.has(node.id())).forEach((node) => place(node, 0));
    columns.forEach((nodes, x) => nodes.forEach((node, y) => node.position({ x: 210 * x, y: 54 * (y - (nodes.length - 1) / 2) })));
  },

  /** Puts what hangs apart from the largest part beside it, in columns of its height. */
  pack(cy) {
    const [main, ...rest] = cy.elements().components().sort((a, b) => b.length - a.length);
    if (!rest.length) return;
    const frame = main.boundingBox();
    const gap = 40;
    let [x, y, column] = [frame.x2 + gap, frame.y1, 0];
    for (const part of rest) {
      const box = part.boundingBox();
      if (y + box.h > frame.y2 && y > frame.y1) [x, y, column] = [x + column + gap, frame.y1, 0];
      part.nodes().shift({ x: x - box.x1, y: y - box.y1 });
      y += box.h + gap;
      column = Math.max(column, box.w);
    }
  },

  legend: (types) =>
    Object.entries(types).map(([type, words]) => {
      const [colour, shape] = kg.graph.types[type];
      return kg.make("li", {}, kg.graph.swatch(colour, shape), words);
    }),

  swatch(colour, shape) {
    const mark = kg.make("span", { class: `kg-swatch kg-${shape}`, "aria-hidden": "true" });
    mark.style.background = colour;
    return mark;
  },
};

kg.parts.picture = (element, props, changed) => {
  const place = kg.make("div", { class: "kg-canvas", "aria-hidden": "true" });
  const legend = kg.make("ul", { class: "kg-legend", "aria-label": "Legend" });
  const words = kg.make("div");
  const title = kg.make("h3", {}, "Graph");
  element.append(title, place, legend, words);
  element.hidden = true;
  let cy = null;
  const show = () => {
    if (cy) cy.destroy();
    cy = null;
    const picture = props.value || { nodes: [] };
    element.hidden = !picture.nodes.length;
    if (element.hidden) return;
    place.style.height = `${Math.min(520, Math.max(150, 44 * picture.nodes.length))}px`;
    cy = kg.graph.draw(place, picture, null);
    cy.nodes().addClass("small");
    cy.nodes().leaves().addClass("leaf");
    if (picture.edges.length <= 12) cy.edges().addClass("named");
    cy.fit(undefined, 18);
    if (cy.zoom() > 1.2) cy.zoom(1.2), cy.center();
    legend.replaceChildren(...kg.graph.legend(picture.types));
    words.innerHTML = picture.words; // made and escaped by the server
  };
  new ResizeObserver(() => cy && (cy.resize(), cy.fit(undefined, 24))).observe(place);
  changed(show);
  show();
};
