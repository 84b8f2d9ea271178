// The page is put together: words first, then the map, then what listens.

function speak() {
  document.querySelectorAll("[data-text]").forEach((element) => element.append(texts[element.dataset.text]));
  document.querySelectorAll("[data-label]").forEach((element) => element.setAttribute("aria-label", texts[element.dataset.label]));
  byId("search").placeholder = texts.search_hint;
  ["title", "scope", "state", "sentence", "edition", "sources"].forEach((id) => (byId(id).textContent = data.head[id]));
  if (data.gaps) byId("sentence").textContent = `${data.head.sentence} ${data.gaps.sentence}`;
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
    else dismiss();
  });
  chart.on("mousemove", ({ containerPoint }) => hint(containerPoint));
  chart.on("mouseout zoomstart movestart", () => (byId("hint").hidden = true));
}

function hint(point) {
  const found = under(point);
  const box = byId("hint");
  box.hidden = found.length === 0;
  chart.getContainer().classList.toggle("pointing", found.length > 0);
  if (!found.length) return;
  const [first, ...others] = found;
  box.replaceChildren(make("strong", {}, first.name), make("span", {}, kindName(kindOf(first))), make("span", {}, standingName(standingOf(first))));
  if (others.length) box.append(make("span", {}, count("more", others.length)));
  const room = chart.getSize();
  box.style.left = `${Math.min(point.x + 14, Math.max(0, room.x - box.offsetWidth - 8))}px`;
  box.style.top = `${point.y + 18 + box.offsetHeight > room.y ? point.y - box.offsetHeight - 12 : point.y + 18}px`;
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
  before = { centre: chart.getCenter(), zoom: chart.getZoom() };
  state.printing = true;
  document.documentElement.classList.add("printing");
  folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach((part) => (part.open = true));
  chart.invalidateSize({ animate: false, pan: false });
  seeAll();
  recolour();
  fillTable();
}

function fromPaper() {
  if (!state.printing) return;
  state.printing = false;
  document.documentElement.classList.remove("printing");
  folded.forEach((part) => (part.open = false));
  chart.invalidateSize({ animate: false, pan: false });
  chart.setView(before.centre, before.zoom, { animate: false });
  recolour();
  fillTable();
}

speak();
buildColumns();
buildFilters();
buildLegend();
settle();
buildMap();
narrow();
welcome();
drawing.addTo(chart);
byId("print").addEventListener("click", () => window.print());
document.addEventListener("keydown", ({ key }) => key === "Escape" && dismiss());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
window.addEventListener("beforeprint", toPaper);
window.addEventListener("afterprint", fromPaper);
new ResizeObserver(() => chart.invalidateSize({ animate: false })).observe(byId("sheet"));
