// Which structures are shown: words, kind, standing, basin, theme, slot.

// What can be searched, put together once somebody searches.
function wordsIn(structure) {
  if (structure.folded === undefined) {
    const said = [structure.name, structure.commune, structure.address, structure.id, bassinName(structure.bassin)].filter(Boolean).join(" ");
    Object.assign(structure, { folded: fold(said), said: said.toLowerCase() });
  }
  return structure;
}

function matches(structure) {
  return (
    state.kinds.has(kindOf(structure)) &&
    state.standings.has(standingOf(structure)) &&
    (state.bassin === "" || (structure.bassin ?? "-") === state.bassin) &&
    (state.theme === "" || (structure.themes ?? []).includes(state.theme)) &&
    (state.slot === "" || (structure.slots ?? []).includes(state.slot)) &&
    says(structure, state.words)
  );
}

// Every word typed, in any order and spelling; signs alone («[/]») are looked for as typed.
function says(structure, words) {
  if (words.trim() === "") return true;
  const { folded, said } = wordsIn(structure);
  const asked = fold(words);
  return asked === "" ? said.includes(words.trim().toLowerCase()) : asked.split(" ").every((word) => folded.includes(word));
}

// Not shown only because nobody told us: said apart, never counted as a no.
function undeclared() {
  const { theme, slot } = state;
  if (theme === "" && slot === "") return 0;
  Object.assign(state, { theme: "", slot: "" });
  const open = structures.filter(matches);
  Object.assign(state, { theme, slot });
  const noTheme = (structure) => structure.themes === null || (readInPart(structure, "themes") && !structure.themes.includes(theme));
  const noSlot = (structure) => !structure.slots_known || (structure.slots_unknown ?? []).includes(slot);
  const unknown = (structure) => (theme !== "" && noTheme(structure)) || (slot !== "" && noSlot(structure));
  return open.filter((structure) => unknown(structure) && !matches(structure)).length;
}

function narrow() {
  state.shown = structures.filter(matches);
  state.page = 0;
  const silent = undeclared();
  const lost = state.shown.filter(({ at }) => !at).length;
  const lines = [count("shown", state.shown.length, { total: figures.format(structures.length) })];
  if (silent) lines.push(count("undeclared", silent));
  if (lost) lines.push(count("unplaced", lost));
  byId("count").replaceChildren(...lines.flatMap((line) => [make("span", {}, line)]));
  byId("reset").hidden = state.shown.length === structures.length && state.words === "";
  drawing.redraw();
  fillTable();
}

function choices(list, chosen, ids, label) {
  byId(list).replaceChildren(
    ...ids.map((id) => {
      const total = structures.filter((structure) => structure.asked && (list === "kinds" ? kindOf(structure) : standingOf(structure)) === id).length;
      const box = make("input", { type: "checkbox", checked: true, value: id });
      box.addEventListener("change", () => {
        if (box.checked) chosen.add(id);
        else chosen.delete(id);
        narrow();
      });
      return make("label", { "data-many": figures.format(total) }, box, sign(list, id), label(id));
    }),
  );
}

function sign(list, id) {
  if (list === "kinds") return symbolOf({ kind: id, answered: true });
  return symbolOf({ kind: null, answered: ANSWERED.has(id), isolated: id === "isolated" });
}

function switchAll(list, chosen, on) {
  byId(list).querySelectorAll("input").forEach((box) => {
    box.checked = on;
    if (on) chosen.add(box.value);
    else chosen.delete(box.value);
  });
}

function options(id, everything, entries) {
  const select = byId(id);
  select.replaceChildren(make("option", { value: "" }, everything), ...entries.map(([value, label]) => make("option", { value }, label)));
  select.disabled = entries.length === 0;
  if (entries.some(([value]) => value === state[id])) select.value = state[id];
  else state[id] = "";
  select.addEventListener("change", () => {
    state[id] = select.value;
    narrow();
  });
}

function met(vocabulary) {
  const found = new Set(structures.flatMap((structure) => structure[vocabulary] ?? []));
  const known = Object.keys(data.words[vocabulary]).filter((id) => found.has(id));
  return [...known, ...[...found].filter((id) => !known.includes(id)).sort()].map((id) => [id, wordsOf(vocabulary, [id])[0]]);
}

function buildFilters() {
  const usual = [...data.kinds.map(({ id }) => id), NO_KIND].filter((id) => state.kinds.has(id));
  choices("kinds", state.kinds, usual, kindName);
  const standings = [...Object.keys(data.standings), NO_STANDING].filter((id) => state.standings.has(id));
  const others = [...state.standings].filter((id) => !standings.includes(id)).sort();
  choices("standings", state.standings, [...standings, ...others], standingName);
  const present = new Set(structures.map(({ bassin }) => bassin));
  const named = [...bassins.values()].filter(({ id }) => present.has(id)).map(({ id, name: label }) => [id, label]);
  options("bassin", texts.all_bassins, present.has(null) ? [...named, ["-", texts.no_bassin]] : named);
  options("theme", texts.all_themes, met("themes"));
  options("slot", texts.all_slots, met("slots"));
  byId("search").addEventListener("input", ({ target }) => {
    state.words = target.value;
    narrow();
  });
  byId("reset").addEventListener("click", resetFilters);
  document.querySelectorAll("[data-switch]").forEach((button) =>
    button.addEventListener("click", () => {
      switchAll("kinds", state.kinds, button.dataset.to === "all");
      narrow();
    }),
  );
}

function resetFilters() {
  Object.assign(state, { words: "", bassin: "", theme: "", slot: "" });
  ["search", "bassin", "theme", "slot"].forEach((id) => (byId(id).value = ""));
  switchAll("kinds", state.kinds, true);
  switchAll("standings", state.standings, true);
  narrow();
  byId("search").focus();
}
