"""How a command takes its leave: what Typer refuses, in our words; what went wrong, and how to mend it."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from smwatch.cli.arguments import Globals
from smwatch.cli.failures import as_usage_error, is_usage_error, name_of, path_of, said, show
from smwatch.cli.scan import STUCK, exit_code, hangs
from smwatch.errors import BusyError, ConfigError, NothingDoneError, Problem, QueryError, UsageError
from smwatch.models import Failure, FailureKind, ScanReport, Warned
from tests.cli.views.seen import EN, NOW, plain, seen


@dataclass
class Parameter:
    """As much of Typer's as is looked at."""

    opts: list[str]
    metavar: str | None = None


@dataclass
class Command:
    commands: dict[str, Any] = field(default_factory=dict)


@dataclass
class Context:
    command_path: str
    command: Command = field(default_factory=Command)


def refusal(kind: str, message: str = "", **told: Any) -> Exception:  # noqa: ANN401 - what Typer tells
    error: Exception = type(kind, (Exception,), {})(message)
    for name, value in {"message": message, "exit_code": 2, "format_message": str, **told}.items():
        setattr(error, name, value)
    return error


ALERTS = Context("smwatch alerts", Command({"show": None, "stats": None}))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            refusal("NoSuchOption", option_name="--brnd", possibilities=["--brand"], ctx=ALERTS),
            "there is no option --brnd → did you mean --brand? smwatch alerts --help lists all",
        ),
        (refusal("NoSuchOption", option_name="--x", ctx=ALERTS), "there is no option --x → see smwatch alerts --help"),
        (
            refusal("MissingParameter", param=Parameter(["number"], "NUMBER"), ctx=ALERTS),
            "NUMBER is missing → see smwatch alerts --help",
        ),
        (
            refusal("BadParameter", "'x' is not a valid integer.", param=Parameter(["-n", "--limit"]), ctx=ALERTS),
            "--limit can't take this value → write a whole number of 1 or more",
        ),
        (
            refusal("BadParameter", "'x' is not one of 'csv', 'xlsx'.", param=Parameter(["--format"]), ctx=ALERTS),
            "--format can't take this value → choose one of: csv, xlsx",
        ),
        (
            refusal("UsageError", "No such command 'shwo'.", ctx=ALERTS),
            "there is no command shwo → did you mean show? smwatch alerts --help lists all",
        ),
        (
            refusal("UsageError", "Got unexpected extra argument (12)", ctx=ALERTS),
            "smwatch alerts has no use for “12” → see smwatch alerts --help",
        ),
        (
            refusal("UsageError", "Got unexpected extra arguments (du lait)", ctx=Context("smwatch brands test")),
            "smwatch brands test has no use for “du lait” → put the text in quotes, all of it",
        ),
        (refusal("NoArgsIsHelpError", "…", ctx=ALERTS), "smwatch alerts needs a command → see smwatch alerts --help"),
        (refusal("Odd", "something else"), "something else → see smwatch --help"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "",
)
def test_what_typer_refuses_is_told_in_our_words(error: Exception, told: str) -> None:
    assert is_usage_error(error)
    assert " → ".join(said(as_usage_error(error), EN)) == told


def test_other_errors_are_none_of_typers() -> None:
    assert not is_usage_error(ValueError("x"))


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        (None, ""),
        (Parameter(["-o", "--output"]), "--output"),
        (Parameter(["number"], "NUMBER"), "NUMBER"),
        (Parameter(["file"]), "FILE"),
    ],
)
def test_a_parameter_is_called_as_it_is_seen(parameter: Parameter | None, name: str) -> None:
    assert name_of(parameter) == name


def test_the_path_of_a_command_ends_where_words_are_no_commands() -> None:
    tree = Command({"alerts": Command({"show": Command()})})
    assert path_of(tree, ["alerts", "show", "3"]) == "smwatch alerts show"
    assert path_of(tree, ["--brand", "alerts"]) == "smwatch"


def test_an_error_is_told_with_its_mending() -> None:
    assert said(UsageError("no {what}", "take {what}", what="milk"), EN) == ("no milk", "take milk")


def test_all_that_is_wrong_with_a_config_is_told_in_lines() -> None:
    problems = [Problem(3, "brands.0.name", "this is empty", "remove it"), Problem(0, "", "no brand", "")]
    assert said(ConfigError("smwatch.toml", problems), EN) == (
        "smwatch.toml:3: brands.name: this is empty; remove it\nsmwatch.toml: no brand",
        "",
    )


