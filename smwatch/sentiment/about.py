"""What of a passage is about the brand: only that is scored.

A short text counts whole, as comments and posts do, but for what plainly is about somebody else. Of a longer one those
sentences count that name the brand, and the next ones where they go on about it: with a pronoun, or with a noun for
what it is (« l'entreprise », "the chain"). Within a sentence, clauses with another party are set aside (`clauses.py`).
A title that names the brand counts twice.

    pieces(passage) -> list[Piece]      empty where nothing is about the brand, or too little is said; at most BOUND
    silence(passage) -> str             which of the two it is: "elsewhere" or "short"
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from smwatch.models import Span
from smwatch.protocols import Passage
from smwatch.sentiment.clauses import about_us, is_about_another, marked, stands_by
from smwatch.sentiment.parties import ADDRESSED, NOUNS, PRONOUNS, THEY, cleared, has_hint
from smwatch.text.language import detect_each
from smwatch.text.scorers import SCORED
from smwatch.text.sentences import sentences

BOUND: Final = 60  # sentences scored of one text
LONGEST: Final = 20_000  # characters read of one text
AROUND: Final = 800  # characters read before and after a name, in a text that is longer
SHORT: Final = 15  # sentences: up to so many, a text counts whole. A complaint tells of seats, bags and hours without
# the firm's name: on the corpus, cut at 5 sentences, a third of the negative ones were not heard
AMONG_OTHERS: Final = 5  # likewise, where another brand is named
NEIGHBOURS: Final = 3  # sentences that may go on about the brand after one that names it
LEAD: Final = 3  # sentences that count where only the title names it
MIXED: Final = 2  # sentences it takes to be in two languages
TITLE: Final = 2.0  # how much more a title counts that names the brand
FEW: Final = 4  # words: a sentence with fewer is an exclamation, and goes on about what was said before
ENOUGH: Final = 2  # letters, of words that aren't addresses or names: less says nothing

_NOISE: Final = re.compile(  # addresses and handles
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,64}|[@＠]\w+|\b\w{1,63}\.(?:com|ca|fr|org|net)\b\S*", re.IGNORECASE
)
_PLAIN: Final = re.compile(
    r"(?:^|[\s«“\"(])[^\W\d_]{2,}(?=[\s,;!?…»”\")]|\.?$)"
)  # a word that is no part of an address
_LETTER: Final = re.compile(r"[^\W\d_]")
_SIGN: Final = re.compile(  # an emoji, an emoticon, a mark out of so many: these say something without a letter
    "[\u2600-\u2793\u2b50\u2b55\U0001f300-\U0001faff]|[:;=][-'’^o]?[()\\[\\]/\\\\|*<>$]|<3|\\^[_.-]?\\^"
    r"|(?<![\d/])\d{1,2} ?/ ?\d{1,3}(?![\d/])"
)


_Place = tuple[int, int]


class Piece(NamedTuple):
    """A sentence or a title to score, how much it counts, and the language that it is in ("": it can't be told)."""

    text: str
    weight: float = 1.0
    lang: str = ""


class _Sentence(NamedTuple):
    """A sentence: where it stands, and itself with the names in it as signs."""

    start: int
    end: int
    marked: str
    ours: bool  # it names the brand


class _Others(NamedTuple):
    """What tells sentences and clauses that are about somebody else."""

    possible: bool  # the passage has a word for another party
    forgiven: bool  # it says somewhere that the brand is not to blame

    def have(self, sentence: _Sentence) -> bool:
        """Whether the sentence is about somebody else."""
        return self.possible and not sentence.ours and is_about_another(sentence.marked, cleared_us=self.forgiven)

    def leave(self, text: str, kept: Iterable[_Sentence]) -> Iterator[tuple[str, str]]:
        """What the sentences of a text say about the brand, and the same with names as signs."""
        for sentence in kept:
            if not self.possible:
                yield text[sentence.start : sentence.end], sentence.marked
                continue
            clauses = about_us(sentence.marked)
            said = (text[sentence.start + first : sentence.start + last] for first, last in clauses)
            if whole := " ".join(part.strip().lstrip(";,–— ") for part in said).strip():
                yield whole, " ".join(sentence.marked[first:last] for first, last in clauses)


def pieces(passage: Passage) -> list[Piece]:
    """The sentences that are about the brand, the title first; none where too little is left of them to be scored."""
    title, body = _one(passage), _read(passage)
    possible = bool(passage.others) or len(passage.text) > LONGEST or has_hint(f"{passage.title}\n{passage.text}")
    others = _Others(possible, possible and any(cleared(sentence.marked) for sentence in body))
    named = any(sentence.ours for sentence in title)
    kept = []
    if named or not passage.spans:
        kept = [(TITLE if named else 1.0, part) for part in others.leave(passage.title, _whole(title, others))]
    kept += [(1.0, part) for part in others.leave(passage.text, _chosen(passage, body, named=named, others=others))]
    del kept[BOUND:]
    # not a title that is only a name, a number, an address: it would count as much as what is said, and say nothing
    telling = [one for one in kept if _says_enough([one[1][1]])]
    if not telling and not _says_enough(part for _, (_, part) in kept):
        return []
    kept = telling or kept
    langs = _languages([part for _, (part, _) in kept], passage.lang)
    known = {"", passage.lang, *SCORED}  # a sentence in a third language isn't scored
    return [Piece(part, weight, lang) for (weight, (part, _)), lang in zip(kept, langs, strict=True) if lang in known]


def silence(passage: Passage) -> str:
    """Why there are no pieces: "elsewhere", what is said is about somebody else, or "short", nothing is said."""
    said = (sentence.marked for sentence in (*_one(passage), *_read(passage)))
    return "elsewhere" if _says_enough(said) else "short"


def _chosen(passage: Passage, body: Sequence[_Sentence], *, named: bool, others: _Others) -> Sequence[_Sentence]:
    """The sentences of the text that are about the brand; `named`: by the title."""
    if others.possible:
        following = [*(sentence.marked for sentence in body[1:]), ""]
        body = [one for one, after in zip(body, following, strict=False) if not stands_by(one.marked, after)]
    if not passage.spans:
        return _whole(body, others, THEY)
    if len(body) <= (AMONG_OTHERS if passage.others else SHORT):
        return _whole(body, others)
    return _about(body, others, lead=named and not any(sentence.ours for sentence in body))


def _languages(parts: Sequence[str], whole: str) -> list[str]:
    """The language of each part of a passage in the language `whole`; what is one sentence is in the passage's."""
    if len(parts) < MIXED or (whole and whole not in SCORED):
        return [whole] * len(parts)
    return detect_each(parts, SCORED, whole)


def _one(passage: Passage) -> list[_Sentence]:
    """The title, as one sentence whatever stops stand in it."""
    ours, theirs = _places(passage.spans, "title"), _places(passage.others, "title")
    end = min(len(passage.title), LONGEST)
    return [_sentence(passage.title, 0, end, ours, theirs)] if passage.title.strip() else []


def _read(passage: Passage) -> list[_Sentence]:
    """The sentences of the text, as far as they are read."""
    ours, theirs = _places(passage.spans, "text"), _places(passage.others, "text")
    return [
        _sentence(passage.text, begin + first, begin + last, ours, theirs)
        for begin, stop in _regions(len(passage.text), ours)
        for first, last in sentences(passage.text[begin:stop])
    ]


def _sentence(text: str, start: int, end: int, ours: Sequence[_Place], theirs: Sequence[_Place]) -> _Sentence:
    us = _inside(ours, start, end) if ours else ()
    them = _inside(theirs, start, end) if theirs else ()
    return _Sentence(start, end, marked(text, start, end, us, them), bool(us))


def _places(spans: Sequence[Span], part: str) -> list[_Place]:
    if not spans:
        return []
    return sorted((span.start, span.end) for span in spans if span.part == part)


def _inside(places: Sequence[_Place], start: int, end: int) -> Sequence[_Place]:
    """The places, of these sorted ones, that begin in a sentence."""
    return places[bisect_left(places, (start, 0)) : bisect_left(places, (end, 0))]


def _regions(size: int, ours: Sequence[_Place]) -> Iterator[_Place]:
    """What is read of a text of this size: all of it, or what stands around the names."""
    if size <= LONGEST or not ours:
        yield 0, min(size, LONGEST)
        return
    budget, done = LONGEST, 0
    for first, last in ours:
        begin, stop = max(done, first - AROUND), min(size, last + AROUND)
        if budget <= 0:
            return
        if stop > begin:
            yield begin, stop
            budget, done = budget - (stop - begin), stop


def _whole(body: Sequence[_Sentence], others: _Others, pronouns: re.Pattern[str] = PRONOUNS) -> Sequence[_Sentence]:
    """Every sentence but those about somebody else, with what goes on about these by one of the pronouns."""
    if not others.possible:
        return body
    kept = []
    elsewhere = False
    for sentence in body:
        elsewhere = others.have(sentence) or (elsewhere and not sentence.ours and _follows(sentence.marked, pronouns))
        if not elsewhere:
            kept.append(sentence)
    return kept


def _follows(sentence: str, pronouns: re.Pattern[str]) -> bool:
    """Whether a sentence goes on about the other party that the one before it has, as « Quelle honte. » does."""
    if ADDRESSED.search(sentence):
        return False
    if pronouns.match(sentence):
        return True
    return len(sentence.split(maxsplit=FEW)) < FEW and not PRONOUNS.match(sentence)


def _about(body: Sequence[_Sentence], others: _Others, *, lead: bool) -> list[_Sentence]:
    """The sentences that name the brand, each with a few after it that go on about it; `lead`: the first ones, too."""
    kept = []
    left = 0
    for at, sentence in enumerate(body):
        if sentence.ours or (lead and at < LEAD and not others.have(sentence)):
            left = NEIGHBOURS
        elif left and _goes_on(sentence.marked) and not others.have(sentence):
            left -= 1
        else:
            left = 0
            continue
        kept.append(sentence)
    return kept


def _goes_on(sentence: str) -> bool:
    return PRONOUNS.match(sentence) is not None or NOUNS.search(sentence) is not None


def _says_enough(parts: Iterable[str]) -> bool:
    """Whether there are words beside addresses, handles and the brand's own name, or a sign that says something."""
    letters = 0
    for part in parts:
        if _PLAIN.search(part):
            return True
        bare = _NOISE.sub(" ", part)
        letters += len(_LETTER.findall(bare))
        if letters >= ENOUGH or _SIGN.search(bare):
            return True
    return False
