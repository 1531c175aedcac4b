"""What an export brings, counted: rows, places, whom they mention; and one poll for each place where it was said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from smwatch import importing
from smwatch.errors import UsageError
from smwatch.importing import PLACES, SAMPLES, TOLD, Export, Outcome, count, home, polls
from smwatch.imports.entries import Said, Shape, Trouble, shaped
from smwatch.imports.services import COLUMNS
from smwatch.models import IMPORTED, Saved
from smwatch.understand import Found
from tests.store.examples import HOUR, MONDAY, entry, mention

UTC = ZoneInfo("UTC")
CSV = "date,title,text\n2010-03-20 08:00,Nordelait,Une honte\n"


def shape() -> Shape:
    return shaped(COLUMNS, ("date", "text"), {}, UTC, ("fr",))


def outcome() -> Outcome:
    return Outcome(shape(), "utf-8", ",")


def said(n: int, *, hours: int = 0, source: str = "Le Devoir") -> Said:
    return Said(n, entry(f"{n}", f"Texte {n}", published=MONDAY + hours * HOUR), source)


def export(tmp_path: Path, text: str, **how: object) -> Export:
    path = tmp_path / "export.csv"
    path.write_text(text, "utf-8")
    return Export(path=path, zone=UTC, **how)  # type: ignore[arg-type]


# counting rows


def test_rows_that_say_something_are_counted_with_their_time() -> None:
    seen = outcome()
    assert [seen.add(said(n, hours=hours)) for n, hours in enumerate([3, 0, 7])] == [True] * 3
    assert (seen.rows, seen.read, seen.unread) == (3, 3, 0)
    assert (seen.first, seen.last) == (MONDAY, MONDAY + 7 * HOUR)


def test_only_the_first_rows_are_shown() -> None:
    seen = outcome()
    for n in range(SAMPLES + 3):
        seen.add(said(n))
    assert [one.line for one in seen.samples] == [*range(SAMPLES)]


def test_rows_that_can_not_be_read_are_counted_and_the_first_told() -> None:
    seen = outcome()
    assert [seen.add(Trouble(n, "no date")) for n in range(TOLD + 5)] == [False] * (TOLD + 5)
    assert (seen.rows, seen.read, seen.unread, len(seen.troubles)) == (TOLD + 5, 0, TOLD + 5, TOLD)
    assert seen.first is seen.last is None


def test_places_are_told_apart_as_long_as_there_are_not_too_many() -> None:
    seen = outcome()
    assert seen.place(said(1, source="Le Devoir")) == "Le Devoir"
    for n in range(PLACES):
        seen.place(said(n, source=f"Blogue {n}"))
    assert len(seen.places) == PLACES
    assert seen.place(said(1, source="Un de trop")) == COLUMNS.title
    assert seen.place(said(1, source="Le Devoir")) == "Le Devoir", "those that are known stay"


def test_what_was_stored_is_added_up() -> None:
    seen = outcome()
    seen.keep(Saved(entries=3, mentions=2, negative=1))
    seen.keep(Saved(entries=1, mentions=1, unscored=1))
    assert seen.saved == Saved(entries=4, mentions=3, negative=1)
    assert seen.saved.unscored == 1


def test_whom_the_new_ones_mention_is_counted_by_brand() -> None:
    seen = outcome()
    both = Found(entry("a"), (mention("a"), mention("a", "Dell")))
    count(seen, [both, Found(entry("b"), ()), Found(entry("c"), (mention("c"),))])
    assert (dict(seen.brands), seen.nobody) == ({"Nestlé": 2, "Dell": 1}, 1)


# where it was said


@pytest.mark.parametrize(
    ("brand", "source", "url"),
    [
        ("", "Le Devoir", "import:columns//Le%20Devoir"),
        ("Nestlé", "r/montreal", "import:columns/Nestl%C3%A9/r%2Fmontreal"),
        ("A/B", "x", "import:columns/A%2FB/x"),
    ],
)
def test_a_place_is_a_feed_that_nobody_polls(brand: str, source: str, url: str) -> None:
    spec = home(COLUMNS, brand, source)
    assert spec.url == url.replace("columns", COLUMNS.name)
    assert spec.url.startswith(IMPORTED)
    assert (spec.source, spec.enabled, spec.comments) == (source, False, "none")
    assert spec.about == ((brand,) if brand else ())


def test_what_each_place_brought_is_one_poll_of_history() -> None:
    devoir, blog = home(COLUMNS, "", "Le Devoir"), home(COLUMNS, "", "Blogue")
    homes = {"a": devoir, "b": blog, "c": devoir}
    found = [Found(entry("a"), (mention("a"),), b"p"), Found(entry("b"), ()), Found(entry("c"), (), b"q")]
    one, other = polls(found, homes, MONDAY)
    assert (one.feed.spec, [e.key for e in one.entries], one.seen, one.title) == (devoir, ["a", "c"], 2, "Le Devoir")
    assert ([m.entry_key for m in one.mentions], one.prints) == (["a"], {"a": b"p"})
    assert (other.feed.spec, [e.key for e in other.entries]) == (blog, ["b"])
    assert one.history
    assert one.at == MONDAY


# the file


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "no header that smwatch knows"),
        ("date,rien\n2010-03-20,2\n", "no header that smwatch knows"),
    ],
)
def test_a_file_without_a_date_and_a_text_says_how_to_map_them(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught, export(tmp_path, text).opened():
        pass
    assert says in str(caught.value)
    assert '--map text="Snippet"' in caught.value.mend.format(**caught.value.arguments)


def test_what_is_mapped_by_hand_and_not_there_is_told_with_what_is(tmp_path: Path) -> None:
    mapped = {"text": ("Snippet",), "published": ("Day",)}
    with pytest.raises(UsageError) as caught, export(tmp_path, "a,b\n1,2\n", mapped=mapped).opened():
        pass
    assert "has no line with the columns that --map names" in str(caught.value)
    assert "a, b" in str(caught.value)


def missing(path: Path) -> None:
    path.unlink()


def workbook(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"\0" * 40)


@pytest.mark.parametrize(
    ("happens", "says"), [(missing, "can't be read: No such file or directory"), (workbook, "is an Excel workbook")]
)
def test_a_file_that_can_not_be_read_is_told(tmp_path: Path, happens: Callable[[Path], None], says: str) -> None:
    one = export(tmp_path, CSV)
    happens(one.path)
    with pytest.raises(UsageError, match=says), one.opened():
        pass


def test_a_file_that_is_understood_is_read_row_by_row(tmp_path: Path) -> None:
    one = export(tmp_path, CSV)
    with one.opened() as opened:
        rows = [opened.shape.entry(row, MONDAY + timedelta(days=9)) for row in opened.rows]
        assert opened.done() == one.path.stat().st_size
    (read,) = rows
    assert isinstance(read, Said)
    assert (read.entry.title, read.entry.text) == ("Nordelait", "Une honte")


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["03/04/2010", "13/04/2010"], False),
        (["03/04/2010", "04/13/2010"], True),
        (["2010-03-04"], False),
    ],
)
def test_which_comes_first_month_or_day_the_dates_tell(tmp_path: Path, dates: list[str], order: bool) -> None:
    text = "date,text\n" + "".join(f"{date},Bonjour\n" for date in dates)
    assert bool(export(tmp_path, text).order()) == order


def test_where_nothing_tells_that_is_known_and_who_says_it_is_believed(tmp_path: Path) -> None:
    text = "date,text\n03/04/2010,Bonjour\n"
    assert export(tmp_path, text).order() is None
    assert export(tmp_path, text, month_first=True).order() is True
    assert importing.BATCH > 1