def test_a_query_is_told_with_its_caret() -> None:
    from smwatch.matching.brands import compile_query

    with pytest.raises(QueryError) as wrong:
        compile_query("lait AND")
    what, mend = said(wrong.value, EN)
    assert what.splitlines()[1] == "lait AND"
    assert what.splitlines()[2].strip() == "^"
    assert mend


@pytest.mark.parametrize(
    ("error", "code", "begins"),
    [
        (UsageError("wrong", "mend it"), 2, "smwatch: wrong\n  → mend it\n"),
        (NothingDoneError("nothing", ""), 4, "smwatch: nothing\n"),
        (OSError(errno.ENOSPC, "No space left on device"), 4, "smwatch: nothing more can be written: No space left"),
        (
            ZeroDivisionError("x"),
            1,
            "smwatch: a mistake in smwatch itself: ZeroDivisionError: x\n  → report it",
        ),
    ],
)
def test_each_end_has_its_code_and_its_words(error: BaseException, code: int, begins: str) -> None:
    codes = list[int]()
    told = seen(lambda terminal: codes.append(show(terminal, error)), width=300)
    assert codes == [code]
    assert told.err.startswith(begins)
    assert told.out == ""


def test_with_json_it_is_one_document() -> None:
    told = seen(lambda terminal: show(terminal, UsageError("wrong", "mend it")), given=Globals(json=True))
    assert told.out == '{\n "error": {\n  "kind": "usage",\n  "message": "wrong",\n  "hint": "mend it"\n }\n}\n'
    assert told.err == ""


def test_ctrl_c_says_what_the_command_left_to_say() -> None:
    def _stop(terminal: Any) -> None:  # noqa: ANN401 - a Terminal
        terminal.stopped, terminal.again = "Stopped. Go on: {command}", "smwatch db prune"
        assert show(terminal, KeyboardInterrupt()) == 130

    assert seen(_stop).err == "\nStopped. Go on: smwatch db prune\n"
    assert plain(seen(lambda terminal: show(terminal, KeyboardInterrupt()), "fr").err) == "\nArrêté.\n"


DNS = Failure(feed="https://a.example", kind=FailureKind.DNS, status=None, message="", since=NOW, next=None)
TIMEOUT = Failure(feed="https://b.example", kind=FailureKind.TIMEOUT, status=None, message="", since=NOW, next=None)
LOST = Warned(kind="lost", brand="", feed="", message="", at=NOW)


@pytest.mark.parametrize(
    ("changes", "given", "code"),
    [
        ({"polled": 2}, {}, 0),
        ({"polled": 2, "failed": 1, "failures": (TIMEOUT,)}, {}, 0),
        ({"polled": 2, "failed": 1, "failures": (TIMEOUT,)}, {"strict": True}, 3),
        ({"failed": 1, "failures": (DNS,)}, {}, 4),
        ({"failed": 1, "failures": (DNS,)}, {"strict": True}, 4),
        ({"polled": 1, "failed": 1, "failures": (DNS,)}, {"strict": True}, 3),
        ({"failed": 2, "failures": (DNS, TIMEOUT)}, {}, 0),
        ({"polled": 2, "warnings": (LOST,)}, {}, 4),
        ({"alerting": 1, "polled": 1}, {}, 0),
        ({"alerting": 1, "polled": 1}, {"fail_on_alert": True}, 10),
        ({"alerting": 1, "failed": 1, "failures": (DNS,)}, {"fail_on_alert": True, "strict": True}, 10),
    ],
)
def test_a_scan_exits_with_what_a_script_must_know(changes: Any, given: dict[str, bool], code: int) -> None:  # noqa: ANN401 - fields
    report = ScanReport(scan=1, started=NOW, seconds=1.0, **changes)
    assert exit_code(report, **({"strict": False, "fail_on_alert": False} | given)) == code


@pytest.mark.parametrize(
    ("since", "stuck"), [(NOW - STUCK, True), (NOW - STUCK + timedelta(seconds=1), False), (None, False), ("x", False)]
)
def test_a_scan_that_has_been_at_it_for_too_long_hangs(since: object, stuck: bool) -> None:
    assert hangs(BusyError("busy", "", at=since), NOW) is stuck


def test_a_mistake_in_french_is_told_in_french() -> None:
    bug = seen(lambda terminal: show(terminal, KeyError("x")), "fr", width=300).err
    assert plain(bug).startswith("smwatch: une erreur dans smwatch même : KeyError")
