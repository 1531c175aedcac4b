"""One tree of exceptions: each says what went wrong and how to mend it, and ends the command with a code of its own."""

from __future__ import annotations

import pickle

import pytest

from smwatch.errors import (
    BusyError,
    ConfigError,
    ExitCode,
    MovedError,
    NothingDoneError,
    Problem,
    QueryError,
    SmwatchError,
    UnsentError,
    UsageError,
    mending,
)
from smwatch.locales import Speech


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (SmwatchError("x"), "error", ExitCode.NOTHING_DONE),
        (UsageError("x"), "usage", ExitCode.USAGE),
        (MovedError("x"), "moved", ExitCode.USAGE),
        (NothingDoneError("x"), "nothing_done", ExitCode.NOTHING_DONE),
        (UnsentError("x"), "nothing_done", ExitCode.NOTHING_DONE),
        (BusyError("x"), "busy", ExitCode.BUSY),
        (QueryError("x", query="(", column=0), "query", ExitCode.USAGE),
        (ConfigError("smwatch.toml", []), "config", ExitCode.BAD_CONFIG),
    ],
)
def test_scripts_know_each_by_its_code_and_its_kind(error: SmwatchError, kind: str, code: ExitCode) -> None:
    assert (error.kind, error.exit_code) == (kind, code)


def test_the_codes_are_those_that_scripts_rely_on() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0, "BUG": 1, "USAGE": 2, "FEEDS_FAILED": 3, "NOTHING_DONE": 4, "BUSY": 5, "ALERT": 10,
        "BAD_CONFIG": 78, "STOPPED": 130,
    }  # fmt: skip


def test_a_message_is_filled_in_and_its_parts_are_kept_for_another_language() -> None:
    error = NothingDoneError("the file {file} can't be read", "check who owns {file}", file="a.db")
    assert str(error) == "the file a.db can't be read"
    assert (error.what, error.mend) == ("the file {file} can't be read", "check who owns {file}")
    assert error.arguments == {"file": "a.db"}


def test_braces_in_a_message_without_arguments_are_just_braces() -> None:
    assert str(UsageError("write {name} as it stands")) == "write {name} as it stands"


def test_what_did_not_leave_tells_for_whom_and_whether_it_is_over() -> None:
    for_now = UnsentError("{host} is busy", host="mx")
    assert (for_now.for_good, for_now.refused, for_now.arguments) == (False, (), {"host": "mx"})
    over = UnsentError("no such mailbox", for_good=True, refused=("a@example.com",))
    assert (over.for_good, over.refused, over.arguments) == (True, ("a@example.com",), {})


def test_a_config_is_told_with_every_problem_and_what_is_yet_to_be_looked_at() -> None:
    problems = [Problem(3, "brands.0.query", "what")]
    error = ConfigError("smwatch.toml", problems)
    assert str(error) == "the config smwatch.toml has mistakes"
    assert (error.file, error.problems, error.document, error.lines) == ("smwatch.toml", problems, {}, {})
    more = ConfigError("smwatch.toml", problems, document={"brands": []}, lines={"brands": 1})
    assert (more.document, more.lines) == ({"brands": []}, {"brands": 1})


def test_a_query_that_does_not_parse_says_where() -> None:
    error = QueryError("this {sign} is never closed", "close it", query="(lait", column=0, sign="(")
    assert (error.query, error.column, error.others) == ("(lait", 0, 0)
    assert str(error) == "this ( is never closed"


@pytest.mark.parametrize(
    ("lang", "others", "told"),
    [
        ("en", 0, "close it: (lait)"),
        ("en", 1, "close it: (lait) (this mends 1 other mistake too)"),
        ("en", 3, "close it: (lait) (this mends 3 other mistakes too)"),
    ],
)
def test_how_to_mend_it_is_told_with_what_else_that_mends(lang: str, others: int, told: str) -> None:
    problem = Problem(3, "brands.0.query", "what", "close it: {example}", {"example": "(lait)"}, others=others)
    assert mending(problem, Speech(lang)) == told


@pytest.mark.parametrize("others", [1, 3])
def test_and_in_french_in_french(others: int) -> None:
    told = mending(Problem(3, "k", "what", "close it: {example}", {"example": "(lait)"}, others=others), Speech("fr"))
    assert "mistake" not in told
    assert "(lait)" in told
    assert str(others) in told or others == 1


def test_a_plain_error_may_be_sent_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(NothingDoneError("the disk is full", "make room")))
    assert str(error) == "the disk is full"
