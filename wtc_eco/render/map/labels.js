// Names on the map: each where it hides nothing already said, or not at all.

// Names keep off the buttons of the map and off every ring.
function labels(view) {
  const { left, top, right, bottom } = view.port;
  const buttons = [[left, top, 56, 92], [right - 150, top, 150, 50], [left, bottom - 34, 110, 34]];
  const taken = view.print ? [] : buttons.map(([x, y, long, high]) => ({ left: x, top: y, long, high }));
  const r = view.r * 1.25 + 3;
  const ringed = state.between || currentLayer() ? [] : view.visible.filter(({ standing }) => standing === "isolated");
  const rings = ringed.map((structure) => view.spot(structure));
  return { view, taken: [...taken, ...rings.map(({ x, y }) => ({ left: x - r, top: y - r, long: 2 * r, high: 2 * r }))] };
}

// Canvas text ignores direction marks badly: they are left out of the drawing, not of the card.
function plainName(text, length = 38) {
  const clean = text.replace(/[\p{Cc}\p{Cf}]/gu, " ");
  return clean.length > length ? `${clean.slice(0, length - 1)}…` : clean;
}

function font(size, style = "", family = "--sans") {
  return `${style} ${size}px ${token(family)}`;
}

// Tries each offset of `around`; true when the text found room.
function write(board, text, { x, y, around, size, style = "", family = "--sans", colour, keep = false }) {
  const { pen, port } = board.view;
  pen.font = font(size, style, family);
  const long = pen.measureText(text).width;
  for (const [dx, dy] of around) {
    const box = { left: x + dx - (dx < 0 ? long : dx > 0 ? 0 : long / 2), top: y + dy - size * 0.6, long, high: size * 1.2 };
    const inside = box.left > port.left + 3 && box.top > port.top + 3 && box.left + long < port.right - 3 && box.top + box.high < port.bottom - 3;
    if (!inside || (!keep && board.taken.some((other) => meets(box, other)))) continue;
    board.taken.push(box);
    put(pen, text, box, colour, size);
    return true;
  }
  return false;
}

function put(pen, text, box, colour, size) {
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  pen.lineJoin = "round";
  pen.lineWidth = Math.max(3, size / 4);
  pen.strokeStyle = token("--halo");
  pen.strokeText(text, box.left, box.top + box.high / 2);
  pen.fillStyle = colour;
  pen.fillText(text, box.left, box.top + box.high / 2);
}

function meets(a, b) {
  return a.left < b.left + b.long + 3 && b.left < a.left + a.long + 3 && a.top < b.top + b.high + 1 && b.top < a.top + a.high + 1;
}

function beside(r) {
  const d = r * 0.8;
  return [[r, 0], [-r, 0], [0, -r - 5], [0, r + 6], [d, -d], [d, d], [-d, -d], [-d, d]];
}

function nameStructure(board, structure, colour, style, keep = false) {
  const { x, y } = board.view.spot(structure);
  const around = beside(board.view.r + (structure.standing === "isolated" ? 9 : 6));
  return write(board, plainName(structure.name), { x, y, around, size: board.view.print ? 10 : 13, style, colour, keep });
}

// A basin is named over its communes, where the fewest structures stand.
function nameBassins(board) {
  const { view } = board;
  const size = view.print ? 12 : view.zoom < 8 ? 13 : 17;
  for (const [id, bassin] of bassins) {
    const own = communes.filter((commune) => commune.bassin === id && commune.asked);
    if (own.length < 2) continue;
    const middle = { x: average(own.map(({ at }) => view.x(at))), y: average(own.map(({ at }) => view.y(at))) };
    view.pen.font = font(size, "600", "--serif");
    const long = view.pen.measureText(bassin.name).width;
    const spots = candidates(middle, own.map(({ at }) => ({ x: view.x(at), y: view.y(at) })));
    const best = spots.map((spot) => ({ spot, cost: crowd(view, spot, long, size) + apart(spot, middle) / 40 }));
    best.sort((a, b) => a.cost - b.cost);
    best.some(({ spot }) => write(board, bassin.name, { ...spot, around: [[0, 0]], size, style: "600", family: "--serif", colour: token("--label-bassin") }));
  }
}

function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function candidates(middle, spots) {
  const around = [-28, -14, 0, 14, 28].map((dy) => ({ x: middle.x, y: middle.y + dy }));
  return [...around, ...spots.map(({ x, y }) => ({ x, y: y + 12 }))];
}

function crowd(view, { x, y }, long, size) {
  const within = (structure) => {
    const spot = view.spot(structure);
    return Math.abs(spot.x - x) < long / 2 + 6 && Math.abs(spot.y - y) < size;
  };
  return view.visible.length > 3000 ? 0 : view.visible.filter(within).length;
}

function nameCommunes(board) {
  if (board.view.zoom < 9.5) return;
  const bySize = communes.filter(({ asked }) => asked).sort((a, b) => b.population - a.population);
  for (const commune of bySize) {
    const [x, y] = [board.view.x(commune.at), board.view.y(commune.at)];
    const away = 9 + reachOf(board.view, commune);
    write(board, commune.name, { x, y, around: [[0, away], [0, -away]], size: 13, style: "italic", colour: token("--ink-soft") });
  }
}
