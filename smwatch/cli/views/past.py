"""How a mention's past looks: its place in its thread, and what happened to it, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.views.alerts import shortened
from smwatch.cli.views.journal import WORDS
from smwatch.cli.wrapping import tell
from smwatch.locales import N_, Speech
from smwatch.models import IMPORTED, Decision, Label, MentionRow, Note, UserLabel
from smwatch.models.journal import Thread, Told
from smwatch.reports.values import iso

MOST: Final = 8
"""Lines of a history that a person is shown: the first, and the last ones; --json has them all."""
TITLE: Final = 60  # characters of an entry's title

HAPPENED = {
    "heard": N_("found in {source}"),
    "imported": N_("imported; it was said in {source}"),
    "edited": N_("its text was changed where it stands (the last time that this was seen)"),
    "story": N_("labelled {after}, as mention {number}, which tells the same story"),
    "label": N_("labelled: {before} → {after}"),
    "same": N_("labelled {after}, as it was already"),
    "unlabel": N_("label taken back: {before} → {after}"),
    "assign": N_("assigned to {whom}"),
    "note": N_("noted"),
    "answer": N_("answered"),
    "found": N_("an answer was found in its thread"),
    "ignore": N_("ignored"),
    "reopen": N_("opened again"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A mention's thread, as far as it is stored."""

    thread: Thread
    row: MentionRow
    mentions: tuple[MentionRow, ...]  # of all brands, in brief
    ours: tuple[MentionRow, ...] = ()  # by the company's own voice, about the same brand; the newest first

    @property
    def answer(self) -> MentionRow | None:
        """The first that the company said there after this; None where it did not, or said this itself."""
        if any(one.id == self.row.id for one in self.ours):
            return None
        return min((one for one in self.ours if one.published >= self.row.published), key=_when, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to a mention."""

    at: datetime
    what: str  # heard | imported | edited | story, or the word of the journal
    who: str = ""
    was: str = ""
    became: str = ""
    whom: str = ""
    number: int = 0  # story: of the mention that was labelled
    text: str = ""  # that was noted; heard: the source


def _when(row: MentionRow) -> tuple[datetime, int]:
    return row.published, row.id


def history(row: MentionRow, told: Told, notes: Sequence[Note], labelled: UserLabel | None) -> list[Event]:
    """All that happened to it, in the order of time."""
    heard = "imported" if row.feed.startswith(IMPORTED) else "heard"
    events = [Event(at=row.fetched, what=heard, text=row.source), *_decided(told.decisions, notes)]
    if told.edited:
        events.append(Event(at=told.edited, what="edited"))
    if labelled and labelled.mention and labelled.mention != row.id:
        events.append(Event(at=labelled.at, what="story", became=labelled.label.value, number=labelled.mention))
    return sorted(events, key=lambda event: event.at)


def _decided(decisions: Sequence[Decision], notes: Sequence[Note]) -> Iterator[Event]:
    """Decisions, each with what was noted with it; and notes that none goes with."""
    left = list(notes)
    for one in decisions:
        note = next((note for note in left if (note.at, note.who) == (one.at, one.who)), None)
        if note:
            left.remove(note)
        text = note.text if note else ""
        yield Event(at=one.at, what=one.what, who=one.who, was=one.was, became=one.became, whom=one.whom, text=text)
    yield from (Event(at=note.at, what="note", who=note.who, text=note.text) for note in left)


def show_thread(terminal: Terminal, around: Around | None) -> None:
    """Where it stands among comments, whether the company has answered, and the command that lists them."""
    if around is None:
        return
    speech, out = terminal.speech, terminal.out
    _heading(terminal, speech.say(N_("Thread")))
    for line in thread_lines(around, speech):
        tell(out, line)
    out.print(Text(f"  {terminal.typed('mentions', '--thread', around.thread.url)}"), soft_wrap=True)


def thread_lines(around: Around, speech: Speech) -> Iterator[str]:
    """The same as sentences."""
    thread = around.thread
    if thread.place:
        title = speech.quote(shortened(thread.title, TITLE)) if thread.title else thread.url
        under = N_("Comment {place} of {comments} under mention {number}, {title}")
        said = under if thread.mention else N_("Comment {place} of {comments} under {title}")
        place, comments = speech.number(thread.place), speech.number(thread.comments)
        yield speech.say(said, place=place, comments=comments, number=thread.mention, title=title)
    else:
        yield speech.count("{n} comment answers it.", "{n} comments answer it.", thread.comments)
    negative = sum(one.label is Label.NEGATIVE for one in around.mentions)
    mentions = speech.count("{n} mention in all", "{n} mentions in all", len(around.mentions))
    among = speech.count("{n} of them negative", "{n} of them negative", negative) if negative else ""
    yield ", ".join(filter(None, (mentions, among))) + "."
    if answer := around.answer:
        said = N_("We answered there on {when}: mention {number}.")
        yield speech.say(said, when=speech.when(answer.published), number=answer.id)
    elif not around.ours:
        yield speech.say(N_("We have not answered there."))
    elif all(one.id != around.row.id for one in around.ours):
        yield speech.say(N_("We have not answered there since."))


def show_history(terminal: Terminal, events: Sequence[Event]) -> None:
    """A line each; of many the first and the last ones."""
    speech = terminal.speech
    _heading(terminal, speech.say(N_("History")))
    cut = len(events) - MOST if len(events) > MOST else 0
    for place, event in enumerate(events):
        if place == 1 and cut:
            tell(terminal.out, "  " + speech.count("… and {n} earlier", "… and {n} earlier", cut))
        if place == 0 or place > cut:
            tell(terminal.out, f"{speech.short(event.at)}  {line(event, speech)}")


def line(event: Event, speech: Speech) -> str:
    """What happened, and who did it."""
    before, after = (speech.say(WORDS.get(word, word)) for word in (event.was, event.became))
    what = "same" if event.what == "label" and event.was == event.became else event.what
    known = HAPPENED.get(what, what)
    said = speech.say(
        known, before=before, after=after, whom=event.whom or "?", number=event.number, source=event.text or "?"
    )
    if event.text and event.what not in {"heard", "imported"}:
        said = speech.say(N_("{what}: {note}"), what=said, note=speech.quote(event.text))
    return speech.say(N_("{who}: {what}"), who=event.who, what=said) if event.who else said


def _heading(terminal: Terminal, said: str) -> None:
    terminal.out.print()
    terminal.out.print(Text(said, "bold"))


def past_dict(around: Around | None, events: Sequence[Event]) -> dict[str, Any]:
    """The same as JSON."""
    return {"discussion": around and _around_dict(around), "history": [_event_dict(event) for event in events]}


def _around_dict(around: Around) -> dict[str, Any]:
    thread, answer = around.thread, around.answer
    return {
        "url": thread.url,
        "title": thread.title,
        "mention": thread.mention or None,
        "comments": thread.comments,
        "place": thread.place or None,
        "mentions": len(around.mentions),
        "negative": sum(one.label is Label.NEGATIVE for one in around.mentions),
        "answer": {"id": answer.id, "published": iso(answer.published), "url": answer.url} if answer else None,
    }


def _event_dict(event: Event) -> dict[str, Any]:
    return {
        "at": iso(event.at),
        "what": event.what,
        "who": event.who,
        "was": event.was,
        "became": event.became,
        "whom": event.whom,
        "mention": event.number or None,
        "text": event.text,
    }
