"""Lines as the rows of a table: its sign, its header below a preamble, its rows and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from smwatch.imports.services import BRANDWATCH, COLUMNS, MELTWATER, SERVICES, plain, recognised
from smwatch.imports.table import PREAMBLE, ConfusedError, Row, Table, read_table

HEADER = "date,titre,texte"


def table(*lines: str, service: str = "", wanted: Sequence[str] = ()) -> Table:
    return read_table((f"{line}\n" for line in lines), SERVICES.get(service), wanted)


def cells(*lines: str) -> list[tuple[str, ...] | str]:
    """What each row says, or what is wrong with it."""
    return [row.trouble or row.cells for row in table(*lines).rows]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_sign_that_parts_cells_is_found(sign: str) -> None:
    found = table(HEADER.replace(",", sign), sign.join(("2026-03-04", "Un titre", "Un texte")))
    assert (found.sign, found.service, found.header) == (sign, COLUMNS, ("date", "titre", "texte"))
    assert [row.cells for row in found.rows] == [("2026-03-04", "Un titre", "Un texte")]


def test_the_header_may_stand_below_a_preamble() -> None:
    found = table("Report: Nordelait", "", "From: 2026-03-01, to: 2026-03-04", HEADER, "2026-03-04,a,b")
    assert found.header == ("date", "titre", "texte")
    assert [(row.line, row.cells) for row in found.rows] == [(5, ("2026-03-04", "a", "b"))]


def test_it_is_looked_for_in_so_many_lines() -> None:
    assert table(*["x"] * (PREAMBLE - 1), HEADER).header
    with pytest.raises(ConfusedError):
        table(*["x"] * PREAMBLE, HEADER)


def test_names_are_read_without_marks_and_blanks() -> None:
    assert table("\ufeffdate , Titre,  texte").header == ("date", "Titre", "texte")
    assert plain("  \ufeffDate   de  Publication ") == "date de publication"


def test_lines_are_counted_as_in_the_file() -> None:
    rows = list(table(HEADER, '2026-03-04,"un', 'deux",c', "", "2026-03-05,d,e").rows)
    assert [(row.line, row.cells[1:]) for row in rows] == [(2, ("un\ndeux", "c")), (5, ("d", "e"))]


def test_empty_rows_are_passed_over() -> None:
    assert cells(HEADER, "", ",,", " , ,", "2026-03-04,a,b") == [("2026-03-04", "a", "b")]


def test_a_row_with_more_cells_than_the_header_is_told_unless_they_are_empty() -> None:
    assert cells(HEADER, "2026-03-04,a,b,c") == ["it has more cells than the header"]
    assert cells(HEADER, "2026-03-04,a,b,, ") == [("2026-03-04", "a", "b")]


def test_a_row_with_fewer_is_read_as_far_as_it_goes() -> None:
    assert cells(HEADER, "2026-03-04,a") == [("2026-03-04", "a")]


def test_quotation_marks_hold_signs_and_one_another() -> None:
    assert cells(HEADER, '2026-03-04,"a, b","dit ""oui"""') == [("2026-03-04", "a, b", 'dit "oui"')]


@pytest.mark.parametrize(
    ("line", "header"),
    [
        ("a,b,c,d", ("a", "b", "c", "d")),
        ("date;heure;lieu", ("date", "heure", "lieu")),
        ("rien", ("rien",)),
    ],
)
def test_where_no_header_is_known_the_likeliest_line_is_named(line: str, header: tuple[str, ...]) -> None:
    with pytest.raises(ConfusedError) as caught:
        table("", line)
    assert caught.value.header == header
    assert str(caught.value) == ", ".join(header)


def test_nothing_at_all_has_no_header() -> None:
    with pytest.raises(ConfusedError) as caught:
        table()
    assert caught.value.header == ()


def test_columns_that_are_wanted_find_a_header_that_no_service_has() -> None:
    found = table("x,y", "quand,quoi", "2026-03-04,a", wanted=("Quoi", "QUAND"))
    assert (found.service, found.header) == (None, ("quand", "quoi"))
    with pytest.raises(ConfusedError):
        table("quand,quoi", wanted=("quand", "qui"))


def test_a_service_that_is_named_needs_a_date_and_something_said() -> None:
    assert table("Date,Snippet", service="brandwatch").service is BRANDWATCH
    with pytest.raises(ConfusedError):
        table("Date,Domain", service="brandwatch")
    with pytest.raises(ConfusedError):
        table("Snippet,Domain", service="brandwatch")


def test_a_service_that_is_named_is_kept_though_the_header_looks_like_another_s() -> None:
    assert table("Date,URL,Hit Sentence,Snippet", service="brandwatch").service is BRANDWATCH
    assert table("Date,URL,Hit Sentence,Snippet").service is MELTWATER


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_begins() -> None:
    (row,) = table(HEADER, '2026-03-05,"' + "x" * 1_000_001).rows
    assert row == Row(2, trouble="it can't be parted into cells: is a quotation mark missing?")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (("Query Name", "Date", "Full Text", "Url"), "brandwatch"),
        (("QUERY ID", " date ", "URL"), "brandwatch"),
        (("Date", "URL", "Opening Text"), "meltwater"),
        (("published", "content", "extra_source_attributes.name"), "talkwalker"),
        (("title", "description", "published_at"), "mention"),
        (("lien", "texte", "publié"), "columns"),
        (("Titre", "Date de publication"), "columns"),
        (("url", "author", "date"), ""),  # nothing said
        (("titre", "texte"), ""),  # no date
        ((), ""),
    ],
)
def test_whose_export_it_is(header: tuple[str, ...], name: str) -> None:
    found = recognised(header)
    assert (found.name if found else "") == name


def test_no_service_s_columns_are_read_and_left_out_at_once() -> None:
    for service in SERVICES.values():
        read = {plain(name) for names in service.columns.values() for name in names}
        assert not read & {plain(name) for name in service.left}


@pytest.mark.parametrize("header", ["Date,Title", "Date,Full Text", "Alternate,Date,Snippet"])
def test_a_title_or_a_text_is_something_said(header: str) -> None:
    assert table(header, service="brandwatch").service is BRANDWATCH


def test_what_was_hit_is_something_said_too() -> None:
    assert table("Date,Hit Sentence", service="meltwater").service is MELTWATER


def test_a_table_of_one_column_is_none_of_a_service() -> None:
    with pytest.raises(ConfusedError):
        table("Quoi", service="brandwatch", wanted=("quoi",))
    assert table("Quoi", wanted=("quoi",)).header == ("Quoi",)
