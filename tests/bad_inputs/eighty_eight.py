"""The table of the eighty-eight: a line or a few for each, by the number it has in the design."""

from __future__ import annotations

import layouts
import workbook_files as books
from bad_files import (
    ASIDE,
    ATH,
    GUESSED,
    HUY,
    LAUGHS,
    LIEGE,
    LOCKED,
    MACHINE_FILE,
    NAMES,
    OK,
    PNG,
    QUADRATIC,
    REFUSED,
    SURVEY,
    THREE,
    TIES,
    TITLES,
    USAGE,
    Case,
    as_it_is,
    cells_of,
    corrected,
    dated,
    drawn,
    filled,
    hidden,
    kobo_that_disagrees,
    listed,
    long_list,
    merged_commune,
    numbered,
    retyped,
    second_sheet,
    sheet,
    styled_far,
    text,
    tied,
    two_row_header,
    two_tables,
    under,
    with_name,
)  # fmt: skip
from respondents import ANSWERS
from workbook_files import cell, packed, row

C = Case
S = frozenset
DOS = (TITLES, HUY, LIEGE, ("Bibliothèque d'Ath", *ATH[1:]))
DOS_NAMES = (*NAMES[:2], "Bibliothèque d'Ath")
WORK = ("Œuvre « à 5 € »", *LIEGE[1:])
NEXT = "085 23 45 67"

TEXTS = (
    C("B01 UTF-8", "utf8.csv", listed(HUY, LIEGE, ATH), OK, 3, names=NAMES),
    C("B02 mark and semicolons", "utf8_bom_semicolon.csv", b"\xef\xbb\xbf" + text(THREE, ";").encode(), OK, 3, names=NAMES),
    C("B03 Windows", "cp1252_semicolon.csv", text((*THREE, WORK), ";").encode("cp1252"), OK, 4, GUESSED, ("cp1252", "--encoding"), (*NAMES, WORK[0])),
    C("B04 Windows, one row", "cp1252_one_row.csv", text((TITLES, LIEGE), ";").encode("cp1252"), OK, 1, GUESSED, ("cp1252",), NAMES[1:2]),
    C("B05 DOS", "cp850.csv", text(DOS, ";").encode("cp850"), OK, 3, GUESSED, ("cp850",), DOS_NAMES),
    C("B06 Mac", "macroman.csv", text(THREE, ";").encode("mac_roman"), OK, 3, GUESSED, ("mac_roman",), NAMES),
    C("B07 Unicode text of Excel", "utf16le_bom_tab.txt", text(THREE, "\t").encode("utf-16"), OK, 3, names=NAMES),
    C("B08 UTF-16 without mark", "utf16le_nobom.csv", text(THREE).encode("utf-16-le"), OK, 3, GUESSED, ("utf-16",), NAMES),
    C("B09 UTF-8 read as Windows", "mojibake.csv", listed(HUY, with_name("CPAS de LiÃ¨ge")), OK, 2, S({"mojibake"}), ("CPAS de Liège", "--fix-mojibake"), (NAMES[0], "CPAS de LiÃ¨ge")),
    C("B09 repaired when asked", "mojibake.csv", listed(HUY, with_name("CPAS de LiÃ¨ge")), OK, 2, names=NAMES[:2], how=("--as", "liste", "--fix-mojibake")),
    C("B10 two encodings", "mixed_encoding.csv", listed(HUY, LIEGE) + text([ATH]).encode("cp1252"), ASIDE, 3, S({"undecodable"}), ("octet",), NAMES[:2], aside={4: ATH}, mend=as_it_is),
    C("B11 NUL", "nul_bytes.csv", listed(HUY, with_name("CP\0AS")), ASIDE, 2, S({"nul_byte"}), ("\\x00",), NAMES[:1], aside={3: with_name("CP\0AS")}, mend=filled(nom="CPAS")),
    C("B12 an image", "binary_renamed.csv", PNG, REFUSED, codes=S({"not_text"}), says=("n’est pas un fichier de texte", "image")),
    C("B13 a workbook called CSV", "xlsx_renamed.csv", lambda: books.book(THREE), OK, 3, S({"workbook_renamed"}), (".csv",), NAMES),
    C("B14 a web page called XLS", "html_named_xls.xls", b"<html><body><table><tr><td>nom</td></tr></table></body></html>", REFUSED, codes=S({"not_text"}), says=("page web", ".xlsx")),
    C("B15 lost characters", "replacement_char.csv", listed(with_name("CPAS de Li\ufffdge")), OK, 1, S({"lost_characters"}), ("perdus",), ("CPAS de Li\ufffdge",)),
    C("B16 reading order turned", "bidi_override.csv", listed(("EPN \u202eyuH", *HUY[1:5], "epn\u202e@huy.be")), OK, 1, S({"turned_text"}), ("\\u202e",), ("EPN \u202eyuH",)),
    C("B17 letters of two alphabets", "zero_width_homoglyph.csv", listed(with_name("СPAS de\u200b Huy")), OK, 1, S({"look_alike", "unseen_sign"}), ("\\u200b",), ("СPAS de\u200b Huy",)),
    C("B18 accents in two signs", "nfd_accents.csv", listed(with_name("CPAS de Lie\u0300ge")), OK, 1, names=("CPAS de Liège",)),
    C("B19 no-break spaces", "nbsp.csv", listed(tuple(f"\u00a0{each}\u202f" for each in HUY)), OK, 1, names=NAMES[:1]),
    C("B20 terminal codes", "ansi_escape.csv", listed(with_name("\x1b[31mEPN\x1b]8;;http://x\x1b\\ici\x1b]8;;\x1b\\")), OK, 1, S({"control_sign"}), ("\\x1b[31m",), ("\x1b[31mEPN\x1b]8;;http://x\x1b\\ici\x1b]8;;\x1b\\",)),
    C("B21 console markup", "rich_markup.csv", listed(with_name("ASBL [/]"), with_name("[link=http://x]")), OK, 2, says=("ASBL [/]", "[link=http://x]"), names=("ASBL [/]", "[link=http://x]")),
)  # fmt: skip

