// Under the structures: communes and basins.

const areas = data.boundaries
  ? communes.map(({ ins }) => (data.boundaries[ins] ?? []).map(walked))
  : cellsOf(communes).map((cell) => [cell]);
communes.forEach((commune) => (commune.at = flat(commune.lat, commune.lon)));

// A ring as steps of a ten-thousandth of a degree, each from the point before.
function walked(steps) {
  let [lat, lon] = [0, 0];
  return Array.from({ length: steps.length / 2 }, (_, index) => {
    lat += steps[2 * index];
    lon += steps[2 * index + 1];
    return flat(lat / 10000, lon / 10000);
  });
}

function bassinColour(commune) {
  if (!commune.asked || commune.bassin === null) return token("--ground-0");
  return token(`--ground-${(bassins.get(commune.bassin).place % 9) + 1}`);
}

// A shade of the design; «bare» and «unknown» are told by their lines, never by a level.
function shadeColour(shade) {
  return token(shade === "bare" ? "--panel" : `--${shade}`);
}

const LINES = { bare: 0, unknown: 1 };

function groundAlpha() {
  return state.tiles ? 0.35 : 0.6;
}

function drawGround(view) {
  const { pen } = view;
  const layer = currentLayer();
  communes.forEach((commune, index) => {
    const mark = layer && markOf(layer, commune);
    outline(view, areas[index]);
    pen.globalAlpha = groundAlpha();
    pen.fillStyle = mark ? shadeColour(mark.shade) : layer ? token("--ground-0") : bassinColour(commune);
    pen.fill("evenodd");
    pen.globalAlpha = 1;
    if (mark && mark.shade in LINES) hatch(view, LINES[mark.shade]);
    pen.strokeStyle = token("--panel");
    pen.lineWidth = 0.8;
    pen.stroke();
  });
  drawBorders(view);
  communes.forEach((commune) => drawCommune(view, commune, layer && markOf(layer, commune)));
  if (state.commune) drawFrame(view, areas[state.commune.index]);
}

// Around each basin: all its areas stroked, then their insides taken away again.
function drawBorders(view) {
  const sheet = make("canvas", { width: view.pen.canvas.width, height: view.pen.canvas.height });
  const own = { ...view, pen: sheet.getContext("2d") };
  own.pen.scale(view.ratio, view.ratio);
  own.pen.lineJoin = "round";
  own.pen.strokeStyle = token("--label-bassin");
  for (const id of bassins.keys()) {
    own.pen.clearRect(0, 0, view.width, view.height);
    const held = communes.filter(({ bassin, asked }) => asked && bassin === id);
    if (held.length) drawBorder(own, held.flatMap(({ index }) => areas[index]));
    view.pen.globalAlpha = 0.6;
    view.pen.drawImage(sheet, 0, 0, view.width, view.height);
    view.pen.globalAlpha = 1;
  }
}

function drawBorder(view, rings) {
  const { pen } = view;
  outline(view, rings);
  pen.lineWidth = 2.4;
  pen.stroke();
  pen.globalCompositeOperation = "destination-out";
  pen.fill("evenodd");
  pen.lineWidth = 0.8;
  pen.stroke();
  pen.globalCompositeOperation = "source-over";
}

function outline(view, rings) {
  view.pen.beginPath();
  for (const ring of rings) {
    ring.forEach((point, place) => view.pen[place ? "lineTo" : "moveTo"](view.x(point), view.y(point)));
    view.pen.closePath();
  }
}

function drawFrame(view, rings) {
  outline(view, rings);
  view.pen.strokeStyle = token("--ink");
  view.pen.lineWidth = 2.5;
  view.pen.stroke();
}

function hatch({ pen, width, height }, slope) {
  const path = new Path2D();
  for (let along = slope ? -height : 0; along < (slope ? width : height); along += slope ? 7 : 6) {
    path.moveTo(slope ? along : 0, slope ? height : along);
    path.lineTo(slope ? along + height : width, slope ? 0 : along);
  }
  pen.save();
  pen.clip("evenodd");
  pen.strokeStyle = token("--unknown-line");
  pen.lineWidth = 1;
  pen.stroke(path);
  pen.restore();
}

// The disc of a commune grows with the map: its area, not its width, follows the inhabitants
// (about 10 m of radius for the square root of one inhabitant).
function reachOf(view, commune) {
  return Math.max(1.5, Math.sqrt(commune.population) * 0.0001 * view.scale);
}

function drawCommune(view, commune, mark) {
  const { pen } = view;
  pen.beginPath();
  pen.arc(view.x(commune.at), view.y(commune.at), reachOf(view, commune), 0, 2 * Math.PI);
  pen.fillStyle = mark ? shadeColour(mark.shade) : currentLayer() ? token("--ground-0") : bassinColour(commune);
  pen.fill();
  pen.strokeStyle = token("--disc-line");
  pen.lineWidth = 1;
  pen.stroke();
}
