"""Reports of a bassin, of each bassin, of everything; the offer for the public, and sheets for partners.

Offer and sheets are made from the shared edition, so that no person stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wtc_eco.errors import UsageError
from wtc_eco.i18n import speaking, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.render.catalogue import Contact

Form = Literal["html", "xlsx", "md"]
FORMS: tuple[Form, ...] = ("html", "xlsx", "md")
HEADLINES = ("overview", "answers", "isolated", "worst_gap", "journeys")
"""The questions whose sentences open a report, in the order they are read aloud."""
REPORTED = (
    *HEADLINES,
    *("reminders", "acquaintance", "ties", "bridges", "resilience", "missing_links"),
    *("themes_by_slot", "gaps_themes", "gaps_slots", "gaps_steps", "gaps_publics", "partners", "findable"),
    *("training", "training_whom", "directory", "hypotheses"),
)
"""The questions of a report; what changed since the last snapshot comes with them, where one was kept."""


def write_report(
    ecosystem: Ecosystem,
    path: str | Path | None = None,
    *,
    bassin: str | None = None,
    form: str | None = None,
    lang: str | None = None,
) -> Path:
    """The report of a bassin or of everything, as `html`, `xlsx` or `md`; by default outputs/report.html.

    Without `form`, the file's ending decides. Raises `UsageError` for another form.
    """
    from wtc_eco.render.files import put

    ending = (form or (Path(path).suffix if path else "") or "html").lstrip(".").lower()
    with spoken(ecosystem, lang):
        if ending not in FORMS:
            raise UsageError(
                tr("A report cannot be written as “{format}”.", format=ending),
                hint=tr("Choose one of: {formats}.", formats=", ".join(FORMS)),
            )
        target = Path(path) if path else ecosystem.outputs / named(ecosystem, "report", bassin, f".{ending}")
        put(target, _made(ecosystem, bassin, ending))
        return target


def write_reports(
    ecosystem: Ecosystem, folder: str | Path | None = None, *, form: str = "html", lang: str | None = None
) -> tuple[Path, ...]:
    """One report for each bassin, called by its id; by default in outputs/reports."""
    target = Path(folder) if folder else ecosystem.outputs / "reports"
    return tuple(
        write_report(ecosystem, target / f"{bassin}.{form}", bassin=bassin, form=form, lang=lang)
        for bassin in ecosystem.territory.bassins
    )


def _made(ecosystem: Ecosystem, bassin: str | None, form: str) -> bytes:
    from wtc_eco.render import report

    findings = asked(ecosystem, bassin)
    composed = report.compose(
        findings,
        territory=ecosystem.territory,
        scope=ecosystem.scope(bassin=bassin),
        sources=sources(ecosystem),
        contact=ecosystem.settings.contact,
    )
    if form == "xlsx":
        return report.book(composed, findings)
    return (report.markdown(composed) if form == "md" else report.html(composed)).encode()


def asked(ecosystem: Ecosystem, bassin: str | None) -> list[Finding]:
    """The answers of a report."""
    from wtc_eco.ecosystem.snapshots import latest_before, trend

    before = latest_before(ecosystem)
    changed = [trend(ecosystem, before, bassin=bassin)] if before else []
    return [*(ecosystem.ask(question, bassin=bassin) for question in REPORTED), *changed]


@contextmanager
def spoken(ecosystem: Ecosystem, lang: str | None) -> Iterator[None]:
    """In files: `--lang`, then eco.toml, then the pack; never the machine's locale."""
    with speaking(lang or ecosystem.language):
        yield


def named(ecosystem: Ecosystem, what: str, bassin: str | None, ending: str) -> str:
    """`map.html`, and `map-namur.html` where a bassin was asked for."""
    if bassin is None or bassin == "*":
        return f"{what}{ending}"
    chosen = ecosystem.scope(bassin=bassin).bassin
    return f"{what}-{chosen.id}{ending}" if chosen else f"{what}{ending}"


