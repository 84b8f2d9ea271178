// Under the structures: communes and basins.

const areas = data.boundaries
  ? communes.map(({ ins }) => (data.boundaries[ins] ?? []).map((ring) => ring.map(([lat, lon]) => flat(lat, lon))))
  : cellsOf(communes).map((cell) => [cell]);
communes.forEach((commune) => (commune.at = flat(commune.lat, commune.lon)));

const marks = data.gaps?.marks.filter((mark) => mark.id !== "unknown") ?? [];

function bassinColour(commune) {
  if (!commune.asked || commune.bassin === null) return token("--ground-0");
  return token(`--ground-${(bassins.get(commune.bassin).place % 9) + 1}`);
}

// The answer names its marks from the worst on: the darkest first. What nobody told us is grey.
function gapColour(commune) {
  if (!data.gaps || !commune.asked) return bassinColour(commune);
  const place = marks.findIndex((mark) => mark.id === commune.gap?.[0]);
  return place < 0 ? token("--unknown") : markColour(place);
}

function markColour(place) {
  return token(`--amount-${4 - Math.round((4 * place) / Math.max(1, marks.length - 1))}`);
}

const GROUND = 0.6;

function drawGround(view) {
  const { pen } = view;
  communes.forEach((commune, index) => {
    outline(view, areas[index]);
    pen.globalAlpha = GROUND;
    pen.fillStyle = gapColour(commune);
    pen.fill("evenodd");
    pen.globalAlpha = 1;
    pen.strokeStyle = token("--panel");
    pen.lineWidth = 0.8;
    pen.stroke();
    if (data.gaps && commune.asked && !marks.some((mark) => mark.id === commune.gap?.[0])) hatch(view);
  });
  if (!data.gaps) communes.forEach((commune) => drawCommune(view, commune));
}

function outline(view, rings) {
  view.pen.beginPath();
  for (const ring of rings) {
    ring.forEach((point) => view.pen.lineTo(view.x(point), view.y(point)));
    view.pen.closePath();
  }
}

function hatch({ pen, width, height }) {
  pen.save();
  pen.clip("evenodd");
  pen.strokeStyle = token("--unknown-line");
  pen.lineWidth = 1;
  pen.beginPath();
  for (let x = -height; x < width; x += 7) {
    pen.moveTo(x, height);
    pen.lineTo(x + height, 0);
  }
  pen.stroke();
  pen.restore();
}

// The disc of a commune grows with the map: its area, not its width, follows the inhabitants
// (about 10 m of radius for the square root of one inhabitant).
function reachOf(view, commune) {
  return Math.max(1.5, Math.sqrt(commune.population) * 0.0001 * view.scale);
}

function drawCommune(view, commune) {
  view.pen.beginPath();
  view.pen.arc(view.x(commune.at), view.y(commune.at), reachOf(view, commune), 0, 2 * Math.PI);
  view.pen.fillStyle = bassinColour(commune);
  view.pen.fill();
  view.pen.strokeStyle = token("--disc-line");
  view.pen.lineWidth = 1;
  view.pen.stroke();
}
