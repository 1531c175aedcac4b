"""From a file to a Config, or to every mistake in it.

    find_config(explicit, environ, cwd) -> Path      --config, $SMWATCH_CONFIG, ./smwatch.toml, the user's folder
    load_config(path) -> Config                      ConfigError carries all problems, each with its line
    format_problems(error, speech) -> lines          FILE:LINE: KEY: what is wrong; how to mend it

What it takes to know a query, a preset or a scorer is not known here: mistakes.py adds those, by `Config.lines`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smwatch.config.checks import check_all
from smwatch.config.lines import Lines
from smwatch.config.schema import FRENCH, GLOBALS, TABLES
from smwatch.config.settings import Config, is_reference
from smwatch.config.spot import UNREAD, Spot, closest
from smwatch.config.syntax import explain
from smwatch.errors import ConfigError, ExitCode, Problem, SmwatchError, mending
from smwatch.locales import N_
from smwatch.models import Server, is_server

if TYPE_CHECKING:
    from smwatch.config.schema import Key, Table
    from smwatch.locales import Speech

FILE_NAME = "smwatch.toml"
VARIABLE = "SMWATCH_CONFIG"


class NoConfigError(SmwatchError):
    """There is no config in any of the places where it is looked for."""

    kind = "config"
    exit_code = ExitCode.BAD_CONFIG


def user_config() -> Path:
    """Where a user's own config stands, whether it is there or not."""
    import platformdirs  # late: not needed where a config is named

    return platformdirs.user_config_path("smwatch", appauthor=False) / FILE_NAME


def user_database() -> Path:
    """Where everything heard is kept unless the config says otherwise."""
    import platformdirs  # late: not needed where the config names a database

    return platformdirs.user_data_path("smwatch", appauthor=False) / "smwatch.db"


def find_config(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The config to use. One that is named, by option or variable, is not looked for elsewhere when it isn't there."""
    named = explicit or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)
    if named:
        return cwd / named.expanduser()
    if (here := cwd / FILE_NAME).is_file():
        return here
    if (own := user_config()).is_file():
        return own
    raise NoConfigError(
        N_("no config was found"),
        N_("run `smwatch init` to make one, or name yours with --config FILE or ${variable}"),
        variable=VARIABLE,
    )


def load_config(path: Path) -> Config:
    """The config in the file; ConfigError with everything that is wrong, a file that can't be read included."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        what, mend = (
            N_("this file can't be read ({reason})"),
            N_("check its name and who may read it, or run `smwatch init`"),
        )
        raise ConfigError(str(path), [Problem(0, "", what, mend, {"reason": error.strerror or str(error)})]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        mend = N_("save the file as UTF-8 in your editor")
        raise ConfigError(str(path), [Problem(line, "", N_("this isn't UTF-8 text"), mend)]) from error
    return load_text(text, path)


def load_text(text: str, path: Path) -> Config:
    """The config that the text says; `path` is what relative paths are relative to, and what mistakes are named by."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
        spot = Spot(Lines(text))
    except ValueError as error:  # a TOMLDecodeError, or a number too long to be one
        raise ConfigError(str(path), [explain(error, text)]) from error
    except RecursionError as error:
        what, mend = N_("brackets stand within brackets, too many of them"), N_("close those that are open")
        raise ConfigError(str(path), [Problem(0, "", what, mend)]) from error
    fields = _read(document, spot)
    check_all(document, spot)
    if spot.problems:
        problems = sorted(spot.problems, key=lambda problem: problem.line)
        raise ConfigError(str(path), problems, document=document, lines=dict(spot.lines))
    path = path.absolute()
    return Config(**fields | {"database": kept_at(fields.get("database"), path.parent)}, path=path, lines=spot.lines)


def kept_at(named: str | None, folder: Path) -> Path | Server:
    """Where a database is: a file, relative to that folder; a server, or what a secret says; else the user's file."""
    if named is None:
        return user_database()
    return Server(named) if is_server(named) or is_reference(named) else folder / Path(named).expanduser()


