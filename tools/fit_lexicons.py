"""Fits the valences of the word lists to the corpus: `python tools/fit_lexicons.py` (a part of `make train`).

    fit_lexicons.py             fit, and write smwatch/sentiment/lexicons/{fr,fr-pr,en-pr}.tsv anew
    fit_lexicons.py --check     say whether the lists on disk are what the corpus gives; exit status 1 where not
    fit_lexicons.py --report    figures of each hand left out, before and after
    fit_lexicons.py --words en  words without a valence that errors hang on, to be read by a person, and added or not

Each line of a list has a prior: the valence that a person gave it (the last column; where there is none, the valence).
The fit moves valences from there where texts of the training hands say so: the likelihood of the labels under an
ordered logit of the score, with a ridge towards the prior. So a word that no text holds keeps its prior, one that few
hold moves little, and none changes sides. Negations that stand alone keep their priors: the corpus by itself would
unlearn them, and reviews and complaints elsewhere need them. Nothing but the standard library, sums in a fixed order:
the result is the same on every machine, to the digit written.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from smwatch.sentiment import english, french
from smwatch.sentiment.lexicons import Layer, spell_out
from smwatch.sentiment.readers import Reader
from smwatch.sentiment.vader import Reading, emphasis_of, stock_lexicon
from smwatch.text.sentences import sentences

ROOT = Path(__file__).parents[1]
LISTS = ROOT / "smwatch/sentiment/lexicons"
SPLIT = ("train",)  # hands that the valences are learnt from
RIDGE = 1.0  # how strongly a valence is held to its prior: chosen on the dev hands among 1, 3, 8 and 20
STEEP = 2.0  # how much surer the logit is a unit of score: chosen there among 2 and 4
EDGE = 0.05  # the score at which a label turns (scorers.THRESHOLD)
FARTHEST = 1.0  # how far a valence may go from its prior
ROUNDS = 150  # steps of the descent; hardly a valence changes after 60
HANDS = 2  # hands whose texts must hold a word, for its valence to move
CANDIDATE_HANDS = 3  # hands and brands whose texts must hold a word, for it to be proposed
CANDIDATE_BRANDS = 4
OWN_LISTS = {"fr": ("fr", "fr-pr"), "en": ("en-pr",)}
HELD = english.ALONE_WORDS | french.ALONE_WORDS
LABELS = ("negative", "neutral", "positive")


class Text(NamedTuple):
    """A labelled text."""

    hand: str
    brand: str
    lang: str
    text: str
    label: str


class Term(NamedTuple):
    """A word in a sentence: which row values it, and what the rules multiply its valence by."""

    row: int
    times: float


class Sentence(NamedTuple):
    """What a score comes from: terms, what the rules add to them, and the emphasis of ! and ?."""

    terms: Sequence[Term]
    fixed: float
    emphasis: float


@dataclass(slots=True)
class Row:
    """A line of a list: all its words share one valence."""

    prior: float
    hands: frozenset[str] = frozenset()


@dataclass(slots=True)
class Case:
    """A text as the fit sees it."""

    text: Text
    sentences: list[Sentence]


def corpus(splits: Iterable[str], lang: str) -> list[Text]:
    """The texts of these splits; those that the corpus began with ("start") belong to training."""
    hands = tomllib.loads((ROOT / "corpus/splits.toml").read_text("utf-8"))
    wanted = {hand for split in splits for hand in hands[split]}
    found: list[Text] = []
    for path in sorted((ROOT / "corpus/texts").glob("*.jsonl")):
        if path.name[:3] in wanted:
            found += _texts(path, path.name[:3])
    if "train" in splits:
        for path in sorted((ROOT / "corpus/start").glob("*.jsonl")):
            found += _texts(path, path.stem)
    return [text for text in found if text.lang == lang]


def _texts(path: Path, hand: str) -> list[Text]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Text(hand, row["brand"], row["lang"], row["text"], row["label"]) for row in rows]


# -- lists on disk


def priors(name: str) -> list[tuple[str, float]]:
    """Each line's words as written, braces and all, and its prior."""
    return [(fields[0], float((*fields, "", "")[3] or fields[1])) for fields in _lines(name) if len(fields) > 1]


def _lines(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (LISTS / f"{name}.tsv").read_text("utf-8").splitlines()]


def write(name: str, fitted: Mapping[str, float]) -> str:
    """The list with these valences: words, valence, note, and the prior where the valence is another."""
    out: list[str] = []
    for fields in _lines(name):
        if len(fields) == 1:
            out.append(fields[0])
            continue
        pattern, valence, note, prior = (*fields, "", "")[:4]
        prior = prior or valence
        now = _shown(fitted[pattern]) if pattern in fitted else prior
        moved = float(now) != float(prior)
        out.append("\t".join([pattern, now, note, prior] if moved else [pattern, prior, *([note] if note else [])]))
    return "\n".join(out) + "\n"