SHAPES = (
    C("B22 commas within semicolons", "comma_in_semicolon.csv", under(";".join(TITLES), ";".join(HUY), "A, B;Rue Y, 6;4000;Liège;;"), OK, 2, names=(HUY[0], "A, B")),
    C("B23 tabs", "tab.tsv", text(THREE, "\t").encode(), OK, 3, names=NAMES),
    C("B24 bars", "pipe.csv", text(THREE, "|").encode(), OK, 3, names=NAMES),
    C("B25 sep=;", "sep_line.csv", b"sep=;\r\n" + text(THREE, ";", "\r\n").encode(), OK, 3, names=NAMES),
    C("B26 title lines", "preamble.csv", b"Liste des EPN\nau 1er juin\n\n" + listed(HUY, LIEGE, ATH), OK, 3, S({"header_below"}), ("ligne 4",), NAMES),
    C("B27 a total below", "footer_total.csv", listed(HUY, LIEGE, ("Total : 42", *[""] * 5)), ASIDE, 3, S({"footer"}), ("total",), NAMES[:2], aside={4: ("Total : 42", *[""] * 5)}, mend=retyped(*ATH)),
    C("B28 titles on two rows", "two_row_header.xlsx", lambda: drawn(two_row_header), OK, 1, S({"two_row_header"}), ("Horaires / Lundi",), NAMES[:1]),
    C("B29 no titles", "no_header.csv", text([HUY, LIEGE]).encode(), REFUSED, codes=S({"no_header"}), says=("ligne de titres", "--columns")),
    C("B30 columns that nobody knows", "unknown_columns.csv", under("nom;code postal;x1;x2;x3;x4;x5", "EPN de Huy;4500;a;b;c;d;e"), OK, 1, S({"unknown_columns"}), ("« x1 »", "« x5 »", "--columns"), NAMES[:1]),
    C("B31 no name", "missing_required.csv", under("code postal;telephone;Appelation", "4500;085 21 12 34;EPN"), REFUSED, codes=S({"no_name_column"}), says=("Appelation", "--columns")),
    C("B32 two columns of one title", "duplicate_headers.csv", under("nom;code postal;Téléphone;Téléphone", "EPN de Huy;4500;085 21 12 34;0471 12 34 56"), OK, 1, S({"duplicate_header"}), ("Téléphone (2)",), NAMES[:1]),
    C("B33 a column without title", "blank_header.csv", under("nom;code postal;", "EPN de Huy;4500;x"), OK, 1, S({"untitled_column", "unknown_columns"}), ("colonne C",), NAMES[:1]),
    C("B34 titles shouted and cut", "header_case_accent.csv", under("DÉNOMINATION;CODE POSTAL;N° tél", "EPN de Huy;4500;085 21 12 34"), OK, 1, names=NAMES[:1]),
    C("B34 titles cut", "header_case_accent.csv", under("Nom;Cod. post.", "EPN de Huy;4500"), OK, 1, names=NAMES[:1]),
    C("B35 a cell too many", "ragged_more.csv", listed(HUY, (*LIEGE, "x"), ATH), ASIDE, 3, S({"row_too_long"}), ("7 cellules",), (NAMES[0], NAMES[2]), aside={3: (*LIEGE, "x")}, mend=retyped(*LIEGE)),
    C("B36 an empty cell too many everywhere", "ragged_all_more.csv", listed((*HUY, ""), (*LIEGE, ""), (*ATH, "")), OK, 3, names=NAMES),
    C("B36 a cell too many everywhere", "ragged_all_more.csv", listed((*HUY, "x"), (*LIEGE, "y"), (*ATH, "z")), REFUSED, codes=S({"shifted"}), says=("plus de cellules",)),
    C("B37 a cell too few", "ragged_less.csv", listed(HUY, LIEGE[:2], ATH), ASIDE, 3, S({"row_too_short"}), ("2 cellules",), (NAMES[0], NAMES[2]), aside={3: LIEGE[:2]}, mend=retyped(*LIEGE)),
    C("B38 a quote never closed", "unclosed_quote.csv", long_list(60, 35), ASIDE, 60, S({"unclosed_quote"}), ("ligne 35", "guillemet"), aside={35: ('"EPN numéro 35', "Rue Haute 35", "4500", "Huy", "", "")}, mend=filled(nom="EPN numéro 35")),
    C("B39 quotes in a cell", "stray_quote.csv", under(",".join(TITLES), 'Espace "Num" 12,Rue A 1,4500,Huy,,', '"Espace "Num" 13",Rue B 2,4500,Huy,,'), OK, 2, names=('Espace "Num" 12', 'Espace "Num" 13')),
    C("B40 line breaks in a cell", "newline_in_cell.csv", listed((HUY[0], "Rue du Pont 1\nbâtiment B", *HUY[2:]), LIEGE), OK, 2, names=NAMES[:2]),
    C("B40 the numbers of rows stay right", "newline_in_cell.csv", listed((HUY[0], "Rue du Pont 1\nbâtiment B", *HUY[2:]), ("", *LIEGE[1:])), ASIDE, 2, S({"no_name"}), ("ligne 3", "colonne A"), NAMES[:1], aside={3: ("", *LIEGE[1:])}, mend=filled(nom=LIEGE[0])),
    C("B41 line ends of all sorts", "crlf_lf_mixed.csv", (",".join(TITLES) + "\r\n" + ",".join(HUY) + "\n" + ",".join(LIEGE) + "\r" + ",".join(ATH)).encode(), OK, 3, names=NAMES),
    C("B41 old Mac line ends", "cr_only.csv", text(THREE, end="\r").encode(), OK, 3, names=NAMES),
    C("B42 nothing", "empty.csv", b"", REFUSED, codes=S({"empty"}), says=("vide",)),
    C("B42 titles only", "header_only.csv", listed(), OK, 0, says=("0 ligne lue",), names=()),
    C("B42 blanks only", "blanks_only.csv", b" \n\n ;;;\n", REFUSED, codes=S({"empty"}), says=("vide",)),
    C("B43 a huge cell", "huge_cell.csv", listed(HUY, with_name("x" * 200_000)), ASIDE, 2, S({"cell_too_long"}), ("32\u202f767",), NAMES[:1], aside={3: with_name("x" * 200_000)}, mend=filled(nom="X")),
    C("B44 a hundred thousand cells in a row", "million_columns.csv", b"nom" + b"," * 100_000 + b"\n", REFUSED, codes=S({"too_wide"}), says=("16\u202f384",)),
    C("B45 a gigabyte", "one_gb.csv", b"nom\n", REFUSED, codes=S({"too_large"}), says=("--max-size",), size=1 << 30),
    C("B46 three times the same", "duplicate_rows.csv", listed(HUY, HUY, HUY), OK, 3, S({"repeated_row"}), ("ligne 2",), NAMES[:1], repeated=2),
    C("B47 blank rows", "blank_rows_between.csv", listed(HUY, [""], [""] * 6, LIEGE), OK, 4, names=NAMES[:2], blank=2),
)  # fmt: skip

