// Tables sort by a click on a title, and long ones are filtered by words. Without it the page still reads whole.
(function () {
  "use strict";
  var language = document.documentElement.lang || "fr";
  var collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

  // Figures and dates carry their value; words are compared as a dictionary does; the unknown comes last.
  function compare(first, second, direction) {
    var a = first.dataset.key, b = second.dataset.key;
    var unknown = Number(first.dataset.unknown !== undefined) - Number(second.dataset.unknown !== undefined);
    if (unknown) { return unknown; }
    if (a !== undefined && b !== undefined && a !== "" && b !== "" && !isNaN(a) && !isNaN(b)) {
      return direction * (Number(a) - Number(b));
    }
    return direction * collator.compare(a === undefined ? first.textContent : a, b === undefined ? second.textContent : b);
  }

  function sorting(table, heading, column) {
    var body = table.tBodies[0];
    var button = document.createElement("button");
    button.type = "button";
    while (heading.firstChild) { button.appendChild(heading.firstChild); }
    heading.appendChild(button);
    button.addEventListener("click", function () {
      var direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      Array.prototype.forEach.call(heading.parentNode.cells, function (other) { other.removeAttribute("aria-sort"); });
      heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      Array.prototype.slice.call(body.rows)
        .sort(function (one, two) { return compare(one.cells[column], two.cells[column], direction); })
        .forEach(function (row) { body.appendChild(row); });
    });
  }

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function filtering(table, box) {
    var count = box.querySelector("output"), input = box.querySelector("input");
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    box.hidden = false;
    input.addEventListener("input", function () {
      var words = plain(input.value).split(/\s+/);
      var shown = rows.filter(function (row) {
        var text = plain(row.textContent);
        var found = words.every(function (word) { return text.indexOf(word) !== -1; });
        // On paper every row is there, whatever was looked for on the screen.
        row.classList.toggle("away", !found);
        return found;
      });
      count.textContent = shown.length + " / " + rows.length;
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("table.sorts"), function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (heading, column) {
      if (heading.tagName === "TH") { sorting(table, heading, column); }
    });
  });
  Array.prototype.forEach.call(document.querySelectorAll(".filter"), function (box) {
    filtering(document.getElementById(box.dataset.table), box);
  });
})();
