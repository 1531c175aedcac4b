"""What a query is tried on: from what was typed to entries. A text, a file, a web address, what is stored, or stdin."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from smwatch.cli.lines import lines_of
from smwatch.cli.terminal import Terminal
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.feeds.opened import Opened
    from smwatch.matching.trial import Sample
    from smwatch.models import Entry
    from smwatch.protocols import Fetched

LONGEST_NAME: Final = 255
"""Bytes of a file's name; a longer text is none."""

LINES: Final = {".jsonl", ".ndjson"}
"""Names of files that are JSON Lines, whatever is in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, as it was typed."""

    text: str | None = None
    input: Path | None = None
    url: str = ""
    stored: bool = False
    since: str = ""
    until: str = ""

    def checked(self) -> Typed:
        """With a text that is a web address as one; UsageError where it doesn't say what to try, or says it twice."""
        text, url = self.text, self.url
        if text and not url and is_address(text):
            url, text = text.strip(), None
        given = {"TEXT": text is not None, "--input": self.input, "--url": url, "--stored": self.stored}
        names = [name for name, is_given in given.items() if is_given]
        if len(names) > 1:
            both = N_("a text and {other} can't go together") if text else N_("{one} and {other} can't go together")
            raise UsageError(both, N_("leave one of them out"), one=names[0], other=names[1])
        if not self.stored and (self.since or self.until):
            option = "--since" if self.since else "--until"
            raise UsageError(N_("{option} chooses among what is stored"), N_("add --stored"), option=option)
        return Typed(text=text, input=self.input, url=url, stored=self.stored, since=self.since, until=self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Entries to try a query on: lines of JSON, answered a line each as they come, or samples."""

    lines: Iterable[str] | None = None
    samples: Iterable[Sample] = ()
    is_one: bool = False  # a text or a page, of which everything is told
    is_stored: bool = False

    def entries(self) -> Iterable[Sample]:
        """All of it as samples."""
        if self.lines is None:
            return self.samples
        from smwatch.matching.lines import read_subjects
        from smwatch.matching.trial import Sample

        return (Sample(id=key, subject=subject) for key, subject in read_subjects(self.lines))


def named(file: str | None) -> Path | None:
    """The file of --input; UsageError for "", which would be the folder that one is in."""
    if file == "":
        what, mend = N_("{option} needs a value"), N_("write for example {example}")
        raise UsageError(what, mend, option="--input", example="--input article.txt")
    return None if file is None else Path(file)


def is_address(text: str) -> bool:
    """Whether a text is a web address and nothing else."""
    words = text.split()
    return len(words) == 1 and words[0].lower().startswith(("http://", "https://"))


@contextmanager
def material(terminal: Terminal, typed: Typed) -> Iterator[Material]:
    """What was asked for. UsageError where nothing is there, NothingDoneError where it can't be had."""
    if typed.input is not None:
        with _of_file(terminal, typed.input) as found:
            yield found
    elif typed.text is not None:
        yield _of_text(terminal, typed.text)
    elif typed.url:
        yield _of_url(terminal, typed.url)
    elif typed.stored:
        yield _of_store(terminal, typed)
    elif sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            N_("there is nothing to try it on"),
            N_("give a text in quotes, --input FILE, --url https://…, or --stored for what is stored"),
        )
    else:
        with lines_of(None) as lines:
            yield Material(lines=lines)


def _of_text(terminal: Terminal, text: str) -> Material:
    from smwatch.feeds.opened import Opened, text_entry

    _wonder(terminal, text)
    app = terminal.text_app
    plain = text.encode("utf-8", "replace").decode()  # bytes that a badly set terminal hands over
    entry = text_entry(plain, now=app.clock(), languages=app.config.languages)
    if not entry.text:
        raise UsageError(N_("the text is empty"), N_("write it in quotes, after the options"))
    return _of_opened(Opened(entries=(entry,)))


def _wonder(terminal: Terminal, text: str) -> None:
    """Say so where a text is the name of a file."""
    short = 0 < len(text.encode("utf-8", "replace")) <= LONGEST_NAME and text.isprintable()
    if short and Path(text).is_file():
        terminal.note(N_("“{file}” is taken as a text; --input {file} reads the file."), file=text)


