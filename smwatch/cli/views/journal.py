"""How the journal looks: a line for what was sent or decided, with its time and who it was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.locales import N_, Speech
from smwatch.models import Decision, Post, Posted
from smwatch.reports.values import iso

STATES = {
    Post.WAITING: N_("digest {name} waits to be sent to {to}; tries: {tries}"),
    Post.SENT: N_("digest {name} sent to {to}"),
    Post.GIVEN_UP: N_("digest {name} given up: no server takes it for {to}"),
}
NEWS = {
    Post.WAITING: N_("the news of alert {id} waits to be sent to {to}; tries: {tries}"),
    Post.SENT: N_("the news of alert {id} sent to {to}"),
    Post.GIVEN_UP: N_("the news of alert {id} given up: nobody takes it for {to}"),
    Post.REPLACED: N_("the news of alert {id} for {to} replaced by newer before it was due"),
}
NOTES = {
    Post.WAITING: N_("a note for {name} waits to be sent to {to}; tries: {tries}"),
    Post.SENT: N_("a note for {name} sent to {to}"),
    Post.GIVEN_UP: N_("a note for {name} given up: nobody takes it for {to}"),
}
"""Of an employee's words (courtesy.py)."""
DECIDED = {
    ("label", "mention"): N_("mention {number} labelled: {before} → {after}"),
    ("unlabel", "mention"): N_("label of mention {number} taken back: {before} → {after}"),
    ("use", "head"): N_("head {number} put to use"),
    ("refuse", "head"): N_("no head is to be used"),
    ("allow", "head"): N_("heads may be used again"),
    ("remove", "head"): N_("head {number} removed"),
    ("backup", "database"): N_("backup made: {after}"),
    ("mend", "database"): N_("database mended; as it was before: {after}"),
    ("recover", "database"): N_("what could be read of {before} saved"),
    ("prune", "database"): N_("what is past its time deleted; mentions: {mentions}, texts: {texts}, labels: {labels}"),
    ("forget", "author"): N_("author forgotten (request {number}); entries: {entries}, by others: {others}"),
    ("undo forget", "author"): N_("author stored again (request {number})"),
    ("acknowledge", "alert"): N_("alert {number} seen"),
    ("assign", "alert"): N_("alert {number} assigned to {whom}"),
    ("note", "alert"): N_("noted with alert {number}"),
    ("assign", "mention"): N_("mention {number} assigned to {whom}"),
    ("note", "mention"): N_("noted with mention {number}"),
    ("answer", "mention"): N_("mention {number} answered"),
    ("found", "mention"): N_("an answer to mention {number} found in its thread"),
    ("ignore", "mention"): N_("mention {number} ignored"),
    ("reopen", "mention"): N_("mention {number} opened again: {before} → {after}"),
    ("close", "alert"): N_("alert {number} closed: {after}"),
    ("forget", "brand"): N_("brand {before} deleted; mentions: {mentions}, alerts: {alerts}, labels: {labels}"),
}
"""What was decided, of what; anything else is told in the journal's own words."""

WORDS = {
    "negative": N_("negative"),
    "neutral": N_("neutral"),
    "positive": N_("positive"),
    "false": N_("false alarm"),
    "done": N_("done"),
    "": N_("not scored"),
    "new": N_("new"),
    "assigned": N_("assigned"),
    "answered": N_("answered"),
    "ignored": N_("ignored"),
}


def show(terminal: Terminal, told: Sequence[Posted | Decision]) -> None:
    """A line each."""
    for one in told:
        tell(terminal.out, f"{terminal.speech.short(one.at)}  {line(one, terminal.speech)}")


def line(one: Posted | Decision, speech: Speech) -> str:
    """What happened, in a line."""
    return _sent(one, speech) if isinstance(one, Posted) else _decided(one, speech)


def _sent(one: Posted, speech: Speech) -> str:
    to = ", ".join(address for address in one.letter.to if not any(each in address for each in one.refused))
    states, name = STATES if one.kind != "notice" else NEWS if one.alert else NOTES, speech.quote(one.name)
    said = speech.say(states[one.state], name=name, id=one.alert, to=to or "?", tries=speech.number(one.tries))
    if one.refused:
        said += "; " + speech.say(N_("refused for {addresses}"), addresses=", ".join(one.refused))
    return said


def _decided(one: Decision, speech: Speech) -> str:
    number = "" if one.number is None else str(one.number)
    if known := DECIDED.get((one.what, one.subject)):
        before, after = (speech.say(WORDS.get(word, word)) for word in (one.was, one.became))
        counts = json.loads(one.became) if one.became.startswith("{") else {}
        said = speech.say(known, number=number, before=before, after=after, whom=one.whom or "?", **counts)
    else:
        change = " → ".join(filter(None, (one.was, one.became)))
        said = " ".join(filter(None, (one.what, one.subject, number))) + (f": {change}" if change else "")
    if one.gone:
        said += " " + speech.say(N_("(no longer stored)"))
    return speech.say(N_("{who}: {what}"), who=one.who, what=said) if one.who else said


def told_dict(one: Posted | Decision) -> dict[str, Any]:
    """The same as JSON."""
    if isinstance(one, Decision):
        return {
            "at": iso(one.at),
            "kind": "decision",
            "who": one.who,
            "what": one.what,
            "subject": one.subject,
            "number": one.number,
            "was": one.was,
            "became": one.became,
            "version": one.version,
            "whom_was": one.whom_was,
            "whom": one.whom,
            "gone": one.gone,
        }
    return {
        "at": iso(one.at),
        "kind": one.kind,
        "way": one.way.value,
        "name": one.name,
        "alert": one.alert or None,
        "state": one.state.value,
        "since": iso(one.since),
        "until": iso(one.until),
        "to": list(one.letter.to),
        "taken": list(one.taken),
        "refused": list(one.refused),
        "tries": one.tries,
        "due": iso(one.due) if one.state is Post.WAITING else None,
        "message_id": one.letter.message_id,
    }
