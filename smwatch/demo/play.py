"""Plays the demo's story through the real pipeline: real HTTP, real polls, a real database; only the clock is set.

    for app, report in play(folder, end, lang, comment): ...    one scan after the other

What it leaves in the folder is a config and a database like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from smwatch.app import App
from smwatch.config.load import load_text
from smwatch.demo.story import QUIET_DAYS, VIDEO, story
from smwatch.demo.texts import BRAND
from smwatch.demo.web import Web
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.models import ScanReport

CONFIG, DATABASE = "smwatch.toml", "smwatch.db"
OURS = {CONFIG, *(DATABASE + end for end in ("", "-wal", "-shm", ".lock"))}

MARK = "# smwatch demo"
"""How the config of an earlier demo begins: only its folder is ever emptied."""

SAMPLE = """\
{mark}: {comment}
database  = "{database}"
language  = "{lang}"
languages = ["fr", "en"]

[[brands]]
name  = "{brand}"
names = ["{brand}"]

[[feeds]]
url    = "{base}/blog/feed/"
source = "Le garde-manger"

[[feeds]]
url    = "{base}/page/feed/"
source = "La page de {brand}"
about  = ["{brand}"]

[[feeds]]
url    = "{base}/news-fr/feed/"
source = "Le Quotidien du fleuve"

[[feeds]]
url    = "{base}/news-en/feed/"
source = "The Harbour Courier"

[network]
allow_private = ["{address}"]
"""


@dataclass
class StoryClock:
    """The time in the story; whoever plays it sets it."""

    now: datetime

    def __call__(self) -> datetime:
        """The time now."""
        return self.now


def play(folder: Path, end: datetime, app_lang: str, comment: str) -> Iterator[tuple[App, ScanReport]]:
    """Scan after scan of the story that ends at `end` (aware UTC); the app stays open until the next one is asked for.

    `comment` opens the config. Raises, at once, UsageError where the folder holds something that no demo left there.
    """
    clear(folder)
    return scans(folder, end, app_lang, comment)


def scans(folder: Path, end: datetime, app_lang: str, comment: str) -> Iterator[tuple[App, ScanReport]]:
    """The scans of `play`, in a folder that is ready."""
    clock = StoryClock(end)
    with Web(story(end), clock) as web:
        text = SAMPLE.format(
            mark=MARK,
            comment=comment,
            database=DATABASE,
            lang=app_lang,
            brand=BRAND,
            base=web.base,
            address=web.address,
        )
        path = folder / CONFIG
        path.write_text(text, encoding="utf-8")
        app = App(config=load_text(text, path), clock=clock, lang=app_lang)
        try:
            for clock.now in times(end):
                yield app, app.scan(everything=True)
        finally:
            app.close()


def times(end: datetime) -> Iterator[datetime]:
    """When the demo polls: three times a day in the quiet weeks, every half hour from the video on."""
    video = end - timedelta(hours=VIDEO)
    at = video - timedelta(days=QUIET_DAYS)
    while at < video:
        yield at
        at += timedelta(hours=8)
    at = video
    while at <= end:
        yield at
        at += timedelta(minutes=30)


def clear(folder: Path) -> None:
    """Make room: an earlier demo's files go, anything else is left alone and said.

    Raises UsageError where the folder is not an earlier demo's, NothingDoneError where it can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {file.name for file in folder.iterdir()}
        (folder / ".smwatch").touch(mode=0o600)
        (folder / ".smwatch").unlink()
    except OSError as error:
        raise NothingDoneError(
            N_("the folder {folder} can't be written: {why}"),
            N_("name another one: smwatch demo --folder NAME"),
            folder=folder,
            why=error.strerror,
        ) from error
    if there and (there - OURS or not is_demo(folder / CONFIG)):
        raise UsageError(
            N_("the folder {folder} holds other things than an earlier demo"),
            N_("name another one: smwatch demo --folder NAME"),
            folder=folder,
        )
    for name in there:
        (folder / name).unlink()


def is_demo(config: Path) -> bool:
    """Whether an earlier demo wrote this config."""
    return config.is_file() and config.read_bytes().startswith(MARK.encode())
