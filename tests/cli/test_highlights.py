"""Names are lit where they stand, all the way: from a feed's markup to the database, the listing and the digest."""

from __future__ import annotations

import json
import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console

from smwatch.cli.views.mentions import FOUND, finds, headline, lit
from smwatch.models import MentionFilter, MentionRow, Span
from smwatch.reports.quotes import quoted
from smwatch.store import open_store
from smwatch.text.clusters import border
from smwatch.text.fold import fold
from tests.desk import Desk, item
from tests.reports.story import mention

BRANDS = """
[[brands]]
name = "Nestlé"
[[brands]]
name = "Coca-Cola"
[[brands]]
name = "Air Canada"
[[brands]]
name = "L'Oréal"
[[brands]]
name = "Œuvre"
"""
FILLING = "Rien à voir ici\u00a0: 👩\u200d🚒 et 🇨🇦 vont bien, 五六七 aussi, e\u0301te\u0301 comme hiver. "

# what a feed says, and how the names stand in the text that is stored
SAID = {
    "<p>Chez <b>Nes</b>tl<i>&eacute;</i>, rien.</p>": ["Nestlé"],
    "Nestl&amp;eacute; se tait": ["Nestlé"],
    "<ul><li>👩‍🚒👍🏽 Nestlé</li><li>Nestle\u0301</li></ul>": ["Nestlé", "Nestle\u0301"],
    "Nes\u00adtl\u00adé et Nest\u200blé": ["Nes\u00adtl\u00adé", "Nest\u200blé"],
    "Nest<wbr>lé<sup>MD</sup>, NESTLÉ&trade;": ["Nestlé", "NESTLÉ"],
    "<script>Nestlé</script>&nbsp;&nbsp;d&#8217;Nestlé&nbsp;!": ["Nestlé"],
    "<img src=x alt='Le logo de Nestlé'><!-- Nestlé -->": ["Nestlé"],
    "<p>Coca‑Cola</p>Coca&nbsp;Cola, <b>Coca</b>-<i>Cola</i> #CocaCola": [
        "Coca‑Cola", "Coca\u00a0Cola", "Coca-Cola", "CocaCola"],
    "Air\n  Canada et Air&#8239;Canada <pre>Air\nCanada</pre>": ["Air Canada", "Air\u202fCanada", "Air\nCanada"],
    "<td>L&rsquo;Or</td>éal, L&#39;<span>Oréal</span>, l`Oréal": ["L'Oréal", "l`Oréal"],
    "五六七 <b>\u0152uvre</b> &oelig;uvre oeuvre \u0153uvre": ["Œuvre", "œuvre", "oeuvre", "œuvre"],
    "<span hidden>Nestlé</span>\u202eNestlé\u202c": ["Nestlé"],
    "<p style='display:none'>Nestlé<p>" + FILLING * 20 + "Nestlé</p>" + FILLING * 20: ["Nestlé"],
    FILLING * 30 + "<div>" + "五" * 300 + " Air Canada</div>" + FILLING: ["Air Canada"],
}  # fmt: skip


def listed(desk: Desk) -> dict[int, MentionRow]:
    """All mentions, as the store has them."""
    store = open_store(desk.folder / "smwatch.db")
    try:
        return {row.id: row for row in store.mentions(MentionFilter())}
    finally:
        store.close()


@pytest.fixture
def read_desk(desk: Desk) -> Desk:
    """One entry for each text in a feed of posts, and likewise for titles."""
    desk.config = BRANDS
    texts = [item("", text, link=f"http://a.example/{at}") for at, text in enumerate(SAID)]
    titles = [item(text, "", link=f"http://b.example/{at}") for at, text in enumerate(SAID) if len(text) < 500]
    desk.feed("/feed/", *texts, *titles)
    assert desk.runs("scan").code == 0
    return desk


def test_spans_are_of_the_text_that_is_stored_and_listed(read_desk: Desk) -> None:
    database = sqlite3.connect(read_desk.folder / "smwatch.db")
    spans = {number: json.loads(spans) for number, spans in database.execute("SELECT id, spans FROM mentions")}
    database.close()
    rows = read_desk.runs("mentions list --json").json
    assert len(rows) == len(SAID) + sum(len(text) < 500 for text in SAID)
    for row in rows:
        said = list(SAID.values())[int(row["url"].rpartition("/")[2])]
        part = "text" if "a.example" in row["url"] else "title"
        assert {each for each, _, _ in spans[row["id"]]} == {part}
        found = [row[part][start:end] for _, start, end in spans[row["id"]]]
        assert found == (said if part == "text" else [name.replace("\n", " ") for name in said])


