"""`smwatch digest`: what happened since the last one, on the screen or by e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import SmwatchError, UsageError
from smwatch.locales import N_, Speech
from smwatch.models import Post, Posted, Warned

if TYPE_CHECKING:
    from datetime import datetime

    from smwatch.config.settings import DigestSettings
    from smwatch.digests import Digester
    from smwatch.posting import Poster, Tried
    from smwatch.reports.digest import DigestContent

PAGES = {".html", ".htm"}
"""Names of files that hold HTML, whether --html was typed or not."""


def command(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help=N_("Names of digests in the config; default: all."))
    ] = None,
    *,
    html: Annotated[bool, typer.Option("--html", help=N_("Print the HTML of the e-mail."))] = False,
    output: o.Output = None,
    show: Annotated[bool, typer.Option("--open", help=N_("Show it in the browser."))] = False,
    send: Annotated[bool, typer.Option("--send", help=N_("E-mail it, as [mail] and [[digests]] say."))] = False,
    since: o.Since = "",
) -> None:
    """Gather, then print or send."""
    from smwatch.cli.care import warn_of_secrets
    from smwatch.cli.destination import file_of
    from smwatch.cli.reading import check_period, moment
    from smwatch.digests import Digester, chosen

    terminal: Terminal = ctx.obj
    app, output = terminal.app, file_of(output)
    warn_of_secrets(terminal)
    begin = moment(terminal, since, "--since")
    check_period(begin, app.clock(), app.clock())
    wanted = chosen(app.config, names or [])
    _check(wanted, output=output, send=send, seen=html or show)
    poster = app.poster()
    done = []  # what --json tells: of each digest its name, subject, and text or recipients
    errors = list[SmwatchError]()
    for digest in wanted:
        speech = replace(app.speech, lang=terminal.globals.lang or digest.language or app.speech.lang)
        digester = Digester(store=app.store, config=app.config, now=poster.now, speech=speech)
        if send:
            app.channels.digest(digest)  # ends here where there is no way
            done += _sent(terminal, poster, digester, digest, begin, errors)
            continue
        content = replace(digester, warnings=unsent(poster, speech)).gather(digest, begin)
        done += _shown(terminal, content, speech, html=html, output=output, show=show)
    if send:
        _the_rest(terminal, poster, errors)
    if terminal.globals.json:
        terminal.print_json(done)


def _check(wanted: Sequence[DigestSettings], *, output: Path | None, send: bool, seen: bool) -> None:
    """UsageError where what was typed can't go together."""
    if send and (output or seen):
        raise UsageError(N_("--send goes without --html, --open and -o"), N_("look at it first, then send it"))
    if output and len(wanted) > 1:
        names = ", ".join(digest.name for digest in wanted)
        raise UsageError(N_("-o takes one digest"), N_("name it: {names}"), names=names)


def _shown(
    terminal: Terminal, content: DigestContent, speech: Speech, *, html: bool, output: Path | None, show: bool
) -> list[dict[str, Any]]:
    """Print it, or write it, or show it in the browser; back as JSON tells it."""
    from smwatch.reports import digest as reports

    kind = "html" if html or show or (output and output.suffix.lower() in PAGES) else "text"
    body = reports.html(content, speech) if kind == "html" else reports.text(content, speech)
    told = {"name": content.name, "subject": reports.subject(content, speech), kind: body}
    if show:
        from smwatch.cli.destination import in_browser

        path = in_browser(body)
        terminal.note(N_("It is shown in the browser, from {file}"), file=path)
        told["file"] = str(path)
    if output:
        from smwatch.cli.destination import put

        put(output, body)
        terminal.note(N_("Written to {file}"), file=output)
        told["file"] = str(output)
    elif not show and not terminal.globals.json:
        terminal.write(body)
    return [told]


def unsent(poster: Poster, speech: Speech) -> tuple[Warned, ...]:
    """What did not leave, in the language of the digest that tells it."""
    return tuple(replace(poster, speech=speech).troubles())


def _sent(
    terminal: Terminal,
    poster: Poster,
    digester: Digester,
    digest: DigestSettings,
    begin: datetime | None,
    errors: list[SmwatchError],
) -> list[dict[str, Any]]:
    """Send it, unless it has nothing to say and isn't wanted then; back as JSON tells it."""
    skipped = False

    def _made() -> Posted | None:
        nonlocal skipped
        posted = replace(digester, warnings=unsent(poster, digester.speech)).posted(digest, begin)
        skipped = posted is None
        return posted

    left, none = _told(terminal, poster.digest(digest.name, _made), errors)
    if skipped:
        terminal.note(
            N_("Digest {name} has nothing to say, so it is not sent."), name=terminal.speech.quote(digest.name)
        )
        left.append({"name": digest.name, "skipped": True, "to": [], "refused": [], "later": []})
    elif none:
        terminal.note(N_("Another smwatch has just sent it."))
    return left


def _told(terminal: Terminal, tried: Iterable[Tried], errors: list[SmwatchError]) -> tuple[list[dict[str, Any]], bool]:
    """Say of each what became of it; back come those that left, as JSON tells them, and whether there was none at all.

    One that didn't leave stops no other.
    """
    left, none = list[dict[str, Any]](), True
    for one in tried:
        none = False
        if one.error is None:
            left.append(_tell(terminal, one))
            continue
        errors.append(one.error)
        kept = N_(
            "It is kept as it is, and goes first: with the next scan from {when} on, or `{smwatch} digest --send`."
        )
        again = N_("It is given up; the next digest tells of the same time again.")
        if not terminal.globals.json:
            waits = one.posted.state is Post.WAITING
            terminal.note(kept if waits else again, when=terminal.speech.short(one.posted.due or one.posted.at))
    return left, none


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
