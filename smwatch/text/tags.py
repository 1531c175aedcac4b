"""Hashtags and handles: which names stand in #BoycottNestle or @Yoplait_Canada.

A tag is cut into words by its capitals, digits and underscores; a word all in one case is cut once more where it
begins or ends with a word that campaigns put next to a name (#boycottnestle, #nestlegate), and so are capitals that
stand next to such a word in small letters, or the other way round (#NESTLEsucks, #STOPnestle).
"""

from __future__ import annotations

from typing import Final

from smwatch.text.fold import fold

LONGEST: Final = 139
"""Code points; what is longer is no tag that any network would take, and is read as a plain word."""
MOST_WORDS: Final = 12
"""Words of one tag that are told apart: bounds the names in it to 78."""

CAMPAIGN: Final = (
    "boycotter boycottez boycotte boycott stopper stop non no anti ban cancel delete quit shameon shame hontea honte"
    " scandale scandal gate fails fail sucks lies merci bravo love jaime"
).split()
"""Words of French and English campaigns, longer ones before those that they begin with. Our own list."""

Name = tuple[str, int, int]
"""A name in a tag: its letters folded and run together, and where they stand (code points of the tag's body)."""


def names(body: str) -> list[Name]:
    """Every run of whole words of a tag (its letters without # or @, at least one), the longest first."""
    words = _words(body)[:MOST_WORDS]
    found = {(fold(body).replace("_", ""), 0, len(body))} if "_" not in body else set()
    for first, (start, _) in enumerate(words):
        run = ""
        for piece_start, end in words[first:]:
            run += fold(body[piece_start:end])
            found.add((run, start, end))
    for start, end in words:
        found.update(_without_campaign(body, start, end))
    if not (body.islower() or body.isupper()):
        found.update(_beside_campaign(body))
    return sorted(found, key=lambda name: (name[1] - name[2], name[1]))


def _words(body: str) -> list[tuple[int, int]]:
    """Where the words of a tag stand: CIBC|Outage, Nestle|2010, Yoplait|Canada."""
    starts = [0]
    kinds = [_kind(char) for char in body]
    for at in range(1, len(body)):
        before, here = kinds[at - 1], kinds[at]
        following = kinds[at + 1] if at + 1 < len(body) else "?"
        if here == "=":  # an accent or a soft hyphen goes with what stands before it
            kinds[at] = before
        elif (here != before and (before, here) != ("A", "a")) or (before, here, following) == ("A", "A", "a"):
            starts.append(at)
    ends = [*starts[1:], len(body)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if kinds[start] not in "_="]


def _kind(char: str) -> str:
    if char == "_":
        return "_"
    if char.isdigit():
        return "0"
    if char.isupper():
        return "A"
    return "a" if char.isalpha() else "="


def _without_campaign(body: str, start: int, end: int) -> list[Name]:
    """What is left of one word when a campaign's word is taken off its beginning, its end, or both."""
    if not body.isascii():
        return _without_campaign_slowly(body, start, end)
    word = fold(body[start:end])
    heads = [0, *(len(c) for c in CAMPAIGN if word.startswith(c))]
    tails = [0, *(len(c) for c in CAMPAIGN if word.endswith(c))]
    cuts = ((head, len(word) - tail) for head in heads for tail in tails)
    return [(word[left:right], start + left, start + right) for left, right in cuts if left < right]


def _beside_campaign(body: str) -> list[Name]:
    """What stands in capitals before or after a campaign's word in small letters, or the other way round."""
    cuts = [at for at in range(1, len(body)) if body[at - 1].isupper() != body[at].isupper()]
    if len(cuts) != 1 or not body.isalpha():
        return []
    first, second = fold(body[: cuts[0]]), fold(body[cuts[0] :])
    found = [(second, cuts[0], len(body))] if first in CAMPAIGN else []
    return found + ([(first, 0, cuts[0])] if second in CAMPAIGN else [])


def _without_campaign_slowly(body: str, start: int, end: int) -> list[Name]:
    """The same where letters and folded letters need not be one to one."""
    heads = [at for at in range(start, end) if at == start or (fold(body[start:at]) in CAMPAIGN and fold(body[at]))]
    tails = [at for at in range(start + 1, end + 1) if at == end or fold(body[at:end]) in CAMPAIGN]
    return [(fold(body[a:b]), a, b) for a in heads for b in tails if a < b and fold(body[a:b])]
