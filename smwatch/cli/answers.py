"""`smwatch alerts ack|assign|note|close|stats`: what people do about alerts, and how good the alerts were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.cli.work import To, Version, check_policy, decide, whom, working_of
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.text.fold import fold

if TYPE_CHECKING:
    from datetime import datetime

    from smwatch.models import Answer

FALSE_ALARMS = frozenset(
    {"false", "false alarm", "false alert", "false positive", "faux", "fausse alerte", "fausse alarme", "faux positif"}
)
"""Reasons, as fold() leaves them, that say what --false says."""

Numbers = Annotated[
    list[int], typer.Argument(metavar="NUMBER...", min=1, max=o.MOST, help=N_("Their numbers in the list."))
]


def register(app: typer.Typer) -> None:
    """Put these under the noun `alerts`."""
    app.command("ack", help=N_("Say that you have seen alerts."))(ack)
    app.command("assign", help=N_("Say who sees to alerts."))(assign)
    app.command("note", help=N_("Note something about alerts."))(note)
    app.command("close", help=N_("Say that alerts are over, or that they were false alarms."))(close)
    app.command("stats", help=N_("How many alerts there were, how many were false, and how quickly you answered."))(
        stats
    )


def ack(ctx: typer.Context, numbers: Numbers) -> None:
    """Parse, do, show."""
    from smwatch.models import Answer

    answered(ctx.obj, numbers, Answer(what="acknowledge", status="acknowledged"))


def assign(ctx: typer.Context, numbers: Numbers, *, to: To = "", if_version: Version = None) -> None:
    """Parse, ask the policy, do, show."""
    from smwatch.models import Answer
    from smwatch.working import alert_since

    terminal: Terminal = ctx.obj
    wanted = Answer(what="assign", status="assigned", assignee=whom(terminal, to, "smwatch alerts assign 3"))
    store, working = terminal.app.store, working_of(terminal)
    found = {number: store.alert(number) if number <= o.MOST else None for number in numbers}
    alerts = {number: alert for number, alert in found.items() if alert}
    cases = {number: working.of_alert(alert) for number, alert in alerts.items()}
    check_policy(terminal, "alert", cases, wanted.assignee or "")
    dues = {number: working.due(case, alert_since(alerts[number])) for number, case in cases.items()}
    decide(terminal, "alert", numbers, lambda n: replace(wanted, due=dues[n]), if_version)
    show(terminal, numbers, wanted)


def note(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="NUMBER... TEXT", help=N_("Their numbers in the list, and what to note."))
    ],
) -> None:
    """Parse, do, show."""
    from smwatch.models import Answer

    numbers, text = noted(words)
    answered(ctx.obj, numbers, Answer(what="note", note=text))


def close(
    ctx: typer.Context,
    numbers: Numbers,
    *,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help=N_("Why it is over; kept as a note of the alert."))
    ] = "",
    false: Annotated[
        bool, typer.Option("--false", help=N_("It was a false alarm: it counts as one in `alerts stats`."))
    ] = False,
    if_version: Version = None,
) -> None:
    """Parse, do, show."""
    from smwatch.models import Answer

    said = " ".join(reason.split())
    was_false = false or fold(said).strip(" .!") in FALSE_ALARMS
    if not (said or was_false):
        raise UsageError(
            N_("say why it is over"),
            N_("write {over}, or {false} for a false alarm"),
            over='--reason "…"',
            false="--false",
        )
    status = "false" if was_false else "done"
    answered(ctx.obj, numbers, Answer(what="close", status=status, note=said, over=True), if_version)


def noted(words: list[str], example: str = 'smwatch alerts note 3 "We called the paper."') -> tuple[list[int], str]:
    """The numbers that stand first, and the text after them; UsageError where one of the two is missing."""
    first = next((at for at, word in enumerate(words) if not word.isdecimal()), len(words))
    numbers, text = [int(word[: len(str(o.MOST))]) for word in words[:first]], " ".join(words[first:]).strip()
    if not numbers or not text or min(numbers) < 1:
        what = N_("no text is given") if numbers and not text else N_("no number is given")
        raise UsageError(what, N_("write for example {example}"), example=example)
    return numbers, text


def answered(terminal: Terminal, numbers: list[int], answer: Answer, version: int | None = None) -> None:
    """Keep it, and show what is so from now on; UsageError, and nothing is kept, where a number is no alert's."""
    decide(terminal, "alert", numbers, lambda _: answer, version)
    show(terminal, numbers, answer)


def show(terminal: Terminal, numbers: list[int], answer: Answer) -> None:
    """Each alert as JSON, or a line for a person."""
    store = terminal.app.store
    alerts = [alert for number in dict.fromkeys(numbers) if (alert := store.alert(number))]
    if terminal.globals.json:
        from smwatch.cli.views.work import version_dict
        from smwatch.reports.values import alert_dict

        tasks = store.work.of("alert", [alert.id for alert in alerts])
        return terminal.print_json([alert_dict(alert) | version_dict(tasks[alert.id]) for alert in alerts])
    from smwatch.cli.views.answers import show_answered

    show_answered(terminal, alerts, answer)
    return None


def stats(ctx: typer.Context, *, since: o.Since = "", brand: o.Brand = "") -> None:
    """Gather, show."""
    from smwatch.alerts.stats import figures
    from smwatch.cli.reading import living, moment
    from smwatch.cli.views.answers import show_figures

    terminal: Terminal = ctx.obj
    store, now = terminal.app.store, terminal.app.clock()
    names = [terminal.brand(brand).name] if brand else [one.name for one in terminal.app.config.brands if one.alerts]
    asked, began = moment(terminal, since, "--since"), store.listening_since()
    told = [alert for alert in living(terminal, store.alerts()) if alert.brand in names]
    firsts = {alert.id: store.mention(int(alert.first_mention)) for alert in told if alert.first_mention}
    found = figures(
        told,
        began=max(filter(None, (asked, began)), default=now),
        now=now,
        brands=names,
        first_mentions={number: mention.published for number, mention in firsts.items() if mention},
        answers=answers_of(terminal),
        sensitivity=terminal.app.config.alerts.sensitivity,
    )
    if terminal.globals.json:
        from smwatch.cli.views.answers import figures_dict

        return terminal.print_json(figures_dict(found))
    show_figures(terminal, found)
    return None


def answers_of(terminal: Terminal) -> dict[int, list[tuple[str, datetime]]]:
    """What people decided about which alerts, and when, as the journal has it."""
    from smwatch.models import Decision

    found: dict[int, list[tuple[str, datetime]]] = {}
    for one in terminal.app.store.journal():
        if isinstance(one, Decision) and one.subject == "alert" and one.number is not None:
            found.setdefault(one.number, []).append((one.what, one.at))
    return found
