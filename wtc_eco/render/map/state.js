// What the page knows, what is chosen, and how it writes: text only, never markup.

const data = JSON.parse(document.getElementById("ecosystem").textContent);
const texts = data.texts;
const shared = data.head.shared;
const figures = new Intl.NumberFormat(data.language === "fr" ? "fr-BE" : "en-GB");
const plural = new Intl.PluralRules(data.language);
const collator = new Intl.Collator(data.language, { numeric: true });
const chart = window.map_eco;

const structures = records(data.structures);
const communes = records(data.communes);
const ties = records(data.ties);
const kinds = new Map(data.kinds.map((kind) => [kind.id, kind]));
const bassins = new Map(data.bassins.map((bassin, place) => [bassin.id, { ...bassin, place }]));
const tiesOf = structures.map(() => []);
ties.forEach((tie) => {
  if (tie.from !== null) tiesOf[tie.from].push({ tie, out: true, other: tie.to });
  if (tie.to !== null) tiesOf[tie.to].push({ tie, out: false, other: tie.from });
});

const NO_KIND = "";
const NO_STANDING = "";
const ANSWERED = new Set(["tied", "isolated", "knows_no_one", "unknown_to_others", "undecided"]);

const state = {
  words: "",
  kinds: new Set(structures.map(kindOf)),
  standings: new Set(structures.map(standingOf)),
  bassin: data.head.bassin,
  theme: "",
  slot: "",
  shown: structures,
  chosen: null,
  commune: null,
  layer: data.layer,
  tiles: false,
  between: false,
  sort: { column: "name", down: false },
  page: 0,
  printing: false,
  whole: true,
};

// By column; a column whose values come back says each once.
function records({ fields, n, columns }) {
  const held = Array.from({ length: n }, (_, index) => ({ index }));
  fields.forEach((field, place) => {
    const { of, at } = columns[place];
    held.forEach((record, index) => (record[field] = of ? of[at[index]] : columns[place][index]));
  });
  return held;
}

function kindOf(structure) {
  return structure.kind ?? NO_KIND;
}

function standingOf(structure) {
  return structure.standing ?? NO_STANDING;
}

function kindName(id) {
  return id === NO_KIND ? texts.no_kind : capital(kinds.get(id)?.name ?? id);
}

function standingName(id) {
  return id === NO_STANDING ? texts.no_standing : capital(wordFor(data.standings, id));
}

function capital(text) {
  return text.charAt(0).toLocaleUpperCase(data.language) + text.slice(1);
}

function bassinName(id) {
  return id === null ? texts.no_bassin : (bassins.get(id)?.name ?? id);
}

function wordsOf(vocabulary, ids) {
  const words = data.words[vocabulary];
  return ids.map((id) => wordFor(words, id));
}

// «constructor» may be what somebody wrote: only what we put into a dictionary is a word of it.
function wordFor(words, id, otherwise = id) {
  return Object.hasOwn(words, id) ? words[id] : otherwise;
}

function byId(id) {
  return document.getElementById(id);
}

// A replacement function, not a string: «$1» in a name stays «$1».
function say(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

function count(key, n, values = {}) {
  const form = texts[key][plural.select(n) === "one" ? 0 : 1];
  return say(form, { count: figures.format(n), ...values });
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function fold(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
