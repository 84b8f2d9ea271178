// Who declared a tie with whom: an arrow of the kind's colour and tip, a line as sure as the tie.

const DASHES = { confirmed: [], one_sided: [8, 5], unconfirmed: [2, 4] };
const TIPS = { refers: "arrow", knows: "open", works_with: "diamond", hosts: "square", met: "disc", wish: "ring" };
const TIE_KINDS = Object.keys(TIPS);

function tieColour(kind) {
  return token(`--tie-${kind.replaceAll("_", "-")}`) || token("--ink-soft");
}

function drawTies(view, chosen) {
  for (const { tie, other } of tiesOf[chosen.index]) {
    if (other === null || structures[other].lat === null) continue;
    const from = view.spot(structures[tie.from]);
    const to = view.spot(structures[tie.to]);
    const bend = 0.1 + 0.05 * Math.max(0, TIE_KINDS.indexOf(tie.kind));
    drawTie(view, from, to, { bend, kind: tie.kind, state: tie.state, gap: view.r + 5 });
  }
}

function drawTie({ pen }, from, to, { bend, kind, state, gap, width = 2.2, colour = tieColour(kind) }) {
  const away = apart(from, to);
  if (away < 2 * gap) return;
  const knee = { x: (from.x + to.x) / 2 - (to.y - from.y) * bend, y: (from.y + to.y) / 2 + (to.x - from.x) * bend };
  const end = towards(to, knee, gap);
  const start = towards(from, knee, gap);
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(wordFor(DASHES, state, []));
  pen.beginPath();
  pen.moveTo(start.x, start.y);
  pen.quadraticCurveTo(knee.x, knee.y, end.x, end.y);
  pen.stroke();
  pen.setLineDash([]);
  tip(pen, end, Math.atan2(to.y - knee.y, to.x - knee.x), wordFor(TIPS, kind, "arrow"), 4 + width);
}

function towards(from, to, step) {
  const away = apart(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * step) / away, y: from.y + ((to.y - from.y) * step) / away };
}

function tip(pen, { x, y }, angle, shape, size) {
  pen.save();
  pen.translate(x, y);
  pen.rotate(angle);
  pen.beginPath();
  if (shape === "disc" || shape === "ring") pen.arc(-size / 2, 0, size / 2, 0, 2 * Math.PI);
  else ({ arrow: [[0, 0], [-size * 1.7, size], [-size * 1.7, -size]], open: [[-size * 1.5, size], [0, 0], [-size * 1.5, -size]], diamond: [[0, 0], [-size, size * 0.75], [-size * 2, 0], [-size, -size * 0.75]], square: [[0, size * 0.7], [-size * 1.4, size * 0.7], [-size * 1.4, -size * 0.7], [0, -size * 0.7]] })[shape].forEach(([a, b]) => pen.lineTo(a, b));
  if (shape !== "open") pen.closePath();
  pen.lineWidth = 2;
  if (shape === "ring") pen.fillStyle = token("--panel");
  if (shape !== "open") pen.fill();
  if (shape === "open" || shape === "ring") pen.stroke();
  pen.restore();
}

// How many ties of acquaintance join two basins, in either direction; the most numerous are drawn.
// To have met, or to wish to, is not to be acquainted.
const ACQUAINTANCE = new Set(["knows", "refers", "works_with", "hosts"]);
const MOST_DRAWN = 10;
const between = new Map();
ties.forEach(({ from, to, kind }) => {
  const [start, end] = [structures[from]?.bassin ?? null, structures[to]?.bassin ?? null];
  if (start === null || end === null || start === end || !ACQUAINTANCE.has(kind)) return;
  const key = JSON.stringify([start, end].sort());
  between.set(key, (between.get(key) ?? 0) + 1);
});

function middleOf(view, id) {
  const own = communes.filter((commune) => commune.bassin === id);
  const people = own.reduce((sum, { population }) => sum + population, 0) || 1;
  const mean = (along) => own.reduce((sum, { at, population }) => sum + at[along] * population, 0) / people;
  const point = { x: mean("x"), y: mean("y") };
  return { x: view.x(point), y: view.y(point) };
}

function drawBetween(view, board) {
  const drawnFirst = [...between].sort((a, b) => b[1] - a[1]).slice(0, MOST_DRAWN);
  const most = drawnFirst[0]?.[1] ?? 1;
  const joined = new Set(drawnFirst.flatMap(([key]) => JSON.parse(key)));
  for (const [key, n] of drawnFirst.reverse()) {
    const [from, to] = JSON.parse(key).map((id) => middleOf(view, id));
    view.pen.beginPath();
    view.pen.moveTo(from.x, from.y);
    view.pen.lineTo(to.x, to.y);
    view.pen.lineWidth = 1.5 + 6 * (n / most);
    view.pen.strokeStyle = token("--accent");
    view.pen.stroke();
  }
  for (const [key, n] of drawnFirst.reverse()) {
    const [from, to] = JSON.parse(key).map((id) => middleOf(view, id));
    const along = [0.5, 0.4, 0.6, 0.3, 0.7, 0.45, 0.55, 0.35, 0.65, 0.25, 0.75].map((share) => towards(from, to, share * apart(from, to)));
    along.some(({ x, y }) => write(board, figures.format(n), { x, y, around: [[0, 0]], size: 14, style: "700", colour: token("--accent") }));
  }
  for (const id of joined) nameJoined(view, board, id);
}

function nameJoined(view, board, id) {
  const { x, y } = middleOf(view, id);
  view.pen.beginPath();
  view.pen.arc(x, y, 6, 0, 2 * Math.PI);
  view.pen.fillStyle = token("--accent");
  view.pen.fill();
  write(board, bassinName(id), { x, y, around: beside(10), size: 15, style: "600", family: "--serif", colour: token("--label-bassin") });
}