def _read(document: dict[str, object], spot: Spot) -> dict[str, Any]:
    """The fields of a Config, without those that can't be read."""
    fields = _read_keys(GLOBALS, document, spot, TABLES)
    read = {
        name: _read_table(name, table, document[name], spot.inside(name))
        for name, table in TABLES.items()
        if name in document
    }
    return (fields if isinstance(fields, dict) else {}) | {
        name: made for name, made in read.items() if made is not UNREAD
    }


def format_problems(error: ConfigError, speech: Speech) -> list[str]:
    """The mistakes as lines to print, in the user's language.

    A key is shown without the numbers of its tables ("brands.name"): the line tells which, and people count from one.
    """
    said: list[str] = []
    for problem in error.problems:
        place = f"{error.file}:{problem.line}" if problem.line else error.file
        key = ".".join(part for part in problem.key.split(".") if not part.isdecimal())
        what = speech.say(problem.what, **problem.arguments)
        if problem.mend:
            what = speech.say(N_("{what}; {mend}"), what=what, mend=mending(problem, speech))
        said.append(": ".join(part for part in (place, key, what) if part))
        said.extend(f"    {line}" for line in problem.picture.splitlines())
    return said


def _read_keys(keys: Mapping[str, Key], value: object, spot: Spot, also: Iterable[str] = ()) -> object:
    """The values of a table, by the fields that they fill. UNREAD: a required key is missing or wrong.

    `also` are keys that are read elsewhere.
    """
    if not isinstance(value, dict):
        return spot.wrong(N_("this must be a table"), N_("write keys under it: key = value"))
    known = [*keys, *also]
    for name in value:
        if name not in known:
            _unknown(name, known, spot)
    fields: dict[str, object] = {}
    whole = True
    for name, key in keys.items():
        read = _value_of(key, value[name], spot.inside(name)) if name in value else UNREAD
        if read is not UNREAD:
            fields[key.into or name] = read
        elif key.required:
            whole = False
            if name not in value:
                spot.inside(name).wrong(N_("this key is missing"), N_('add {name} = "…"'), name=name)
    return fields if whole else UNREAD


def _value_of(key: Key, value: object, spot: Spot) -> object:
    return key.kind.read(value, spot) if key.inside is None else _read_keys(key.inside, value, spot)


def _read_table(name: str, table: Table, value: object, spot: Spot) -> object:
    """What a [table] says, or a tuple of what each [[table]] says."""
    if not table.many:
        if isinstance(value, list):
            return spot.wrong(N_("there can be only one {name}"), N_("write it once, as [{name}]"), name=name)
        return _make(table, value, spot)
    if isinstance(value, dict):
        return spot.wrong(N_("there may be many {name}"), N_("write two brackets: [[{name}]]"), name=name)
    if not isinstance(value, list):
        return spot.wrong(N_("this must be a table"), N_("write [[{name}]], and its keys under it"), name=name)
    made = (_make(table, one, spot.inside(index)) for index, one in enumerate(value))
    return tuple(one for one in made if one is not UNREAD)


def _make(table: Table, value: object, spot: Spot) -> object:
    fields = _read_keys(table.keys, value, spot)
    return table.make(**fields) if isinstance(fields, dict) else UNREAD


def _unknown(name: str, known: list[str], spot: Spot) -> None:
    """Say what was meant: a key of this table, or one that slipped under it and belongs to the top of the file."""
    inside, what = spot.inside(name), N_("there is no such key here")
    french = FRENCH.get(closest(name, FRENCH), "")
    guess = closest(name, known) or (french if french in known else "")
    at_top = next((key for key in (name, french) if key in GLOBALS), "")
    if guess:
        inside.wrong(what, N_("did you mean {guess}?"), guess=guess)
    elif at_top:
        inside.wrong(what, N_("{name} belongs to the top of the file, before the first [table]"), name=at_top)
    elif name in TABLES:
        brackets = f"[[{name}]]" if TABLES[name].many else f"[{name}]"
        inside.wrong(what, N_("write it as a table of its own: {brackets}"), brackets=brackets)
    else:
        inside.wrong(what, N_("remove it; these are known: {known}"), known=", ".join(known))
