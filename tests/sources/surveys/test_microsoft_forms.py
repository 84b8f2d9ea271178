"""An export of Microsoft Forms: its own columns, a line of a grid alone, dates as its workbook writes them, and who typed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime

import pytest
from layouts import QUESTIONS, text
from openpyxl import Workbook

from wtc_eco import store
from wtc_eco.errors import RefusedError
from wtc_eco.sources import table_of
from wtc_eco.sources.surveys.headings import columns_of
from wtc_eco.territory import load
from wtc_eco.territory.questionnaire import Questionnaire
from wtc_eco.territory.vocabulary import Term, Vocabulary

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


def test_what_a_quiz_adds_of_a_question_is_no_answer_to_it(folder, take):
    titles = (*FRENCH, WHO, THEMES, f"Points - {THEMES}", f"Feedback - {THEMES}")
    done = take(
        folder,
        as_csv(titles, [*own(1, "2026-11-02 09:18:42"), CPAS, "Bureautique;", "1", "Sécurité en ligne"]),
    )
    (row,) = answers_of(folder)
    assert list(row["themes"]) == ["bureautique"]
    assert "question_reworded" not in {problem.code for problem in done.problems}


LISTED = ("[S2] Bibliothèque de Huy – Huy", "[S3] EPN – Huy")


def test_a_listed_structure_alone_is_a_line_of_the_list(folder, take):
    ticked = ["Je la connais;Nous lui adressons des personnes;", ""]
    done = take(
        folder, as_csv((*FRENCH, WHO, THEMES, *LISTED), [*own(1, "2026-11-02 09:18:42"), CPAS, "", *ticked])
    )
    assert (done.mentions.read, done.mentions.new) == (2, 2)


@pytest.mark.parametrize(
    ("cell", "n"),
    [("Je la connais maintenant", 1), ("Elle nous adresse des personnes", 1), ("Je la connais", 0)],
)
def test_asked_alone_its_cells_say_which_list_it_is_of(folder, take, cell, n):
    done = take(folder, as_csv((*FRENCH, WHO, *LISTED), [*own(1, "2026-11-02 09:18:42"), CPAS, cell, ""]))
    assert done.mentions.read == n
    assert ("unknown_columns" in {problem.code for problem in done.problems}) is (n == 0)


def with_a_second_grid() -> Questionnaire:
    """The questionnaire of the pack, which also asks how often, of four steps and of one that the first grid has not."""
    asked = load().questionnaire
    first = asked.questions["B1"]
    own_line = Term("bus", {"fr": "Bus numérique"}, {})
    rows = Vocabulary(
        "rows", [*(first.rows[id_] for id_ in ("acces", "materiel", "orientation", "ateliers")), own_line]
    )
    options = Vocabulary(
        "options", [Term("often", {"fr": "Souvent"}, {}), Term("unknown", {"fr": "Je ne sais pas"}, {})]
    )
    second = replace(
        first, code="B20", fills="extra", label={"fr": "À quelle fréquence ?"}, rows=rows, options=options
    )
    return replace(asked, questions={**asked.questions, "B20": second})


@pytest.mark.parametrize(
    ("lines", "cells", "codes"),
    [
        (["diagnostic", "ateliers"], ["", ""], ["B1", "B1"]),
        (["ateliers", "Bus numérique"], ["", ""], ["B20", "B20"]),
        (["ateliers", "ateliers2"], ["", ""], ["B1", "B20"]),
        (["acces", "materiel", "acces2", "materiel2"], ["Souvent", "Souvent", "En place", "Non"], ["B20", "B20", "B1", "B1"]),
        (["acces", "materiel"], ["Souvent", "Je ne sais pas"], ["B20", "B20"]),
        (["acces", "materiel"], ["", ""], ["B1", "B1"]),
        (["diagnostic", "ateliers", "acces", "materiel", "orientation", "ateliers2", "Bus numérique"], [""] * 7, ["B1"] * 5 + ["B20"] * 2),
    ],
)  # fmt: skip
def test_lines_that_two_grids_share_are_of_one_grid_by_their_answers_then_in_order(lines, cells, codes):
    def title(line: str) -> str:
        return LINES[line.rstrip("2")] + line[len(line.rstrip("2")) :] if line.rstrip("2") in LINES else line

    content = as_csv((*FRENCH, WHO, *map(title, lines)), [*own(1, "2026-11-02 09:18:42"), CPAS, *cells])
    columns = columns_of(table_of(content, "a.csv"), with_a_second_grid())
    placed = [place for place in columns.places.values() if place.code != "A1"]
    assert [place.code for place in placed] == codes
    told = any(problem.code == "question_reworded" for problem in columns.problems)
    assert told is (lines in (["ateliers", "ateliers2"], ["acces", "materiel"]) and not any(cells))
