"""The news of an alert, as it is to go out at once: for whom, by what way, when, in which words.

    notices(changes) -> list[Posted]      in the transaction that keeps the changes, so that neither is there alone

On the floor of scan.py, which is handed this and knows nothing of it. posting.py sends what comes of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from smwatch.alerts.detector import HISTORY
from smwatch.alerts.explain import arithmetic
from smwatch.alerts.figures import quotes
from smwatch.channels import duty_name
from smwatch.config.hours import end_of, within
from smwatch.config.settings import Config, Notify, Person
from smwatch.delivery.message import notice_message
from smwatch.delivery.mime import letter_of
from smwatch.errors import SmwatchError
from smwatch.locales import LANGUAGES, N_, Speech
from smwatch.models import Alert, AlertChange, AlertKind, Change, Heard, Letter, Level, Posted, Warned, Way
from smwatch.models.names import LEVELS
from smwatch.policy.duty import on_duty
from smwatch.protocols import Clock
from smwatch.reports import safe
from smwatch.reports.values import alert_dict, iso
from smwatch.store import Store
from smwatch.text import changes

QUOTE = 200
"""Characters of what somebody said: a message must fit the screen of a locked telephone."""

SUBJECTS = {AlertKind.CRISIS: N_("{brand}: alert {id}"), AlertKind.BUZZ: N_("{brand}: much talked about (no. {id})")}
HEADS = {
    Change.OPENED: N_("{brand}: alert {id} opened ({level})."),
    Change.CONFIRMED: N_("{brand}: alert {id} is confirmed."),
    Change.REOPENED: N_("{brand}: alert {id} flares up again ({level})."),
    Change.COOLING: N_("{brand}: alert {id} is cooling."),
    Change.CLOSED: N_("{brand}: alert {id} is closed."),
}
BUZZES = {
    Change.OPENED: N_("{brand}: much talked about (no. {id})."),
    Change.CONFIRMED: N_("{brand}: talked about more and more (no. {id})."),
    Change.REOPENED: N_("{brand}: much talked about again (no. {id})."),
    Change.COOLING: N_("{brand}: talked about less and less (no. {id})."),
    Change.CLOSED: N_("{brand}: talked about as usual again (no. {id})."),
}
"""Much talk is told, never an alarm: it waits for the end of quiet hours, however much it is."""

TYPES = {Level.EMERGING: "warning", Level.CONFIRMED: "failure", Level.COOLING: "info", Level.CLOSED: "success"}
MORE = N_("All about it: {command}")
UNWRITTEN = N_("The news of alert {id} could not be written for {name}: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What there is to say about an alert, for one language."""

    change: AlertChange
    subject: str
    lines: tuple[str, ...]  # short ones
    first: Heard | None  # what was said first, of what speaks against the brand
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Writes what [[notify]] asks for. `troubles`: what could not be written, as warnings."""

    store: Store
    config: Config
    speech: Speech
    clock: Clock
    troubles: list[Warned] = field(default_factory=list)

    def __call__(self, changes: Sequence[AlertChange]) -> list[Posted]:
        """The messages about these changes, each to those whom it is for."""
        written = list[Posted]()
        for change in changes:
            for notify in self.config.notify:
                if fits(notify, change):
                    written += self._written(notify, change)
        return written

    def remind(self) -> list[Warned]:
        """Write who is to hear of an employee's words (courtesy.py); back with what could not be written, of all."""
        from smwatch.courtesy import remind

        return [*self.troubles, *remind(self.store, self.config, self.speech, self.clock())]

    def _written(self, notify: Notify, change: AlertChange) -> Iterator[Posted]:
        """A message for each of whom it is for. One that can't be written stops no other, and no scan."""
        now = self.clock()
        due = self._due(notify, change.alert, now)
        for name, person in self._readers(notify, due):
            told = self._told(change, notify.language or speaks(person) or self.speech.lang)
            try:
                yield self._posted(notify, name, person, told, now, due)
            except SmwatchError as error:  # an address that is none
                why = self.speech.say(error.what, **error.arguments)
                args = {"id": str(change.alert.id), "name": name, "why": why}
                self.troubles.append(
                    Warned(kind="unsent", brand=change.alert.brand, feed="", message=UNWRITTEN, args=args, at=now)
                )

    def _due(self, notify: Notify, alert: Alert, now: datetime) -> datetime:
        """At once; or when quiet hours end, and somebody is on duty who is to get it."""
        if alert.level in notify.urgent and alert.kind is AlertKind.CRISIS:
            return now

        def _held(at: datetime) -> bool:
            return within(notify.quiet, at, self.speech.zone) or (notify.duty and not self.on_duty(at))

        return end_of(_held, now)

    def _readers(self, notify: Notify, due: datetime) -> list[tuple[str, Person | None]]:
        """The name that each message is kept by, and the person where it is one's: nobody on duty is everybody."""
        if not notify.duty:
            return [(notify.known_as, None)]
        everybody = dict.fromkeys(duty.who for duty in self.config.duty)
        names = self.on_duty(due) or everybody
        return [(duty_name(notify, one), one) for one in self.config.people if one.name in names]

    def on_duty(self, at: datetime) -> list[str]:
        """Who is there to be told."""
        return on_duty(self.config.duty, at, self.speech.zone)

    def _told(self, change: AlertChange, lang: str) -> Told:
        alert, speech = change.alert, replace(self.speech, lang=lang)
        heard = [h for h in self.store.heard(alert.brand, alert.opened - HISTORY) if h.fetched <= alert.updated]
        first = next(iter(quotes(alert, heard, most=1)), None)
        level = speech.say(LEVELS[alert.level])
        heads = BUZZES if alert.kind is AlertKind.BUZZ else HEADS
        lines = [speech.say(heads[change.change], brand=alert.brand, id=alert.id, level=level)]
        lines.append(arithmetic(alert, speech))
        if first:
            who = ", ".join(safe.line(part, 60) for part in (first.author, first.source) if part)
            lines.append(
                changes.quoted(safe.line(first.text or first.title, QUOTE), speech) + (f" — {who}" if who else "")
            )
        lines.append(speech.say(MORE, command=f"smwatch alerts show {alert.id}"))
        subject = speech.say(SUBJECTS[alert.kind], brand=safe.line(alert.brand), id=alert.id)
        return Told(change=change, subject=subject, lines=tuple(lines), first=first, lang=lang)

    def _posted(  # noqa: PLR0913, PLR0917 - what is said, and to whom when
        self, notify: Notify, name: str, person: Person | None, told: Told, now: datetime, due: datetime
    ) -> Posted:
        alert = told.change.alert
        mark = f"{alert.brand}\n{alert.id}\n{alert.opened.isoformat()}\n{told.change.change}\n{now.isoformat()}\n{name}"
        to = notify.to or ((person.email,) if person and not person.notify else ())
        if to:
            way, letter = Way.MAIL, self._mail(name, to, told, mark, now)
        elif notify.webhook:
            way, letter = Way.WEBHOOK, Letter(to=(name,), message_id=identity(mark), content=payload(told, now))
        else:
            said = {"title": told.subject, "body": "\n".join(told.lines), "type": type_of(alert)}
            content = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
            way, letter = Way.APPRISE, Letter(to=(name,), message_id=identity(mark), content=content)
        return Posted(kind="notice", way=way, name=name, alert=alert.id, since=None, until=now, letter=letter, due=due)

    def _mail(self, name: str, to: tuple[str, ...], told: Told, mark: str, now: datetime) -> Letter:
        mail = self.config.mail
        sender = mail.author if mail else ""
        link = safe.link(told.first.url) if told.first else ""
        message = notice_message(
            name=told.change.alert.brand,
            to=to,
            sender=sender,
            at=now,
            mark=mark,
            first=self.store.outbox.first(name, told.change.alert.id),
            subject=told.subject,
            text="\n\n".join((*told.lines[:-1], *([link] if link else []), told.lines[-1])) + "\n",
            lang=told.lang,
            urgent=told.change.alert.kind is AlertKind.CRISIS,
        )
        return letter_of(message, sender)


