// One small drawing a kind and an answer, made once and stamped as often as needed.

const CORNERS = { triangle: [3, -90, 1.25], triangle_down: [3, 90, 1.25], diamond: [4, -90, 1.22], pentagon: [5, -90, 1.1], hexagon: [6, 0, 1.08], square: [4, -45, 1.2] };
const CROSSES = { cross: 0, saltire: 45 };
const stamps = new Map();
const tokens = new Map();

function token(property) {
  if (!tokens.has(property)) {
    tokens.set(property, getComputedStyle(document.documentElement).getPropertyValue(property).trim());
  }
  return tokens.get(property);
}

function forgetColours() {
  tokens.clear();
  stamps.clear();
}

// Black is a colour of the palette; on a dark ground it becomes the colour of the ink.
function kindColour(id) {
  const colour = kinds.get(id)?.color ?? token("--unknown-line");
  return /^#0{6}$/.test(colour) ? token("--category-8") : colour;
}

function trace(pen, shape, x, y, r) {
  pen.beginPath();
  if (shape in CORNERS) polygon(pen, x, y, r, CORNERS[shape]);
  else if (shape in CROSSES) cross(pen, x, y, r * 1.15, CROSSES[shape]);
  else if (shape === "star") star(pen, x, y, r * 1.4);
  else pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.closePath();
}

function polygon(pen, x, y, r, [corners, start, size]) {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = ((start + (360 * corner) / corners) * Math.PI) / 180;
    pen.lineTo(x + r * size * Math.cos(angle), y + r * size * Math.sin(angle));
  }
}

function star(pen, x, y, r) {
  for (let corner = 0; corner < 10; corner += 1) {
    const angle = ((-90 + 36 * corner) * Math.PI) / 180;
    const reach = corner % 2 ? r * 0.48 : r;
    pen.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
}

function cross(pen, x, y, r, turn) {
  const arm = r * 0.4;
  const outline = [[-arm, -r], [arm, -r], [arm, -arm], [r, -arm], [r, arm], [arm, arm], [arm, r], [-arm, r], [-arm, arm], [-r, arm], [-r, -arm], [-arm, -arm]];
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  for (const [a, b] of outline) pen.lineTo(x + a * cos - b * sin, y + a * sin + b * cos);
}

// How a structure looks: its kind, whether it answered, is isolated, stands at its commune's centre.
function stamp(look, r, ratio) {
  const key = `${look.key}|${r}|${ratio}`;
  if (!stamps.has(key)) stamps.set(key, drawn(look, r, ratio));
  return stamps.get(key);
}

function drawn(look, r, ratio) {
  const half = Math.ceil(r * 1.5 + 7);
  const canvas = make("canvas", { width: 2 * half * ratio, height: 2 * half * ratio });
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.lineJoin = "round";
  const shape = kinds.get(look.kind)?.shape ?? "circle";
  trace(pen, shape, half, half, r);
  pen.strokeStyle = token("--panel");
  pen.lineWidth = 3.5;
  pen.stroke();
  fill(pen, look, half, r);
  trace(pen, shape, half, half, r);
  contour(pen, look);
  if (look.centre && r >= 7) dot(pen, half);
  if (look.isolated) ring(pen, half, r);
  return { canvas, half };
}

// Of the kind's colour where it is hatched, darkened so that yellow keeps its shape on a pale ground.
function contour(pen, look) {
  if (!look.answered) {
    pen.strokeStyle = kindColour(look.kind);
    pen.lineWidth = 1.8;
    pen.stroke();
    pen.globalAlpha = 0.45;
  }
  pen.strokeStyle = token("--symbol-line");
  pen.lineWidth = 1;
  pen.stroke();
  pen.globalAlpha = 1;
}

function fill(pen, look, half, r) {
  pen.fillStyle = look.answered ? kindColour(look.kind) : token("--panel");
  pen.fill();
  if (look.answered) return;
  pen.save();
  pen.clip();
  pen.strokeStyle = kindColour(look.kind);
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (let step = -2 * r; step <= 2 * r; step += 3.5) {
    pen.moveTo(half + step - r * 1.5, half + r * 1.5);
    pen.lineTo(half + step + r * 1.5, half - r * 1.5);
  }
  pen.stroke();
  pen.restore();
}

function dot(pen, half) {
  pen.beginPath();
  pen.arc(half, half, 2.4, 0, 2 * Math.PI);
  pen.fillStyle = token("--panel");
  pen.fill();
  pen.strokeStyle = token("--symbol-line");
  pen.lineWidth = 1;
  pen.stroke();
}

function ring(pen, half, r) {
  pen.beginPath();
  pen.arc(half, half, r * 1.25 + 4, 0, 2 * Math.PI);
  pen.strokeStyle = token("--panel");
  pen.lineWidth = 4.5;
  pen.stroke();
  pen.strokeStyle = token("--isolated");
  pen.lineWidth = 2.5;
  pen.stroke();
}

function look({ kind = null, answered = false, isolated = false, centre = false }) {
  return { kind, answered, isolated, centre, key: `${kind}|${answered}|${isolated}|${centre}` };
}

structures.forEach((structure) => {
  const { standing } = structure;
  // In the shared edition nobody's answer shows: all are drawn alike.
  const [answered, isolated] = [shared || ANSWERED.has(standing), standing === "isolated"];
  structure.look = look({ kind: kindOf(structure), answered, isolated, centre: structure.located === "commune" });
  structure.rank = Number(answered) + Number(isolated);
});