def test_listings_and_pages_light_the_names(read_desk: Desk) -> None:
    for row in listed(read_desk).values():
        names = {(row.title if span.part == "title" else row.text)[span.start : span.end] for span in row.spans}
        line = headline(row)
        lit_ones = {line.plain[span.start : span.end] for span in line.spans}
        assert lit_ones <= {name.replace("\n", " ") for name in names}
        assert lit_ones
        assert line.spans[0].end <= 60  # on the screen, however narrow
        for part in ("title", "text"):
            whole = lit(type(line)(getattr(row, part)), part, row.spans)
            assert [whole.plain[span.start : span.end] for span in whole.spans] == [
                getattr(row, part)[span.start : span.end] for span in row.spans if span.part == part
            ]


def test_a_screen_shows_them_underlined(read_desk: Desk) -> None:
    screen = Console(force_terminal=True, color_system="standard", width=80)
    for row in listed(read_desk).values():
        with screen.capture() as shown:
            screen.print(headline(row), no_wrap=True, overflow="ellipsis")
        first = headline(row).spans[0]
        assert f"\x1b[1;4m{headline(row).plain[first.start : first.end]}\x1b[0m" in shown.get()


def test_a_list_of_80_columns_has_a_name_in_each_line(read_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = read_desk.runs("mentions --limit 100 --copies").out.splitlines()
    lines = {int(line.split()[0]): line for line in shown if line.strip()[:1].isdecimal()}
    for row in listed(read_desk).values():
        line = headline(row)
        assert line.plain[line.spans[0].start : line.spans[0].end] in lines[row.id]


def test_what_a_digest_quotes_has_the_name(read_desk: Desk) -> None:
    for row in listed(read_desk).values():
        quote = quoted(row)
        assert fold(row.brand).replace("-", "") in fold(quote.title + quote.text).replace("-", "").replace(" ", "") or (
            fold(row.brand) in fold(quote.title + quote.text).replace("`", "'")
        )


SIGNS = ["👩\u200d🚒", "👍🏽", "🇨🇦", "❤\ufe0f", "1\ufe0f\u20e3", "e\u0301", "n\u0303", "五", "a", " ", "\u00a0", "é"]


@given(st.lists(st.sampled_from(SIGNS), max_size=30), st.integers(0, 60))
@example(["👩\u200d🚒"], 1)
def test_a_text_is_cut_between_signs(signs: list[str], at: int) -> None:
    text = "".join(signs)
    at = min(at, len(text))
    borders = {len("".join(signs[:count])) for count in range(len(signs) + 1)}
    assert border(text, at) == max(place for place in borders if place <= at)


@given(
    st.lists(st.sampled_from(SIGNS), max_size=200),
    st.lists(st.sampled_from(SIGNS), max_size=400),
    st.sampled_from(["Nordelait", "Nordela\u0131\u0301t", "北京 市", "Air\u00a0Canada"]),
)
def test_the_first_name_is_in_the_headline_and_lit(before: list[str], after: list[str], name: str) -> None:
    start = len("".join(before) + " ")
    text = "".join(before) + " " + name + " " + "".join(after)
    row = mention(1, text=text, spans=(Span("text", start, start + len(name)),))
    line = headline(row)
    assert [line.plain[span.start : span.end] for span in line.spans] == [name]
    assert line.spans[0].end <= 60
    assert name in quoted(row).text


def test_a_search_shows_and_lights_what_it_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = "Nordelait ouvre. " + FILLING * 20 + "Le cœur du rappel bat. " + FILLING * 20
    desk.feed("/feed/", item("Nordelait ici", text, link="http://a.example/1"))
    desk.runs("scan")
    told = desk.runs("mentions --search 'coeur rappel'").out
    assert "cœur du rappel" in told, "it stands in the middle of the text, and not in the title"
    assert "Nordelait ici" in desk.runs("mentions --search ici").out
    (row,) = listed(desk).values()
    line = headline(row, finds(row, "coeur nordelait"))
    assert {(line.plain[s.start : s.end], s.style) for s in line.spans} >= {("Nordelait", FOUND)}
    middle = headline(row, finds(row, "coeur"))
    assert [(middle.plain[s.start : s.end], s.style) for s in middle.spans] == [("cœur", FOUND)]
    assert middle.spans[0].end <= 60


@given(
    st.lists(st.sampled_from(SIGNS), max_size=200),
    st.lists(st.sampled_from(SIGNS), max_size=400),
    st.sampled_from(["rappel", "R\u00e9ppel", "cœur", "e\u0301te\u0301"]),
)
def test_the_first_find_is_in_the_headline_and_lit(before: list[str], after: list[str], word: str) -> None:
    text = "".join(before) + " " + word + " " + "".join(after)
    row = mention(1, title="Titre", text=text, spans=())
    line = headline(row, finds(row, word))
    lit_ones = [line.plain[span.start : span.end] for span in line.spans if span.style == FOUND]
    assert lit_ones
    assert fold(lit_ones[0]) == fold(word)
    assert line.spans[0].end <= 60