def fits(notify: Notify, change: AlertChange) -> bool:
    """Whether this is told there. That an alert merely grew is no news."""
    alert = change.alert
    return (
        change.change in HEADS
        and alert.level in notify.levels
        and alert.kind in notify.kinds
        and (not notify.brands or alert.brand in notify.brands)
    )


def type_of(alert: Alert) -> str:
    """How a chat colours it."""
    return TYPES[alert.level] if alert.kind is AlertKind.CRISIS else "info"


def speaks(person: Person | None) -> str:
    """The first language of a person that smwatch speaks too; "" where none is known."""
    return next((lang for lang in person.languages if lang in LANGUAGES), "") if person else ""


def identity(mark: str) -> str:
    """What a message is known by where there is no Message-ID: the same each time that it is tried."""
    return f"msg_{sha256(mark.encode()).hexdigest()[:24]}"


def payload(told: Told, now: datetime) -> bytes:
    """What a webhook gets: texts as they are, for a program to read; ASCII, so that nothing changes it on its way."""
    first, change = told.first, told.change
    quote = first and {
        "id": int(first.id) if first.id.isdecimal() else None,
        "author": safe.line(first.author),
        "source": safe.line(first.source),
        "text": safe.line(first.text or first.title, QUOTE),
        "url": safe.link(first.url) or None,
        "published": iso(first.published),
        "score": first.score,
    }
    data = {
        "change": change.change.value,
        "text": "\n".join(told.lines),
        "quote": quote,
        "alert": alert_dict(change.alert),
    }
    return json.dumps({"type": f"alert.{change.change.value}", "timestamp": iso(now), "data": data}).encode()
