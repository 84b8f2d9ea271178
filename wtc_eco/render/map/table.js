// The same structures as a table: 25 rows a page on the screen, all of them on paper.

const PAGE_ROWS = 25;
const COLUMNS = {
  name: (structure) => structure.name,
  kind: (structure) => kindName(kindOf(structure)),
  commune: (structure) => structure.commune ?? "",
  bassin: (structure) => bassinName(structure.bassin),
  standing: (structure) => standingName(standingOf(structure)),
  ties: (structure) => (structure.n_out ?? 0) + (structure.n_in ?? 0),
};
if (shared) ["standing", "ties"].forEach((column) => delete COLUMNS[column]);

function buildColumns() {
  const heads = Object.keys(COLUMNS).map((column) => {
    const title = texts[`column_${column}`];
    const button = make("button", { type: "button", title: say(texts.sort, { column: title }), onclick: () => sortBy(column) }, title);
    return make("th", { scope: "col", "data-column": column }, button);
  });
  byId("columns").replaceChildren(...heads);
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
}

function sortBy(column) {
  const down = state.sort.column === column ? !state.sort.down : column === "ties";
  state.sort = { column, down };
  state.page = 0;
  fillTable();
}

function turn(step) {
  state.page += step;
  fillTable();
}

// Structures come in the order of their names. Comparing twenty thousand words takes a while: once a column.
const orders = new Map();

function orderOf(column) {
  const value = COLUMNS[column];
  const compare = column === "ties" ? (a, b) => value(a) - value(b) : (a, b) => collator.compare(value(a), value(b));
  if (!orders.has(column)) orders.set(column, column === "name" ? structures : [...structures].sort((a, b) => compare(a, b) || a.index - b.index));
  return orders.get(column);
}

function sorted() {
  const { column, down } = state.sort;
  const shown = new Set(state.shown);
  const rows = orderOf(column).filter((structure) => shown.has(structure));
  return down ? rows.reverse() : rows;
}

function fillTable() {
  const rows = sorted();
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  state.page = Math.min(Math.max(0, state.page), pages - 1);
  const start = state.page * PAGE_ROWS;
  byId("rows").replaceChildren(...(state.printing ? rows : rows.slice(start, start + PAGE_ROWS)).map(line));
  byId("empty").hidden = rows.length > 0;
  byId("pages").textContent = say(texts.pages, { page: figures.format(state.page + 1), pages: figures.format(pages) });
  byId("previous").disabled = state.page === 0;
  byId("next").disabled = state.page === pages - 1;
  document.querySelectorAll("#columns th").forEach((head) => {
    const own = head.dataset.column === state.sort.column;
    if (own) head.setAttribute("aria-sort", state.sort.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

function line(structure) {
  const open = make("button", { type: "button", class: "name", onclick: ({ currentTarget }) => choose(structure, currentTarget) }, structure.name);
  const given = structure.n_out === null && structure.n_in === null ? texts.unknown : `${tally(structure.n_out)} / ${tally(structure.n_in)}`;
  const cells = ["kind", "commune", "bassin", "standing"].filter((column) => column in COLUMNS).map((column) => make("td", { "data-column": column }, COLUMNS[column](structure)));
  const row = make("tr", {}, make("th", { scope: "row" }, open), ...cells, ...(shared ? [] : [make("td", { class: "figure" }, given)]));
  if (structure.standing === "isolated") row.classList.add("isolated");
  if (structure === state.chosen) row.setAttribute("aria-selected", "true");
  return row;
}

function tally(n) {
  return n === null ? "?" : figures.format(n);
}
