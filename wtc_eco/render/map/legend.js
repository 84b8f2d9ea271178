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
  return picture(26, (pen) => {
    pen.beginPath();
    pen.arc(13, 11, 8, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
    pen.strokeStyle = token("--disc-line");
    pen.stroke();
  });
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

function hatched() {
  return picture(30, (pen) => {
    pen.globalAlpha = GROUND;
    pen.fillStyle = token("--unknown");
    pen.beginPath();
    pen.rect(1, 3, 28, 16);
    pen.fill();
    hatch({ pen, width: 30, height: 22 });
  });
}

function tints() {
  const asked = communes.filter((commune) => commune.asked && commune.bassin !== null);
  return [...new Set(asked.map(bassinColour))].slice(0, 4);
}

function entries() {
  const beyond = communes.some((commune) => !commune.asked || commune.bassin === null);
  const has = (test) => structures.some(test);
  const kind = data.kinds[0]?.id ?? null;
  return [
    ...(data.gaps ? gapEntries() : []),
    has(({ standing }) => ANSWERED.has(standing)) && [symbolOf({ kind, answered: true }), texts.answered],
    has(({ standing }) => !ANSWERED.has(standing)) && [symbolOf({ kind }), texts.silent],
    has(({ standing }) => standing === "isolated") && [symbolOf({ kind, answered: true, isolated: true }), say(texts.ringed, { standing: standingName("isolated") })],
    has(({ located }) => located === "commune") && [symbolOf({ kind, answered: true, centre: true }, 7), texts.centre],
    !data.gaps && [disk(tints()[0] ?? token("--ground-0")), texts.commune],
    !data.gaps && [swatch(tints(), GROUND), data.boundaries ? texts.boundary : texts.area],
    beyond && [swatch([token("--ground-0")], GROUND), texts.beyond],
  ].filter(Boolean);
}

function gapEntries() {
  const colours = marks.map((mark, place) => [swatch([markColour(place)], GROUND), mark.name]);
  const about = data.boundaries ? [] : [[swatch([token("--panel")], 1), texts.gap_area]];
  return [[null, data.gaps.title], ...colours, [hatched(), texts.gap_unknown], ...about];
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
  list.replaceChildren(...lines.map(([sample, words]) => make("li", sample ? {} : { class: "wide" }, ...(sample ? [sample] : []), words)));
}

function buildLegend() {
  fillSigns(byId("signs"), [...entries(), ...(between.size ? [[betweenBox(), texts.ties_between_key]] : [])]);
  byId("lines").hidden = !ties.length;
  fillSigns(byId("line-signs"), ties.length ? lineEntries() : []);
}

function betweenBox() {
  const box = make("input", { type: "checkbox", "aria-label": texts.ties_between, title: texts.ties_between, checked: state.between });
  box.addEventListener("change", () => {
    state.between = box.checked;
    drawing.redraw();
  });
  return box;
}
