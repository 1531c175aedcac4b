"""A kind word to the person in charge, when an employee seems to speak for the company on a topic kept for others.

    remind(store, config, speech, now) -> list[Warned]      after a scan; what could not be written

One mail for each such mention, a few a day at most, and never a public word: no accusation, but the chance to help.
Off until [company] has domains, [mail] a server, and [[people]] somebody who answers on that topic and has an address.
Neither the mail nor the journal names the author.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from smwatch.config.settings import Config, Person
from smwatch.delivery.message import notice_message
from smwatch.delivery.mime import letter_of
from smwatch.errors import SmwatchError
from smwatch.locales import LANGUAGES, N_, Speech
from smwatch.models import IMPORTED, MentionRow, Posted, Role, Warned
from smwatch.policy.may import allowed, topics
from smwatch.policy.playbook import Case
from smwatch.reports import safe
from smwatch.store import Store
from smwatch.text.changes import said
from smwatch.text.fold import fold

MOST: Final = 50
"""Mentions of one scan that are looked at: more at once is an old feed, or a flood, and nobody would read so many."""

RECENT: Final = timedelta(days=7)
"""What is older is an archive that is read for the first time, or was said while this was off."""

A_DAY: Final = 5
"""Notes that one person gets within 24 hours: who pretends to be of the house must not be able to fill her mailbox, and
`mentions list --role employee` has them all."""

QUOTE: Final = 200  # characters of what was said
READ: Final = 20_000  # and of the text that topics are looked for in

ROLES: Final = frozenset({"spokesperson", "pr"})
"""Who is told: people of the house, not an agency."""

_WE: Final = re.compile(r"\b(?:we|our|ours|us|nous|notre|nos|notres)\b")
"""Who speaks for the company says so: what an employee says for themselves is their own affair. Our own list."""

SUBJECT = N_("{brand}: somebody of the house on “{topics}”")
TEXT = N_(
    "Somebody who seems to work here has written about {topics}, in words that may be taken for the company's. You"
    " answer on that topic, so this comes to you, and to nobody else."
)
GENTLY = N_(
    "This is no accusation: they may mean well, may not know who answers, or may not be who they seem. Perhaps they"
    " would be glad of a word, or of help; perhaps nothing need be done."
)
WHERE = N_("The mention: {command}")
UNWRITTEN = N_("The note about mention {id} could not be written for {name}: {why}")


def remind(store: Store, config: Config, speech: Speech, now: datetime) -> list[Warned]:
    """Write what is to go out about mentions that are new since the last time; each is looked at once."""
    if not (config.company.domains and config.mail and any(map(_may_be_told, config.people))):
        return []
    rows, since, upto = store.roles.spoken(MOST)
    letters, troubles = list[Posted](), list[Warned]()
    had = _lately_told(store, now) if rows else Counter()
    for row in rows:
        touched, person = in_charge(row, config)
        old = row.published < now - RECENT or row.feed.startswith(IMPORTED)  # whoever exports knows it already
        if person is None or old or had[person.name] >= A_DAY:
            continue
        had[person.name] += 1
        try:
            letters.append(_note(row, touched, person, config, speech, now))
        except SmwatchError as error:  # an address that is none
            why = speech.say(error.what, **error.arguments)
            args = {"id": str(row.id), "name": person.name, "why": why}
            troubles.append(Warned(kind="unsent", brand=row.brand, feed="", message=UNWRITTEN, args=args, at=now))
    if since != upto:
        store.roles.noted(since, upto, letters)
    return troubles


def _lately_told(store: Store, now: datetime) -> Counter[str]:
    """How many such notes were written to whom in the last 24 hours."""
    posted = (one for one in store.journal(now - timedelta(hours=24)) if isinstance(one, Posted))
    return Counter(one.name for one in posted if one.kind == "notice" and not one.alert)


def in_charge(row: MentionRow, config: Config) -> tuple[tuple[str, ...], Person | None]:
    """The kept topics that an employee speaks on for the company, and who answers on them; None: nobody need know."""
    own = {brand.name for brand in config.brands if brand.kind == "own"}
    text = f"{'' if row.kind == 'comment' else row.title}\n{said(row.text)[:READ]}"
    if row.author_role is not Role.EMPLOYEE or row.brand not in own or not _WE.search(fold(text)):
        return (), None
    if not (touched := topics(text, config.people)):
        return (), None
    able = allowed(Case(brand=row.brand, lang=row.lang, text=text), config.people)
    return touched, next(filter(_may_be_told, able), None)


def _may_be_told(person: Person) -> bool:
    return person.role in ROLES and bool(person.email and person.topics)


def _note(  # noqa: PLR0913, PLR0917 - what is said, and to whom when
    row: MentionRow, touched: tuple[str, ...], person: Person, config: Config, speech: Speech, now: datetime
) -> Posted:
    lang = next((lang for lang in person.languages if lang in LANGUAGES), speech.lang)
    say, sender = replace(speech, lang=lang).say, config.mail.author if config.mail else ""
    named = ", ".join(safe.line(topic, 60) for topic in touched)
    quote = replace(speech, lang=lang).quote(safe.line(said(row.text) or row.title, QUOTE))
    where = say(WHERE, command=f"smwatch mentions show {row.id}")
    parts = (say(TEXT, topics=named), quote, safe.link(row.url), say(GENTLY), where)
    message = notice_message(
        name=row.brand,
        to=(person.email,),
        sender=sender,
        at=now,
        mark=f"note\n{row.id}\n{person.name}",
        first="",
        subject=say(SUBJECT, brand=safe.line(row.brand), topics=named),
        text="\n\n".join(filter(None, parts)) + "\n",
        lang=lang,
        urgent=False,
    )
    letter = letter_of(message, sender)
    return Posted(kind="notice", name=person.name, since=None, until=now, letter=letter, due=now)
