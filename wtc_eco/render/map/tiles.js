// Images of another machine under the map: only once the reader agrees.

let background = null;

function buildTiles() {
  byId("tiles-choice").hidden = data.tiles === null;
  if (data.tiles === null) return;
  const { host, attribution } = data.tiles;
  byId("tiles-name").textContent = say(texts.tiles, { host });
  byId("tiles-word").textContent = say(texts.tiles_word, { host });
  byId("credit").textContent = attribution;
  byId("tiles").addEventListener("change", ({ target }) => showTiles(target.checked));
}

function showTiles(on) {
  const { url, from, to } = data.tiles;
  background ??= L.tileLayer(url, { minNativeZoom: from, maxNativeZoom: to, minZoom: 0, maxZoom: 20, referrerPolicy: "no-referrer" });
  state.tiles = on;
  byId("credit").hidden = !on;
  if (on) background.addTo(chart);
  else background.remove();
  buildLegend();
  drawing.redraw();
}
