"""What a shell may complete: commands, options, brands, feeds and numbers.

    answer(words)      a line for each that could stand for the last word

Nothing is said where there is no config or anything else is wrong. Only what is asked for is loaded: a key was pressed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, suppress
from io import StringIO
from typing import Any

from smwatch.cli.arguments import EXAMPLES, FLAGS, take_globals, with_list
from smwatch.cli.terminal import Terminal
from smwatch.locales import LANGUAGES

VARIABLE = "_SMWATCH_COMPLETE"
SHELLS = ("bash", "zsh", "fish")
MOST = 30
"""Numbers that are proposed: what a screen holds; the last ones are those that one is after."""


def answer(words: Sequence[str]) -> None:
    """What could stand for the last of the words typed so far; nothing, and no word, where anything is wrong."""
    found = list[tuple[str, str]]()
    glued = [word.lstrip("'\"") for word in glue(words)] or [""]
    with redirect_stderr(StringIO()), suppress(Exception, SystemExit):
        found = [one for one in proposals(glued) if one[0].casefold().startswith(glued[-1].casefold())]
    cut = glued[-1].rfind(":") + 1 if os.environ.get(VARIABLE) == SHELLS[0] else 0
    for value, about in dict(found).items():
        line = f"{value[cut:]}\t{about}" if about else value[cut:]
        if line.replace("\t", "").isprintable():
            print(line)


def glue(words: Sequence[str]) -> list[str]:
    """The words as they were typed: bash breaks them at : and =."""
    found, hold = list[str](), False
    for word in words:
        if found and (hold or word in {":", "="}):
            found[-1] += word
        else:
            found.append(word)
        hold = word in {":", "="}
    return found


def proposals(words: list[str]) -> Iterator[tuple[str, str]]:
    """What may stand where the last word does, with a word about it."""
    *before, last = words
    if (known := _known(before, last)) is not None:  # without what it takes to know every option
        yield from known
        return
    from smwatch.cli.commands import COMMANDS, build

    asks = before[-1] if before and before[-1] in EXAMPLES else ""
    taken, rest = take_globals(before[:-1] if asks else before)
    terminal = Terminal(taken)
    say = terminal.speech_without_config.say
    try:
        if asks and not (asks == "--lang" and rest[:1] == ["export"]):
            yield from ((value, "") for value in OPTIONS.get(asks, _nothing)(terminal))
        elif not rest:
            yield from ((name, say(line)) for name, line in COMMANDS.items())
            yield from _global_options(last)
        else:
            yield from _of_command(terminal, build(terminal.speech_without_config, rest[0]), with_list(rest), last)
    finally:
        terminal.close()


def _known(before: list[str], last: str) -> list[tuple[str, str]] | None:
    """What the config and the database alone can tell; None: it is not for them."""
    option = before[-1] if before else ""
    taken, rest = take_globals(before[:-1] if option in OPTIONS else before)
    path = " ".join(word for word in rest if not word.isdecimal())
    values = OPTIONS.get(option) or (None if last.startswith("-") else ARGUMENTS.get(path))
    if values is None or (option in EXAMPLES and option not in OPTIONS):
        return None
    terminal = Terminal(taken)
    try:
        return [(value, "") for value in values(terminal)]
    finally:
        terminal.close()


def _global_options(last: str) -> Iterator[tuple[str, str]]:
    if last.startswith("-"):
        yield from ((name, "") for name in (*EXAMPLES, *FLAGS, "--version", "--help") if name.startswith("--"))


def _of_command(terminal: Terminal, tree: Any, words: list[str], last: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - Typer's command
    path = list[str]()
    typed = words if words[1:] != ["list"] else words[:1]
    while typed and (child := getattr(tree, "commands", {}).get(typed[0])):
        path, tree, typed = [*path, typed[0]], child, typed[1:]
    options = {name: option for option in tree.params for name in option.opts if name.startswith("-")}
    if typed and (option := options.get(typed[-1])) and not option.is_flag:
        choices = getattr(option.type, "choices", None) or OPTIONS.get(typed[-1], _nothing)(terminal)
        yield from ((str(getattr(value, "value", value)), "") for value in choices)
        return
    if last.startswith("-"):
        yield from ((name, option.help or "") for name, option in options.items() if name.startswith("--"))
        yield from _global_options(last)
        return
    yield from ((name, child.short_help or "") for name, child in getattr(tree, "commands", {}).items())
    if not hasattr(tree, "commands"):
        yield from ((value, "") for value in ARGUMENTS.get(" ".join(path), _nothing)(terminal))


Values = Callable[[Terminal], Sequence[str]]


def _nothing(_: Terminal) -> Sequence[str]:
    return ()


def _brands(terminal: Terminal) -> Sequence[str]:
    return [brand.name for brand in terminal.app.config.brands]


def _digests(terminal: Terminal) -> Sequence[str]:
    return [digest.name for digest in terminal.app.config.digests]


def _people(terminal: Terminal) -> Sequence[str]:
    return [person.name for person in terminal.app.config.people]


def _tags(terminal: Terminal) -> Sequence[str]:
    return list(dict.fromkeys(tag for feed in terminal.app.config.feeds for tag in feed.tags))


def _followed(terminal: Terminal) -> Sequence[str]:
    """What `feeds remove` takes: addresses as they are shown, sources, presets."""
    from smwatch.text.links import masked

    config = terminal.app.config
    sources, presets = (feed.source for feed in config.feeds), (search.preset for search in config.searches)
    return [one for one in dict.fromkeys((*(masked(feed.url) for feed in config.feeds), *sources, *presets)) if one]


def _presets(_: Terminal) -> Sequence[str]:
    from smwatch.feeds.presets import PRESETS

    return list(PRESETS)


def _has_database(terminal: Terminal) -> bool:
    """One is not made because somebody pressed a key."""
    return terminal.app.config.database.is_file()


def _feeds(terminal: Terminal) -> Sequence[str]:
    from smwatch.text.links import masked

    stored = [row.url for row in terminal.app.store.feeds()] if _has_database(terminal) else []
    return [masked(url) for url in dict.fromkeys((*(feed.url for feed in terminal.app.config.feeds), *stored))]


def _sources(terminal: Terminal) -> Sequence[str]:
    stored = [row.source for row in terminal.app.store.feeds()] if _has_database(terminal) else []
    named = (feed.source for feed in terminal.app.config.feeds)
    return [name for name in dict.fromkeys((*named, *stored)) if name]


def _mentions(terminal: Terminal) -> Sequence[str]:
    from smwatch.models import MentionFilter

    if not _has_database(terminal):
        return ()
    return [str(row.id) for row in terminal.app.store.mentions(MentionFilter(limit=MOST))]


def _alerts(terminal: Terminal) -> Sequence[str]:
    if not _has_database(terminal):
        return ()
    return [str(alert.id) for alert in sorted(terminal.app.store.alerts(), key=lambda one: -one.id)[:MOST]]


def _fixed(*values: str) -> Values:
    return lambda _: values


OPTIONS: dict[str, Values] = {
    "--brand": _brands,
    "--source": _sources,
    "--about": _brands,
    "--tag": _tags,
    "--feed": _feeds,
    "--as": _people,
    "--to": _people,
    "--lang": _fixed(*LANGUAGES),
    "--label": _fixed("negative", "neutral", "positive", "unscored"),
    "--status": _fixed("new", "assigned", "answered", "ignored"),
    "--role": _fixed("official", "employee", "partner", "press", "public"),
    "--since": _fixed("24h", "7d", "yesterday", "last"),
}
ARGUMENTS: dict[str, Values] = {
    "digest": _digests,
    "feeds remove": _followed,
    "feeds add": _presets,
    "completion": _fixed(*SHELLS),
    **dict.fromkeys(("mentions show", "mentions label", "mentions unlabel", "mentions assign"), _mentions),
    **dict.fromkeys(("mentions answer", "mentions ignore", "mentions note", "mentions reopen"), _mentions),
    **dict.fromkeys(("alerts show", "alerts ack", "alerts assign", "alerts note", "alerts close"), _alerts),
    **dict.fromkeys(("alerts review",), _alerts),
}
