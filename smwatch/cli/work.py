"""`smwatch mentions assign|note|answer|ignore|reopen`: what people do about mentions, in versions that all see.

What is decided about alerts (answers.py) goes through the same door, `decide`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import MovedError, UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.models import Answer, MentionRow, Task
    from smwatch.policy.may import Refusal
    from smwatch.policy.playbook import Case
    from smwatch.working import Working

Numbers = Annotated[
    list[int], typer.Argument(metavar="NUMBER...", min=1, max=o.MOST, help=N_("Their numbers in the list."))
]
To = Annotated[
    str, typer.Option("--to", metavar="NAME", help=N_("Who: one of the config's [[people]], if it names any; or: me."))
]
Version = Annotated[
    int | None,
    typer.Option(
        "--if-version", metavar="N", min=0, max=o.MOST, help=N_("You know how it stands: that it is at this version.")
    ),
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help=N_("Why; kept as a note of the mention."))
]  # fmt: skip
Link = Annotated[str, typer.Option("--link", metavar="URL", help=N_("Where the answer stands."))]
Besides = Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("Kept as a note of the mention."))]
ME = frozenset({"me", "moi"})
LISTS = {"mention": N_("`{smwatch} mentions` lists them"), "alert": N_("`{smwatch} alerts` lists them")}
NONE = {
    ("mention", False): N_("there is no mention {number}"),
    ("mention", True): N_("there are no mentions {number}"),
    ("alert", False): N_("there is no alert {number}"),
    ("alert", True): N_("there are no alerts {number}"),
}
STANDS = {
    ("mention", "assign"): N_("{assignee} has mention {number}: {who} decided so on {when}"),
    ("mention", "answer"): N_("mention {number} is answered: {who} said so on {when}"),
    ("mention", "found"): N_("mention {number} is answered: smwatch found the answer on {when}"),
    ("mention", "ignore"): N_("mention {number} is ignored: {who} decided so on {when}"),
    ("mention", "reopen"): N_("mention {number} was opened again: {who} decided so on {when}"),
    ("alert", "assign"): N_("{assignee} has alert {number}: {who} decided so on {when}"),
    ("alert", "acknowledge"): N_("alert {number} has changed: {who} saw it on {when}"),
    ("alert", "close"): N_("alert {number} is closed: {who} decided so on {when}"),
}
"""How it stands, by what was decided last."""


def register(app: typer.Typer) -> None:
    """Put these under the noun `mentions`."""
    app.command("assign", help=N_("Say who answers mentions."))(assign)
    app.command("note", help=N_("Note something about mentions."))(note)
    app.command("answer", help=N_("Say that mentions are answered, and where."))(answer)
    app.command("ignore", help=N_("Say that mentions need no answer, and why."))(ignore)
    app.command("reopen", help=N_("Take back that mentions are answered, ignored or assigned."))(reopen)


def assign(ctx: typer.Context, numbers: Numbers, *, to: To = "", if_version: Version = None) -> None:
    """Parse, ask the policy, do, show."""
    from dataclasses import replace

    from smwatch.models import Answer

    terminal: Terminal = ctx.obj
    wanted = Answer(what="assign", status="assigned", assignee=whom(terminal, to, "smwatch mentions assign 12"))
    rows, working = rows_of(terminal, numbers), working_of(terminal)
    cases = {number: working.case(row) for number, row in rows.items()}
    check_policy(terminal, "mention", cases, wanted.assignee or "")
    dues = {number: working.due(case, rows[number].fetched) for number, case in cases.items()}
    show(terminal, decide(terminal, "mention", numbers, lambda n: replace(wanted, due=dues[n]), if_version), wanted)


def note(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="NUMBER... TEXT", help=N_("Their numbers in the list, and what to note."))
    ],
) -> None:
    """Parse, do, show."""
    from smwatch.cli.answers import noted
    from smwatch.models import Answer

    numbers, text = noted(words, 'smwatch mentions note 12 "We called the author."')
    done(ctx.obj, numbers, Answer(what="note", note=text), None)


def answer(
    ctx: typer.Context, numbers: Numbers, *, link: Link = "", note: Besides = "", if_version: Version = None
) -> None:
    """Parse, do, show."""
    from smwatch.models import Answer
    from smwatch.reports.safe import link as safe

    address = link.strip()
    if address and not safe(address):
        raise UsageError(N_("--link: “{typed}” is no link"), N_("write one that begins with https://"), typed=address)
    done(ctx.obj, numbers, Answer(what="answer", link=address, note=" ".join(note.split())), if_version)


def ignore(ctx: typer.Context, numbers: Numbers, *, reason: Reason = "", if_version: Version = None) -> None:
    """Parse, do, show."""
    from smwatch.models import Answer

    if not (said := " ".join(reason.split())):
        raise UsageError(N_("say why it needs no answer"), N_("write for example {example}"), example='--reason "…"')
    done(ctx.obj, numbers, Answer(what="ignore", note=said), if_version)


def reopen(ctx: typer.Context, numbers: Numbers, *, if_version: Version = None) -> None:
    """Parse, do, show."""
    from smwatch.models import Answer

    done(ctx.obj, numbers, Answer(what="reopen"), if_version)


def done(terminal: Terminal, numbers: list[int], answer: Answer, version: int | None) -> None:
    """Keep it, show it."""
    show(terminal, decide(terminal, "mention", numbers, lambda _: answer, version), answer)


def show(terminal: Terminal, tasks: list[Task], answer: Answer) -> None:
    """Each mention as JSON, or a line for a person."""
    from smwatch.cli.views.work import show_decided, task_dict

    brands = {number: row.brand for number, row in rows_of(terminal, [task.number for task in tasks]).items()}
    if terminal.globals.json:
        return terminal.print_json(
            [{"id": task.number, "brand": brands[task.number]} | task_dict(task) for task in tasks]
        )
    return show_decided(terminal, tasks, brands, answer)


def rows_of(terminal: Terminal, numbers: list[int]) -> dict[int, MentionRow]:
    """These mentions; UsageError where one isn't there."""
    store = terminal.app.store
    found = {number: store.mention(number) if number <= o.MOST else None for number in dict.fromkeys(numbers)}
    if unknown := [number for number, row in found.items() if row is None]:
        raise no_such("mention", unknown)
    return {number: row for number, row in found.items() if row}


