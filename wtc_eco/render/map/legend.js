// Every colour, shape, ring and line, in words.

function picture(width, draw) {
  const ratio = 2;
  const canvas = make("canvas", { width: width * ratio, height: 22 * ratio, class: "sign", "aria-hidden": "true" });
  canvas.style.width = `${width}px`;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  draw(pen);
  return canvas;
}

function symbolOf(given, r = given.isolated ? 5 : 6) {
  return picture(26, (pen) => {
    const { canvas, half } = stamp(look(given), r, 2);
    pen.drawImage(canvas, 13 - half, 11 - half, 2 * half, 2 * half);
  });
}

function tieSign(kind, condition, back = false) {
  return picture(40, (pen) => {
    const [from, to] = back ? [{ x: 39, y: 11 }, { x: 1, y: 11 }] : [{ x: 1, y: 11 }, { x: 39, y: 11 }];
    drawTie({ pen }, from, to, { bend: 0, kind, state: condition, gap: 1 });
  });
}

function disk(colour) {
  return picture(26, (pen) => spotOf(pen, 13, 8, colour));
}

// Side by side, as pale as they lie on the map.
function swatch(colours, alpha) {
  return picture(30, (pen) => {
    pen.globalAlpha = alpha;
    colours.forEach((colour, place) => {
      pen.fillStyle = colour;
      pen.fillRect(1 + (28 * place) / colours.length, 3, 28 / colours.length, 16);
    });
  });
}

function faded() {
  const sample = symbolOf({ kind: data.kinds[0]?.id ?? null, answered: true });
  sample.style.opacity = PALE;
  return sample;
}

// As a commune is drawn: its area, pale, and its disc.
function ofMark({ shade }) {
  return picture(40, (pen) => {
    pen.beginPath();
    pen.rect(1, 3, 38, 16);
    pen.globalAlpha = groundAlpha();
    pen.fillStyle = shadeColour(shade);
    pen.fill();
    pen.globalAlpha = 1;
    if (shade in LINES) hatch({ pen, width: 40, height: 22 }, LINES[shade]);
    pen.strokeStyle = token("--line-strong");
    pen.lineWidth = 0.5;
    pen.stroke();
    spotOf(pen, 20, 6, shadeColour(shade));
  });
}

function spotOf(pen, x, r, colour) {
  pen.beginPath();
  pen.arc(x, 11, r, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = token("--disc-line");
  pen.stroke();
}

function tints() {
  const asked = communes.filter((commune) => commune.asked && commune.bassin !== null);
  return [...new Set(asked.map(bassinColour))].slice(0, 4);
}

function entries() {
  const beyond = communes.some((commune) => !commune.asked || commune.bassin === null);
  const has = (test) => structures.some(test);
  const kind = data.kinds[0]?.id ?? null;
  const layer = currentLayer();
  return [
    ...(layer ? layerEntries(layer) : []),
    !shared && has(({ standing }) => ANSWERED.has(standing)) && [symbolOf({ kind, answered: true }), texts.answered],
    !shared && has(({ standing }) => !ANSWERED.has(standing)) && [symbolOf({ kind }), texts.silent],
    has(({ standing }) => standing === "isolated") && [symbolOf({ kind, answered: true, isolated: true }), say(layer ? texts.ring_only : texts.ringed, { standing: standingName("isolated") })],
    has(({ located }) => located === "commune") && [symbolOf({ kind, answered: true, centre: true }, 7), texts.centre],
    !layer && [disk(tints()[0] ?? token("--ground-0")), texts.commune],
    !layer && [swatch(tints(), groundAlpha()), data.boundaries ? texts.boundary : texts.area],
    beyond && [swatch([token("--ground-0")], groundAlpha()), texts.beyond],
    state.between && [thickness(), texts.between_key],
  ].filter(Boolean);
}

function layerEntries(layer) {
  const marks = communesBy(layer).map(({ mark, of }) => [ofMark(mark), `${capital(mark.name)} (${figures.format(of.length)})`]);
  const stands = layer.want ? [[faded(), texts.layer_faded]] : [];
  return [[null, say(texts.layer_key, { layer: layerTitle(layer) })], ...marks, ...stands, [disk(token("--panel")), data.boundaries ? texts.layer_disc : texts.layer_area]];
}

function thickness() {
  return picture(30, (pen) => {
    pen.fillStyle = token("--accent");
    pen.beginPath();
    [[1, 10.5], [29, 7], [29, 15], [1, 11.5]].forEach(([x, y]) => pen.lineTo(x, y));
    pen.fill();
  });
}

function lineEntries() {
  const drawnKinds = TIE_KINDS.filter((kind) => ties.some((tie) => tie.kind === kind));
  const states = Object.keys(DASHES).filter((condition) => ties.some((tie) => tie.state === condition));
  return [
    [null, texts.ties],
    ...drawnKinds.map((kind) => [tieSign(kind, "confirmed"), texts.tie_key[kind]]),
    ...states.map((condition) => [tieSign("knows", condition), texts.tie_state[condition]]),
    [faded(), texts.faded],
  ];
}

function fillSigns(list, lines) {
  list.replaceChildren(...lines.map(([sample, words]) => sample ? make("li", {}, sample, words) : make("li", { class: "wide" }, words)));
}

function buildLegend() {
  fillSigns(byId("signs"), entries());
  byId("lines").hidden = !ties.length;
  fillLines();
}

function fillLines() {
  fillSigns(byId("line-signs"), byId("lines").open ? lineEntries() : []);
}

function buildBetween() {
  byId("between-choice").hidden = between.size === 0;
  byId("between").addEventListener("change", ({ target }) => {
    state.between = target.checked;
    buildLegend();
    drawing.redraw();
  });
}
