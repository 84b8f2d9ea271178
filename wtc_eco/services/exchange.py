"""The register in a format of the field, for anybody: no person, no tie, no standing; and what the format lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.privacy import objections
from wtc_eco.ecosystem.privacy.contacts import read
from wtc_eco.ecosystem.privacy.publishable import PersonSigns, Withheld, reachable, shared, withheld_of
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.i18n import listing, tr, trn
from wtc_eco.interchange import format_called, formats
from wtc_eco.interchange.export import content, endings, exported
from wtc_eco.interchange.listing import Host
from wtc_eco.model import DESCRIBED
from wtc_eco.render.files import put
from wtc_eco.render.losses import loss_report, loss_sentences
from wtc_eco.services.reports import named, spoken
from wtc_eco.sources.persons import is_personal_mailbox

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.matching import Lexicon

TEXTS = ("conditions", "hosted_by")
"""Columns of free words that a public format may hold, where nobody stands in them."""


@dataclass(frozen=True)
class Exchanged:
    """A file in a format of the field: where it is, how many structures, what it lost, and where that is told in full."""

    path: Path
    n_structures: int
    sentences: tuple[str, ...]
    report: Path | None
    n_held_back: int

    def told(self) -> Iterator[str]:
        """What was written and what is lost, a sentence a line."""
        yield trn(
            "Written: {file} ({n} structure)",
            "Written: {file} ({n} structures)",
            self.n_structures,
            file=self.path,
        )
        yield from self.sentences
        if self.n_held_back:
            yield trn(
                "{n} text, address or number in which a person may stand was left out.",
                "{n} texts, addresses or numbers in which persons may stand were left out.",
                self.n_held_back,
            )
        if self.report:
            yield tr("What was lost, structure by structure: {file}", file=self.report)

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "file": self.path.as_posix(),
            "structures": self.n_structures,
            "losses": list(self.sentences),
            "report": self.report.as_posix() if self.report else None,
            "held_back": self.n_held_back,
        }


def exchange(  # noqa: PLR0913 - one parameter an option
    ecosystem: Ecosystem,
    path: str | Path | None = None,
    *,
    form: str,
    bassin: str | None = None,
    lang: str | None = None,
    strict: bool = False,
) -> Exchanged:
    """Write the active structures in a format of the field, and its losses beside it as `FILE.pertes.md`.

    Raises `UsageError` for a format or an ending that does not exist, and `RefusedError` where `strict` is asked and
    something is lost: nothing is written then.
    """
    format_ = format_called(form)
    if format_ is None:
        raise UsageError(
            tr("There is no format “{words}”.", words=form),
            hint=tr("Choose one of: {formats}.", formats=listing(list(formats()))),
        )
    with spoken(ecosystem, lang):
        target = (
            Path(path)
            if path
            else ecosystem.outputs / named(ecosystem, format_.id, bassin, endings(format_)[0])
        )
        rows, n_held_back = public_rows(ecosystem, bassin)
        made = exported(
            format_,
            rows,
            ecosystem.territory,
            hosts=_hosts(ecosystem, {row["id"] for row in rows}),
            n_ties=_n_ties(ecosystem, rows),
            namespace=ecosystem.settings.uid,
        )
        written = content(format_, made, target.suffix)
        sentences = loss_sentences(made, format_, ecosystem.territory)
        if strict and not made.complete:
            raise RefusedError(
                tr("{format} does not hold everything: nothing was written.", format=format_.text()),
                hint=tr(
                    "Leave --strict out to write it with a report of what it loses: {losses}",
                    losses=" ".join(sentences),
                ),
                code="lossy",
            )
        put(target, written)
        report = target.with_name(f"{target.name}.pertes.md") if sentences else None
        if report is not None:
            put(report, loss_report(made, format_, ecosystem.territory).encode())
        return Exchanged(target, made.n_structures, sentences, report, n_held_back)


def public_rows(ecosystem: Ecosystem, bassin: str | None = None) -> tuple[list[Mapping[str, Any]], int]:
    """The active structures as anybody may read them, and how many texts, addresses and numbers were held back.

    Addresses and numbers of persons, of contacts and of who objected stay here; so do words in which somebody may
    be named.
    """
    withheld = withheld_of(ecosystem)
    signs = PersonSigns(ecosystem.territory, ecosystem.lexicon.street_words("BE").types)
    people = read(ecosystem).rows
    private = {str(row[name]).casefold() for row in people for name in ("phone", "email") if row[name]}
    opposed = objections.read(ecosystem)
    desks = reachable(ecosystem)
    scope = ecosystem.scope(bassin=bassin)
    public: dict[str, dict[str, Any]] = {
        row["id"]: {str(name): value for name, value in row.items()}
        for row in shared(ecosystem).registry.table.to_dict("records")
    }
    rows: list[Mapping[str, Any]] = []
    n_held_back = 0
    for row in ecosystem.registry.table.to_dict("records"):
        if row["active"] is False or not scope.covers(row["bassin"], row["ins"]):
            continue
        # Called after a person, it is reached at that person's.
        at_home = public[row["id"]]["name"] != row["name"]
        ways = {
            "phone": tuple(
                one
                for one in row["phone"] or ()
                if not at_home
                and one.casefold() not in private
                and not opposed.opposed(objections.phone(one))
            ),
            "email": tuple(
                one
                for one in row["email"] or ()
                if not at_home
                and one.casefold() not in private
                and not is_personal_mailbox(one, ecosystem.territory)
                and (one in desks[row["id"]].emails or not _anybodys(one, ecosystem.lexicon))
                and not opposed.opposed(objections.email(one))
            ),
        }
        own = {name: row[name] for name in TEXTS if row[name] and _nobodys(row[name], withheld, signs)}
        known_as = tuple(one for one in row["also_known_as"] or () if _nobodys(one, withheld, signs))
        extra = {
            title: cell
            for title, cell in (row["extra"] or {}).items()
            if _nobodys(str(cell), withheld, signs)
        }
        kept = {
            name: value or None for name, value in {**ways, "also_known_as": known_as, "extra": extra}.items()
        }
        n_held_back += sum(len(row[name] or ()) - len(kept[name] or ()) for name in kept)
        n_held_back += sum(bool(row[name]) for name in TEXTS) - len(own)
        n_held_back += sum(row[name] is not None and public[row["id"]][name] is None for name in DESCRIBED)
        rows.append({**public[row["id"]], **own, **kept})
    return rows, n_held_back


def _anybodys(address: str, lexicon: Lexicon) -> bool:
    """Whether anybody may open a mailbox there: it is a person's, unless it is called like a desk."""
    return address.rpartition("@")[2].casefold() in lexicon.generic_mail


def _nobodys(text: str, withheld: Withheld, signs: PersonSigns) -> bool:
    return not (withheld.in_field(text) or withheld.led_to(text) or signs.doubtful("hours_note", text))


def _hosts(ecosystem: Ecosystem, exported_ids: Collection[str]) -> Mapping[str, Host]:
    """Who bears structures, by id and the numbers of records; the id of those that are exported."""
    hosts: dict[str, Host] = {}
    for row in shared(ecosystem).registry.table.to_dict("records"):
        host = Host(row["id"] if row["id"] in exported_ids else "", row["name"])
        hosts |= dict.fromkeys((row["id"], *map(str, row["records"])), host)
    return hosts


def _n_ties(ecosystem: Ecosystem, rows: Iterable[Mapping[str, Any]]) -> int:
    """How many ties lead to or from these structures."""
    ids = {row["id"] for row in rows}
    return sum(a in ids or b in ids for a, b in ecosystem.network.edges())