@contextmanager
def _of_file(terminal: Terminal, file: Path) -> Iterator[Material]:
    from smwatch.feeds.opened import HEAD, lines_begin

    with _file(file, HEAD) as stream:
        head = stream.peek(HEAD)
        is_pipe = not head and not file.is_file()  # one that brings nothing
        if file.suffix.lower() in LINES or lines_begin(head) or is_pipe:
            yield Material(lines=io.TextIOWrapper(stream, encoding="utf-8", errors="replace"))
            return
        body = stream.read(terminal.text_app.config.network.max_body + 1)
    yield _of_body(terminal, body, str(file))


def _file(file: Path, head: int) -> io.BufferedReader[io.FileIO]:
    """A file, with its first bytes at hand. A folder can be opened, but has none."""
    try:
        stream = io.BufferedReader(io.FileIO(file), head)
        stream.peek(1)
    except OSError as error:
        what, mend = N_("{file} can't be read: {why}"), N_("check its name, and who may read it")
        raise NothingDoneError(what, mend, file=file, why=error.strerror or str(error)) from error
    return stream


def _of_body(terminal: Terminal, body: bytes, name: str) -> Material:
    from smwatch.protocols import Fetched

    most = terminal.text_app.config.network.max_body
    if len(body) > most:
        what, mend = N_("{name} has more than {size} MB"), N_("only JSON Lines may be as long as you like")
        raise NothingDoneError(what, mend, name=name, size=f"{most / 1_000_000:g}")
    rows = _rows(body)
    if rows is not None:
        return Material(lines=(json.dumps(row) for row in rows))
    return _read(terminal, Fetched(url="", status=200, body=body), name)


def _rows(body: bytes) -> list[Any] | None:
    """The objects of a JSON list, as `mentions --json` prints one; None for anything else."""
    if not body.lstrip().startswith(b"["):
        return None
    with suppress(ValueError, RecursionError):
        rows = json.loads(body)
        if all(isinstance(row, dict) for row in rows):
            return list(rows)
    return None


def _of_url(terminal: Terminal, url: str) -> Material:
    from smwatch.models import FailureKind
    from smwatch.protocols import FetchFailed
    from smwatch.text.links import masked, with_scheme

    shown, say = masked(url), terminal.speech.say
    app = terminal.any_app
    with terminal.err.status(say(N_("Looking at {url}"), url=shown)):
        answer = app.fetcher.fetch(with_scheme(url))
    if isinstance(answer, FetchFailed):
        mend = N_("see whether {url} opens in a browser")
        if answer.kind is FailureKind.FORBIDDEN_ADDRESS and "address" in answer.args:
            mend = N_('to let it through: allow_private = ["{address}"] under [network] in the config')
        raise NothingDoneError(answer.message, mend, **{**answer.args, "url": shown})
    return _read(terminal, answer, shown)


def _read(terminal: Terminal, answer: Fetched, name: str) -> Material:
    from smwatch.feeds.document import UnreadableError
    from smwatch.feeds.opened import opened

    app = terminal.text_app
    try:
        found = opened(answer, now=app.clock(), languages=app.config.languages)
    except UnreadableError as error:
        what, mend = N_("{name} holds no text: {why}"), N_("give a text, a web page, a feed or JSON Lines")
        why = terminal.speech.say(error.message, **error.said)
        raise NothingDoneError(what, mend, name=name, why=why) from error
    if not found.entries and not found.is_feed:
        what, mend = N_("{name} is empty"), N_("give a text, a web page, a feed or JSON Lines")
        raise NothingDoneError(what, mend, name=name)
    return _of_opened(found)


def _of_opened(found: Opened) -> Material:
    from smwatch.matching.subject import subject_of
    from smwatch.matching.trial import Sample

    samples = [
        Sample(
            id=str(number),
            subject=subject_of(entry, found.source),
            published=entry.published if _is_dated(entry) else None,
        )
        for number, entry in enumerate(found.entries, 1)
    ]
    return Material(samples=samples, is_one=not found.is_feed)


def _is_dated(entry: Entry) -> bool:
    """Whether its own feed tells its date, and not the time at which it was opened."""
    from smwatch.models import DateTrust

    return entry.date_trust is DateTrust.FEED


def _of_store(terminal: Terminal, typed: Typed) -> Material:
    from smwatch.cli.reading import moment
    from smwatch.matching.subject import subject_of
    from smwatch.matching.trial import Sample

    since, until = moment(terminal, typed.since, "--since"), moment(terminal, typed.until, "--until")
    stored = terminal.app.store.entries(since=since, until=until)
    samples = (
        Sample(id=each.number, subject=subject_of(each.entry, each.source), published=each.entry.published)
        for each in stored
    )
    return Material(samples=samples, is_stored=True)
