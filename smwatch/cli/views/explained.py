"""How the reasons of a score look: the whole first, then what pulled it up or down, then texts that are near.

A reader sees at a glance what decided; words that moved nothing are left to --json.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.views.labels import who_labelled, word
from smwatch.cli.wrapping import rows, tell
from smwatch.locales import N_, Speech
from smwatch.models import Label, MentionRow, Sentiment, UserLabel
from smwatch.models.names import LABELS
from smwatch.sentiment.about import BOUND, LONGEST
from smwatch.sentiment.explain import Explanation, Part, Silence, Word
from smwatch.sentiment.leaving import WEAK
from smwatch.text.clean import scrub

LABELS_FIRST: Final = {Label.NEGATIVE: N_("Negative"), Label.NEUTRAL: N_("Neutral"), Label.POSITIVE: N_("Positive")}
STYLES: Final = {Label.NEGATIVE: "bold red", Label.NEUTRAL: "bold", Label.POSITIVE: "bold green"}
SILENCES: Final = {
    Silence.LANGUAGE: N_("Not scored: it is in another language ({lang}); only French and English are."),
    Silence.ELSEWHERE: N_("Not scored: what it says is about somebody else."),
    Silence.SHORT: N_("Not scored: it says too little. A word, an emoji or a mark such as 2/10 would do."),
    Silence.SCORER: N_("Not scored: {scorer} gives it no score."),
}
RULES: Final = {
    "capitals": N_("capitals"),
    "contrast": N_("contrast (but, however)"),
    "degree": N_("degree (very, little)"),
    "emphasis": N_("emphasis (!, ??)"),
    "idiom": N_("a set phrase"),
    "negation": N_("negation"),
    "question": N_("a question (praise in it doesn't count)"),
    "sacre": N_("swearing that strengthens"),
}
LISTS: Final = {
    "base": N_("general list {valence}"),
    "pr": N_("smwatch's list {valence}"),
    "own": N_("your list {valence}"),
}
SHOWN: Final = 6  # sentences shown of a text that has many, and words of a sentence
ALL: Final = 8  # sentences up to which all are shown
CLOSE: Final = 0.1  # between the chances of two labels: either might be right
NEAR: Final = 240  # characters of a near text
MATTERS: Final = 0.02  # a share that is smaller isn't seen in a score of two decimals
TELLING: Final = 0.15  # of the largest share of a word: smaller ones are left out
INDENT: Final = 9  # columns before a sentence: its share stands there


class Asked(NamedTuple):
    """A stored mention that is explained, and the label that somebody gave it."""

    row: MentionRow
    labelled: UserLabel | None = None


def show_explained(terminal: Terminal, found: Explanation, of: Asked | None = None) -> None:
    """From the whole to its parts."""
    for line in of_mention(of, terminal.speech) if of else ():
        tell(terminal.out, line)
    if found.silence:
        said = SILENCES[found.silence]
        tell(terminal.out, terminal.speech.say(said, lang=found.passage.lang, scorer=found.answer.scorer))
        return tell(terminal.out, terminal.speech.say(N_("That isn't neutral: such mentions are counted apart.")))
    _show_whole(terminal, found, of)
    _show_parts(terminal, found)
    _show_nearest(terminal, found)
    return None


def of_mention(of: Asked, speech: Speech) -> Iterator[str]:
    """Which mention it is, and what somebody said of it: that counts."""
    row, say = of.row, speech.say
    title = _cut(row.title or row.text, speech)
    yield say(N_("Mention {number}, of {brand}: {title}"), number=str(row.id), brand=row.brand, title=title)
    if of.labelled:
        *lines, _ = who_labelled(row, of.labelled, speech)
        yield from lines
        yield say(N_("That is what counts. By itself, the scorer says:"))


def _cut(text: str, speech: Speech, most: int = NEAR) -> str:
    """A text in its quotes, not too long, on one line."""
    text = " ".join(scrub(text).split())
    return speech.quote(text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …")


def _show_whole(terminal: Terminal, found: Explanation, of: Asked | None) -> None:
    """Label and score, how sure that is, how much of the text it is about."""
    say, speech, answer = terminal.speech.say, terminal.speech, found.answer
    if answer.score is None or answer.label is None:
        return
    line = N_("{label}: {score} on a scale from -1 to 1, by {scorer}.")
    score = speech.number(answer.score, 2)
    said = say(line, label=say(LABELS_FIRST[answer.label]), score=score, scorer=answer.scorer)
    tell(terminal.out, said, STYLES[answer.label])
    if found.chances:
        negative, neutral, positive = map(speech.percent, found.chances)
        line = N_("How likely: negative {negative}, neutral {neutral}, positive {positive}.")
        said = say(line, negative=negative, neutral=neutral, positive=positive)
        if is_close(found.chances):
            said += " " + say(N_("It is a close call."))
        tell(terminal.out, said)
    if of and (stored := outdated(of.row, answer, speech)):
        tell(terminal.out, stored)
    if len(found.parts) < found.sentences:
        tell(terminal.out, _left_out(found, speech))


def _left_out(found: Explanation, speech: Speech) -> str:
    """How many sentences count, and why the others don't."""
    n, every = len(found.parts), speech.number(found.sentences)
    is_cut = n >= BOUND or len(found.passage.text) > LONGEST
    if is_cut and not found.passage.spans:
        return speech.count(
            "The text is long: only the first sentence of {all} is read.",
            "The text is long: only the first {n} sentences of {all} are read.",
            n,
            all=every,
        )
    if is_cut:
        return speech.count(
            "{n} sentence of {all} counts; the others come later in a long text, or aren't about the brand.",
            "{n} sentences of {all} count; the others come later in a long text, or aren't about the brand.",
            n,
            all=every,
        )
    if not found.passage.spans:
        return speech.count(
            "{n} sentence of {all} counts; the others are about somebody else, or in another language.",
            "{n} sentences of {all} count; the others are about somebody else, or in another language.",
            n,
            all=every,
        )
    return speech.count(
        "{n} sentence of {all} counts; the others aren't about the brand.",
        "{n} sentences of {all} count; the others aren't about the brand.",
        n,
        all=every,
    )


