"""How corrections look: what a label made of mentions, who labelled one, and what came of scoring again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from smwatch.cli.wrapping import tell
from smwatch.locales import N_
from smwatch.models import Label
from smwatch.models.names import LABELS

if TYPE_CHECKING:
    from smwatch.cli.terminal import Terminal
    from smwatch.locales import Speech
    from smwatch.models import MentionRow, Relabelled, Rescored, UserLabel

IS = {
    Label.NEGATIVE: N_("Mention {number} is negative now"),
    Label.NEUTRAL: N_("Mention {number} is neutral now"),
    Label.POSITIVE: N_("Mention {number} is positive now"),
    None: N_("Mention {number} is not scored now"),
}
ARE = {
    Label.NEGATIVE: N_("Mention {number} and {copies} are negative now"),
    Label.NEUTRAL: N_("Mention {number} and {copies} are neutral now"),
    Label.POSITIVE: N_("Mention {number} and {copies} are positive now"),
}
WAS = {
    Label.NEGATIVE: N_("it was negative"),
    Label.NEUTRAL: N_("it was neutral"),
    Label.POSITIVE: N_("it was positive"),
    None: N_("it was not scored"),
}
WERE = {
    Label.NEGATIVE: N_("they were negative"),
    Label.NEUTRAL: N_("they were neutral"),
    Label.POSITIVE: N_("they were positive"),
    None: N_("they were not scored"),
}
STAYS = {
    Label.NEGATIVE: N_("Mention {number} was negative already; now that is your word"),
    Label.NEUTRAL: N_("Mention {number} was neutral already; now that is your word"),
    Label.POSITIVE: N_("Mention {number} was positive already; now that is your word"),
}
STAY = {
    Label.NEGATIVE: N_("Mention {number} and {copies} were negative already; now that is your word"),
    Label.NEUTRAL: N_("Mention {number} and {copies} were neutral already; now that is your word"),
    Label.POSITIVE: N_("Mention {number} and {copies} were positive already; now that is your word"),
}
"""What a scorer had said before a person did."""


def show_relabelled(terminal: Terminal, done: Sequence[Relabelled]) -> None:
    """A sentence a mention."""
    for one in done:
        tell(terminal.out, relabelled_line(one, terminal.speech))


def relabelled_line(one: Relabelled, speech: Speech) -> str:
    """What it is now and was before, and how many copies with it."""
    say, number = speech.say, str(one.mention)
    if one.kept:
        known = N_("Mention {number} has this label of yours already: {label}.")
        none = N_("Mention {number} has no label of yours.")
        return say(none if one.removed else known, number=number, label=say(LABELS[one.label]))
    copies = speech.count("{n} copy of its story", "{n} copies of its story", one.copies)
    if one.removed:
        said = say(N_("Your label of mention {number} is taken back"), number=number)
        if one.copies:
            said = say(N_("Your label of mention {number} and {copies} is taken back"), number=number, copies=copies)
        return f"{said}. {say(IS[one.label], number=number)}."
    if one.label and {*one.before} == {one.label}:
        return say((STAY if one.copies else STAYS)[one.label], number=number, copies=copies) + "."
    said = say(ARE[one.label], number=number, copies=copies) if one.copies and one.label else ""
    return f"{said or say(IS[one.label], number=number)}; {_before(one, speech)}."


def _before(one: Relabelled, speech: Speech) -> str:
    """What they were."""
    words = WERE if one.copies else WAS
    if len(one.before) == 1:
        return speech.say(words[next(iter(one.before))])
    counted = (
        speech.say(N_("{label}: {n}"), label=speech.say(LABELS[label]), n=speech.number(one.before[label]))
        for label in LABELS
        if one.before.get(label)
    )
    return speech.say(N_("before: {labels}"), labels=", ".join(counted))


def relabelled_dict(one: Relabelled) -> dict[str, Any]:
    """One of `mentions label --json`."""
    return {
        "id": one.mention,
        "brand": one.brand,
        "label": word(one.label),
        "before": {word(label) or "null": n for label, n in one.before.items()},
        "copies": one.copies,
        "done": not one.kept,
    }


def word(label: Label | None) -> str | None:
    """A label as JSON has it."""
    return label.value if label else None


def who_labelled(row: MentionRow, labelled: UserLabel, speech: Speech) -> list[str]:
    """That a person said so and when, whether of this mention or of a copy, and what the scorer says."""
    say, when = speech.say, speech.when(labelled.at)
    label = say(LABELS[labelled.label])
    if labelled.mention == row.id:
        lines = [say(N_("Sentiment: {label}, as you said {when}."), label=label, when=when)]
        if (labelled.title, labelled.text) != (row.title, row.text):
            lines.append(say(N_("Its text has changed since; your label stays.")))
    elif labelled.mention:
        said = N_("Sentiment: {label}, as you said {when} of mention {number}, which tells the same story.")
        lines = [say(said, label=label, when=when, number=str(labelled.mention))]
    else:
        said = N_("Sentiment: {label}, as you said {when} of another mention, which told the same story.")
        lines = [say(said, label=label, when=when)]
    if row.machine_score is None or row.machine_label is None:
        return [*lines, say(N_("Without you, nothing in it could be scored."))]
    machine, score = say(LABELS[row.machine_label]), speech.number(row.machine_score, 2)
    said = N_("Without you: {label} ({score}, by {scorer}).")
    return [*lines, say(said, label=machine, score=score, scorer=row.machine_scorer)]


def outdated_line(number: int, speech: Speech) -> str:
    """How many mentions another scorer scored, and what to do about it."""
    return speech.count(
        "{n} mention was scored by an older version or another scorer: {smwatch} sentiment rescore",
        "{n} mentions were scored by an older version or another scorer: {smwatch} sentiment rescore",
        number,
    )


def show_rescored(terminal: Terminal, rescored: Rescored) -> None:
    """How many, and which labels changed from what to what."""
    speech, out = terminal.speech, terminal.out
    if rescored.went_on and not terminal.globals.quiet:
        terminal.note(N_("It went on from where it had been stopped."))
    if not rescored.mentions:
        return tell(out, speech.say(N_("There was nothing to do: all are scored by what scores now.")))
    changed = sum(rescored.changes.values())
    scored = speech.count("{n} mention scored again", "{n} mentions scored again", rescored.mentions)
    tell(out, f"{scored}, {speech.count('{n} label changed', '{n} labels changed', changed)}.")
    for (before, after), n in _most_first(rescored.changes):
        said = N_("{before} → {after}: {n}")
        tell(out, "  " + speech.say(said, before=speech.say(LABELS[before]), after=speech.say(LABELS[after]), n=n))
    if rescored.corrected:
        said = speech.count(
            "{n} keeps the label that you gave.", "{n} keep the labels that you gave.", rescored.corrected
        )
        tell(out, said)
    return None


def rescored_dict(rescored: Rescored) -> dict[str, Any]:
    """The document of `sentiment rescore --json`."""
    return {
        "mentions": rescored.mentions,
        "changed": sum(rescored.changes.values()),
        "changes": [
            {"from": word(before), "to": word(after), "count": n}
            for (before, after), n in _most_first(rescored.changes)
        ],
        "corrected": rescored.corrected,
        "resumed": rescored.went_on,
    }


Changes = Mapping[tuple[Label | None, Label | None], int]


def _most_first(changes: Changes) -> list[tuple[tuple[Label | None, Label | None], int]]:
    return sorted(changes.items(), key=lambda change: (-change[1], str(change[0])))
