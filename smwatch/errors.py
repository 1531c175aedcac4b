"""One tree of exceptions, each with a message that a PR person can act on.

    SmwatchError            stops the command
      UsageError            2   the command line, a bad --query included
        MovedError              somebody else decided something meanwhile, and it would be undone unseen
      NothingDoneError      4   no network, database unusable, mail server refused all
        UnsentError             a message that did not go out: for now, or for good
      BusyError             5   another scan or rescore is running, or another sender
      ConfigError           78  the config is wrong; carries every problem, not the first
      QueryError                a query that does not parse; column and caret (2 or 78, as it was given)

`what` and `mend` are catalogue messages in English; the CLI puts them in the user's language and fills in
the arguments. What can fail for one feed is never an exception but a value (`PollFailed`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.locales import Speech

HOME = "https://github.com/smwatch/smwatch"
"""Where the project is, with its pages; an installed smwatch has none of them."""


class ExitCode(IntEnum):
    """What the command's exit tells scripts (docs/reference/exit-codes.md)."""

    DONE = 0
    BUG = 1
    USAGE = 2
    FEEDS_FAILED = 3
    NOTHING_DONE = 4
    BUSY = 5
    ALERT = 10
    BAD_CONFIG = 78
    STOPPED = 130


class SmwatchError(Exception):
    """Stops the command: `what` went wrong, how to `mend` it; both catalogue messages with {arguments}."""

    kind = "error"
    exit_code = ExitCode.NOTHING_DONE

    def __init__(self, what: str, mend: str = "", /, **arguments: object) -> None:
        """Keep the parts apart, so that the message can be said in another language."""
        super().__init__(what.format(**arguments) if arguments else what)
        self.what, self.mend, self.arguments = what, mend, arguments


class UsageError(SmwatchError):
    """The command line can't be carried out as typed."""

    kind = "usage"
    exit_code = ExitCode.USAGE


class MovedError(UsageError):
    """Somebody else decided something about it that this would undo; the arguments say how it stands now."""

    kind = "moved"


class NothingDoneError(SmwatchError):
    """Nothing could be done: no network, unusable database, mail server that refused all."""

    kind = "nothing_done"
    exit_code = ExitCode.NOTHING_DONE


class UnsentError(NothingDoneError):
    """A message did not go out; `for_good`: it won't be taken, however often it is tried. `refused`: for whom not."""

    def __init__(
        self,
        what: str,
        mend: str = "",
        /,
        *,
        for_good: bool = False,
        refused: tuple[str, ...] = (),
        **arguments: object,
    ) -> None:
        """Not for good: it may go out another time as it is, but to those that were refused."""
        super().__init__(what, mend, **arguments)
        self.for_good, self.refused = for_good, refused


class BusyError(SmwatchError):
    """Another scan is running, or another digest is being sent."""

    kind = "busy"
    exit_code = ExitCode.BUSY


class QueryError(SmwatchError):
    """A query does not parse. `column` counts from 0 in code points of `query`."""

    kind = "query"
    exit_code = ExitCode.USAGE
    others = 0
    """Mistakes besides the one told that the proposal mends."""

    def __init__(self, what: str, mend: str = "", /, *, query: str, column: int, **arguments: object) -> None:
        """Remember where in the query the mistake stands."""
        super().__init__(what, mend, **arguments)
        self.query, self.column = query, column


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the config: `FILE:LINE: KEY: what; mend`."""

    line: int
    key: str
    what: str
    mend: str = ""
    arguments: dict[str, object] = field(default_factory=dict)
    picture: str = ""  # more lines to show as they are: a query with its caret
    others: int = 0  # mistakes besides that its mending mends


class ConfigError(SmwatchError):
    """The config is wrong: every problem that was found."""

    kind = "config"
    exit_code = ExitCode.BAD_CONFIG

    def __init__(
        self,
        file: str,
        problems: list[Problem],
        *,
        document: Mapping[str, object] | None = None,
        lines: Mapping[str, int] | None = None,
    ) -> None:
        """`file` as the user named it; `document` and `lines` where its names and queries are yet to be looked at."""
        super().__init__("the config {file} has mistakes", file=file)
        self.file, self.problems = file, problems
        self.document, self.lines = document or {}, lines or {}


def mending(told: QueryError | Problem, speech: Speech) -> str:
    """How to mend it, in the person's language; with how many other mistakes of the same query that mends."""
    mend = speech.say(told.mend, **told.arguments)
    if not told.others:
        return mend
    return speech.count(
        "{mend} (this mends {n} other mistake too)",
        "{mend} (this mends {n} other mistakes too)",
        told.others,
        mend=mend,
    )
