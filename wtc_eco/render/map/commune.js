// A commune in full: who is there, what is said of it by every layer.

function communeUnder(point) {
  const at = chart.containerPointToLayerPoint(point).add(chart.getPixelOrigin()).divideBy(chart.getZoomScale(chart.getZoom(), 0));
  return communes.find((commune, index) => commune.asked && areas[index].filter((ring) => around(ring, at)).length % 2 === 1) ?? null;
}

// Whether a line from the point to the right crosses the ring an odd number of times.
function around(ring, { x, y }) {
  return ring.reduce((inside, a, index) => {
    const b = ring[(index + 1) % ring.length];
    const crosses = a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x;
    return crosses ? !inside : inside;
  }, false);
}

function chooseCommune(commune, from = null) {
  state.chosen = null;
  state.commune = commune;
  opener = from;
  drawing.redraw();
  fillTable();
  show(...communeDetails(commune));
  byId("card").focus({ preventScroll: from === null });
}

function communeDetails(commune) {
  const own = structures.filter((structure) => structure.ins === commune.ins);
  const people = count("inhabitants", commune.population);
  const none = make("p", {}, texts.commune_empty);
  return [
    closing(),
    make("h2", {}, commune.name),
    make("p", { class: "soft" }, [people, bassinName(commune.bassin)].join(" · ")),
    ...(own.length ? [make("h3", {}, count("commune_structures", own.length)), listOf(own, 12)] : [none]),
    ...groups.flatMap((group) => communeSaid(group, commune)),
  ];
}

function communeSaid(group, commune) {
  const parts = group.layers.filter(({ whole }) => !whole).map(({ id }) => layers.get(id));
  const lines = group.marks.map((mark) => ({ mark, of: parts.filter((layer) => markOf(layer, commune) === mark) })).filter(({ of }) => of.length);
  if (!lines.length) return [];
  const told = lines.flatMap(({ mark, of }) => [make("dt", {}, capital(mark.name)), make("dd", {}, make("ul", { class: "names" }, ...of.map((layer) => toldOf(layer, commune))))]);
  return [make("h3", {}, groupName(group)), make("dl", {}, ...told)];
}

function toldOf(layer, commune) {
  const near = nearOf(layer, commune);
  const where = near && say(near.km ? texts.nearest : texts.nearest_here, { name: near.structure.name, commune: near.structure.commune ?? "?", km: figures.format(near.km) });
  return make("li", {}, layer.name, ...(near ? [make("span", { class: "soft" }, where)] : []));
}
