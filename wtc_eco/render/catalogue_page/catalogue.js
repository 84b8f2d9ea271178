// Narrows the list by words, commune, theme, time, step and public. Without it every place is there to read.
(function () {
  "use strict";
  var form = document.querySelector(".search"), words = document.getElementById("words");
  var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
  var places = document.getElementById("places"), maybe = document.getElementById("maybe");
  var doubtful = maybe.querySelector("div"), count = document.querySelector(".count"), nothing = document.querySelector(".nothing");
  var articles = Array.prototype.slice.call(places.querySelectorAll("article"));

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  var texts = articles.map(function (article) { return plain(article.textContent); });

  // 1 offers it, -1 does not, 0 has not said: silence is neither.
  function answer(article, facet, wanted) {
    if (facet === "commune") { return article.dataset.commune === wanted ? 1 : -1; }
    var held = (article.dataset[facet] || "").split(" ");
    if (held.indexOf(wanted) !== -1) { return 1; }
    return held.indexOf("?") !== -1 || held.indexOf("?" + wanted) !== -1 ? 0 : -1;
  }

  function narrow() {
    var asked = plain(words.value).split(/\s+/), found = 0, unsure = 0;
    articles.forEach(function (article, at) {
      var said = selects.filter(function (one) { return one.value; }).map(function (one) {
        return answer(article, one.dataset.facet, one.value);
      });
      var told = asked.every(function (word) { return texts[at].indexOf(word) !== -1; });
      var out = !told || said.indexOf(-1) !== -1, doubt = !out && said.indexOf(0) !== -1;
      article.classList.toggle("away", out);
      (doubt ? doubtful : places).appendChild(article);
      if (doubt) { unsure += 1; } else if (!out) { found += 1; }
    });
    maybe.hidden = unsure === 0;
    nothing.hidden = found + unsure > 0;
    var said = found === 1 ? count.dataset.one : count.dataset.many.replace("{n}", String(found));
    count.textContent = unsure ? said + " " + count.dataset.maybe.replace("{n}", String(unsure)) : said;
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", narrow);
  form.addEventListener("reset", function () { setTimeout(narrow, 0); });
})();
