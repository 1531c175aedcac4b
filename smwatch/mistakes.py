"""What is wrong in a config that its file doesn't show: queries, presets, scorers, as those know that use them.

    of_document(document, lines) -> problems      of what tomllib read, whatever else is wrong in it

The App finds the same while it makes its parts, and tells it in the same words: `query_problems`, `scorer_problems`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from smwatch.config.lines import line_of, line_within
from smwatch.config.settings import Config, SentimentSettings
from smwatch.errors import ConfigError, NothingDoneError, Problem, SmwatchError, UsageError
from smwatch.matching.errors import picture
from smwatch.matching.mistakes import mistakes

LANGUAGES = ("en", "fr")
"""Keys of [sentiment] that name a scorer."""


def of_document(
    document: Mapping[str, object], lines: Mapping[str, int], told: Collection[str] = frozenset()
) -> list[Problem]:
    """Every one; `told` are keys of which something is said already: values of a wrong type are told elsewhere."""
    found = query_problems(document.get("brands"), lines, told)
    found += preset_problems(document.get("searches"), lines)
    found += scorer_problems(document.get("sentiment"), lines)
    return [problem for problem in found if problem.picture or problem.key not in told]


def query_problems(brands: object, lines: Mapping[str, int], told: Collection[str] = frozenset()) -> list[Problem]:
    """What is wrong in the queries and names of [[brands]]; that one is empty need not be said twice."""
    found = []
    for index, table in _tables(brands):
        for name, error in mistakes(table):
            key = f"brands.{index}.{name}"
            if key in told and not error.query.strip():
                continue
            line = line_within(lines, key, error.query.count("\n", 0, error.column))
            arguments = dict(error.arguments)
            found.append(Problem(line, key, error.what, error.mend, arguments, picture(error), error.others))
    return found


def preset_problems(searches: object, lines: Mapping[str, int]) -> list[Problem]:
    """Which [[searches]] name a preset that there isn't, or don't say what it takes."""
    from smwatch.feeds.presets import UnknownPresetError, preset_named, problems_of

    found = []
    for index, table in _tables(searches):
        name = table.get("preset")
        if not isinstance(name, str) or not name.strip():
            continue
        try:
            wrong = problems_of(preset_named(name), table)
        except UnknownPresetError as error:
            found.append(_problem(lines, f"searches.{index}.preset", error))
            continue
        except NothingDoneError:  # a plug-in that fails is no mistake of the config; it tells when used
            continue
        keys = [f"searches.{index}.{problem.key}" for problem in wrong]
        found += [replace(one, line=line_of(lines, key), key=key) for one, key in zip(wrong, keys, strict=True)]
    return found


def scorer_problems(sentiment: object, lines: Mapping[str, int]) -> list[Problem]:
    """Which keys of [sentiment] name a scorer that there isn't, or one that isn't installed."""
    from smwatch.sentiment.told import versions_of

    found = []
    table: Mapping[str, object] = sentiment if isinstance(sentiment, Mapping) else {}
    for lang in LANGUAGES:
        name = table.get(lang)
        if isinstance(name, str) and name.strip():
            try:
                versions_of(SentimentSettings(en=name, fr=name))
            except UsageError as error:
                found.append(_problem(lines, f"sentiment.{lang}", error))
            except Exception:  # noqa: BLE001, S110 - a plug-in that fails is no mistake of the config; it tells when used
                pass
    return found


def wrong_scorers(config: Config, error: SmwatchError) -> ConfigError:
    """A scorer that can't be made, told as the mistake of the config that it is, and with the other one's."""
    names, lines = {"en": config.sentiment.en, "fr": config.sentiment.fr}, config.lines
    whole = Problem(lines.get("sentiment", 0), "sentiment", error.what, error.mend, error.arguments)
    return ConfigError(str(config.path or ""), scorer_problems(names, lines) or [whole])


def check(config: Config, makers: Iterable[Callable[[], object]]) -> None:
    """Make the parts that show what is wrong: a ConfigError names every mistake that one finds."""
    problems = list[Problem]()
    for made in makers:
        try:
            made()
        except ConfigError as error:
            problems += error.problems
        except Exception:  # noqa: BLE001, S110 - the database, a plug-in: told by whoever comes to need them
            pass
    if problems:
        raise ConfigError(str(config.path or ""), sorted(problems, key=lambda problem: problem.line))


def _problem(lines: Mapping[str, int], key: str, error: SmwatchError) -> Problem:
    return Problem(line_of(lines, key), key, error.what, error.mend, dict(error.arguments))


def _tables(tables: object) -> Iterator[tuple[int, Mapping[str, object]]]:
    for index, table in enumerate(tables if isinstance(tables, list | tuple) else ()):
        if isinstance(table, Mapping):
            yield index, table