def is_close(chances: tuple[float, float, float]) -> bool:
    """Whether two labels are about as likely."""
    second, first = sorted(chances)[1:]
    return first - second < CLOSE


def outdated(row: MentionRow, answer: Sentiment, speech: Speech) -> str:
    """That a mention is stored with another score, and how to bring it up to date; "" where it isn't."""
    if (row.machine_scorer, row.machine_score) == (answer.scorer, answer.score) or row.machine_label is None:
        return ""
    label, score = speech.say(LABELS[row.machine_label]), speech.number(row.machine_score or 0.0, 2)
    line = N_("Stored is {label}, {score}, by {scorer}: `{smwatch} sentiment rescore` brings it up to date.")
    return speech.say(line, label=label, score=score, scorer=row.machine_scorer)


def _show_parts(terminal: Terminal, found: Explanation) -> None:
    """What pulled the score up or down."""
    say = terminal.speech.say
    terminal.out.print()
    tell(terminal.out, say(N_("How far each sentence, and each word, pulls the score up or down:")))
    least = max(MATTERS, TELLING * max((abs(one.share or 0) for part in found.parts for one in part.words), default=0))
    shown = weightiest(found.parts)
    for part in shown:
        _show_part(terminal, part, least)
    if not shown:
        tell(terminal.out, _none_pulls(found.parts, terminal.speech), "dim")
    elif rest := len(found.parts) - len(shown):
        line = terminal.speech.count("{n} more sentence pulls less.", "{n} more sentences pull less.", rest)
        tell(terminal.out, line, "dim")
    if not found.complete:
        tell(terminal.out, say(N_("The text is long: only the words of its strongest sentences were tried.")), "dim")
    if found.answer.words and all(part.score is None for part in found.parts):
        made = ", ".join(f"{one} {terminal.speech.number(share, 1)}" for one, share in found.answer.words)
        tell(terminal.out, say(N_("What made it: {words}"), words=made))


def weightiest(parts: tuple[Part, ...]) -> list[Part]:
    """The sentences that are shown, in their order: of many, those that pull the most, if any pulls."""
    tried = [n for n, part in enumerate(parts) if part.share is not None]
    if len(parts) <= ALL or not tried:
        return list(parts[:ALL])
    pulling = [n for n in tried if abs(parts[n].share or 0.0) >= WEAK]
    strongest = sorted(pulling, key=lambda n: -abs(parts[n].share or 0.0))[:SHOWN]
    return [parts[n] for n in sorted(strongest)]


def _none_pulls(parts: tuple[Part, ...], speech: Speech) -> str:
    """That none of many sentences decides."""
    tried = sum(part.share is not None for part in parts)
    return speech.count(
        "By itself, the sentence that was tried pulls by less than {least}.",
        "By itself, none of {n} sentences pulls by as much as {least}.",
        tried,
        least=speech.number(WEAK, 2),
    )


