"""Bytes in, entries out: encodings, signs, headers, dates; and what is wrong with a row."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, repeat
from zoneinfo import ZoneInfo

import pytest

from smwatch.imports.entries import Said, Shape, Trouble, month_first, shaped
from smwatch.imports.lines import decoded, is_workbook
from smwatch.imports.services import COLUMNS, FIELDS, SERVICES, Service, recognised
from smwatch.imports.table import CELL, ConfusedError, Row, read_table
from smwatch.models import FeedKind
from tests.imports.exports import (
    BRANDWATCH,
    COMMA,
    FRENCH,
    MELTWATER,
    MELTWATER_NEWER,
    MENTION,
    SEMICOLON,
    TAB,
    TALKWALKER,
    text_of,
)

NOW = datetime(2010, 3, 17, 8, tzinfo=UTC)
TORONTO = ZoneInfo("America/Toronto")
FIVE_PAST_SIX = datetime(2010, 3, 15, 18, 5, tzinfo=UTC)  # 14:05 in Toronto


def understood(data: bytes, service: Service | None = None) -> tuple[Shape, list[Said | Trouble]]:
    _, lines = decoded(io.BytesIO(data))
    table = read_table(lines, service)
    assert table.service
    shape = shaped(table.service, table.header, {}, TORONTO, ("fr", "en"))
    rows = list(table.rows)
    shape = replace(shape, month_first=bool(month_first(shape, rows)))
    return shape, [shape.entry(row, NOW) for row in rows]


def said(data: bytes) -> list[Said]:
    _, found = understood(data)
    assert all(isinstance(one, Said) for one in found), found
    return [one for one in found if isinstance(one, Said)]


def troubles(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in understood(text.encode())[1] if isinstance(one, Trouble)]


SHAPES = {
    "brandwatch": (BRANDWATCH, FIVE_PAST_SIX, "Ève L.", "courrier.example"),
    "meltwater": (MELTWATER, FIVE_PAST_SIX, "Ann B.", "The Courier"),
    "talkwalker": (TALKWALKER, FIVE_PAST_SIX, "Zoé", "page.example"),
    "mention": (MENTION, datetime(2010, 3, 15, 14, 5, tzinfo=UTC), "", "Jobs"),
    "columns": (FRENCH, FIVE_PAST_SIX, "Zoé", "Le Mur"),
}


@pytest.mark.parametrize("sign", [COMMA, SEMICOLON, TAB])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", SHAPES)
def test_each_service_is_known_by_its_header_in_any_encoding(name: str, encoding: str, sign: str) -> None:
    rows, published, author, source = SHAPES[name]
    shape, found = understood(text_of(rows, sign).encode(encoding))
    assert shape.service.name == name
    first = found[0]
    assert isinstance(first, Said)
    assert (first.entry.published, first.entry.author, first.source) == (published, author, source)
    assert "Nordelait" in first.entry.title + first.entry.text
    assert first.entry.url.startswith("https://")
    assert first.entry.lang == ("en" if name in {"meltwater", "mention"} else "fr")


def test_every_mapping_says_where_it_is_known_from_and_reads_fields_that_there_are() -> None:
    for service in SERVICES.values():
        assert service.known_from
        assert set(service.columns) <= set(FIELDS)
    assert [one.name for one in SERVICES.values() if one.experimental] == ["mention"]


def test_an_old_windows_file_with_some_utf8_in_it_is_read_line_by_line() -> None:
    latin = text_of(FRENCH, SEMICOLON).encode("cp1252")
    latin += "Été;Chez Nordelait;https://a.example/été;Léa;Le Mur;2010-03-16".encode()
    first, second = said(latin)
    assert first.source == "Le Mur"
    assert (second.entry.title, second.entry.author) == ("Été", "Léa")


def test_a_newline_in_a_cell_stays_in_the_text_and_lines_are_counted_as_in_the_file() -> None:
    first, second = said(text_of(BRANDWATCH).encode())
    assert first.entry.text == "Nordelait ferme une usine,\net « c’est une honte » ; dit-on."
    assert (first.line, second.line) == (8, 10)


def test_a_comment_is_one_and_answers_what_it_says() -> None:
    assert [one.entry.kind for one in said(text_of(BRANDWATCH).encode())] == [FeedKind.ENTRIES, FeedKind.COMMENTS]
    (one,) = said(text_of(TALKWALKER).encode())
    assert (one.entry.kind, one.entry.thread) == (FeedKind.COMMENTS, "https://page.example/p/1")
    assert one.entry.text == "Nordelait, bravo & merci."


def test_what_was_hit_is_put_behind_the_text_unless_it_stands_there() -> None:
    (one,) = said(text_of(MELTWATER).encode())
    assert one.entry.text == 'It rained.\nThen it didn\'t.\n... they say "Nordelait" lied ...'
    assert one.entry.title == "A plant closes"


def test_a_time_in_a_column_of_its_own_belongs_to_the_date() -> None:
    (one,) = said(text_of(MELTWATER_NEWER).encode())
    assert (one.entry.published, one.entry.id, one.entry.key) == (FIVE_PAST_SIX, "doc-1", "meltwater:doc-1")


def test_the_services_judgement_is_left_out_and_named() -> None:
    shape, _ = understood(text_of(MELTWATER).encode())
    assert shape.judged == ("Sentiment",)
    assert set(shape.ignored) == {"Country", "Reach", "Sentiment", "Key Phrases"}


def test_the_same_row_has_the_same_key_wherever_it_stands_and_whatever_the_zone() -> None:
    one, again = said(text_of(FRENCH).encode()), said(text_of([FRENCH[0], FRENCH[1], FRENCH[1]]).encode())
    assert {one[0].entry.key} == {each.entry.key for each in again}
    _, lines = decoded(io.BytesIO(text_of(FRENCH).encode()))
    table = read_table(lines)
    elsewhere = shaped(COLUMNS, table.header, {}, ZoneInfo("Asia/Tokyo"), ("fr",)).entry(next(table.rows), NOW)
    assert isinstance(elsewhere, Said)
    assert elsewhere.entry.key == one[0].entry.key
    assert elsewhere.entry.published != one[0].entry.published


DATES = {
    "2010-03-15 14:05:00.0": FIVE_PAST_SIX,
    "2010-03-15T18:05:00Z": FIVE_PAST_SIX,
    "2010-03-15 19:05 +0100": FIVE_PAST_SIX,
    "15-Mar-2010 02:05PM": FIVE_PAST_SIX,
    "Mar 15, 2010 2:05 PM": FIVE_PAST_SIX,
    "15 mars 2010 14 h 05": FIVE_PAST_SIX,
    "15/03/2010 14:05": FIVE_PAST_SIX,
    "03/15/2010 14:05": FIVE_PAST_SIX,
    "1268676300000": FIVE_PAST_SIX,
    "2010-03-15": datetime(2010, 3, 15, 4, tzinfo=UTC),
    "15-03-2010": datetime(2010, 3, 15, 4, tzinfo=UTC),  # -2010 is no zone
    "15-Mar-2010": datetime(2010, 3, 15, 4, tzinfo=UTC),
    "2010-03-15 18:05:00+00": FIVE_PAST_SIX,
    "15/03/2010 20:05 CEST": FIVE_PAST_SIX,
    "Mon Mar 15 14:05:00 EDT 2010": FIVE_PAST_SIX,
    "2010-03-15 14:05 (America/Toronto)": FIVE_PAST_SIX,
    "20100315T180500Z": FIVE_PAST_SIX,
    "2010-03-14 02:30": datetime(2010, 3, 14, 7, 30, tzinfo=UTC),  # an hour that the clocks left out
}


@pytest.mark.parametrize("written", DATES)
def test_dates_as_they_are_written(written: str) -> None:
    (one,) = said(f'text,date\nNordelait,"{written}"\n'.encode())
    assert one.entry.published == DATES[written]


def test_other_dates_of_the_file_tell_whether_the_month_comes_first() -> None:
    american = said(b"text,date\na,02/03/2010\nb,02/28/2010\n")
    european = said(b"text,date\na,02/03/2010\nb,28/02/2010\n")
    assert (american[0].entry.published.month, european[0].entry.published.month) == (2, 3)
    shape, _ = understood(b"text,date\na,02/03/2010\n")
    _, lines = decoded(io.BytesIO(b"text,date\na,02/03/2010\n"))
    assert month_first(shape, read_table(lines).rows) is None, "nothing tells"


def test_the_month_comes_first_late_in_the_evening_too() -> None:
    rows = b"text,date\na,03/04/2010 22:00\nb,03/04/2010 22:00 -0500\nc,02/28/2010\n"
    assert [one.entry.published.isoformat()[:10] for one in said(rows)] == ["2010-03-05", "2010-03-05", "2010-02-28"]


def test_what_a_spreadsheet_rounded_is_no_id_and_a_page_of_one_day_holds_many_comments() -> None:
    rows = b"Query Name,Date,Full Text,Url,Resource Id\nq,2010-03-15,Oui,http://a.example/p,1.49E+18\n"
    one, other = said(rows + b"q,2010-03-15,Non,http://a.example/p,1.49E+18\n")
    assert one.entry.key != other.entry.key
    assert one.entry.id == ""


def test_rows_that_cannot_be_read_say_why_and_where() -> None:
    told = troubles("text,date\nNordelait,demain\n,2010-03-15\nNordelait,2010-04-01\na,2010-03-15,x\nok,2010-03-15\n\n")
    assert told == [
        (2, "it has no date that can be read: “{said}”"),
        (3, "it has neither a title nor a text"),
        (4, "its date lies ahead: {said}"),
        (5, "it has more cells than the header"),
    ]


def test_a_quotation_mark_that_is_never_closed_costs_no_memory_and_a_line_that_never_ends_neither() -> None:
    def flood() -> Iterator[str]:
        yield "text,date\n"
        yield '"Nordelait\n'
        yield from repeat("x" * 1_000 + "\n", 2 * CELL // 1_000)

    rows = list(read_table(flood()).rows)
    assert rows[0].trouble
    assert all(len(cell) <= CELL for row in rows for cell in row.cells)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_line_that_is_too_long_is_one_row_that_cannot_be_read(encoding: str) -> None:
    long = f'text,date\n"{"é" * 3 * CELL}",2010-03-15\nNordelait,2010-03-15\n'
    bad, good = understood(long.encode(encoding))[1]
    assert isinstance(bad, Trouble)
    assert isinstance(good, Said)


@pytest.mark.parametrize("encoding", ["utf-8", "mac-roman"])
def test_lines_may_end_as_on_an_old_mac(encoding: str) -> None:
    (one,) = said("text,date\rNordelait été,2010-03-15\r".encode(encoding))
    assert one.entry.text == "Nordelait été"


def test_what_could_hurt_a_terminal_is_taken_out_and_long_texts_are_cut() -> None:
    (one,) = said(b"text,title,author,date\n" + b"x" * 300_000 + "\x1b[31m,\u202eti\x00tre,A\x07,2010-03-15\n".encode())
    assert (one.entry.title, one.entry.author, len(one.entry.text)) == ("titre", "A", 200_000)


def test_a_workbook_is_known_by_its_first_bytes() -> None:
    assert is_workbook(b"PK\x03\x04...")
    assert not is_workbook(b"Date,Title")


def test_a_file_without_a_header_names_its_likeliest_line() -> None:
    with pytest.raises(ConfusedError) as told:
        read_table(iter(["a;b;c\n", "1;2;3\n"]))
    assert told.value.header == ("a", "b", "c")
    with pytest.raises(ConfusedError):
        read_table(iter([]))


def test_nothing_is_recognised_by_less_than_a_date_and_a_text() -> None:
    assert recognised(("Text", "Author")) is None
    assert recognised(("TEXT ", "\ufeffDate")) is COLUMNS


def test_rows_stream() -> None:
    rows = read_table(chain(["text,date\n"], repeat("Nordelait,2010-03-15\n"))).rows  # it has no end
    assert next(rows) == Row(2, ("Nordelait", "2010-03-15"))
