// Beside the map: whom to introduce first, or everything about the structure chosen.

let opener = null;

function choose(structure, from = null) {
  opener = from;
  state.chosen = structure;
  state.commune = null;
  // Lines are on the map now: their key below it, where the map keeps its room.
  if (tiesOf[structure.index].length && matchMedia("(min-width: 60rem) and (min-height: 64rem)").matches) byId("lines").open = true;
  if (structure.at && from) frameTies(structure);
  drawing.redraw();
  fillTable();
  show(...details(structure));
  byId("card").focus({ preventScroll: from === null });
}

// From a list, the map moves to the structure and to those it is tied with; from the map, it stays.
function frameTies(structure) {
  const others = tiesOf[structure.index].filter(({ other }) => other !== null && structures[other].at).map(({ other }) => structures[other]);
  const bounds = L.latLngBounds([structure, ...others].map(({ lat, lon }) => [lat, lon]));
  chart.fitBounds(bounds, { animate: false, maxZoom: 12, padding: [70, 60] });
}

function dismiss() {
  if (state.chosen === null && state.commune === null) return welcome();
  Object.assign(state, { chosen: null, commune: null });
  drawing.redraw();
  fillTable();
  welcome();
  if (opener?.isConnected) opener.focus();
  opener = null;
}

function show(...parts) {
  byId("card").replaceChildren(...parts.filter(Boolean));
  byId("card").scrollTop = 0;
}

function welcome() {
  if (shared) return show(make("p", { class: "lead" }, texts.start_shared));
  const own = structures.filter((structure) => structure.asked);
  const alone = own.filter(({ standing }) => standing === "isolated");
  const heard = own.filter(({ standing }) => ANSWERED.has(standing));
  const lead = make("p", { class: "lead" }, texts.start);
  const title = make("h2", {}, texts.isolated);
  const [low, high] = [alone.length, heard.filter((structure) => !structure.n_both).length];
  if (!high) return show(lead, title, make("p", {}, heard.length ? texts.isolated_none : texts.isolated_unasked));
  const silent = own.length > heard.length;
  const why = make("p", {}, make("strong", {}, low === high ? count("isolated_count", low) : say(texts.isolated_between, { low, high })), ". ", low === high ? texts.isolated_why : say(texts.isolated_range, { low, high }), silent ? ` ${texts.isolated_bound}` : "");
  const only = make("button", { type: "button", class: "quiet no-print", onclick: onlyIsolated }, texts.isolated_all);
  return show(lead, title, why, ...(alone.length ? [listOf(alone, 8), only] : []));
}

function onlyIsolated() {
  switchAll("standings", state.standings, false);
  byId("standings").querySelectorAll("input").forEach((box) => (box.checked = box.value === "isolated"));
  state.standings.add("isolated");
  narrow();
}

function listOf(items, most) {
  const lines = items.slice(0, most).map((structure) => {
    const place = structure.commune ? ` · ${structure.commune}` : "";
    return make("li", {}, opens(structure), make("span", { class: "soft" }, `${kindName(kindOf(structure))}${place}`));
  });
  if (items.length > most) lines.push(make("li", { class: "soft" }, count("more", items.length - most)));
  return make("ul", { class: "names" }, ...lines);
}

function opens(structure) {
  return make("button", { type: "button", class: "name", onclick: ({ currentTarget }) => choose(structure, currentTarget) }, structure.name);
}

function several(found) {
  show(make("h2", {}, texts.several), listOf(found, 15));
}

function closing() {
  return make("button", { type: "button", class: "quiet no-print close", onclick: dismiss }, texts.close);
}

function details(structure) {
  const kind = [kindName(kindOf(structure)), structure.commune, bassinName(structure.bassin)].filter(Boolean).join(" · ");
  const standing = make("p", { class: structure.standing === "isolated" ? "standing isolated" : "standing" }, make("strong", {}, standingName(standingOf(structure))));
  if (structure.reason) standing.append(make("span", {}, ` ${structure.reason}`));
  const place = structure.at ? (structure.located === "commune" ? texts.at_centre : null) : texts.nowhere;
  return [
    closing(),
    make("h2", {}, structure.name),
    make("p", { class: "soft" }, `${kind} · ${structure.id}`),
    !shared && standing,
    facts(structure),
    place && make("p", { class: "soft" }, place),
    ...(shared ? [] : tiesCard(structure)),
  ];
}

function facts(structure) {
  const list = make("dl");
  const add = (key, value) => value && list.append(make("dt", {}, texts[key]), make("dd", {}, value));
  add("address", structure.address);
  add("phone", structure.phone);
  add("email", structure.email);
  add("website", structure.website && webAddress(structure.website));
  add("labels", joined("labels", structure.labels, false));
  add("steps", asRead(structure, "steps"));
  add("themes", asRead(structure, "themes"));
  add("slots", structure.slots_known ? asRead(structure, "slots") : texts.unknown);
  add("flags", joined("flags", structure.flags, false));
  add("sources", [(structure.sources ?? []).join(", "), structure.n_records > 1 ? `(${count("records", structure.n_records)})` : ""].filter(Boolean).join(" "));
  return list;
}

// A list of which a word was not understood says so: what it does not name may be there.
function readInPart(structure, list) {
  return (structure.partly_read ?? []).includes(list);
}

function asRead(structure, list) {
  return [joined(list, structure[list], true), readInPart(structure, list) && texts.partly_read].filter(Boolean).join(" – ");
}

// Unknown is said; known to be none is said otherwise.
function joined(vocabulary, ids, always) {
  if (ids === null) return always ? texts.unknown : null;
  if (!ids.length) return always ? texts.is_none : null;
  return wordsOf(vocabulary, ids).join(", ");
}

function webAddress(website) {
  if (!/^https?:\/\//i.test(website)) return website;
  const shown = website.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
  return make("a", { href: website, target: "_blank", rel: "noopener noreferrer" }, shown);
}

function tiesCard(structure) {
  const own = tiesOf[structure.index];
  if (!own.length) return [make("p", { class: "soft" }, texts.no_ties)];
  const known = new Set([...TIE_KINDS, ...own.map(({ tie }) => tie.kind).sort()]);
  const groups = [...known].flatMap((kind) => [true, false].map((out) => ({ kind, out, of: own.filter((one) => one.tie.kind === kind && one.out === out) })));
  return groups.filter(({ of }) => of.length).map(tieGroup);
}

function tieGroup({ kind, out, of }) {
  const title = wordFor(texts[out ? "tie_out" : "tie_in"], kind);
  const head = make("h3", {}, tieSign(kind, "confirmed", !out), `${title} (${figures.format(of.length)})`);
  return make("div", { class: "ties" }, head, make("ul", { class: "names" }, ...of.map(tieLine)));
}

function tieLine({ tie, other }) {
  const whom = other === null ? make("span", {}, make("bdi", {}, tie.name ?? ""), ` (${texts.beyond_map})`) : opens(structures[other]);
  const notes = [wordFor(texts.tie_state, tie.state), tie.per_year === null ? null : count("per_year", tie.per_year), ...wordsOf("themes", tie.themes ?? [])];
  return make("li", {}, whom, make("span", { class: "soft" }, notes.filter(Boolean).join(" · ")));
}
