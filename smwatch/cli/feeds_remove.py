"""`smwatch feeds remove`: feeds and searches are taken out of the config; what they brought stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from smwatch.cli.asking import Asker, somebody
from smwatch.cli.feeds_add import DryRun
from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.text.links import masked, same_address

if TYPE_CHECKING:
    from smwatch.cli.editing import Editing
    from smwatch.config.settings import Search
    from smwatch.models import FeedRow


@dataclass(frozen=True, slots=True)
class Going:
    """A table that goes: which, counted from 0, and what it is called."""

    table: str
    number: int
    name: str


def register(app: typer.Typer) -> None:
    """Put it under the noun `feeds`."""
    app.command("remove", help=N_("Take feeds or searches out of the config; what they brought stays."))(remove)


def remove(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="ADDRESS|SOURCE|PRESET...", help=N_("Which: an address, a source's name, or a preset.")),
    ],
    *,
    brand: Annotated[
        str, typer.Option("--brand", metavar="NAME", help=N_("Of a preset: only the searches for this brand."))
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("Ask nothing where a word stands for several."))] = False,
    dry_run: DryRun = False,
) -> None:
    """Parse, find, write, show."""
    from smwatch.cli.editing import Editing
    from smwatch.config.edit import without, written

    terminal: Terminal = ctx.obj
    editing = Editing(terminal)
    editing.same()  # and from here on what is asked and counted is of this text: what comes after it is noticed
    rows = terminal.app.store.feeds() if terminal.app.config.database.is_file() else []
    named = terminal.brand(brand).name if brand else ""
    going = list(dict.fromkeys(one for word in words for one in find(terminal, editing, rows, word, named, yes=yes)))
    before = text = editing.opened.text
    for table in dict.fromkeys(one.table for one in going):
        text = without(text, table, {one.number for one in going if one.table == table})
    editing.save(text, dry_run=dry_run)
    if terminal.globals.json:
        gone = [{"table": one.table, "name": one.name} for one in going]
        return terminal.print_json({"config": str(editing.opened.path), "removed": gone, "written": not dry_run})
    if dry_run:
        terminal.write("\n\n".join(shown(terminal, one, written(before, one.table, one.number)) for one in going))
        return terminal.note(N_("Nothing was written: that is what --dry-run asks for."))
    for one in going:
        terminal.write(terminal.speech.say(N_("Removed: {name}"), name=one.name))
    terminal.note(N_("What was heard there stays; from the next scan on nobody listens there."))
    return None


def shown(terminal: Terminal, one: Going, text: str) -> str:
    """A table's lines as they may be shown: without logins and what headers keep secret."""
    from smwatch.config.settings import is_reference
    from smwatch.config.write import quoted

    if one.table != "feeds":
        return text
    feed = terminal.app.config.feeds[one.number]
    secrets = {value: "***" for value in feed.headers.values() if value and not is_reference(value)}
    for secret, instead in ({feed.url: masked(feed.url)} | secrets).items():
        text = text.replace(secret, instead).replace(quoted(secret)[1:-1], instead)
    return text


def find(
    terminal: Terminal, editing: Editing, rows: Sequence[FeedRow], word: str, brand: str, *, yes: bool
) -> list[Going]:
    """The tables that a word stands for; UsageError where there is none, or where it isn't said which of several."""
    if not word.strip():  # as of a variable that is empty: feeds without a name are called nothing, too
        raise UsageError(N_("it isn't said which feed is meant"), N_("`{smwatch} feeds` lists them"))
    config, key = terminal.app.config, same_address(word)
    titles = {row.url: row.source for row in rows}
    found = [
        Going("feeds", number, masked(feed.url))
        for number, feed in enumerate(config.feeds)
        if key in {same_address(feed.url), same_address(masked(feed.url))}
    ]
    found += [
        Going("searches", number, name_of(search))
        for number, search in enumerate(config.searches)
        if called(search.preset) == called(word) and brand in {"", search.brand}
    ]
    found = found or [
        Going("feeds", number, masked(feed.url))
        for number, feed in enumerate(config.feeds)
        if word.casefold() in {feed.source.casefold(), titles.get(feed.url, "").casefold()}
    ]
    if not found:
        _unknown(terminal, editing, rows, word)
    if len(found) > 1 and not yes:
        _ask(terminal, word, found)
    return found


def called(preset: str) -> str:
    """What a preset is called today, by whichever of its names; the word itself where there is none."""
    from smwatch.feeds.presets import UnknownPresetError, preset_named

    try:
        return preset_named(preset).name
    except UnknownPresetError:
        return preset


def name_of(search: Search) -> str:
    """A search by what it says: "google-news Nordelait fr CA"."""
    values = (getattr(search, each.name) for each in fields(search))
    return " ".join(masked(value) for value in values if isinstance(value, str) and value)


def _ask(terminal: Terminal, word: str, found: Sequence[Going]) -> None:
    """Whether all of them go; UsageError where that is denied, or nobody can be asked."""
    names = ", ".join(one.name for one in found)
    if somebody(terminal):
        terminal.note(N_("“{word}” stands for {names}."), word=word, names=names)
        if Asker(terminal, silent=False).yes(N_("Remove all of these?")):
            return
    what, mend = N_("“{word}” stands for several: {names}"), N_("give an address, or --brand; --yes removes all")
    raise UsageError(what, mend, word=masked(word), names=names)


def _unknown(terminal: Terminal, editing: Editing, rows: Sequence[FeedRow], word: str) -> NoReturn:
    """Say where it comes from, if anybody knows; else what may have been meant."""
    config, key = terminal.app.config, same_address(word)
    if (spec := editing.known.get(key)) and spec.brand:
        what = N_("{word} is not named in the config: a search for {brand} makes it")
        mend = N_("remove the search by its preset: {presets}")
        presets = ", ".join(dict.fromkeys(one.preset for one in config.searches if one.brand == spec.brand))
        raise UsageError(what, mend, word=masked(word), brand=spec.brand, presets=presets)
    if parent := next((row.parent for row in rows if row.parent and key == same_address(row.url)), ""):
        what = N_("{word} is not named in the config: it was found at {parent}")
        mend = N_('write comments = "none" under that feed, and its comments are not followed any more')
        raise UsageError(what, mend, word=masked(word), parent=masked(parent))
    names = [masked(feed.url) for feed in config.feeds]
    names += [name for name in (*(feed.source for feed in config.feeds), *(s.preset for s in config.searches)) if name]
    what = N_("the config names no feed “{word}”")
    if close := get_close_matches(word, names, 1):
        raise UsageError(what, N_("did you mean “{close}”?"), word=masked(word), close=close[0])
    raise UsageError(what, N_("`{smwatch} feeds` lists them"), word=masked(word))
