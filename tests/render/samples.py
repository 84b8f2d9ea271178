"""An invented region of three bassins and the findings about it, big enough to look real."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from wtc_eco.analysis.finding import Finding, Heading, notes
from wtc_eco.territory.places import Bassin, Commune
from wtc_eco.territory.territory import Scope
from wtc_eco.territory.vocabulary import Term, Vocabulary

HOSTILE = (
    "{{7*7}}</script><img src=x onerror=alert(1)>${1}",
    "C:\\2019",
    "=1+1",
    "[/]",
    "{% for x in y %}",
    "`${alert(1)}`",
    "<svg/onload=alert(1)>",
    "\u202egnp.exe",
    "\x1b[31mrouge\x1b[0m",
)
NOTICE = "Données d'illustration : aucune structure réelle n'est décrite."
AS_OF = "2026-11-22"
COMMUNES = (
    "Valmont",
    "Grandpré",
    "Sainte-Aldegonde",
    "Trois-Fontaines",
    "Bois-le-Duc",
    "Hautecourt",
    "Ry-Ponet",
)
STANDINGS = {
    "tied": "Relié au réseau déclaré",
    "isolated": "Sans lien déclaré (a répondu)",
    "knows_no_one": "A répondu, ne cite personne",
    "unknown_to_others": "Cite d’autres, n’est pas citée à ce jour",
    "named_only": "Citée, n'a pas répondu",
    "unknown": "Pas encore entendue, n'est citée par personne",
}
KINDS = {
    "cpas": ("Centre public d'action sociale (CPAS)", "#0072b2"),
    "bibliotheque": ("Bibliothèque publique", "#e69f00"),
    "epn": ("Espace public numérique (EPN)", "#009e73"),
    "asbl": ("Association (ASBL), autre", "#cc79a7"),
}
BASSINS = {"amont": "Bassin d'Amont", "mont": "Bassin du Mont", "aval": "Bassin d'Aval-et-Plaines"}


def term(key, label, **extra):
    return Term(key, {"fr": label, "en": label}, {"fr": label, "en": label}, extra=extra)


@dataclass(frozen=True)
class Ground:
    """As much of a territory as a report looks at."""

    name: dict = field(default_factory=lambda: {"fr": "Région d'essai", "en": "Trial region"})
    population_source: dict = field(default_factory=lambda: {"fr": "Comptage 2020", "en": "Count 2020"})
    bassins: dict = field(
        default_factory=lambda: {key: Bassin(key, {"fr": text, "en": text}) for key, text in BASSINS.items()}
    )
    communes: dict = field(
        default_factory=lambda: {
            str(n): Commune(str(n), name, list(BASSINS)[n % 3], (), 12_345 + n, 50.0 + n / 20, 4.0 + n / 10)
            for n, name in enumerate(COMMUNES)
        }
    )
    kinds: Vocabulary = field(
        default_factory=lambda: Vocabulary("kinds", [term(k, t, color=c) for k, (t, c) in KINDS.items()])
    )


def scope(bassin=None):
    return Scope(bassin=Ground().bassins[bassin]) if bassin else Scope()


def directory(n=60, names=()):
    """A directory of `n` structures, the first ones called `names`."""
    dice = Random(n)  # noqa: S311 - the same structures every time
    rows = []
    for i in range(n):
        commune = i % len(COMMUNES)
        kind = [*KINDS, None][i % 5]
        named = (
            names[i]
            if i < len(names)
            else f"{KINDS[kind][0] if kind else 'Structure'} de {COMMUNES[commune]} {i}"
        )
        rows.append(
            {
                "id": f"S{i + 1}",
                "name": named,
                "kind": kind,
                "labels": ("epn",) if i % 4 == 1 else () if i % 4 else None,
                "commune": COMMUNES[commune],
                "bassin": list(BASSINS)[commune % 3] if i % 13 else None,
                "ins": str(commune),
                "place": "inside" if i % 13 else "outside_bassins",
                "lat": None if i % 11 == 10 else 50.0 + i / 100,
                "lon": None if i % 11 == 10 else 4.0 + i / 100,
                "located": "address",
                "phone": ("+3265123456",),
                "themes": dice.choice([None, (), ("securite",), ("securite", "demarches")]),
                "slots": ("matin",) if i % 3 else None,
                "slots_known": bool(i % 3),
                "standing": list(STANDINGS)[i % 6],
                "n_out": dice.randrange(6),
                "n_in": dice.randrange(9),
                "reason": "d'après les réponses reçues",
            }
        )
    heads = (
        Heading("id", "Fiche"),
        Heading("name", "Structure"),
        Heading("kind", "Type", words={key: text for key, (text, _) in KINDS.items()}),
        Heading("labels", "Labels", "list"),
        Heading("commune", "Commune"),
        Heading("bassin", "Bassin", words=BASSINS),
        Heading("ins", "INS"),
        Heading("place", "Lieu"),
        Heading("lat", "Latitude", "number"),
        Heading("lon", "Longitude", "number"),
        Heading("located", "Localisé par"),
        Heading("phone", "Téléphone", "list"),
        Heading("themes", "Thèmes", "list"),
        Heading("slots", "Créneaux", "list"),
        Heading("slots_known", "Horaires connus", "flag"),
        Heading("standing", "Situation", words=STANDINGS),
        Heading("n_out", "Liens donnés", "whole"),
        Heading("n_in", "Liens reçus", "whole"),
        Heading("reason", "Pourquoi"),
    )
    return finding(
        "directory", "Annuaire des structures", f"{n} structures sont connues.", heads, rows, base=n
    )


def ties(n=60):
    """Ties between the structures of `directory(n)`."""
    dice = Random(n)  # noqa: S311 - the same ties every time
    pairs = {(dice.randrange(1, n + 1), dice.randrange(1, n + 1)) for _ in range(3 * n)}
    rows = [
        {
            "from": f"S{a}",
            "to": f"S{b}",
            "from_name": f"A{a}",
            "to_name": f"B{b}",
            "kind": dice.choice(["knows", "refers"]),
            "state": dice.choice(["confirmed", "one_sided", "unconfirmed"]),
            "themes": None,
            "per_year": None if a % 2 else 12.0,
            "declared_on": "2026-10-12",
            "ties": (a, b),
        }
        for a, b in sorted(pairs)
        if a != b
    ]
    heads = (
        Heading("from", "De"),
        Heading("to", "Vers"),
        Heading("kind", "Lien"),
        Heading("state", "État"),
        Heading("per_year", "Personnes par an", "number"),
        Heading("declared_on", "Déclaré le", "date"),
    )
    return finding("ties", "Liens déclarés", f"{len(rows)} liens sont déclarés.", heads, rows, base=n)


def finding(question, title, text, heads=(), rows=(), **rest):
    held = {"base": 60, "unknown": 12, "notice": NOTICE, "as_of": AS_OF, **rest}
    return Finding(question, title, "essai", text=text, headings=tuple(heads), table=tuple(rows), **held)


def isolated(names=HOSTILE):
    """Structures without a declared tie, called `names`."""
    heads = (
        Heading("id", "Fiche"),
        Heading("name", "Structure"),
        Heading("kind", "Type", words={key: text for key, (text, _) in KINDS.items()}),
        Heading("commune", "Commune"),
        Heading("share", "Part", "share"),
        Heading("km", "Distance", "km"),
        Heading("themes", "Thèmes", "list"),
        Heading("asked_on", "Interrogée le", "date"),
        Heading("reason", "Pourquoi"),
    )
    rows = [
        {
            "id": f"S{n}",
            "name": name,
            "kind": "cpas",
            "commune": "Valmont",
            "share": 0.625 if n % 2 else None,
            "km": 4.25,
            "themes": ("securite", "demarches") if n % 2 else (),
            "asked_on": "2026-10-12",
            "reason": "A répondu à l'enquête du 12 octobre 2026 ; aucun lien donné ni reçu.",
        }
        for n, name in enumerate(names, 1)
    ]
    text = "Au plus 5 des 57 répondants n'ont aucun lien déclaré, ni donné ni reçu : les 85 réponses manquantes peuvent encore en révéler."
    return finding(
        "isolated",
        "Structures sans lien déclaré",
        text,
        heads,
        rows,
        response=0.4,
        low=3,
        high=5,
        remarks=notes("Un lien hors du bassin compte."),
    )


def answers():
    """How many answered, by bassin and by kind; one bassin has too few for a share."""
    words = BASSINS | {key: text for key, (text, _) in KINDS.items()}
    heads = (
        Heading("by", "Par", words={"bassin": "Bassin", "kind": "Type"}),
        Heading("id", "Nom", words=words),
        Heading("structures", "Structures", "whole"),
        Heading("asked", "Interrogées", "whole"),
        Heading("answered_network", "Réponses sur le réseau", "whole"),
        Heading("share", "Taux de réponse", "share"),
        Heading("silent", "Interrogées, sans réponse", "whole"),
        Heading("never_asked", "Jamais interrogées", "whole"),
    )
    rows = [
        {
            "by": "bassin" if key in BASSINS else "kind",
            "id": key,
            "structures": 24,
            "asked": 20 if at else 6,
            "answered_network": 4 + 2 * at,
            "share": (4 + 2 * at) / 20 if at else None,
            "silent": (20 if at else 6) - 4 - 2 * at,
            "never_asked": 4 if at else 18,
        }
        for at, key in enumerate([*BASSINS, *KINDS])
    ]
    text = "57 structures sur 142 interrogées ont répondu aux questions sur le réseau, soit 40\u202f%. Les 85 autres ne sont pas «\u00a0isolées\u00a0»\u00a0: nous ne savons pas."
    return finding("answers", "Qui a répondu", text, heads, rows, response=0.4)


def gaps():
    """Themes missing by bassin; of one nobody has said anything."""
    themes = {"securite": "Sécurité en ligne", "demarches": "Démarches en ligne", "banque": "Banque en ligne"}
    heads = (
        Heading("theme", "Thème", words=themes),
        Heading("bassin", "Bassin", words=BASSINS),
        Heading("n_offering", "La proposent", "whole"),
        Heading("n_lacking", "Communes sans offre", "whole"),
        Heading(
            "mark",
            "État",
            words={"none": "pas d'offre proche", "offered": "offre proche", "unknown": "inconnu"},
        ),
    )
    rows = [
        {
            "theme": theme,
            "bassin": bassin,
            "n_offering": i + j,
            "n_lacking": i * j,
            "mark": "unknown" if theme == "banque" and bassin == "aval" else "none" if i * j else "offered",
        }
        for i, theme in enumerate(themes)
        for j, bassin in enumerate(BASSINS)
    ]
    return finding(
        "gaps_themes", "Thèmes peu ou pas couverts", "Le thème qui manque le plus est la banque.", heads, rows
    )


def report(n=60):
    """What a report is made of."""
    there = f"{n} structures proposent un accompagnement au numérique, retrouvées dans 3 listes (187 lignes, 45 doublons réunis, 6 paires encore à trancher)."
    worst = "Le besoin le moins couvert est la sécurité en ligne, en soirée\u00a0: 2 structures sur 61 dont les horaires sont connus."
    return (
        finding("overview", "Qui est là", there),
        answers(),
        isolated(),
        finding("worst_gap", "Le besoin le moins couvert", worst, fragile=True),
        gaps(),
        directory(n, HOSTILE),
        ties(n),
    )
