"""What is on the command line before Typer sees it: global options anywhere, and a noun alone is its list.

Pure: a list of words comes in, what they mean goes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from smwatch.errors import UsageError
from smwatch.locales import LANGUAGES, N_

NOUNS = ("mentions", "alerts", "feeds", "brands", "people")
"""Commands that group others and have a `list`."""

HELP = ("--help", "-h")

FILTERS_BY_LANG = (["export"], ["mentions", "list"], ["sentiment", "words"], ["feeds", "add"])
"""Commands after which --lang says which mentions, words or searches; elsewhere it says what smwatch speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Globals:
    """The options that every command takes."""

    config: Path | None = None
    lang: str = ""
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    who: str = ""  # decides, as --as says
    log: Path | None = None  # what is done is noted there
    log_json: bool = False  # as JSON Lines
    plain: bool = False  # one fact a line, no signs: for who listens instead of looking

    @property
    def program(self) -> list[str]:
        """The words with which a command begins that is to be typed for the same config."""
        return ["smwatch", *(["--config", str(self.config)] if self.config else [])]


FLAGS: dict[str, dict[str, Any]] = {
    "--json": {"json": True},
    "--quiet": {"quiet": True},
    "-q": {"quiet": True},
    "--verbose": {"verbose": True},
    "-v": {"verbose": True},
    "--log-json": {"log_json": True},
    "--plain": {"plain": True},
}


def take_globals(words: Sequence[str]) -> tuple[Globals, list[str]]:
    """The global options, wherever they stand before a `--`, and the words that are left.

    Raises UsageError for an option without its value or an unknown language.
    """
    taken, left, coming = Globals(), list[str](), iter(words)
    for word in coming:
        name, equals, value = word.partition("=")
        if word == "--":
            left += [word, *coming]
        elif word == "--version":
            left = [word]
            break
        elif word in FLAGS:
            taken = replace(taken, **FLAGS[word])
        elif name == "--lang" and any(with_list(left)[: len(command)] == command for command in FILTERS_BY_LANG):
            left.append(word)
        elif name in EXAMPLES:
            given = value if equals else next(coming, "")
            if not given or (not equals and given.startswith("--")):
                raise UsageError(N_("{option} needs a value"), N_("write for example {example}"), **EXAMPLES[name])
            taken = replace(taken, **TAKES[name](given))
        else:
            left.append(word)
    return taken, left


EXAMPLES = {
    "--config": {"option": "--config", "example": "--config smwatch.toml"},
    "--lang": {"option": "--lang", "example": "--lang fr"},
    "--log": {"option": "--log", "example": "--log smwatch.log"},
    "--as": {"option": "--as", "example": '--as "Marie Tremblay"'},
}


def language(word: str) -> str:
    """What a word like fr, FR or fr_CA names; UsageError for a language that smwatch doesn't speak."""
    found = word[:2].lower()
    if found not in LANGUAGES or word[2:3].isalpha():
        raise UsageError(N_("smwatch doesn't speak “{language}”"), N_("choose --lang fr or --lang en"), language=word)
    return found


TAKES: dict[str, Callable[[str], dict[str, Any]]] = {
    "--config": lambda given: {"config": Path(given)},
    "--lang": lambda given: {"lang": language(given)},
    "--log": lambda given: {"log": Path(given).expanduser()},
    "--as": lambda given: {"who": given},
}
"""Global options with a value, and what it is taken for."""


def with_list(words: Sequence[str]) -> list[str]:
    """`smwatch mentions --brand X` means `smwatch mentions list --brand X`."""
    if words and words[0] in NOUNS and (len(words) == 1 or (words[1].startswith("-") and words[1] not in HELP)):
        return [words[0], "list", *words[1:]]
    return list(words)
