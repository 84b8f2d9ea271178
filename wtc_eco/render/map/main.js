// The page is put together: words first, then the map, then what listens.

function speak() {
  document.querySelectorAll("[data-text]").forEach((element) => element.append(texts[element.dataset.text]));
  document.querySelectorAll("[data-label]").forEach((element) => element.setAttribute("aria-label", texts[element.dataset.label]));
  byId("search").placeholder = texts.search_hint;
  ["title", "sentence", "sources"].forEach((id) => (byId(id).textContent = data.head[id]));
  byId("part-standings").hidden = shared;
  byId("edition").textContent = [data.head.edition, data.head.scope, data.head.state].filter(Boolean).join(" · ");
  byId("notice").textContent = data.head.notice;
  byId("notice").hidden = data.head.notice === "";
  byId("method").replaceChildren(...data.head.method.map((line) => make("li", {}, line)));
}

// What stands above the board decides how high it can be; a narrow screen opens on the map itself.
function settle() {
  document.documentElement.style.setProperty("--above", `${document.querySelector(".board").offsetTop}px`);
  if (matchMedia("(max-width: 60rem)").matches) document.querySelectorAll(".part, .legend").forEach((part) => (part.open = false));
}

function extent() {
  const asked = communes.filter((commune) => commune.asked);
  const points = (asked.length ? asked : communes).map(({ lat, lon }) => [lat, lon]);
  return L.latLngBounds(points).pad(asked.length === 1 ? 0.02 : 0.08);
}

function seeAll() {
  const bounds = extent();
  const wide = bounds.getNorthEast().equals(bounds.getSouthWest(), 0.01) ? bounds.getCenter().toBounds(16000) : bounds;
  chart.fitBounds(wide, { animate: false });
  state.whole = true;
}

// A legend that grows takes room from the map: whoever saw everything still does.
function resized() {
  chart.invalidateSize({ animate: false, pan: false });
  if (state.whole && !state.printing) seeAll();
}

function buildMap() {
  const container = chart.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", texts.map);
  L.control.zoom({ zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(chart);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(chart);
  byId("sheet").append(make("button", { type: "button", class: "quiet whole no-print", onclick: seeAll }, texts.whole));
  chart.invalidateSize({ animate: false, pan: false });
  seeAll();
  chart.on("click", ({ containerPoint }) => {
    const found = under(containerPoint);
    if (found.length > 1) several(found);
    else if (found.length === 1) choose(found[0]);
    else clickGround(containerPoint);
  });
  chart.on("movestart", () => (state.whole = false));
  chart.on("mousemove", ({ containerPoint }) => hint(containerPoint));
  chart.on("mouseout zoomstart movestart", () => (byId("hint").hidden = true));
}

function clickGround(point) {
  const commune = communeUnder(point);
  if (commune && commune !== state.commune) chooseCommune(commune);
  else dismiss();
}

function hint(point) {
  const found = under(point);
  const commune = found.length ? null : communeUnder(point);
  const box = byId("hint");
  box.hidden = !found.length && !commune;
  chart.getContainer().classList.toggle("pointing", !box.hidden);
  if (box.hidden) return;
  box.replaceChildren(...(commune ? hintOfCommune(commune) : hintOf(found)));
  const room = chart.getSize();
  box.style.left = `${Math.min(point.x + 14, Math.max(0, room.x - box.offsetWidth - 8))}px`;
  box.style.top = `${point.y + 18 + box.offsetHeight > room.y ? point.y - box.offsetHeight - 12 : point.y + 18}px`;
}

function hintOf([first, ...others]) {
  const lines = [kindName(kindOf(first)), ...(shared ? [] : [standingName(standingOf(first))]), ...(others.length ? [count("more", others.length)] : [])];
  return [make("strong", {}, first.name), ...lines.map((line) => make("span", {}, line))];
}

function hintOfCommune(commune) {
  const layer = currentLayer();
  const mark = layer && markOf(layer, commune);
  const near = mark && nearOf(layer, commune);
  const lines = [mark && `${layer.name}${texts.colon}${mark.name}`, near && say(near.km ? texts.nearest_short : texts.nearest_here, { name: near.structure.name, km: figures.format(near.km) })];
  return [make("strong", {}, commune.name), ...lines.filter(Boolean).map((line) => make("span", {}, line))];
}

function recolour() {
  forgetColours();
  buildLegend();
  document.querySelectorAll("#kinds label, #standings label").forEach((label) => {
    const box = label.querySelector("input");
    label.querySelector("canvas").replaceWith(sign(label.parentElement.id, box.value));
  });
  drawing.redraw();
}

let before = null;
let folded = [];

function toPaper() {
  if (state.printing) return;
  before = { centre: chart.getCenter(), zoom: chart.getZoom(), whole: state.whole };
  state.printing = true;
  byId("lines").classList.toggle("drawn", state.chosen !== null);
  document.documentElement.classList.add("printing");
  folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach((part) => (part.open = true));
  chart.invalidateSize({ animate: false, pan: false });
  seeAll();
  recolour();
  fillStates();
  fillTable();
}

function fromPaper() {
  if (!state.printing) return;
  state.printing = false;
  document.documentElement.classList.remove("printing");
  folded.forEach((part) => (part.open = false));
  chart.invalidateSize({ animate: false, pan: false });
  chart.setView(before.centre, before.zoom, { animate: false });
  state.whole = before.whole;
  recolour();
  fillStates();
  fillTable();
}

speak();
buildColumns();
buildFilters();
buildLayers();
buildBetween();
buildTiles();
buildLegend();
settle();
buildMap();
narrow();
welcome();
drawing.addTo(chart);
byId("lines").addEventListener("toggle", fillLines);
byId("print").addEventListener("click", () => window.print());
document.addEventListener("keydown", ({ key }) => key === "Escape" && dismiss());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
window.addEventListener("beforeprint", toPaper);
window.addEventListener("afterprint", fromPaper);
new ResizeObserver(resized).observe(byId("sheet"));