def working_of(terminal: Terminal) -> Working:
    """The work of everybody, as of now."""
    from smwatch.working import Working

    app = terminal.app
    return Working(store=app.store, config=app.config, now=app.clock())


def whom(terminal: Terminal, typed: str, example: str) -> str:
    """The name as the config has it, where it has any; UsageError for one that it hasn't, or none."""
    from smwatch.policy.who import called, nobody

    people, name = terminal.app.config.people, " ".join(typed.split())
    if not name:
        what, mend = N_("--to says who sees to it, and is missing"), N_("write for example {example}")
        raise UsageError(what, mend, example=f'{example} --to "Marie Tremblay"')
    if found := called(name, people):
        return found.name
    if name.casefold() in ME:
        name = terminal.app.decider.name(people)
        if people and not called(name, people):
            what, mend = N_("the config has nobody called “{name}”"), N_("say who you are with {option}")
            raise UsageError(what, mend, name=name, option='--as "…"')
    if people and not called(name, people):
        raise nobody(name, people)
    return name


def check_policy(terminal: Terminal, subject: str, cases: dict[int, Case], name: str) -> None:
    """UsageError where the policy doesn't let this person answer one of these: why, and who may."""
    from smwatch.policy.may import refusal, said

    people, speech = terminal.app.config.people, terminal.speech
    who = next((person for person in people if person.name == name), None)
    if who is None:
        return  # nobody is named, so anybody may
    refused: dict[int, Refusal] = {n: no for n, case in cases.items() if (no := refusal(who, case, people))}
    if not refused:
        return
    of = {"mention": N_("mention {number}: {refusal}"), "alert": N_("alert {number}: {refusal}")}[subject]
    lines = [speech.say(of, number=number, refusal=said(no, speech)) for number, no in refused.items()]
    raise UsageError(N_("nothing was assigned. {refusals}"), refusals="; ".join(lines))


def decide(
    terminal: Terminal, subject: str, numbers: list[int], answer: Callable[[int], Answer], version: int | None
) -> list[Task]:
    """Keep it, all or none; UsageError where a number is none's, or somebody decided otherwise meanwhile."""
    store, now, numbers = terminal.app.store, terminal.app.clock(), list(dict.fromkeys(numbers))
    if unknown := [n for n in numbers if n > o.MOST or n not in store.work.of(subject, [n])]:
        raise no_such(subject, unknown)
    if version is not None and len(numbers) > 1:
        raise UsageError(N_("--if-version is the version of one, and there are several"), N_("give one number"))
    seen = {} if version is None else {numbers[0]: version}
    try:
        return store.work.decide(subject, numbers, {number: answer(number) for number in numbers}, now, seen)
    except MovedError as error:
        raise told(error, terminal) from error


def no_such(subject: str, numbers: list[int]) -> UsageError:
    """That there are none of these numbers."""
    what = NONE[subject, len(numbers) > 1]
    return UsageError(what, LISTS[subject], number=", ".join(map(str, numbers)))


def told(error: MovedError, terminal: Terminal) -> MovedError:
    """The same, with who decided what, and how to do it all the same."""
    known, speech = error.arguments, terminal.speech
    what = STANDS.get((str(known["subject"]), str(known["decision"])), error.what)
    at = known["at"]
    arguments = {
        **known,
        "who": known["who"] or speech.say(N_("somebody")),
        "when": speech.when(at) if at else "?",  # type: ignore[arg-type]
        "option": f"--if-version {known['version']}",
    }
    return MovedError(what, N_("add {option} to do it all the same; nothing was changed"), **arguments)
