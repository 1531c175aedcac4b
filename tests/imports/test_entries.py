"""A row becomes an entry: which cell tells what, how dates are meant, what a row is known by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from smwatch.imports.entries import AHEAD, NO_DATE, NOTHING, Said, Shape, Trouble, month_first, shaped
from smwatch.imports.services import COLUMNS, TALKWALKER, Service
from smwatch.imports.table import Row
from smwatch.models import Entry, FeedKind

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
MONTREAL = ZoneInfo("America/Montreal")
HEADER = ("url", "titre", "texte", "auteur", "source", "date", "heure", "langue", "kind", "thread", "score", "Divers")
FIRST = {"date": "2026-03-04 10:00", "texte": "Un rappel de yogourts inquiète tout le monde à Granby."}


def shape(service: Service = COLUMNS, header: tuple[str, ...] = HEADER, **mapped: tuple[str, ...]) -> Shape:
    return shaped(service, header, mapped, MONTREAL, ("fr", "en"))


def made(**cells: str) -> Said | Trouble:
    """What the row with these cells is, others as FIRST has them."""
    said = {**FIRST, **cells}
    return shape().entry(Row(7, tuple(said.get(name, "") for name in HEADER)), NOW)


def entry(**cells: str) -> Entry:
    found = made(**cells)
    assert isinstance(found, Said)
    return found.entry


def source(**cells: str) -> str:
    found = made(**cells)
    assert isinstance(found, Said)
    return found.source


def trouble(**cells: str) -> tuple[int, str, str]:
    found = made(**cells)
    assert isinstance(found, Trouble)
    return found.line, found.message, found.args.get("said", "")


def test_columns_are_told_apart() -> None:
    found = shape()
    assert found.used["text"] == ("texte",)
    assert found.ignored == ("score", "Divers")
    assert found.judged == ("score",)


def test_what_is_mapped_by_hand_goes_before_what_the_service_has() -> None:
    found = shape(title=("Divers",), more=("score", "absent"))
    assert (found.used["title"], found.used["more"]) == (("Divers",), ("score",))
    assert "titre" in found.ignored


def test_of_two_columns_of_one_name_the_first_is_read() -> None:
    found = shape(header=("date", "Texte", "texte"))
    (said,) = [found.entry(Row(1, ("2026-03-04", "un", "deux")), NOW)]
    assert isinstance(said, Said)
    assert said.entry.text == "un"


def test_of_several_columns_the_first_that_is_not_empty_tells() -> None:
    found = shape(header=("date", "texte", "snippet"))
    said = found.entry(Row(1, ("2026-03-04", " ", "deux")), NOW)
    assert isinstance(said, Said)
    assert said.entry.text == "deux"


@pytest.mark.parametrize(
    ("cells", "at"),
    [
        ({"date": "2026-03-04 10:00"}, datetime(2026, 3, 4, 15, 0, tzinfo=UTC)),  # in the zone of whoever exported it
        ({"date": "2026-03-04T10:00:00Z"}, datetime(2026, 3, 4, 10, 0, tzinfo=UTC)),
        ({"date": "2026-03-04", "heure": "09:30"}, datetime(2026, 3, 4, 14, 30, tzinfo=UTC)),
        ({"date": "2026-03-04 10:00", "heure": "09:30"}, datetime(2026, 3, 4, 15, 0, tzinfo=UTC)),
        ({"date": "04/03/2026"}, datetime(2026, 3, 4, 5, 0, tzinfo=UTC)),
        ({"date": "1772618400"}, datetime(2026, 3, 4, 10, 0, tzinfo=UTC)),
        ({"date": "2026-03-10 08:30"}, datetime(2026, 3, 10, 12, 0, tzinfo=UTC)),  # a clock that runs fast: now
    ],
)
def test_dates_are_in_the_zone_of_the_export(cells: dict[str, str], at: datetime) -> None:
    assert entry(**cells).published == at


@pytest.mark.parametrize(
    ("cells", "message", "said"),
    [
        ({"date": ""}, NO_DATE, ""),
        ({"date": "hier"}, NO_DATE, "hier"),
        ({"date": "1900-01-01"}, NO_DATE, "1900-01-01"),
        ({"date": "2027-01-01"}, AHEAD, "2027-01-01"),
        ({"date": "un\x1b[31m\ndeux"}, NO_DATE, "un deux"),
        ({"texte": ""}, NOTHING, ""),
        ({"texte": " <p> </p>"}, NOTHING, ""),
    ],
)
def test_a_row_that_cannot_be_read_says_why(cells: dict[str, str], message: str, said: str) -> None:
    assert trouble(**cells) == (7, message, said)


def test_a_row_that_is_no_row_keeps_its_trouble() -> None:
    assert shape().entry(Row(3, trouble="…"), NOW) == Trouble(3, "…")


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"source": "Le Mur"}, "Le Mur"),
        ({"source": "www.lemur.example"}, "lemur.example"),
        ({"source": "https://www.lemur.example/x"}, "lemur.example"),
        ({"url": "https://www.lemur.example/x"}, "lemur.example"),
        ({"source": "Le Mur", "url": "https://lemur.example"}, "Le Mur"),
        ({}, "CSV"),
    ],
)
def test_where_it_was_said(cells: dict[str, str], name: str) -> None:
    assert source(**cells) == name


def test_a_title_that_is_the_text_is_none() -> None:
    assert entry(titre=FIRST["texte"]).title == ""
    assert entry(titre="Rappel", texte="").title == "Rappel"


@pytest.mark.parametrize(
    ("author", "name", "email"),
    [("Par Marie Tremblay", "Marie Tremblay", ""), ("@marie@social.example", "@marie@social.example", ""),
     ("Marie T. (mt@a.example)", "Marie T.", "mt@a.example")],
)  # fmt: skip
def test_who_wrote_it(author: str, name: str, email: str) -> None:
    found = entry(auteur=author)
    assert (found.author, found.author_email) == (name, email)


@pytest.mark.parametrize(("kind", "comment"), [("comment", True), ("Comment", True), ("post", False), ("", False)])
def test_a_comment_answers_what_its_row_says(kind: str, *, comment: bool) -> None:
    found = entry(kind=kind, thread="https://a.example/post")
    assert found.kind is (FeedKind.COMMENTS if comment else FeedKind.ENTRIES)
    assert found.thread == ("https://a.example/post" if comment else "")


def test_the_language_is_heard_first_and_believed_only_where_nothing_tells() -> None:
    assert entry(langue="en").lang == "fr"
    assert entry(texte="Xzq 2026", langue="anglais").lang == "en"
    assert entry(texte="Xzq 2026", langue="de").lang == ""


def test_links_that_lead_nowhere_are_left_out() -> None:
    assert entry(url="javascript:alert(1)").url == ""
    assert entry(url=" https://a.example/x ").url == "https://a.example/x"


def known(**cells: str) -> str:
    return entry(**cells).key


def test_a_row_is_known_by_who_said_it_where_and_when() -> None:
    first = known(url="https://a.example/x?utm_source=1", auteur="Marie")
    assert first == known(url="http://www.a.example/x", auteur="Marie"), "however the link is spelt"
    assert first == known(url="https://a.example/x", auteur="Marie", texte="Un texte tronqué…"), "however it is cut"
    assert first != known(url="https://a.example/y", auteur="Marie")
    assert first != known(url="https://a.example/x", auteur="Luc")
    assert first != known(url="https://a.example/x", auteur="Marie", date="2026-03-04 10:01")


def test_where_that_may_be_several_their_words_tell_too() -> None:
    for less in ({"auteur": ""}, {"date": "2026-03-04"}, {"url": ""}):
        cells = {"url": "https://a.example/x", "auteur": "Marie", **less}
        assert known(**cells) != known(**cells, texte="Autre chose, tout de même.")


@pytest.mark.parametrize(
    ("said", "identity"),
    [("42", "42"), (" a b ", "a b"), ("1.23457E+17", ""), ("1,2E+5", ""), ("12E+5", "12E+5"), ("E+5", "E+5"), ("", "")],
)
def test_an_id_of_its_own_unless_a_spreadsheet_has_rounded_it(said: str, identity: str) -> None:
    found = shaped(
        replace(COLUMNS, columns={**COLUMNS.columns, "id": ("id",)}), ("id", "date", "texte"), {}, MONTREAL, ()
    )
    one = found.entry(Row(1, (said, "2026-03-04", "Un rappel")), NOW)
    assert isinstance(one, Said)
    assert one.entry.id == identity
    assert one.entry.key.startswith(f"columns:{identity}" if identity else "columns#")


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["04/03/2026", "13/03/2026"], False),
        (["03/04/2026", "03/13/2026"], True),
        (["04/03/2026", "05/03/2026"], None),  # nothing tells
        (["04/04/2026"], False),  # it makes no difference
        (["2026-03-04"], False),
        ([], False),
        (["03/13/2026", "13/03/2026", "14/03/2026"], False),  # the most
        (["13.03.2026 10:00", "03-04-26"], False),
    ],
)
def test_other_dates_tell_whether_the_month_comes_first(dates: list[str], *, first: bool | None) -> None:
    found = shape(header=("date", "texte"))
    assert month_first(found, [Row(at, (date, "x")) for at, date in enumerate(dates)]) is first


def test_without_a_column_of_dates_nothing_is_doubtful() -> None:
    assert month_first(shape(header=("texte",)), [Row(1, ("04/03/2026",))]) is False


@pytest.mark.parametrize(("month", "at"), [(False, (2026, 3, 4)), (True, (2026, 4, 3))])
def test_the_third_of_april_and_the_fourth_of_march(at: tuple[int, int, int], *, month: bool) -> None:
    found = replace(shape(), month_first=month).moment("04/03/2026 23:30")
    assert found
    assert found.astimezone(MONTREAL).timetuple()[:3] == at


def test_what_was_hit_stands_behind_the_text() -> None:
    found = shape(more=("Divers",))
    cells = {**FIRST, "texte": "Le début.", "Divers": "… la suite …"}
    said = found.entry(Row(1, tuple(cells.get(name, "") for name in HEADER)), NOW)
    assert isinstance(said, Said)
    assert said.entry.text == "Le début.\n… la suite …"


def test_talkwalker_marks_comments_in_words() -> None:
    header = ("published", "content", "tags_internal", "parent_url")
    found = shaped(TALKWALKER, header, {}, MONTREAL, ("fr",))
    said = found.entry(Row(1, ("2026-03-04", "Bravo", "isComment, isQuestion", "https://a.example/p")), NOW)
    assert isinstance(said, Said)
    assert (said.entry.kind, said.entry.thread) == (FeedKind.COMMENTS, "https://a.example/p")


def least(date: str = "2026-03-04", text: str = "Un rappel") -> Entry:
    """The entry of a table that has but the two columns that it takes."""
    found = shape(header=("date", "texte")).entry(Row(1, (date, text)), NOW)
    assert isinstance(found, Said)
    return found.entry


def test_what_no_column_tells_is_not_told() -> None:
    found = least()
    assert (found.id, found.url, found.title, found.author, found.author_email, found.author_url) == ("",) * 6
    assert (found.kind, found.thread, found.text) == (FeedKind.ENTRIES, "", "Un rappel")
    assert found.published == datetime(2026, 3, 4, 5, tzinfo=UTC)
    assert least("2026-03-04 10:00").published == datetime(2026, 3, 4, 15, tzinfo=UTC)


def test_the_first_and_the_last_date_that_can_be() -> None:
    assert least("1971-01-01T00:00:00Z").published == datetime(1971, 1, 1, tzinfo=UTC)
    assert least("2026-03-10T13:00:00Z").published == NOW
    found = shape(header=("date", "texte"))
    for date, message in (("1970-12-31T23:59:59Z", NO_DATE), ("2026-03-10T13:00:01Z", AHEAD)):
        assert found.entry(Row(1, (date, "x")), NOW) == Trouble(1, message, {"said": date})


def test_who_wrote_it_may_have_a_page() -> None:
    header = ("published", "content", "extra_author_attributes.name", "extra_author_attributes.url")
    found = shaped(TALKWALKER, header, {}, MONTREAL, ("fr",))
    said = found.entry(Row(1, ("2026-03-04", "Bravo", "Zoé", "https://a.example/zoe")), NOW)
    assert isinstance(said, Said)
    assert (said.entry.author, said.entry.author_url) == ("Zoé", "https://a.example/zoe")


def test_cells_that_a_row_lacks_are_empty() -> None:
    found = shape(header=("date", "texte", "auteur")).entry(Row(1, ("2026-03-04", "Un rappel")), NOW)
    assert isinstance(found, Said)
    assert found.entry.author == ""


@pytest.mark.parametrize(
    ("text", "more", "whole"),
    [
        ("Un début.", "Une suite.", "Un début.\nUne suite."),
        ("Un début. Une suite.", "… Une suite …", "Un début. Une suite."),
        ("Un début…", "Un début et une suite.", "Un début et une suite."),
        ("", "Une suite.", "Une suite."),
        ("Un début.", "", "Un début."),
        ("Un début.", " <b></b> ", "Un début."),
    ],
)
def test_a_text_and_what_else_was_quoted_of_it(text: str, more: str, whole: str) -> None:
    found = shape(header=("date", "texte", "Divers"), more=("Divers",)).entry(Row(1, ("2026-03-04", text, more)), NOW)
    assert isinstance(found, Said)
    assert found.entry.text == whole


def test_what_a_row_is_known_by_is_short_and_stays() -> None:
    """Stored histories are told again by it."""
    assert least().key == "columns#" + least().key.partition("#")[2]
    assert len(least().key) == len("columns#") + 32
    assert known(url="https://a.example/x", auteur="Marie") == "columns#7369dc101b4dcaffe008bb680eee3a77"


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["12/12/2026"], False),
        (["12/11/2026"], None),  # both could be months
        (["12/13/2026"], True),
        (["13/12/2026"], False),
        (["hier", "12/13/2026"], True),
        (["12/13/2026", "13/12/2026"], False),  # as many: as most of the world writes
    ],
)
def test_there_are_twelve_months(dates: list[str], *, first: bool | None) -> None:
    found = shape(header=("date", "texte"))
    assert month_first(found, [Row(at, (date, "x")) for at, date in enumerate(dates)]) is first
