"""What the world exports: each file gets its records, its quarantine, or a refusal in words."""

from __future__ import annotations

import os

import pytest

from wtc_eco.errors import EcoError, RefusedError, UsageError
from wtc_eco.sources import propose, read_records, read_table

HEADER = "nom,code postal,localité,téléphone,e-mail"
A = "EPN de Huy,4500,Huy,085 21 12 34,epn@huy.be"
B = "CPAS de Liège,4000,Liège,04 222 33 44,cpas@liege.be"
C = "Bibliothèque d’Ath,7800,Ath,068 26 53 00,bib@ath.be"


def rows(*lines: str, header: str = HEADER, end: str = "\n") -> str:
    return end.join([header, *lines]) + end


def semicolons(text: str) -> str:
    return text.replace(",", ";")


PLAIN = rows(A, B, C)
NAMES = ("EPN de Huy", "CPAS de Liège", "Bibliothèque d’Ath")
DOS = PLAIN.replace("’", "'")

# case, bytes, names kept, codes of warnings, codes of quarantine
CASES = [
    ("B01 UTF-8, comma", PLAIN.encode(), NAMES, set(), []),
    ("B02 mark and semicolons", b"\xef\xbb\xbf" + semicolons(PLAIN).encode(), NAMES, set(), []),
    ("B03 cp1252", semicolons(PLAIN + "Œuvre « à 5 € »,4000,Liège,,\n").encode("cp1252"), (*NAMES, "Œuvre « à 5 € »"), {"encoding_guessed"}, []),
    ("B04 one row of cp1252", semicolons(rows(B)).encode("cp1252"), NAMES[1:2], {"encoding_guessed"}, []),
    ("B05 cp850", semicolons(DOS).encode("cp850"), (*NAMES[:2], "Bibliothèque d'Ath"), {"encoding_guessed"}, []),
    ("B06 Mac", semicolons(PLAIN).encode("mac_roman"), NAMES, {"encoding_guessed"}, []),
    ("B07 Excel's Unicode text", PLAIN.replace(",", "\t").encode("utf-16"), NAMES, set(), []),
    ("B08 UTF-16 without mark", PLAIN.encode("utf-16-le"), NAMES, {"encoding_guessed"}, []),
    ("B08 UTF-16 big-endian", PLAIN.encode("utf-16-be"), NAMES, {"encoding_guessed"}, []),
    ("B09 UTF-8 read as Windows", rows(A, "CPAS de LiÃ¨ge,4000,,,").encode(), ("EPN de Huy", "CPAS de LiÃ¨ge"), {"mojibake"}, []),
    ("B10 two encodings", rows(A, B).encode() + (C + "\n").encode("cp1252"), NAMES[:2], set(), ["undecodable"]),
    ("B11 NUL in a cell", rows(A, "CP\0AS,4000,,,").encode(), NAMES[:1], set(), ["nul_byte"]),
    ("B15 lost characters", rows("CPAS de Li\ufffdge,4000,,,").encode(), ("CPAS de Li\ufffdge",), {"lost_characters"}, []),
    ("B16 reading order turned", rows("EPN \u202eyuH,4500,,,").encode(), ("EPN \u202eyuH",), {"turned_text"}, []),
    ("B17 letters of two alphabets", rows("СPAS de\u200b Mons,7000,,,").encode(), ("СPAS de\u200b Mons",), {"look_alike", "unseen_sign"}, []),
    ("B18 accents in two signs", rows("CPAS de Lie\u0300ge,4000,,,").encode(), ("CPAS de Liège",), set(), []),
    ("B19 no-break spaces around", rows("\u00a0EPN de Huy\u202f,\u00a04500,,,").encode(), NAMES[:1], set(), []),
    ("B20 terminal codes", rows("\x1b[31mEPN,4500,,,").encode(), ("\x1b[31mEPN",), {"control_sign"}, []),
    ("B21 console markup", rows("ASBL [/],4500,,,", "[link=http://x],4500,,,").encode(), ("ASBL [/]", "[link=http://x]"), set(), []),
    ("B22 commas within semicolons", b"nom;rue;code postal\nEPN de Huy;Rue X, 5;4500\nA, B;Rue Y, 6;4000\n", ("EPN de Huy", "A, B"), set(), []),
    ("B23 tab", PLAIN.replace(",", "\t").encode(), NAMES, set(), []),
    ("B24 bar", PLAIN.replace(",", "|").encode(), NAMES, set(), []),
    ("B25 sep=;", b"sep=;\r\n" + semicolons(PLAIN).encode(), NAMES, set(), []),
    ("B26 title lines", b"Liste des EPN\nau 1er juin\n\n" + PLAIN.encode(), NAMES, {"header_below"}, []),
    ("B27 total below", rows(A, B, "Total : 42,,,,").encode(), NAMES[:2], set(), ["footer"]),
    ("B27 total in one cell", rows(A, B, "Total : 42").encode(), NAMES[:2], set(), ["footer"]),
    ("B30 unknown columns", b"nom,cp,x1,x2\nEPN de Huy,4500,a,b\n", NAMES[:1], {"unknown_columns"}, []),
    ("B32 two columns of one title", "nom,cp,Téléphone,Téléphone\nEPN de Huy,4500,085 21 12 34,0471 12 34 56\n".encode(), NAMES[:1], {"duplicate_header"}, []),
    ("B33 column without title", b"nom,cp,\nEPN de Huy,4500,x\n", NAMES[:1], {"untitled_column", "unknown_columns"}, []),
    ("B34 titles shouted and cut", "DÉNOMINATION;Cod. post.;N° tél\nEPN de Huy;4500;085 21 12 34\n".encode(), NAMES[:1], set(), []),
    ("B35 a cell too many", rows(A, B + ",x", C).encode(), (NAMES[0], NAMES[2]), set(), ["row_too_long"]),
    ("B36 an empty cell too many everywhere", rows(A + ",", B + ",", C + ",").encode(), NAMES, set(), []),
    ("B37 a cell too few", rows(A, "CPAS,4000", C).encode(), (NAMES[0], NAMES[2]), set(), ["row_too_short"]),
    ("B38 quote not closed", rows(A, '"' + B, C).encode(), (NAMES[0], NAMES[2]), set(), ["unclosed_quote"]),
    ("B39 quotes in a cell", rows('Espace "Num" 12,4500,,,', '"Espace "Num" 13",4500,,,').encode(), ('Espace "Num" 12', 'Espace "Num" 13'), set(), []),
    ("B41 mixed line ends", (HEADER + "\r\n" + A + "\n" + B + "\r" + C).encode(), NAMES, set(), []),
    ("B41 old Mac line ends", rows(A, B, C, end="\r").encode(), NAMES, set(), []),
    ("B42 titles only", (HEADER + "\n").encode(), (), set(), []),
    ("B43 huge cell", rows(A, "x" * 200_000 + ",4500,,,").encode(), NAMES[:1], set(), ["cell_too_long"]),
    ("B43 huge quoted cell", rows(A, '"' + "x," * 100_000 + '",4500,,,').encode()[:180_000] + b"\n", NAMES[:1], set(), ["cell_too_long"]),
    ("B46 thrice the same", rows(A, A, A).encode(), NAMES[:1], {"repeated_row"}, []),
    ("B47 blank rows", rows(A, "", ",,,,", B).encode(), NAMES[:2], set(), []),
    ("B66 words that look missing", rows("NA,4500,,,", "null,4500,,,", "None,4500,,,").encode(), ("NA", "null", "None"), set(), []),
    ("B86 formulas", rows("=1+1,4500,,,", "'=cmd|x,4500,,,", "@SUM,4500,,,").encode(), ("=1+1", "=cmd|x", "@SUM"), set(), []),
    ("B87 code", rows("{{7*7}}</script><img src=x onerror=alert(1)>${1},4500,,,", "C:\\2019,4500,,,").encode(), ("{{7*7}}</script><img src=x onerror=alert(1)>${1}", "C:\\2019"), set(), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "names", "warned", "aside"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_file_gives_its_names_its_warnings_and_its_quarantine(reap, data, names, warned, aside):
    harvest = reap(data)
    assert tuple(row["name"] for row in harvest.rows) == names
    assert {p.code for p in harvest.problems if p.gravity == "warning"} - {"place_missing"} == warned
    assert [row.problem.code for row in harvest.quarantined] == aside


@pytest.mark.parametrize("data", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_every_row_is_accounted_for(reap, data):
    harvest = reap(data)
    assert (
        harvest.n_read == len(harvest.rows) + harvest.n_repeated + len(harvest.quarantined) + harvest.n_blank
    )
    assert len(harvest.numbers) == len(harvest.rows)


@pytest.mark.parametrize("data", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_every_problem_says_where_it_is_and_every_doubt_what_to_do(reap, data):
    for problem in reap(data).problems:
        assert problem.code
        assert problem.message
        assert problem.file == "liste.csv"
        if problem.gravity == "quarantine":
            assert problem.row
            assert problem.hint


REFUSED = [
    ("B12 image", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image"),
    ("B13 workbook", b"PK\x03\x04" + bytes(50), "workbook"),
    ("B14 web page", b"<html><body><table><tr><td>nom</td></tr></table>", "web page"),
    ("B14 web page with a mark", b"\xef\xbb\xbf  <!DOCTYPE HTML><html>", "web page"),
    ("old workbook, cut short", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "cut short"),
    ("machine code", bytes(range(1, 32)) * 40, "program"),
    ("JSON", b'[{"nom": "EPN"}]', "JSON"),
    ("B29 no titles", b"EPN de Huy,4500,085211234\nCPAS,4000,042223344\n", "row of titles"),
    (
        "B29 no titles, but a word that titles have",
        b"Service social,4500,085211234\nEPN,4000,042223344\n",
        "row of titles",
    ),
    ("B31 no name", b"code postal,telephone,Appelation\n4500,085 21 12 34,EPN\n", "name"),
    ("B36 everything shifted", rows(A + ",x", B + ",y", C + ",z").encode(), "more cells"),
    ("B42 nothing", b"", "empty"),
    ("B42 blanks", b" \n\n ;;;\n", "empty"),
    ("B42 a mark only", b"\xef\xbb\xbf", "empty"),
    ("B44 a hundred thousand columns", b"nom" + b"," * 100_000 + b"\n", "cells"),
]


@pytest.fixture
def english():
    from wtc_eco.i18n import speaking

    with speaking("en"):
        yield


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("data", "word"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_list_is_refused_in_words_with_a_remedy(on_disk, wallonie, data, word):
    with pytest.raises(RefusedError) as refusal:
        propose(read_table(on_disk(data)), wallonie)
    assert word in refusal.value.message
    assert refusal.value.hint
    assert refusal.value.exit_code == 3


def test_a_file_that_is_too_large_is_refused_before_it_is_read(on_disk):
    path = on_disk(b"")
    os.truncate(path, 1 << 30)
    with pytest.raises(RefusedError, match=r"1\D?074") as refusal:
        read_table(path)
    assert "--max-size 1074" in refusal.value.hint


def test_a_missing_file_is_a_mistake_of_the_command_and_its_neighbour_is_offered(on_disk):
    path = on_disk(PLAIN.encode(), "structures.csv")
    with pytest.raises(UsageError) as mistake:
        read_table(path.with_name("structure.csv"))
    assert "structures.csv" in mistake.value.hint


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(RefusedError):
        read_table(tmp_path)


@pytest.mark.parametrize("encoding", ["klingon", "zip", "base64", "raw\0"])
def test_an_encoding_nobody_knows_is_a_mistake_of_the_command(tabled, encoding):
    with pytest.raises(EcoError) as mistake:
        tabled(PLAIN, encoding=encoding)
    assert mistake.value.exit_code == 2


def test_an_encoding_that_does_not_fit_is_refused(tabled):
    with pytest.raises(RefusedError):
        tabled("é".encode("cp1252") + PLAIN.encode(), encoding="ascii")


def test_what_is_told_is_not_guessed(tabled):
    table = tabled(semicolons(DOS).encode("cp850"), encoding="cp850", delimiter=";")
    assert table.rows[1].cells[0] == "CPAS de Liège"
    assert table.problems == ()


def test_a_repaired_mojibake_says_what_it_said_before(reap):
    harvest = reap(rows("CPAS de LiÃ¨ge,4000,,,"), fix_mojibake=True)
    assert harvest.rows[0]["name"] == "CPAS de Liège"
    assert not [p for p in harvest.problems if p.code == "mojibake"]


def test_line_breaks_in_a_cell_do_not_shift_the_numbers_of_rows(tabled):
    table = tabled('nom,rue,cp\nEPN,"Rue X\n5\n",4500\nCPAS,Rue Y,4000\n')
    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[0].cells[1] == "Rue X\n5\n"


def test_a_list_whose_addresses_all_run_over_two_lines_is_read_whole(tabled):
    table = tabled("id,adresse,tél\n" + "".join(f'{n},"Rue X {n}\n4000 Liège",1\n' for n in range(20)))
    assert [row.number for row in table.rows] == list(range(2, 22))
    assert table.quarantined == ()


def test_two_stray_quotes_do_not_swallow_the_rows_between_them(tabled):
    between = "".join(f"{n},EPN {n},4500\n" for n in range(2, 70))
    table = tabled(f'id,nom,cp\n1,"EPN 1,4500\n{between}70,EPN 70",4500\n')
    assert len(table.rows) + len(table.quarantined) == 70
    assert len(table.quarantined) <= 2


def test_the_row_numbers_are_those_of_excel_after_title_lines_and_blank_rows(tabled):
    table = tabled(f"Liste\n\n{HEADER}\n{A}\n\n{B}\n")
    assert table.header_row == 3
    assert [row.number for row in table.rows] == [4, 6]
    assert table.n_blank == 1


def test_an_undecodable_row_says_at_which_byte(tabled):
    start = rows(A, B).encode()
    table = tabled(start + "Bibliothèque,7800,,,\n".encode("cp1252"))
    assert str(len(start) + 8) in table.quarantined[0].problem.message


def test_a_problem_carries_column_letter_and_value(wallonie, tabled):
    table = tabled("nom,cp,e-mail\nEPN de Huy,4500,info@x\n")
    (problem,) = read_records(table, propose(table, wallonie).map, wallonie, source="liste").problems
    assert (problem.file, problem.row, problem.column, problem.letter, problem.value) == (
        "liste.csv",
        2,
        "e-mail",
        "C",
        "info@x",
    )
