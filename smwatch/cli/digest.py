"""`smwatch digest`: what happened since the last one, on the screen or by e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import UnsentError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.posting import Sent


def command(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help=N_("Names of digests in the config; default: all."))] = None,
    *,
    html: Annotated[bool, typer.Option("--html", help=N_("Print the HTML of the e-mail."))] = False,
    send: Annotated[bool, typer.Option("--send", help=N_("E-mail it, as [mail] and [[digests]] say."))] = False,
    since: o.Since = "",
) -> None:
    """Gather, then print or send."""
    from smwatch.cli.care import warn_of_secrets
    from smwatch.cli.reading import moment
    from smwatch.digests import Digester, chosen
    from smwatch.posting import Poster
    from smwatch.reports import digest as reports

    terminal: Terminal = ctx.obj
    app = terminal.app
    warn_of_secrets(terminal)
    begin = moment(terminal, since, "--since")
    done = []  # what --json tells: of each digest its name, subject, and text or recipients
    for digest in chosen(app.config, names or []):
        speech = replace(app.speech, lang=terminal.globals.lang or digest.language or app.speech.lang)
        digester = Digester(store=app.store, config=app.config, now=app.clock(), speech=speech)
        if send:
            channel = app.channel(digest)
            make = partial(digester.posted, channel, app.sender, digest, begin)
            sent = Poster(store=app.store, now=digester.now, clock=app.clock).digest(channel, digest.name, make)
            done += [_tell(terminal, one) for one in _leaving(terminal, sent)]
            continue
        content = digester.gather(digest, begin)
        body = reports.html(content, speech) if html else reports.text(content, speech)
        if terminal.globals.json:
            kind = "html" if html else "text"
            done.append({"name": digest.name, "subject": reports.subject(content, speech), kind: body})
        else:
            terminal.write(body)
    if terminal.globals.json:
        terminal.print_json(done)


def _leaving(terminal: Terminal, sent: Iterator[Sent]) -> Iterator[Sent]:
    """The same, with a word on what becomes of one that doesn't leave."""
    left = 0
    try:
        for left, one in enumerate(sent, 1):  # noqa: B007 - counted for what comes after
            yield one
    except UnsentError as error:
        kept = N_("It is kept as it is: the next `smwatch digest --send` sends it first.")
        again = N_("It is given up; the next digest tells of the same time again.")
        if not terminal.globals.json:
            terminal.note(again if error.for_good else kept)
        raise
    if not left:
        terminal.note(N_("Another smwatch has just sent it."))


def _tell(terminal: Terminal, sent: Sent) -> dict[str, Any]:
    """Say whom it went to, and whom not; back as JSON tells it."""
    from smwatch.reports.values import iso

    posted = sent.posted
    taken = [address for address in posted.letter.to if not any(one in address for one in posted.refused)]
    terminal.note(N_("Sent to {to}: {subject}"), to=", ".join(taken), subject=sent.subject)
    if posted.refused:
        terminal.warn(N_("The mail server refused: {addresses}"), addresses=", ".join(posted.refused))
    told = {"since": iso(posted.since) if posted.since else None, "until": iso(posted.until)}
    return {"name": posted.name, "subject": sent.subject, "to": taken, "refused": list(posted.refused), **told}