def sources(ecosystem: Ecosystem) -> tuple[tuple[str, str], ...]:
    """The lists behind the register, each with the latest date it was collected on, or nothing."""
    records = ecosystem.holdings.records
    latest: dict[str, str] = {}
    for source, day in zip(records["source"], records["collected_on"], strict=True):
        if source:
            latest[source] = max(latest.get(source, ""), day or "")
    return tuple(sorted(latest.items()))


def write_commune_sheets(
    ecosystem: Ecosystem,
    path: str | Path | None = None,
    *,
    bassin: str | None = None,
    commune: str | None = None,
    lang: str | None = None,
) -> Path:
    """Half a page a commune, two to an A4; by default outputs/communes.html, of one commune its own file."""
    from wtc_eco.render.commune_sheets import commune_sheets
    from wtc_eco.render.files import put

    with spoken(ecosystem, lang):
        finding = ecosystem.commune_sheets(bassin=bassin, commune=commune)
        name = f"commune-{finding.scope}.html" if commune else named(ecosystem, "communes", bassin, ".html")
        target = Path(path) if path else ecosystem.outputs / name
        put(target, commune_sheets(finding, ecosystem.settings.contact).encode())
        return target


SHEETS = "fiches"
"""The folder of outputs/ where the sheets stand."""


def write_catalogue(
    ecosystem: Ecosystem,
    path: str | Path | None = None,
    *,
    bassin: str | None = None,
    lang: str | None = None,
) -> Path:
    """The offer of a bassin or of everything, for the public; by default outputs/catalogue.html.

    Of each place: where it is, when, what, for whom; fixed lines and general addresses only. No person, no
    tie, no status.
    """
    from wtc_eco.ecosystem.privacy.publishable import shared
    from wtc_eco.render.catalogue import catalogue_html
    from wtc_eco.render.files import put

    with spoken(ecosystem, lang):
        target = Path(path) if path else ecosystem.outputs / named(ecosystem, "catalogue", bassin, ".html")
        text = catalogue_html(
            shared(ecosystem).ask("public_offer", bassin=bassin),
            _contacts(ecosystem),
            place=ecosystem.scope(bassin=bassin).text(),
            contact=ecosystem.settings.contact,
        )
        put(target, text.encode())
        return target


def write_sheets(
    ecosystem: Ecosystem,
    structure: str | None = None,
    output: str | Path | None = None,
    *,
    bassin: str | None = None,
    lang: str | None = None,
) -> tuple[Path, ...]:
    """A sheet of one page to send to partners, for a structure (S12 or its name) or for each of a bassin.

    `output` is a folder (by default outputs/fiches), where a sheet is called by the number of its
    structure; for one structure it may be the file itself, `fiche.html`. Raises `UnknownNameError`.
    """
    from wtc_eco.ecosystem.privacy.publishable import shared
    from wtc_eco.registry.lookup import structure_named
    from wtc_eco.render.catalogue import sheets_html
    from wtc_eco.render.files import put

    with spoken(ecosystem, lang):
        target = Path(output) if output else ecosystem.outputs / SHEETS
        chosen = structure_named(ecosystem.registry, ecosystem.territory, structure) if structure else None
        asked = "*" if chosen else bassin
        finding = shared(ecosystem).ask("public_offer", bassin=asked)
        made = sheets_html(finding, _contacts(ecosystem), contact=ecosystem.settings.contact)
        wanted = {chosen: made[chosen]} if chosen else made
        named = chosen is not None and target.suffix == ".html"
        paths = {key: target if named else target / f"{key}.html" for key in wanted}
        for key, path in paths.items():
            put(path, wanted[key].encode())
        return tuple(paths.values())


def _contacts(ecosystem: Ecosystem) -> Mapping[str, Contact]:
    """How the public may reach each structure."""
    from wtc_eco.ecosystem.privacy.publishable import reachable
    from wtc_eco.render.catalogue import Contact

    return {key: Contact(one.phones, one.emails) for key, one in reachable(ecosystem).items()}
