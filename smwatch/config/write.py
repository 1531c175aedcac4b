"""Writes a config for somebody who has answered a few questions; `smwatch init` asks them.

config_text(answers, speech) -> TOML with comments in the user's language; load_text reads it without problems
write_new(path, text)           all of it or nothing, readable by its owner alone, never over another file
"""

from __future__ import annotations

import errno
import os
import tempfile
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from smwatch.config.settings import PARAMETERS, Search
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_, Speech
from smwatch.models import FeedSpec

_WIDTH = 110  # of a comment
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InitAnswers:
    """What a first config is made of."""

    brand: str  # not blank
    names: tuple[str, ...] = ()  # (): the brand's own name
    languages: tuple[str, ...] = ("fr", "en")  # what the feeds speak
    feeds: tuple[FeedSpec, ...] = ()  # of the website, those that were chosen
    searches: tuple[Search, ...] = ()  # proposed and accepted
    language: str = ""  # what smwatch speaks; "": from the locale
    timezone: str = ""  # IANA name; "": the machine's
    database: str = ""  # "": in the user's data folder
    allow_private: tuple[str, ...] = ()  # what the address guard must let through for these feeds


def config_text(answers: InitAnswers, speech: Speech) -> str:
    """The config, with comments that say what each part is for and what else can be set."""
    top = N_("What smwatch watches. Change it with any text editor; `smwatch check` says whether all is well.")
    parts = [
        _comment(speech, top),
        "\n".join(_globals(answers, speech)),
        "\n".join(_brand(answers, speech)),
        *_feeds(answers.feeds, speech),
        *_searches(answers.searches, speech),
        *_network(answers.allow_private, speech),
        "\n".join(_later(speech)),
    ]
    return "\n\n".join(parts) + "\n"


def _globals(answers: InitAnswers, speech: Speech) -> Iterable[str]:
    if answers.database:
        yield f"database = {quoted(answers.database)}"
    if answers.timezone:
        yield f"timezone = {quoted(answers.timezone)}"
    if answers.language:
        yield f"language = {quoted(answers.language)}  {_comment(speech, N_('what smwatch speaks'))}"
    yield f"languages = {listed(answers.languages)}  {_comment(speech, N_('what the feeds speak'))}"


def _brand(answers: InitAnswers, speech: Speech) -> Iterable[str]:
    any_of = _comment(speech, N_("any of these is a mention"))
    excluded = _comment(speech, N_("text in which the name doesn't count, as in a street called alike"))
    needed = _comment(speech, N_("for an ambiguous name: one of these must stand there too"))
    yield _comment(speech, N_('The brand. Repeat [[brands]] for a product or a competitor (kind = "competitor").'))
    yield "[[brands]]"
    yield f"name = {quoted(answers.brand)}"
    yield f"names = {listed(answers.names or (answers.brand,))}  {any_of}"
    yield f"# exclude = []  {excluded}"
    yield f"# context = []  {needed}"


def _feeds(feeds: Iterable[FeedSpec], speech: Speech) -> Iterable[str]:
    comment = N_("The feeds that are polled. `smwatch feeds add ADDRESS` finds those of a website.")
    for feed in feeds:
        lines = [_comment(speech, comment), ""] if comment else []  # apart: it stays when the first one goes
        lines += ["[[feeds]]", f"url = {quoted(feed.url)}"]
        if feed.source.strip():
            lines.append(f"source = {quoted(feed.source)}")
        if feed.about:
            said = _comment(speech, N_("each of its entries is a mention, named or not"))
            lines.append(f"about = {listed(feed.about)}  {said}")
        if feed.comments != "mentions":
            said = _comment(speech, N_("which comment feeds are followed: mentions, all or none"))
            lines.append(f"comments = {quoted(feed.comments)}  {said}")
        yield "\n".join(lines)
        comment = ""


def _searches(searches: Iterable[Search], speech: Speech) -> Iterable[str]:
    comment = N_("Searches kept at news sites and networks. `smwatch feeds presets` lists what there is.")
    for search in searches:
        lines = [_comment(speech, comment), ""] if comment else []  # apart: it stays when the first one goes
        said = {key: getattr(search, key) for key in ("preset", "brand", "lang", "region", *PARAMETERS)}
        lines += ["[[searches]]", *(f"{key} = {quoted(value)}" for key, value in said.items() if value)]
        if search.about:
            lines.append(f"about = {listed(search.about)}")
        yield "\n".join(lines)
        comment = ""


def _network(allow_private: tuple[str, ...], speech: Speech) -> Iterable[str]:
    if allow_private:
        said = _comment(speech, N_("addresses of your own network that may be polled"))
        yield f"[network]\nallow_private = {listed(allow_private)}  {said}"


def _later(speech: Speech) -> Iterable[str]:
    """What is not asked at first, ready to be uncommented."""
    yield _comment(speech, N_("To get digests by e-mail, remove the # below and fill in your own:"))
    yield "# [mail]"
    yield '# host = "smtp.example.com"'
    yield '# user = "me@example.com"'
    secret = _comment(speech, N_("the secret itself stays out of this file"))
    yield f'# password = "env:SMWATCH_SMTP_PASSWORD"  {secret}'
    yield '# from = "smwatch <me@example.com>"'
    yield "#"
    yield "# [[digests]]"
    yield f"# name = {quoted(speech.say(N_('morning')))}"
    yield '# to = ["me@example.com"]'
    yield '# when = "daily 07:30"'


def _comment(speech: Speech, message: str) -> str:
    """A comment in the user's language; on several lines where it is long."""
    lines = textwrap.wrap(speech.say(message), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"# {line}" for line in lines)


def listed(texts: Iterable[str]) -> str:
    """Any texts as an array of TOML."""
    return f"[{', '.join(map(quoted, texts))}]"


def quoted(text: str) -> str:
    """Any text as a TOML basic string. Half surrogates, which a badly set terminal hands over, can't stand in TOML."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\N{REPLACEMENT CHARACTER}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else _unicode_escape(character)


def _unicode_escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004 - the last code of four digits


def look_ahead(path: Path) -> None:
    """What `write_new` would say now, before anybody has answered anything; nothing is written."""
    if os.path.lexists(path):  # a link that leads nowhere too
        raise _there(path)
    folder = next(one for one in path.absolute().parents if one.exists())
    if not folder.is_dir():
        raise _unwritable(path, NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def write_new(path: Path, text: str) -> None:
    """Put a new file there, whole, readable by its owner alone.

    UsageError where one stands already, NothingDoneError where none can be written.
    """
    try:
        _write(path, text.encode())
    except FileExistsError as error:
        raise _there(path) from error
    except OSError as error:
        raise _unwritable(path, error) from error


def _there(path: Path) -> UsageError:
    mend = N_("name another file with --config, or move that one away")
    return UsageError(N_("{path} is there already"), mend, path=path)


def _unwritable(path: Path, error: OSError) -> NothingDoneError:
    what, mend = N_("{path} can't be written ({reason})"), N_("name another file with --config")
    return NothingDoneError(what, mend, path=path, reason=error.strerror or error)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # its mode is 0600
    try:
        fill(handle, content)
        try:
            os.link(name, path)  # appears all at once, and never replaces a file
        except FileExistsError:
            raise
        except OSError:  # a file system without links: not all at once, but never over another file either
            place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                fill(place, content)
            except BaseException:  # Ctrl-C, a disk that is full: half a config is none
                path.unlink()
                raise
    finally:
        Path(name).unlink()


def fill(handle: int, content: bytes) -> None:
    """All of it into an open file, and onto the disk."""
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
