"""Whether messages could leave: the mail server is asked, each [[notify]] looked at; --send-test sends one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smwatch.cli.checks import Tried, spoken
from smwatch.cli.terminal import Terminal
from smwatch.errors import SmwatchError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.config.settings import Mail, Notify
    from smwatch.models import Letter, Posted

HERE = ("localhost", "127.0.0.1", "::1")
"""Nobody is on the way there."""
SUBJECT = N_("smwatch: a test")
TEXT = N_("This is a test that somebody asked for with “smwatch check --send-test”. What smwatch sends arrives here.")


def server(terminal: Terminal, *, offline: bool, send_test: bool) -> Iterator[Tried]:
    """Whether [mail] is complete, and its server answers, proves who it is, and takes the login."""
    say, settings = terminal.speech.say, terminal.app.config.mail
    if settings is None:
        return
    try:
        channel = terminal.app.channels.mail()
        if not offline:
            channel.ready()
    except SmwatchError as error:
        yield Tried("[mail]", False, spoken(terminal, error))
        return
    if offline:
        said = say(N_("is complete; `{smwatch} digest --send` tries {host}"), host=settings.host)
        yield Tried("[mail]", True, said)
        return
    yield reached(terminal, settings)
    if send_test:
        to = settings.author
        yield sent(terminal, "[mail]", to, [posted(terminal, "mail", "smwatch", letter(terminal, (to,)))])


def reached(terminal: Terminal, settings: Mail) -> Tried:
    """How the server was spoken to."""
    say = terminal.speech.say
    login = N_("takes the login of {user}") if settings.user else N_("asks for no login")
    said = say(login, user=settings.user)
    if settings.security == "none" and settings.host in HERE:
        near = N_("{host} answers, on this very machine, and {login}")
        return Tried("[mail]", True, say(near, host=settings.host, login=said))
    if settings.security == "none":
        clear = N_('{host} answers and {login}, but in the clear: write security = "starttls" or "tls"')
        return Tried("[mail]", True, say(clear, host=settings.host, login=said), warned=True)
    how = {"tls": "TLS", "starttls": "STARTTLS"}[settings.security]
    proved = N_("{host} answers, its certificate is good ({how}), and {login}")
    return Tried("[mail]", True, say(proved, host=settings.host, how=how, login=said))


def told_at_once(terminal: Terminal, *, send_test: bool) -> Iterator[Tried]:
    """Whether each [[notify]] has what it needs; sent to only where that is asked for."""
    say, found = terminal.speech.say, terminal.app.config
    for notify in found.notify:
        name = f"[[notify]] {notify.known_as}"
        try:
            terminal.app.channels.ready(notify)
        except SmwatchError as error:
            yield Tried(name, False, spoken(terminal, error))
            continue
        if send_test:
            yield sent(terminal, name, notify.known_as, list(tests(terminal, notify)))
        else:
            yield Tried(name, True, say(N_("is complete; the next alert tries it")))
    if found.duty and not any(notify.duty for notify in found.notify):
        said = N_("nobody under it is told anything: no [[notify]] has duty = true")
        yield Tried("[[duty]]", True, say(said), warned=True)


def sent(terminal: Terminal, name: str, to: str, messages: list[Posted]) -> Tried:
    """Whether a test was taken, by all that it was for."""
    refused = list[str]()
    for one in messages:
        try:
            handed = terminal.app.channels.of(one).send(one.letter)
        except SmwatchError as error:
            return Tried(name, False, spoken(terminal, error))
        refused += [*handed.refused, *handed.later]
    if refused:
        said = N_("a test was not taken for {addresses} → check `to` in the config")
        return Tried(name, False, terminal.speech.say(said, addresses=", ".join(refused)))
    return Tried(name, True, terminal.speech.say(N_("a test was sent to {to}: see that it arrived"), to=to))


def tests(terminal: Terminal, notify: Notify) -> Iterator[Posted]:
    """A test for each of whom it may tell."""
    from smwatch.channels import duty_name

    name, config = notify.known_as, terminal.app.config
    if notify.to:
        yield posted(terminal, "mail", name, letter(terminal, notify.to))
    elif notify.webhook:
        yield posted(terminal, "webhook", name, note(terminal, name, webhook=True))
    elif notify.url:
        yield posted(terminal, "apprise", name, note(terminal, name))
    on_duty = {duty.who for duty in config.duty} if notify.duty else set()
    for person in config.people:
        if person.name in on_duty:
            theirs = duty_name(notify, person)
            way, test = (
                ("apprise", note(terminal, theirs)) if person.notify else ("mail", letter(terminal, (person.email,)))
            )
            yield posted(terminal, way, theirs, test)


def posted(terminal: Terminal, way: str, name: str, test: Letter) -> Posted:
    """As the outbox would hold it; it is not kept."""
    from smwatch.models import Posted, Way

    now = terminal.app.clock()
    return Posted(kind="notice", way=Way(way), name=name, since=None, until=now, letter=test)


def letter(terminal: Terminal, to: tuple[str, ...]) -> Letter:
    """An e-mail."""
    from smwatch.delivery.message import notice_message
    from smwatch.delivery.mime import letter_of

    mail, speech, now = terminal.app.config.mail, terminal.speech, terminal.app.clock()
    sender = mail.author if mail else ""
    subject, text = speech.say(SUBJECT), speech.say(TEXT) + "\n"
    made = notice_message(
        name="test", to=to, sender=sender, at=now, mark=f"{now.isoformat()} {to}", first="", subject=subject, text=text,
        lang=speech.lang, urgent=False,
    )  # fmt: skip
    return letter_of(made, sender)


def note(terminal: Terminal, name: str, *, webhook: bool = False) -> Letter:
    """A message to a chat, or to a program."""
    from smwatch.models import Letter
    from smwatch.notices import identity
    from smwatch.reports.values import iso

    now, say = terminal.app.clock(), terminal.speech.say
    told: dict[str, object] = {"title": say(SUBJECT), "body": say(TEXT), "type": "info"}
    if webhook:
        told = {"type": "test", "timestamp": iso(now), "data": {"text": say(TEXT)}}
    return Letter(to=(name,), message_id=identity(f"test {now.isoformat()} {name}"), content=json.dumps(told).encode())