def _shown(valence: float) -> str:
    return f"{valence:.1f}" if round(valence, 1) else "0.0"


# -- from texts to terms


class Book:
    """Rows of one language, and where each word's row is; its reader reads by the priors."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.rows: list[Row] = []
        self.of: dict[str, int] = {}
        self.held: set[int] = set()  # negations: how they lean where they stand alone hangs on the kind of text
        self.patterns: dict[tuple[str, str], int] = {}
        if lang == "en":
            for word, valence in stock_lexicon().items():
                self._add("vader", word, valence, [word])
        own: dict[str, float] = {}
        for name in OWN_LISTS[lang]:
            for pattern, prior in priors(name):
                words = spell_out(pattern)
                self._add(name, pattern, prior, words)
                own.update(dict.fromkeys(words, prior))
        self.own = own

    def _add(self, name: str, pattern: str, prior: float, words: Sequence[str]) -> None:
        self.patterns[name, pattern] = len(self.rows)
        if not HELD.isdisjoint(words):
            self.held.add(len(self.rows))
        for word in words:
            key = french.key_of(word) if self.lang == "fr" else word
            self.of[key] = len(self.rows)
            if self.lang == "fr":
                self.of.setdefault(french.bare(key), len(self.rows))
        self.rows.append(Row(prior))

    def reader(self) -> Reader:
        """A reader by the priors."""
        module = english if self.lang == "en" else french
        return module.read_by(Layer(self.own))

    def cases(self, texts: Sequence[Text]) -> list[Case]:
        """The texts as terms of rows."""
        read = self.reader()
        out = []
        for text in texts:
            parts = [self._sentence(part, read(part)) for part in parts_of(text.text)]
            out.append(Case(text, [part for part in parts if part.terms or part.fixed]))
        return out

    def _sentence(self, part: str, reading: Reading) -> Sentence:
        terms: list[Term] = []
        fixed = 0.0
        for word, value in zip(reading.words, reading.values, strict=True):
            if not value:
                continue
            key = word.lower()
            row = self.of.get(key)
            if row is None or not self.rows[row].prior or (self.lang == "fr" and french.takes_sides(key)):
                fixed += value
            else:
                terms.append(Term(row, value / self.rows[row].prior))
        return Sentence(terms, fixed, emphasis_of(part))


def parts_of(text: str) -> list[str]:
    """Its sentences."""
    return [text[start:end] for start, end in sentences(text)]


# -- the fit


def compound(whole: float, emphasis: float) -> float:
    """VADER's norm of a sum."""
    whole += emphasis if whole > 0 else -emphasis if whole < 0 else 0.0
    return whole / math.sqrt(whole * whole + 15)


def score(case: Case, valences: Sequence[float]) -> tuple[float, list[float], float]:
    """A text's score as the scorer makes it (the worst sentence twice), its sentences' own, and the weights' sum."""
    each = [
        compound(part.fixed + sum(valences[row] * times for row, times in part.terms), part.emphasis)
        for part in case.sentences
    ]
    telling = [value for value in each if value]
    if not telling:
        return 0.0, each, 1.0
    worst = min(0.0, *telling) if len(telling) > 1 else min(0.0, telling[0])
    whole = len(telling) + (worst < 0)
    return (sum(telling) + worst) / whole, each, whole


def _sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def slope(label: str, at: float) -> float:
    """How the loss (minus the log likelihood of the label) changes with the score."""
    low, high = _sigma(STEEP * (-EDGE - at)), _sigma(STEEP * (at - EDGE))
    if label == "negative":
        return STEEP * (1 - low)
    if label == "positive":
        return -STEEP * (1 - high)
    middle = max(1e-9, 1 - low - high)
    return STEEP * (high * (1 - high) - low * (1 - low)) / middle


def fit(book: Book, cases: Sequence[Case], ridge: float = RIDGE) -> list[float]:
    """The valences that the cases and the priors agree on."""
    hands: dict[int, set[str]] = defaultdict(set)
    for case in cases:
        for part in case.sentences:
            for term in part.terms:
                hands[term.row].add(case.text.hand)
    free = sorted(row for row, found in hands.items() if len(found) >= HANDS and row not in book.held)
    valences = [row.prior for row in book.rows]
    speed = dict.fromkeys(free, 1e-8)
    for _ in range(ROUNDS):
        pull = dict.fromkeys(free, 0.0)
        for case in cases:
            _pull(case, valences, pull)
        for row in free:
            prior = book.rows[row].prior
            force = pull[row] + ridge * (valences[row] - prior)
            speed[row] += force * force
            now = valences[row] - 0.3 * force / math.sqrt(speed[row])
            now = max(prior - FARTHEST, min(prior + FARTHEST, now, 4.0), -4.0)
            valences[row] = max(now, 0.0) if prior > 0 else min(now, 0.0)
    return [round(value, 1) if row in speed else value for row, value in enumerate(valences)]