WORKBOOKS = (
    C("B48 a phone without its zero", "leading_zero_lost.xlsx", lambda: numbered((*HUY[:4], 471234567)), OK, 1, S({"phone_zero"}), ("zéro",), NAMES[:1]),
    C("B49 a phone with a decimal", "phone_float.csv", listed((*HUY[:4], "471234567.0", "")), OK, 1, S({"phone_decimal"}), ("471234567.0",), NAMES[:1]),
    C("B50 a phone in powers of ten", "phone_sci.csv", listed((*HUY[:4], "4,71E+08", "")), OK, 1, S({"phone_rounded"}), ("4,71E+08",), NAMES[:1]),
    C("B51 two phones", "phone_two.csv", listed((*HUY[:4], "04 222 33 44 / 0471 12 34 56", "")), OK, 1, names=NAMES[:1]),
    C("B52 a phone and a name", "phone_with_name.csv", listed((*HUY[:4], "0471234567 (Julie)", "")), OK, 1, names=NAMES[:1]),
    C("B53 a postal code with a decimal", "postcode_float.xlsx", lambda: numbered((*HUY[:2], 4500.0, *HUY[3:])), OK, 1, names=NAMES[:1]),
    C("B54 postal codes, repaired", "postcode_bad.csv", listed((*LIEGE[:2], "B-4000", *LIEGE[3:]), ("EPN de Liège", "Rue X 4", "4000 Liège", "", "", "")), OK, 2, S({"postal_code_repaired"}), ("B-4000", "4000 Liège"), (LIEGE[0], "EPN de Liège")),
    C("B54 postal codes, unreadable", "postcode_bad.csv", listed((*HUY[:2], "400", *HUY[3:]), (*LIEGE[:2], "99999", *LIEGE[3:])), OK, 2, S({"postal_code_bad"}), ("'400'", "'99999'"), NAMES[:2]),
    C("B55 enterprise numbers", "bce_number.csv", under("nom;code postal;BCE", "EPN de Huy;4500;417497106", "CPAS de Liège;4000;BE 0417.497.106", "Bibliothèque d’Ath;7800;0417497107"), OK, 3, S({"bce_zero", "bce_bad"}), ("0417497107",), NAMES),
    C("B56 a date of Excel", "dates.xlsx", lambda: dated(45450, epoch=1900), OK, 1, names=NAMES[:1]),
    C("B56 a date of Excel since 1904", "dates_1904.xlsx", lambda: dated(43988, epoch=1904), OK, 1, names=NAMES[:1]),
    C("B56 dates in words", "dates.csv", under("nom;code postal;date de collecte", "EPN de Huy;4500;7 juin 2024", "CPAS de Liège;4000;07/06/2024", "Bibliothèque d’Ath;7800;06/07/24"), OK, 3, S({"date_ambiguous"}), ("06/07/24",), NAMES),
    C("B57 decimal commas", "decimal_comma_latlon.csv", under("nom;code postal;latitude;longitude", "CPAS de Liège;4000;50,6333;5,5667"), OK, 1, names=NAMES[1:2]),
    C("B58 coordinates swapped", "swapped_latlon.csv", under("nom;code postal;latitude;longitude", "CPAS de Liège;4000;5.57;50.63"), OK, 1, S({"coordinates_swapped"}), ("5.57",), NAMES[1:2]),
    C("B58 coordinates elsewhere", "swapped_latlon.csv", under("nom;code postal;latitude;longitude", "CPAS de Liège;4000;12.5;80.1"), OK, 1, S({"coordinates_far"}), ("12.5",), NAMES[1:2]),
    C("B59 Lambert 72", "wrong_crs.csv", under("nom;code postal;latitude;longitude", "CPAS de Liège;4000;147000;235000"), OK, 1, S({"coordinates_projected"}), ("Lambert 72",), NAMES[1:2]),
    C("B60 merged cells", "merged_cells.xlsx", lambda: drawn(merged_commune), OK, 5, S({"merged_filled"}), ("Huy",)),
    C("B61 hidden rows and sheets", "hidden_sheet_rows.xlsx", lambda: drawn(hidden), OK, 3, S({"hidden_rows", "hidden_sheet"}), ("1 ligne masquée",), NAMES),
    C("B62 two tables on a sheet", "two_tables_one_sheet.xlsx", lambda: drawn(two_tables), REFUSED, codes=S({"two_tables"}), says=("--range",)),
    C("B63 the list on the second sheet", "many_sheets.xlsx", lambda: drawn(second_sheet), OK, 3, says=("« Liste »", "--sheet"), names=NAMES),
    C("B64 formulas never calculated", "formula_no_cache.xlsx", lambda: cells_of(row(2, cell("A2", "EPN de Huy"), '<c r="B2"><f>4000+500</f></c>')), ASIDE, 1, S({"formula_without_value"}), ("formule sans valeur",), (), aside={2: ("EPN de Huy", "")}, mend=filled(code_postal="4500")),
    C("B65 cells in error", "error_cells.xlsx", lambda: cells_of(row(2, cell("A2", "EPN de Huy"), '<c r="B2" t="e"><v>#N/A</v></c>'), row(3, '<c r="A3" t="e"><v>#REF!</v></c>', cell("B3", "4000"))), ASIDE, 2, S({"error_cell"}), ("#N/A", "#REF!"), (), aside={2: ("EPN de Huy", "#N/A"), 3: ("#REF!", "4000")}, mend=corrected(nom="EPN", code_postal="4500")),
    C("B66 names that look missing", "na_text.xlsx", lambda: books.book([TITLES, with_name("NA"), with_name("null"), with_name("None")]), OK, 3, names=("NA", "null", "None")),
    C("B67 a password", "password.xlsx", LOCKED, REFUSED, codes=S({"password"}), says=("mot de passe",)),
    C("B68 cut short", "truncated.xlsx", lambda: books.book(THREE)[:3000], REFUSED, codes=S({"damaged_workbook"}), says=("endommagé",)),
    C("B69 a bomb", "zipbomb.xlsx", books.bomb, REFUSED, codes=S({"unpacks_too_far"}), says=("Mo",)),
    C("B70 billion laughs", "laughs.xlsx", packed(row(1, cell("A1", "&b;")), declaration=LAUGHS), REFUSED, codes=S({"declares_entities"}), says=("DOCTYPE",)),
    C("B70 quadratic", "quadratic.xlsx", packed(row(1, cell("A1", "&a;" * 100)), declaration=QUADRATIC), REFUSED, codes=S({"declares_entities"}), says=("ENTITY",)),
    C("B70 a file of the machine", "xxe.xlsx", packed(row(1, cell("A1", "&secret;")), declaration=MACHINE_FILE), REFUSED, codes=S({"declares_entities"}), says=("DOCTYPE",)),
    C("B71 cells at both ends", "sparse_corner.xlsx", packed(row(1, cell("A1", "nom")) + row(1_048_576, cell("XFD1048576", "x"))), REFUSED, codes=S({"cells_too_far"}), says=("XFD1048576",)),
    C("B72 formatted to the last row", "styled_to_row_1048576.xlsx", styled_far, OK, 1, names=NAMES[:1]),
    C("B73 macros", "macro.xlsm", lambda: packed(row(1, cell("A1", "nom"), cell("B1", "code postal")) + row(2, cell("A2", "EPN de Huy"), cell("B2", "4500")), more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open()"}), OK, 1, names=NAMES[:1]),
    C("B74 open in Excel", "liste.xlsx", lambda: books.book(THREE), OK, 3, S({"open_elsewhere"}), ("Excel",), NAMES, beside=("~$liste.xlsx",)),
)  # fmt: skip

SURVEYS = (
    C("B75 Google Forms", "google_forms.csv", lambda: layouts.google_sheet(ANSWERS), OK, len(ANSWERS), S({"mention_without_box"}), ("Généalogie, archives",), how=SURVEY),
    C("B76 LimeSurvey, codes", "limesurvey_codes.csv", lambda: layouts.limesurvey(heading="code", response="short", answers=ANSWERS[:1]), ASIDE, 2, how=SURVEY),
    C("B77 LimeSurvey, full texts", "limesurvey_full_text.csv", lambda: layouts.limesurvey(heading="full", response="long", answers=ANSWERS[:1]), ASIDE, 2, how=SURVEY),
    C("B78 KoBo, boxes that disagree", "kobo_select_multiple.csv", kobo_that_disagrees, OK, 1, S({"summary_disagrees"}), how=SURVEY),
    C("B79 KoBo, a workbook of names", "kobo_xml_vs_labels.xlsx", lambda: layouts.kobo_xlsx(ANSWERS[:1]), OK, 1, how=SURVEY),
)  # fmt: skip

MEANINGS = (
    C("B80 opening hours", "opening_hours_bad.csv", under("nom;code postal;horaires", "EPN de Huy;4500;9h-12h lu-ve", "CPAS de Liège;4000;Mo 99:99"), OK, 2, S({"hours_bad"}), ("Mo 99:99",), NAMES[:2]),
    C("B80 opening hours without end", "opening_hours_bad.csv", under("nom;code postal;horaires", "EPN de Huy;4500;" + "24/7 " * 20_000), ASIDE, 1, S({"cell_too_long"}), names=(), aside={2: ("EPN de Huy", "4500", "24/7 " * 20_000)}, mend=filled(horaires="24/7")),
    C("B81 communes misspelt or elsewhere", "unknown_commune.csv", under("nom;localité", "EPN A;Liege", "EPN B;Liège 2", "EPN C;Lüttich", "EPN D;Brussel"), OK, 4, S({"place_outside"}), names=("EPN A", "EPN B", "EPN C", "EPN D")),
    C("B82 another basin", "bassin_mismatch.csv", under("nom;code postal;bassin", "EPN de Huy;4500;Namur"), OK, 1, S({"bassin_mismatch"}), ("Namur",), NAMES[:1]),
    C("B83 a tie to nobody", "referral_unknown_id.csv", tied("S1;S999;knows", "S1;S2;refers"), ASIDE, 2, S({"unknown_structure"}), ("S999",), aside={2: ("S1", "S999", "knows")}, mend=filled(vers="S3"), how=TIES),
    C("B84 a tie to itself", "referral_self_loop.csv", tied("S1;S1;knows"), ASIDE, 1, S({"tie_to_itself"}), aside={2: ("S1", "S1", "knows")}, mend=filled(vers="S2"), how=TIES),
    C("B84 a tie said twice", "referral_dup.csv", tied("S1;S2;knows", "S1;S2;knows"), OK, 2, S({"repeated_row"}), repeated=1, how=TIES),
    C("B85 addresses", "email_bad.csv", listed((*HUY[:5], "info@x"), (*LIEGE[:5], "a@b.be; c@d.be")), OK, 2, S({"email_bad"}), ("info@x",), NAMES[:2]),
)  # fmt: skip

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", '=cmd|" /C calc"!A0', '=HYPERLINK("http://x")')
CODE = ("</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "${7*7}`x`", "{{7*7}}", "C:\\2019\\new")  # fmt: skip

HOSTILE = (
    C("B86 formulas", "formula_injection.csv", listed(*map(with_name, FORMULAS)), OK, len(FORMULAS), names=FORMULAS),
    C("B87 code", "html_js_injection.csv", listed(*map(with_name, CODE)), OK, len(CODE), names=CODE),
    C("B88 a sheet elsewhere", "paths.xlsx", lambda: drawn(lambda book: sheet(book, THREE) and None), USAGE, codes=S({"no_sheet"}), says=("..\\..\\x",), how=("--as", "liste", "--sheet", "..\\..\\x")),
)  # fmt: skip

CASES = (*TEXTS, *SHAPES, *WORKBOOKS, *SURVEYS, *MEANINGS, *HOSTILE)
