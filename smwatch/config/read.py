"""Reads what tomllib gave by the schema. Nothing raises: mistakes are noted at their spot, all of them.

read_keys(keys, value, spot)   -> {field: value}, without what can't be read; or UNREAD
read_table(name, table, value, spot) -> object, tuple of objects, or UNREAD
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from smwatch.config.schema import FRENCH, GLOBALS, TABLES
from smwatch.config.spot import UNREAD, closest
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.config.schema import Key, Table
    from smwatch.config.spot import Spot


def read_keys(keys: Mapping[str, Key], value: object, spot: Spot, also: Iterable[str] = ()) -> object:
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
        read = _read(key, value[name], spot.inside(name)) if name in value else UNREAD
        if read is not UNREAD:
            fields[key.into or name] = read
        elif key.required:
            whole = False
            if name not in value:
                spot.inside(name).wrong(N_("this key is missing"), N_('add {name} = "…"'), name=name)
    return fields if whole else UNREAD


def _read(key: Key, value: object, spot: Spot) -> object:
    return key.kind.read(value, spot) if key.inside is None else read_keys(key.inside, value, spot)


def read_table(name: str, table: Table, value: object, spot: Spot) -> object:
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
    fields = read_keys(table.keys, value, spot)
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
