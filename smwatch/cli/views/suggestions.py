"""How suggestions for a brand look: lines of TOML to paste, each under a comment that says what it rests on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from smwatch.cli.terminal import Terminal
from smwatch.config.write import listed, quoted
from smwatch.locales import N_, Speech
from smwatch.matching.suggest import ENOUGH, Proposal, with_context, with_exclude, with_names
from smwatch.matching.variants import Variant
from smwatch.suggestions import Suggestions

WIDTH = 78  # of a comment


def show_suggestions(terminal: Terminal, found: Suggestions) -> None:
    """What to paste on stdout; on stderr what is missing for more."""
    brand, lines = found.brand.name, list(_toml(found, terminal.speech))
    if lines:
        terminal.write("\n".join(lines))
        mend = N_(
            "To take them over: under [[brands]] of {brand}, put these lines in the place of its {keys}, or add them;"
            " what else stands there stays."
        )
        keys = [line.partition(" = ")[0] for line in lines if not line.startswith("#")]
        terminal.note(mend, brand=brand, keys=", ".join(keys))
    elif not found.entries:
        terminal.note(N_("No entry is stored, or none of that time. `{smwatch} scan` polls the feeds."))
    elif min(found.unwanted, found.wanted) >= ENOUGH:
        terminal.note(N_("Nothing to propose: no other spelling was seen, and no words part the mentions."))
    else:
        terminal.note(N_("No other spelling was seen."))
    _tell_missing(terminal, found)


def _tell_missing(terminal: Terminal, found: Suggestions) -> None:
    """How many more mentions it takes to propose words, and how to tell which aren't meant."""
    brand, n = found.brand.name, terminal.speech.number
    if found.wanted + found.unwanted < 2 * ENOUGH or found.wanted < ENOUGH:
        what = N_(
            "To propose words it takes {least} mentions of {brand} that are meant and {least} that aren't meant;"
            " so far there are {wanted} wanted and {unwanted} unwanted (copies count once)."
        )
        terminal.note(what, brand=brand, least=n(ENOUGH), wanted=n(found.wanted), unwanted=n(found.unwanted))
    elif found.unwanted < ENOUGH:
        what = N_("To propose words it takes {least} mentions of {brand} that aren't meant: {n} so far.")
        terminal.note(what, brand=brand, least=n(ENOUGH), n=n(found.unwanted))
    if found.wanted and found.unwanted < ENOUGH:
        mend = N_("Give their numbers, as `{smwatch} mentions` lists them: --unwanted {example}")
        terminal.note(mend, example="12 --unwanted 15 --unwanted 31")


def _toml(found: Suggestions, speech: Speech) -> Iterator[str]:
    brand, words = found.brand, found.words
    names = [each.text for each in found.names]
    exclude, context = [each.text for each in words.exclude], [each.text for each in words.context]
    for each in found.names:
        yield from _comment(_seen(each, speech))
    after = with_names(brand, names)
    if names and not brand.query:
        yield f"names = {listed(after.names)}"
    if exclude:
        yield from _comment(_figures(N_("Without this text"), words.exclude_takes, found, speech))
        after = with_exclude(after, exclude)
        if not brand.query:
            yield f"exclude = {listed(after.exclude)}"
    if context:
        begins = N_("Only where one of these words stands too")
        yield from _comment(_figures(begins, words.context_takes, found, speech))
        after = with_context(after, context)
        if not brand.query:
            yield f"context = {listed(after.context)}"
    if brand.query and after != brand:
        yield f"query = {quoted(after.query)}"


def _seen(each: Variant, speech: Speech) -> str:
    have = speech.count("{n} entry has “{name}”", "{n} entries have “{name}”", each.entries, name=each.text)
    return f"{have}; " + speech.count("{n} of them isn't found yet", "{n} of them aren't found yet", each.new)


def _figures(begins: str, takes: tuple[int, int], found: Suggestions, speech: Speech) -> str:
    number = speech.number
    return speech.say(
        N_("{begins}, {bad} of {unwanted} unwanted mentions would go, and {good} of {wanted} wanted ones."),
        begins=speech.say(begins), bad=number(takes[0]), unwanted=number(found.unwanted),
        good=number(takes[1]), wanted=number(found.wanted),
    )  # fmt: skip


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)]


def suggestions_dict(found: Suggestions) -> dict[str, Any]:
    """`brands suggest --json`."""
    words = found.words
    return {
        "brand": found.brand.name,
        "entries": found.entries,
        "unwanted": found.unwanted,
        "wanted": found.wanted,
        "names": [{"name": each.text, "entries": each.entries, "new": each.new} for each in found.names],
        "exclude": [_as_dict(each) for each in words.exclude],
        "exclude_takes": dict(zip(("unwanted", "wanted"), words.exclude_takes, strict=True)),
        "context": [_as_dict(each) for each in words.context],
        "context_takes": dict(zip(("unwanted", "wanted"), words.context_takes, strict=True)),
    }


def _as_dict(each: Proposal) -> dict[str, Any]:
    return {"text": each.text, "unwanted": each.unwanted, "wanted": each.wanted}