def _pull(case: Case, valences: Sequence[float], pull: dict[int, float]) -> None:
    """Add what this text asks of each row's valence."""
    if not case.sentences:
        return
    at, each, whole = score(case, valences)
    force = slope(case.text.label, at) / whole
    worst = min(each)
    for part, value in zip(case.sentences, each, strict=True):
        twice = 2 if value == worst and worst < 0 else 1
        rate = twice * force * (1 - value * value) ** 1.5 / math.sqrt(15)
        for row, times in part.terms:
            if row in pull:
                pull[row] += rate * times


# -- figures


def figures(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Macro-F1 and the F1 of the negative, in per cent, of (label, answer) pairs."""
    each = []
    for label in LABELS:
        hit = sum(want == have == label for want, have in pairs)
        all_ = sum(want == label for want, _ in pairs) + sum(have == label for _, have in pairs)
        each.append(200 * hit / all_ if all_ else 0.0)
    return sum(each) / 3, each[0]


def label(at: float) -> str:
    """The label of a score."""
    return "negative" if at <= -EDGE else "positive" if at >= EDGE else "neutral"


def answers(cases: Sequence[Case], valences: Sequence[float]) -> list[tuple[str, str]]:
    """Each text's label, and the one that these valences give it."""
    return [(case.text.label, label(score(case, valences)[0])) for case in cases]


def report() -> None:
    """Each hand left out in turn, then dev and test: before and after."""
    for lang in ("en", "fr"):
        book = Book(lang)
        cases = book.cases(corpus(SPLIT, lang))
        prior = [row.prior for row in book.rows]
        out: list[tuple[str, str]] = []
        for hand in sorted({case.text.hand for case in cases}):
            rest = [case for case in cases if case.text.hand != hand]
            out += answers([case for case in cases if case.text.hand == hand], fit(book, rest))
        say(lang, "hands left out", answers(cases, prior), out)
        valences = fit(book, cases)
        for split in ("dev", "test"):
            others = book.cases(corpus((split,), lang))
            say(lang, split, answers(others, prior), answers(others, valences))


def say(lang: str, what: str, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> None:
    """A line of the report."""
    (a, b), (c, d) = figures(before), figures(after)
    print(f"{lang} {what:15} {len(before):5} texts   {a:.1f}/{b:.1f} -> {c:.1f}/{d:.1f}")


def words(lang: str) -> None:
    """Words (and pairs) without a valence that would mend most errors, with the hands and brands that use them."""
    book = Book(lang)
    cases = book.cases(corpus(SPLIT, lang))
    valences = fit(book, cases)
    read = book.reader()
    found: dict[str, list[tuple[float, str, str]]] = defaultdict(list)
    for case in cases:
        force = slope(case.text.label, score(case, valences)[0])
        seen: set[str] = set()
        for part in parts_of(case.text.text):
            lower = [w.lower() for w in read(part).words]
            seen |= {w for w in lower if w not in book.of}
            for size in (2, 3):
                seen |= {" ".join(lower[at : at + size]) for at in range(len(lower) - size + 1)}
        for word in seen:
            found[word].append((force, case.text.hand, case.text.brand))
    ranked = []
    for word, uses in found.items():
        hands, brands = len({hand for _, hand, _ in uses}), len({brand for *_, brand in uses})
        if hands >= CANDIDATE_HANDS and brands >= CANDIDATE_BRANDS:
            pull = -sum(force for force, *_ in uses)
            spread = math.sqrt(sum(force * force for force, *_ in uses))
            ranked.append((pull / (spread or 1.0), word, len(uses), hands))
    for z, word, uses, hands in sorted(ranked, key=lambda item: -abs(item[0])):
        print(f"{z:+.1f}\t{word}\t{uses}\t{hands}")


def main(arguments: Sequence[str] | None = None) -> int:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--words", choices=("en", "fr"))
    asked = parser.parse_args(arguments)
    if asked.report:
        report()
        return 0
    if asked.words:
        words(asked.words)
        return 0
    texts = {LISTS / f"{name}.tsv": text for lang in ("fr", "en") for name, text in fitted(lang).items()}
    if asked.check:
        return int(any(path.read_text("utf-8") != text for path, text in texts.items()))
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    return 0


def fitted(lang: str) -> dict[str, str]:
    """The lists of a language as they come out of the fit: name -> text."""
    book = Book(lang)
    valences = fit(book, book.cases(corpus(SPLIT, lang)))
    moved: dict[str, dict[str, float]] = {name: {} for name in OWN_LISTS[lang]}
    for (name, pattern), row in book.patterns.items():
        if name in moved and valences[row] != book.rows[row].prior:
            moved[name][pattern] = valences[row]
    return {name: write(name, valences) for name, valences in moved.items()}


if __name__ == "__main__":
    sys.exit(main())
