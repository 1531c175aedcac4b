"""`smwatch digest`: what happened since the last one, on the screen or by e-mail."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_


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
    done = []  # what --json tells: of each digest its name, subject, and text or recipients
    for digest in chosen(app.config, names or []):
        speech = replace(app.speech, lang=terminal.globals.lang or digest.language or app.speech.lang)
        digester = Digester(store=app.store, config=app.config, now=app.clock(), speech=speech)
        content = digester.gather(digest, begin)
        subject = reports.subject(content, speech)
        if send:
            refused = digester.send(app.channel(digest), app.sender, digest, content)
            taken = [address for address in digest.to if not any(one in address for one in refused)]
            terminal.note(N_("Sent to {to}: {subject}"), to=", ".join(taken), subject=subject)
            if refused:
                terminal.warn(N_("The mail server refused: {addresses}"), addresses=", ".join(refused))
            done.append({"name": digest.name, "subject": subject, "to": taken, "refused": list(refused)})
            continue
        body = reports.html(content, speech) if html else reports.text(content, speech)
        if terminal.globals.json:
            kind = "html" if html else "text"
            done.append({"name": digest.name, "subject": subject, kind: body})
        else:
            terminal.write(body)
    if terminal.globals.json:
        terminal.print_json(done)
