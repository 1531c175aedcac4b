"""How the reasons of a score look: sentence by sentence, the words in it, and the nearest texts of the corpus."""

from __future__ import annotations

from typing import Any, Final

from smwatch.cli.terminal import Terminal
from smwatch.cli.views.labels import SIDES, word
from smwatch.cli.views.words import LAYERS
from smwatch.cli.wrapping import tell
from smwatch.locales import N_, Speech
from smwatch.sentiment.explain import Explanation, Part, Word

RULES: Final = {
    "capitals": N_("capitals"),
    "contrast": N_("contrast (but, however)"),
    "degree": N_("degree (very, little)"),
    "negation": N_("negation"),
    "question": N_("question"),
    "sacre": N_("swearing that strengthens"),
}
SHOWN: Final = 160  # characters of a near text


def show_explained(terminal: Terminal, found: Explanation) -> None:
    """From the whole to its parts."""
    say, speech = terminal.speech.say, terminal.speech
    answer = found.answer
    if answer.score is None or answer.label is None:
        terminal.out.print(say(N_("Nothing here can be scored: it says too little, or in another language.")))
        return
    label, score = say(SIDES[answer.label]), speech.number(answer.score, 2)
    tell(terminal.out, say(N_("{label}: {score}, by {scorer}."), label=label, score=score, scorer=answer.scorer))
    if found.probabilities:
        negative, neutral, positive = (speech.percent(chance) for chance in found.probabilities)
        line = N_("How likely: negative {negative}, neutral {neutral}, positive {positive}.")
        tell(terminal.out, say(line, negative=negative, neutral=neutral, positive=positive))
    for part in found.parts:
        _show_part(terminal, part)
    if found.nearest:
        terminal.out.print()
        tell(terminal.out, say(N_("Nearest in meaning among the labelled texts that smwatch learnt from:")))
        for near in found.nearest:
            text = near.text if len(near.text) <= SHOWN else near.text[:SHOWN].rsplit(" ", 1)[0] + " …"
            line = N_("{label}, {nearness}: {text}")
            said = say(line, label=say(SIDES[near.label]), nearness=speech.percent(near.nearness), text=text)
            tell(terminal.out, "  " + " ".join(said.split()))


def _show_part(terminal: Terminal, part: Part) -> None:
    say, speech = terminal.speech.say, terminal.speech
    terminal.out.print()
    tell(terminal.out, speech.quote(part.text))
    facts = [say(N_("word lists {score}"), score=_signed(part.score, speech))]
    if part.share is not None:
        facts.insert(0, say(N_("share of the score {share}"), share=_signed(part.share, speech)))
    if part.weight != 1:
        facts.append(say(N_("counts {weight} times"), weight=speech.number(part.weight, 0)))
    if part.rules:
        facts.append(say(N_("rules: {rules}"), rules=", ".join(say(RULES.get(rule, rule)) for rule in part.rules)))
    tell(terminal.out, "  " + " · ".join(facts))
    for one in part.words:
        tell(terminal.out, "  " + _word_line(one, speech))


def _word_line(one: Word, speech: Speech) -> str:
    facts = []
    if one.share is not None:
        facts.append(speech.say(N_("share {share}"), share=_signed(one.share, speech)))
    if one.valence is not None:
        layer = speech.say(LAYERS[one.layer]) if one.layer else speech.say(N_("an emoji or a form of a word"))
        facts.append(speech.say(N_("valence {valence} ({layer})"), valence=_signed(one.valence, speech), layer=layer))
    return f"{one.word}: {', '.join(facts)}"


def _signed(value: float, speech: Speech) -> str:
    """With + or −, two decimals."""
    return ("+" if value > 0 else "") + speech.number(value, 2)


def explained_dict(found: Explanation) -> dict[str, Any]:
    """`sentiment explain --json`."""
    answer = found.answer
    chances = (
        dict(zip(("negative", "neutral", "positive"), found.probabilities, strict=True))
        if found.probabilities
        else None
    )
    return {
        "score": answer.score,
        "label": word(answer.label),
        "worst": answer.worst,
        "scorer": answer.scorer,
        "probabilities": chances,
        "parts": [
            {
                "text": part.text,
                "weight": part.weight,
                "share": part.share,
                "lists": part.score,
                "rules": list(part.rules),
                "words": [
                    {"word": one.word, "share": one.share, "valence": one.valence, "layer": one.layer or None}
                    for one in part.words
                ],
            }
            for part in found.parts
        ],
        "nearest": [
            {"id": near.id, "label": near.label.value, "nearness": near.nearness, "text": near.text}
            for near in found.nearest
        ],
    }