def _show_part(terminal: Terminal, part: Part, least: float) -> None:
    """A sentence, its words, its rules."""
    speech = terminal.speech
    share = speech.signed(part.share, 2) if part.share is not None else ""
    _hang(
        terminal,
        _padded(f"  {share}", INDENT),
        Text(speech.quote(" ".join(scrub(part.text).split()))),
        _style(part.share),
    )
    told = telling(part.words, least)
    width = min(max((cell_len(one.word) for one in told), default=0), 24)
    for one in told[:SHOWN]:
        share = speech.signed(one.share, 2) if one.share is not None else ""
        line = Text(" " * INDENT + _padded(one.word, width) + "  ")
        line.append(_padded(share, 5), _style(one.share))
        line.append("  " + by_list(one, speech), "dim")
        line.rstrip()
        terminal.out.print(line, soft_wrap=True)
    facts = []
    if part.weight != 1:
        facts.append(speech.say(N_("It names the brand: it counts {weight} times."), weight=speech.number(part.weight)))
    if part.rules:
        rules = ", ".join(speech.say(RULES.get(rule, rule)) for rule in part.rules)
        facts.append(speech.say(N_("Rules: {rules}."), rules=rules))
    if facts:
        _hang(terminal, " " * INDENT, Text(" ".join(facts), "dim"))


def telling(words: Iterable[Word], least: float) -> list[Word]:
    """The words worth showing, the strongest first, each once: those that lists know, and those that move the score."""
    found: dict[str, Word] = {}
    for one in words:
        if (one.valence is not None or abs(one.share or 0.0) >= least) and (
            one.word not in found or abs(one.share or 0.0) > abs(found[one.word].share or 0.0)
        ):
            found[one.word] = one
    return sorted(found.values(), key=lambda one: (-abs(one.share or 0.0), -abs(one.valence or 0.0)))


def by_list(one: Word, speech: Speech) -> str:
    """What lists say of a word: its valence there, and where it differs, its valence here."""
    if one.valence is None:
        return ""
    here = speech.say(N_("here {valence}"), valence=speech.signed(one.valence, 1))
    if one.listed is None:
        return here
    listed = speech.say(LISTS[one.layer], valence=speech.signed(one.listed, 1))
    return listed if abs(one.listed - one.valence) < 0.05 else f"{listed}, {here}"  # noqa: PLR2004 - as it is rounded


def _show_nearest(terminal: Terminal, found: Explanation) -> None:
    """The texts of the corpus that are near."""
    if not found.nearest:
        return
    say, speech = terminal.speech.say, terminal.speech
    terminal.out.print()
    tell(terminal.out, say(N_("Nearest in meaning, of the labelled texts that smwatch learnt from:")))
    width = max(cell_len(say(LABELS[near.label])) for near in found.nearest)
    for near in found.nearest:
        label = _padded(say(LABELS[near.label]), width)
        text = _cut(f"{near.title} – {near.text}" if near.title else near.text, speech)
        _hang(terminal, f"  {label}  ", Text(text), STYLES[near.label].removeprefix("bold").strip())


def _hang(terminal: Terminal, lead: str, text: Text, style: str = "") -> None:
    """A text with something before it: on a terminal all its rows stand below one another; else a line is a line."""
    out = terminal.out
    first = True
    for row in rows(text, out, max(20, out.width - cell_len(lead))) if out.is_terminal else [text]:
        before = (lead, style) if first else " " * cell_len(lead)
        out.print(Text.assemble(before, row), soft_wrap=True)
        first = False


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _style(share: float | None) -> str:
    if share is None or abs(share) < MATTERS:
        return "dim"
    return "red" if share < 0 else "green"


def explained_dict(found: Explanation, of: Asked | None = None) -> dict[str, Any]:
    """`sentiment explain --json`."""
    answer = found.answer
    chances = dict(zip(("negative", "neutral", "positive"), found.chances, strict=True)) if found.chances else None
    said = {"mention": of.row.id, "labelled": word(of.labelled.label) if of.labelled else None} if of else {}
    return said | {
        "score": answer.score,
        "label": word(answer.label),
        "worst": answer.worst,
        "scorer": answer.scorer,
        "lang": found.passage.lang,
        "reason": found.silence.value if found.silence else None,
        "probabilities": chances,
        "sentences": found.sentences,
        "parts": [_part_dict(part) for part in found.parts],
        "complete": found.complete,
        "words": [{"word": one, "share": share} for one, share in answer.words],
        "nearest": [
            {"id": one.id, "label": one.label.value, "nearness": one.nearness, "title": one.title, "text": one.text}
            for one in found.nearest
        ],
    }


def _part_dict(part: Part) -> dict[str, Any]:
    return {
        "text": part.text,
        "lang": part.lang,
        "weight": part.weight,
        "share": part.share,
        "lists": part.score,
        "rules": list(part.rules),
        "words": [
            {
                "word": one.word,
                "share": one.share,
                "valence": one.valence,
                "listed": one.listed,
                "layer": one.layer or None,
            }
            for one in part.words
        ],
    }
