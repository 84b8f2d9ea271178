// The area closest to each commune's centre: a ground that reads as a map where no boundary is given.

// Points of the world at zoom 0, in pixels: every zoom is a multiple of them.
function flat(lat, lon) {
  return chart.project([lat, lon], 0);
}

function cellsOf(places) {
  const points = places.map(({ lat, lon }) => flat(lat, lon));
  const spacing = points.map((point) => meanOfNearest(point, points, 4));
  const usual = [...spacing].sort((a, b) => a - b)[Math.floor(spacing.length / 2)];
  return points.map((point, index) => {
    const reach = Math.min(0.85 * spacing[index], 1.8 * usual) || 0.02;
    const near = points.filter((other) => other !== point && apart(point, other) < 2 * reach);
    return near.reduce((cell, other) => closerTo(point, other, cell), disc(point, reach));
  });
}

function apart(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function meanOfNearest(point, points, n) {
  const away = points.map((other) => apart(point, other)).sort((a, b) => a - b).slice(1, n + 1);
  return away.reduce((sum, one) => sum + one, 0) / (away.length || 1);
}

function disc({ x, y }, reach) {
  return Array.from({ length: 28 }, (_, turn) => {
    const angle = (turn * Math.PI) / 14;
    return { x: x + reach * Math.cos(angle), y: y + reach * Math.sin(angle) };
  });
}

// What is left of `cell` on the side of `point`, cut half-way to `other` (Sutherland & Hodgman 1974).
function closerTo(point, other, cell) {
  const side = ({ x, y }) =>
    (x - (point.x + other.x) / 2) * (other.x - point.x) + (y - (point.y + other.y) / 2) * (other.y - point.y);
  const kept = [];
  cell.forEach((corner, index) => {
    const next = cell[(index + 1) % cell.length];
    const [here, there] = [side(corner), side(next)];
    if (here <= 0) kept.push(corner);
    if (here * there < 0) {
      const share = here / (here - there);
      kept.push({ x: corner.x + share * (next.x - corner.x), y: corner.y + share * (next.y - corner.y) });
    }
  });
  return kept;
}
