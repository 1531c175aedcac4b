"""A backtest drawn: whole by itself, right in its places, told in words too, and safe whatever a brand is called."""

import json
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from smwatch.locales import Speech
from smwatch.models import Alert, AlertKind, Level
from smwatch.reports.chart import Strip, drawing, page
from smwatch.reports.report.charts import HEIGHT, NARROWEST, WIDTH
from tests.browser import CHROMIUM, needs_chromium

START, DAY = datetime(2010, 3, 1, tzinfo=UTC), timedelta(days=1)
ALERT = Alert(
    id=1,
    brand="Nordelait",
    level=Level.CLOSED,
    opened=START + 5 * DAY,
    confirmed=START + 5.5 * DAY,
    closed=START + 7 * DAY,
    updated=START + 7 * DAY,
    window=DAY,
    negatives=1234,
    mentions=1300,
    stories=30,
    authors=29,
    expected=1.25,
    probability=1e-9,
)
STRIP = Strip(
    brand="Nordelait",
    kind=AlertKind.CRISIS,
    since=START,
    step=DAY,
    voices=(0, 1, 0, 2, 0, 20, 5, 0, 0, 1),
    bands=(None, None, None, (0, 0, 2, 4), (0, 0, 2, 4), (0, 1, 2, 4), (0, 1, 2, 4), None, (0, 0, 1, 3), (0, 0, 1, 3)),
    alerts=(ALERT,),
)
EN, FR = Speech("en", UTC), Speech("fr", UTC)
Write = Callable[[Sequence[Strip], Speech], str]
both = pytest.mark.parametrize("write", [page, drawing])


def parsed(text: str) -> ET.Element:
    """As XML: what a page leaves open is closed, since only `meta` is."""
    return ET.fromstring(re.sub(r"(<meta[^>]*)>", r"\1/>", text.removeprefix("<!DOCTYPE html>")))


def marked(text: str) -> list[dict[str, str]]:
    """The rectangles of alerts."""
    return [e.attrib for e in parsed(text).iter() if e.attrib.get("class") == "alert"]


@both
def test_it_is_whole_by_itself(write: Write) -> None:
    text = write([STRIP, replace(STRIP, brand="Rivale", alerts=())], EN)
    assert not re.findall(r"<script|<link|<img|@import|url\(|href|src=|\bon\w+=", text)
    assert set(re.findall(r"https?://[^\"' ]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert "prefers-color-scheme:dark" in text


@both
def test_an_alert_stands_where_it_was(write: Write) -> None:
    (mark,) = marked(write([STRIP], EN))
    assert (float(mark["x"]), float(mark["width"])) == (WIDTH / 2, WIDTH / 5)
    (brief,) = marked(write([replace(STRIP, alerts=(replace(ALERT, closed=ALERT.opened + DAY / 500),))], EN))
    assert float(brief["width"]) == NARROWEST
    (still,) = marked(write([replace(STRIP, alerts=(replace(ALERT, closed=None, level=Level.EMERGING),))], EN))
    assert float(still["x"]) + float(still["width"]) == WIDTH


@both
def test_the_voices_are_drawn_to_scale_and_the_band_in_its_pieces(write: Write) -> None:
    paths = {e.attrib["class"]: e.attrib["d"] for e in parsed(write([STRIP], EN)).iter() if "d" in e.attrib}
    heights = [HEIGHT - float(y) for y in re.findall(r"V([\d.]+)", paths["voices"])]
    assert heights[5] == max(heights) == HEIGHT - 6
    assert heights[3] == pytest.approx(max(heights) / 10, abs=0.1)
    assert paths["wide"].count("M") == paths["near"].count("M") == 2
    assert paths["wide"] != paths["near"]


@both
def test_it_is_told_in_words(write: Write) -> None:
    text = write([STRIP], EN)
    (said,) = [e.text or "" for e in parsed(text).iter() if e.tag.endswith("desc")]
    assert said.startswith(
        "Nordelait, from 2010-03-01 to 2010-03-11: 29 negative voices, at most 20 in one day. 1 alert."
    )
    assert "2010-03-06 00:00 to 2010-03-08 00:00: confirmed, 1,234 voices" in said
    ids = {e.attrib["id"] for e in parsed(text).iter() if "id" in e.attrib}
    labels = [e.attrib["aria-labelledby"].split() for e in parsed(text).iter() if "aria-labelledby" in e.attrib]
    assert labels
    assert all(set(names) <= ids for names in labels)


def test_the_page_has_a_table_of_alerts() -> None:
    cells = ["".join(cell.itertext()) for cell in parsed(page([STRIP], EN)).iter("td")]
    assert cells == ["confirmed", "2010-03-06 00:00", "2010-03-06 12:00", "2010-03-08 00:00", "1,234", "1.2"]
    assert "No alert." in page([replace(STRIP, alerts=())], EN)


@both
def test_a_brand_may_be_called_anything(write: Write) -> None:
    evil = "</title><script>alert(1)</script>\"' & \x1b[31m\u202eCo"
    text = write([replace(STRIP, brand=evil)], EN)
    assert "<script" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "& " not in text.replace("&amp; ", "")
    parsed(text)


@both
def test_in_french_it_is_french(write: Write) -> None:
    text = write([STRIP], FR)
    for english in ("negative voices", "such times", "Backtest", "at most", "confirmed", "opened"):
        assert english not in text
    assert 'lang="fr"' in text
    assert "1\u202f234" in text


@both
@pytest.mark.parametrize("strips", [[], [replace(STRIP, voices=(), bands=(), alerts=())]])
def test_nothing_to_draw_is_no_mishap(write: Write, strips: list[Strip]) -> None:
    parsed(write(strips, EN))


def test_many_brands_are_counted_in_the_title() -> None:
    assert "<h1>Backtest of 5 brands</h1>" in page([STRIP] * 5, EN)


@needs_chromium
@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_sticks_out_on_a_phone_or_a_desk(tmp_path: Path, width: int) -> None:
    """The page is put into a frame of that width, which tells how wide its contents are."""
    (tmp_path / "plot.html").write_text(page([STRIP, replace(STRIP, brand="x" * 300)], FR), encoding="utf-8")
    (tmp_path / "frame.html").write_text(
        f"""<meta charset="utf-8"><iframe src="plot.html" width="{width}" height="900"></iframe><pre></pre><script>
        onload = () => {{
          const inside = document.querySelector('iframe').contentDocument
          const charts = [...inside.querySelectorAll('svg')].map(one => one.getBoundingClientRect().width)
          document.querySelector('pre').textContent = JSON.stringify([inside.body.scrollWidth, ...charts])
        }}</script>""",
        encoding="utf-8",
    )
    typed = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--allow-file-access-from-files",
        "--dump-dom",
    ]
    typed += [f"--user-data-dir={tmp_path / 'profile'}", (tmp_path / "frame.html").as_uri()]
    told = subprocess.run(typed, capture_output=True, text=True, check=True, timeout=120).stdout
    widths = json.loads(re.findall(r"<pre>(.*?)</pre>", told)[0])
    assert len(widths) == 3
    assert max(widths) <= width
    assert min(widths[1:]) > width * 0.8
