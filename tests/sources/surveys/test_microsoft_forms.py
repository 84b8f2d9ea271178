"""An export of Microsoft Forms: its own columns, a line of a grid alone, dates as its workbook writes them, and who typed."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from layouts import QUESTIONS, text
from openpyxl import Workbook

from wtc_eco import store
from wtc_eco.errors import RefusedError

FRENCH = (
    "ID",
    "Heure de début",
    "Heure de fin",
    "Adresse de messagerie",
    "Nom",
    "Heure de la dernière modification",
)
ENGLISH = ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time")
DUTCH = ("ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging")
GERMAN = ("ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Zeitpunkt der letzten Änderung")
WHO, THEMES, SLOTS = (text(QUESTIONS[code]) for code in ("A1", "B3", "B7"))
LINES = {row.id: row.label["fr"] for row in QUESTIONS["B1"].rows.values()}
CPAS = "[S1] CPAS de Huy – Huy"
TYPED = ("camille.exemple@huy.example", "Camille Exemple")


def own(number: int, end: str, *, who: tuple[str, str] = TYPED) -> list[str]:
    """The cells of the tool's columns."""
    return [str(number), "2026-09-01 08:00:00", end, *who, "2027-01-01 10:00:00"]


def as_csv(titles, *rows, delimiter=",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([titles, *rows])
    return stream.getvalue().encode("utf-8-sig")


def answers_of(ecosystem):
    held = store.read(ecosystem.folder).records
    return held[held["source"] == "enquete-2026"].to_dict("records")


def every_byte(ecosystem) -> bytes:
    return b"".join(path.read_bytes() for path in (ecosystem.folder / "data").rglob("*") if path.is_file())


@pytest.mark.parametrize("titles", [FRENCH, ENGLISH, DUTCH, GERMAN], ids=["fr", "en", "nl", "de"])
def test_the_end_is_the_moment_and_whoever_typed_is_kept_nowhere(folder, take, titles):
    done = take(
        folder, as_csv((*titles, WHO, THEMES), [*own(1, "2026-11-02 09:18:42"), CPAS, "Sécurité en ligne;"])
    )
    (row,) = answers_of(folder)
    assert (row["answered_on"], row["source_id"]) == ("2026-11-02", "S1 2026-11-02 09:18:42")
    assert (list(row["themes"]), row["extra"]) == (["securite"], None)
    assert b"Camille" not in every_byte(folder)
    assert b"camille" not in every_byte(folder)
    assert "personal_columns" in {problem.code for problem in done.problems}


def test_a_row_set_aside_does_not_tell_who_typed(folder, take):
    done = take(
        folder, as_csv((*FRENCH, WHO, THEMES), [*own(1, "2026-11-02 09:18:42"), "", "Sécurité en ligne;"])
    )
    assert done.accounting.quarantined == 1
    assert b"S\xc3\xa9curit\xc3\xa9 en ligne" in every_byte(folder)
    assert b"Camille" not in every_byte(folder)


def test_anonymous_is_nobody(folder, take):
    take(
        folder,
        as_csv(
            (*FRENCH, WHO, THEMES),
            [*own(1, "2026-11-02 09:18:42", who=("anonymous", "")), CPAS, "Bureautique;"],
        ),
    )
    assert b"anonymous" not in every_byte(folder)


def test_the_name_column_of_a_list_of_ones_own_is_kept_as_found(folder, take):
    take(folder, as_csv(("Date", "Nom", WHO, THEMES), ["2026-11-02", "Le CPAS", CPAS, "Bureautique"]))
    (row,) = answers_of(folder)
    assert row["extra"] == {"Nom": "Le CPAS"}


def test_a_line_alone_is_a_line_of_its_grid(folder, take):
    cells = ["Non", "En place", "En place", "En place", "En projet", "Je ne sais pas"]
    take(folder, as_csv((*FRENCH, WHO, *LINES.values()), [*own(1, "2026-11-02 09:18:42"), CPAS, *cells]))
    (row,) = answers_of(folder)
    assert list(row["steps"]) == ["assistance", "ateliers", "acces"]
    assert list(row["steps_planned"]) == ["materiel"]


def test_a_line_nearly_written_so_is_no_line(folder, take):
    take(
        folder,
        as_csv(
            (*FRENCH, WHO, THEMES, "Ateliers et formation"),
            [*own(1, "2026-11-02 09:18:42"), CPAS, "", "En place"],
        ),
    )
    (row,) = answers_of(folder)
    assert not row["steps"]
    assert row["extra"] == {"Ateliers et formation": "En place"}


def test_several_answers_end_each_in_a_semicolon_whatever_commas_they_hold(folder, take):
    cell = "Photo, vidéo, création, fablab;Compétences de base (ordinateur, souris, clavier);Généalogie, archives;"
    done = take(folder, as_csv((*FRENCH, WHO, THEMES), [*own(1, "2026-11-02 09:18:42"), CPAS, cell]))
    (row,) = answers_of(folder)
    assert sorted(row["themes"]) == ["bases", "creation"]
    assert list(done.unknown_options) == [("B3", "Généalogie, archives")]


def test_a_workbook_of_real_dates_reads_as_its_csv(folder, take, export):
    sheet = Workbook()
    sheet.active.append([*ENGLISH, WHO, SLOTS])
    start, end = datetime(2026, 11, 2, 9, 10, 11), datetime(2026, 11, 2, 9, 18, 42)  # noqa: DTZ001 - as Excel holds it
    sheet.active.append([1, start, end, "anonymous", None, None, CPAS, "Le samedi;"])
    stream = io.BytesIO()
    sheet.save(stream)
    folder.imports.answers(export(stream.getvalue(), "forms.xlsx"), source="enquete-2026")
    again = take(folder, as_csv((*ENGLISH, WHO, SLOTS), [*own(1, "11/2/26 9:18:42"), CPAS, "Le samedi;"]))
    assert (again.accounting.new, again.accounting.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("moments", "day", "doubted"),
    [
        (["11/2/26 9:18:42"], "2026-11-02", True),
        (["11/2/26 9:18:42", "11/25/26 8:00:00"], "2026-11-02", False),
        (["02/11/2026 09:18", "25/11/2026 08:00"], "2026-11-02", False),
        (["02/11/2026 09:18"], "2026-11-02", True),
        (["11/11/26 9:18:42"], "2026-11-11", False),
    ],
)
def test_a_date_of_the_csv_is_read_as_the_workbook_shows_it_and_told_where_nothing_decides(
    folder, take, moments, day, doubted
):
    rows = [[*own(number, end), f"[S{number}] x", "Bureautique;"] for number, end in enumerate(moments, 1)]
    done = take(folder, as_csv((*FRENCH, WHO, THEMES), *rows, delimiter=";"))
    assert min(row["answered_on"] for row in answers_of(folder)) == day
    assert ("date_ambiguous" in {problem.code for problem in done.problems}) is doubted


def test_without_the_end_somebody_has_to_say_when(folder, take):
    titles = [title for title in FRENCH if title != "Heure de fin"]
    row = [cell for cell, title in zip(own(1, ""), FRENCH, strict=True) if title != "Heure de fin"]
    with pytest.raises(RefusedError):
        take(folder, as_csv((*titles, WHO, THEMES), [*row, CPAS, "Bureautique;"]))
    take(folder, as_csv((*titles, WHO, THEMES), [*row, CPAS, "Bureautique;"]), collected_on="2026-11-03")
    assert b"Camille" not in every_byte(folder)
