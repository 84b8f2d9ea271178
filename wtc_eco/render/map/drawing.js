// One canvas for everything: twenty thousand structures cost one drawing, not twenty thousand elements.

structures.forEach((structure) => (structure.at = structure.lat === null ? null : flat(structure.lat, structure.lon)));

const PALE = 0.22;

const Drawing = L.Renderer.extend({
  options: { padding: 0.15 },

  _initContainer() {
    this._container = make("canvas", { "aria-hidden": "true", class: "drawing" });
  },

  _destroyContainer() {
    this._container.remove();
    this._container = null;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    this.redraw();
  },

  redraw() {
    if (!this._map) return;
    const size = this._bounds.getSize();
    const ratio = state.printing ? 3 : Math.min(3, Math.max(1, window.devicePixelRatio || 1));
    L.DomUtil.setPosition(this._container, this._bounds.min);
    Object.assign(this._container, { width: size.x * ratio, height: size.y * ratio });
    Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
    const pen = this._container.getContext("2d");
    pen.scale(ratio, ratio);
    this.view = viewOf(pen, ratio, size, this._bounds.min.add(this._map.getPixelOrigin()), this._map.getZoom());
    drawAll(this.view);
  },
});

const drawing = new Drawing();

function viewOf(pen, ratio, size, origin, zoom) {
  const scale = chart.getZoomScale(zoom, 0);
  const view = { pen, ratio, zoom, scale, width: size.x, height: size.y, r: radius(zoom), print: state.printing };
  const [corner, sheet] = [chart.containerPointToLayerPoint([0, 0]).add(chart.getPixelOrigin()).subtract(origin), chart.getSize()];
  view.port = { left: corner.x, top: corner.y, right: corner.x + sheet.x, bottom: corner.y + sheet.y };
  view.x = (point) => point.x * scale - origin.x;
  view.y = (point) => point.y * scale - origin.y;
  view.spot = ({ at }) => ({ x: view.x(at), y: view.y(at) });
  const within = ({ x, y }) => x > -20 && y > -20 && x < size.x + 20 && y < size.y + 20;
  view.visible = state.shown.filter((structure) => structure.at && within(view.spot(structure)));
  return view;
}

function radius(zoom) {
  const small = structures.length > 3000 ? 2.5 : structures.length > 800 ? 4 : 5;
  return Math.round(Math.min(9, small + Math.max(-1.5, zoom - 8) * 1.1));
}

function drawAll(view) {
  view.pen.clearRect(0, 0, view.width, view.height);
  drawGround(view);
  const board = labels(view);
  const chosen = state.chosen?.at ? state.chosen : null;
  const tied = new Set(chosen ? tiesOf[chosen.index].map(({ other }) => other) : []);
  const overview = state.between && !chosen;
  const layer = currentLayer();
  const apart = chosen ? (one) => one !== chosen && !tied.has(one.index) : (one) => layer !== null && !offers(layer, one);
  const pale = (structure) => overview || apart(structure);
  drawStructures(view, (structure) => (pale(structure) ? PALE : 1));
  if (chosen) drawChosen(view, board, chosen, tied);
  if (overview) drawBetween(view, board);
  else nameBassins(board);
  if (!chosen && !overview && !layer) nameIsolated(board);
  nameCommunes(board);
  if (!chosen && view.zoom >= 12.5) view.visible.forEach((structure) => nameStructure(board, structure, token("--ink"), ""));
}

// The silent first, those who answered over them, those without a tie on top.
function drawStructures(view, alpha) {
  const ordered = [...view.visible].sort((a, b) => a.rank - b.rank || b.index - a.index);
  ordered.forEach((structure) => press(view, structure, alpha(structure)));
}

function press(view, structure, alpha) {
  const { canvas, half } = stamp(structure.look, view.r, view.ratio);
  const { x, y } = view.spot(structure);
  view.pen.globalAlpha = alpha;
  view.pen.drawImage(canvas, x - half, y - half, 2 * half, 2 * half);
  view.pen.globalAlpha = 1;
}

function drawChosen(view, board, chosen, tied) {
  drawTies(view, chosen);
  const others = [...tied].filter((index) => index !== null && structures[index].at).map((index) => structures[index]);
  others.forEach((other) => press(view, other, 1));
  press(view, chosen, 1);
  const { x, y } = view.spot(chosen);
  view.pen.strokeStyle = token("--ink");
  view.pen.lineWidth = 2;
  view.pen.strokeRect(x - view.r - 8, y - view.r - 8, 2 * view.r + 16, 2 * view.r + 16);
  nameStructure(board, chosen, token("--ink"), "700", true);
  others.forEach((other) => nameStructure(board, other, token("--ink"), ""));
}

function nameIsolated(board) {
  const alone = board.view.visible.filter(({ standing }) => standing === "isolated");
  alone.forEach((structure) => nameStructure(board, structure, token("--isolated"), "600"));
}

// The structures drawn under a point of the map, the nearest first.
function under(point) {
  const at = drawing.view && chart.containerPointToLayerPoint(point).subtract(drawing._bounds.min);
  const reach = drawing.view.r + (matchMedia("(pointer: coarse)").matches ? 12 : 4);
  const away = (structure) => apart(drawing.view.spot(structure), at);
  return drawing.view.visible.filter((structure) => away(structure) <= reach).sort((a, b) => away(a) - away(b));
}
