// What colours the communes: an answer about each of them, chosen in the page; the basins where none is.

const groups = data.layers;
const layers = new Map(groups.flatMap((group) => group.layers.map((layer) => [layer.id, { ...layer, group, want: wantOf(layer.name) }])));

// The theme or time slot a layer is about: who offers it stands out on the map.
function wantOf(name) {
  const found = ["themes", "slots"].map((facet) => ({ facet, id: Object.keys(data.words[facet]).find((id) => data.words[facet][id] === name) }));
  return found.find(({ id }) => id !== undefined) ?? null;
}

function currentLayer() {
  return layers.get(state.layer) ?? null;
}

function groupName({ question, title }) {
  return wordFor(texts.layer_groups, question, title);
}

function layerTitle({ group, name }) {
  return `${groupName(group)}${texts.colon}${name}`;
}

// What the answer says of a commune; null where it is not about it.
function markOf(layer, commune) {
  const letter = layer.at[commune.index];
  return !commune.asked || letter === "." ? null : layer.group.marks[parseInt(letter, 36)];
}

function nearOf(layer, commune) {
  const found = layer.near[commune.index];
  return found ? { structure: structures[found[0]], km: found[1] } : null;
}

function isGap(mark) {
  return mark !== null && mark.shade.startsWith("amount");
}

// Nobody known to offer it: not what the layer is about, and never a «no».
function offers({ want }, structure) {
  return want === null || (structure[want.facet] ?? []).includes(want.id);
}

function communesBy(layer) {
  return layer.group.marks.map((mark) => ({ mark, of: communes.filter((commune) => markOf(layer, commune) === mark) })).filter(({ of }) => of.length);
}

function layerSentence(layer) {
  if (layer.whole) return layer.group.sentence;
  const told = communes.filter((commune) => markOf(layer, commune) !== null);
  const lacking = told.filter((commune) => isGap(markOf(layer, commune)));
  const unknown = told.filter((commune) => !isGap(markOf(layer, commune)) && ["bare", "unknown"].includes(markOf(layer, commune).shade));
  return say(texts.layer_count, { name: layer.name, lacking: figures.format(lacking.length), total: figures.format(told.length), unknown: figures.format(unknown.length) });
}

function buildLayers() {
  byId("part-layers").hidden = !groups.length && !between.size && !data.tiles;
  byId("layer-choice").hidden = !groups.length;
  const chosen = currentLayer();
  byId("layer").replaceChildren(make("option", { value: state.layer }, chosen ? chosen.name : texts.layer_none));
  ["pointerenter", "focus"].forEach((event) => byId("layer").addEventListener(event, offerLayers, { once: true }));
  byId("layer").addEventListener("change", ({ target }) => chooseLayer(target.value));
  byId("states-fold").addEventListener("toggle", fillStates);
  sayLayer();
}

// Some thirty choices, which weigh on the page of nobody who does not look for them.
function offerLayers() {
  if (byId("layer").length > 1) return;
  const parts = groups.map((group) => make("optgroup", { label: groupName(group) }, ...group.layers.map(({ id, name }) => make("option", { value: id }, name))));
  byId("layer").replaceChildren(make("option", { value: "" }, texts.layer_none), ...parts);
  byId("layer").value = state.layer;
}

function chooseLayer(id) {
  state.layer = id;
  sayLayer();
  buildLegend();
  drawing.redraw();
}

function sayLayer() {
  const layer = currentLayer();
  byId("layer-said").textContent = layer ? layerSentence(layer) : "";
  byId("states").hidden = layer === null;
  fillStates();
}

// The communes by what is said of each: for who cannot see colours, and for paper.
function fillStates() {
  const layer = currentLayer();
  if (!layer || !byId("states-fold").open) return byId("states-list").replaceChildren();
  byId("states-title").textContent = say(texts.states_of, { layer: layer.name });
  const lines = communesBy(layer).flatMap(({ mark, of }) => [make("dt", {}, `${capital(mark.name)} (${figures.format(of.length)})`), make("dd", {}, ...named(of))]);
  return byId("states-list").replaceChildren(...lines);
}

function named(of) {
  const ordered = [...of].sort((a, b) => collator.compare(a.name, b.name));
  if (state.printing) return [ordered.map(({ name }) => name).join(", ")];
  return ordered.map((commune) => make("button", { type: "button", class: "name", onclick: ({ currentTarget }) => chooseCommune(commune, currentTarget) }, commune.name));
}
