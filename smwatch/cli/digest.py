"""`smwatch digest`: what happened since the last one, on the screen or by e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import SmwatchError
from smwatch.locales import N_
from smwatch.models import Post

if TYPE_CHECKING:
    from smwatch.posting import Poster, Tried


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
    from smwatch.reports import digest as reports

    terminal: Terminal = ctx.obj
    app = terminal.app
    warn_of_secrets(terminal)
    begin = moment(terminal, since, "--since")
    poster = app.poster()
    done = []  # what --json tells: of each digest its name, subject, and text or recipients
    errors = list[SmwatchError]()
    for digest in chosen(app.config, names or []):
        speech = replace(app.speech, lang=terminal.globals.lang or digest.language or app.speech.lang)
        digester = Digester(store=app.store, config=app.config, now=poster.now, speech=speech)
        if send:
            app.channels.digest(digest)  # ends here where there is no way
            tried = poster.digest(digest.name, partial(digester.posted, digest, begin))
            done += _told(terminal, tried, errors)
            continue
        content = digester.gather(digest, begin)
        body = reports.html(content, speech) if html else reports.text(content, speech)
        if terminal.globals.json:
            kind = "html" if html else "text"
            done.append({"name": digest.name, "subject": reports.subject(content, speech), kind: body})
        else:
            terminal.write(body)
    if send:
        _the_rest(terminal, poster, errors)
    if terminal.globals.json:
        terminal.print_json(done)


def _told(terminal: Terminal, tried: Iterable[Tried], errors: list[SmwatchError]) -> list[dict[str, Any]]:
    """Say of each what became of it; back come those that left, as JSON tells them. One that didn't stops no other."""
    left, none = [], True
    for one in tried:
        none = False
        if one.error is None:
            left.append(_tell(terminal, one))
            continue
        errors.append(one.error)
        kept = N_("It is kept as it is, and goes first: with the next scan from {when} on, or `smwatch digest --send`.")
        again = N_("It is given up; the next digest tells of the same time again.")
        if not terminal.globals.json:
            waits = one.posted.state is Post.WAITING
            terminal.note(kept if waits else again, when=terminal.speech.short(one.posted.due or one.posted.at))
    if none:
        terminal.note(N_("Another smwatch has just sent it."))
    return left


def _the_rest(terminal: Terminal, poster: Poster, errors: list[SmwatchError]) -> None:
    """Whatever else is due leaves too; then what went wrong with the digests ends the command."""
    for warned in poster.send_due():
        terminal.warn(warned.message, **warned.args)
    if errors:
        raise errors[0]


def _tell(terminal: Terminal, tried: Tried) -> dict[str, Any]:
    """Say whom it went to, and whom not; back as JSON tells it."""
    from smwatch.reports.values import iso

    posted = tried.posted
    if tried.taken:
        terminal.note(N_("Sent to {to}: {subject}"), to=", ".join(tried.taken), subject=tried.subject)
    if posted.refused:
        terminal.warn(N_("The mail server refused: {addresses}"), addresses=", ".join(posted.refused))
    if later := posted.missing if posted.state is Post.WAITING else ():
        said = N_("The mail server wants to be asked again for: {addresses}; the next scan from {when} on does that.")
        when = terminal.speech.short(posted.due or posted.at)
        terminal.warn(said, addresses=", ".join(later), when=when)
    told = {"since": iso(posted.since) if posted.since else None, "until": iso(posted.until)}
    whom = {"to": list(tried.taken), "refused": list(posted.refused), "later": list(later)}
    return {"name": posted.name, "subject": tried.subject, **whom, **told}
