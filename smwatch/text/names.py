"""Names of authors as feeds write them, read for who it is; and how far a name is somebody's. Pure.

read_name("Par Me Marie-Ève TREMBLAY, La Presse") == Name("eve marie tremblay", Known.EVERYWHERE)
read_name("Marie").known is Known.ON_SITE       read_name("Anonyme").known is Known.NOWHERE
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from smwatch.text.fold import fold

LONGEST: Final = 200  # characters read of a name
MOST: Final = 10  # authors of one entry

_BYLINE: Final = re.compile(
    r"\s*(?:(?:(?:un )?texte|article|paroles?) (?:de|par)|(?:written|posted|reported|story|submitted) by"
    r"|(?:écrit|ecrit|publié|publie|posté|poste|rédigé|redige|soumis) par|propos recueillis par"
    r"|by|par|auteure?|author|texte|journaliste)(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")  # (La Presse), [AFP], <mail>
_ADDRESS: Final = re.compile(r"(?:mailto:)?[^\s@<>(),;:]{1,64}@[\w-]{1,63}(?:\.[\w-]+)+")
_HANDLE: Final = re.compile(r"(?:@|/?u/)([\w.-]+)", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)+(?:ca|com|fr|org|net|qc|be|ch|info|tv|news|co|uk|eu|io|blog|press|media|quebec)(?:/\S*)?",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"\s*[|•·;,/]\s*|\s+[–—-]+\s+|\s+(?:and|et|und|with|avec|via|for|pour)\s+|\s*&\s*", re.IGNORECASE
)
_INVERTED: Final = re.compile(
    r"\s*(?:(?:de|du|des|la|le|van|von|der|den|st|saint|ste|sainte|mac|mc)[\s.]+)*[^\s|;/&]+\s*", re.IGNORECASE
)
_GIVEN: Final = re.compile(r"\s*[^\s,|;/&]+(?:\s+[^\s,|;/&]+)?\s*")
_SHOUTED: Final = re.compile(r"([^\W\d_a-z]{2}[^\s\d_a-z,|;/&]*) ([^\W\d_][^\W\d_A-Z][\w' -]*)")  # TREMBLAY Marie
_EMPTY: Final = re.compile(r"[(<\[]\s*[)>\]]")  # what is left around an address
_WORD: Final = re.compile(r"\w[\w']*")
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,}")  # names are written without a blank

_TITLES: Final = frozenset(
    "m mr mme mlle mrs ms miss mx dr dre me pr pre prof sir hon rev maitre docteur docteure professeur professeure"
    " monsieur madame mademoiselle herr frau sr sra don dona".split()
)
_TRADES: Final = frozenset(
    "phd md jr sr ing cpa mba esq cfa avocat avocate journaliste journalist reporter reporteur"
    " correspondent correspondant"
    " correspondante columnist chroniqueur chroniqueuse contributor collaborateur collaboratrice editor redacteur"
    " redactrice".split()
)
_NOBODY: Final = frozenset(
    " ".join(name.split())
    for name in """
    anonymous, anonyme, anon, guest, invite, invitee, unknown, inconnu, inconnue, nobody, none, null, n a, na,
    undefined, nan, no name, noname, sans nom, visitor, visiteur, visiteuse, user, utilisateur, utilisatrice,
    internaute, deleted, supprime, deleted user, utilisateur supprime, anonymous user, anonymous coward,
    utilisateur anonyme, guest user, guest author, guest contributor, guest blogger, guest post,
    auteur invite, author, auteur, auteure, name, nom, someone, quelqu un, quelquun, unknown author,
    auteur inconnu, facebook user, utilisateur facebook, google user, a google user, amazon customer,
    client amazon, verified customer, customer, client, cliente, reader, lecteur, lectrice, no author,
    author unknown, anonimo
    """.split(",")
)
# whoever writes there: not one person, and not the same elsewhere
_DESKS: Final = frozenset(
    " ".join(name.split())
    for name in """
    afp, agence france presse, reuters, thomson reuters, associated press, ap, la presse canadienne,
    presse canadienne, pc, cp, canadian press, upi, dpa, efe, ansa, belga, ats, keystone ats, xinhua, tass,
    bloomberg, cnw, cision, groupe cnw, cnw group, business wire, globe newswire, globenewswire, pr newswire,
    marketwired, qmi, agence qmi, la presse, le devoir, le soleil, le journal de montreal,
    le journal de quebec, tva nouvelles, radio canada, ici radio canada, cbc, ctv, global, globe, gazette,
    le monde, le figaro, liberation, ouest france, 20 minutes, bbc
    """.split(",")
)
_DESK_WORDS: Final = frozenset(
    "redaction newsroom newsdesk newswire staff admin administrator administrateur administratrice webmaster webmestre"
    "  editors editorial editeur editeurs desk team equipe agence agency agences communique"
    " communiques moderator moderateur"
    " moderation support contributors collaborateurs journalists journalistes reporters bot rss feed webteam news"
    " communications relations nouvelles actualites infos".split()
)
_ABOUT: Final = re.compile(r"(?:l'|(?:le|la|les|the|collaboration|initiative|special|bureau|presse|journal)\b)")
"""How what stands beside a name begins that is no name: La Tribune, Collaboration spéciale."""
_NUMBERED: Final = re.compile(r"(?:anonym|anon|guest|user|utilisateur|invite|visit|client|member|membre)[a-z_]*\d+")


class Known(Enum):
    """How far a name is one person's."""

    EVERYWHERE = "everywhere"
    ON_SITE = "on-site"
    NOWHERE = "nowhere"


class Name(NamedTuple):
    """A name to compare by: its words, folded, in the order of the alphabet."""

    key: str
    known: Known


@lru_cache(50_000)
def read_name(said: str) -> Name:
    """The first person that a byline names; the key is "" for nobody."""
    if said.isalnum() and said.isascii() and len(said) <= LONGEST:
        return _known([said.lower()])
    if found := _HANDLE.fullmatch(said := said[:LONGEST].strip()):
        return _known(fold(found[1]).split(), handle=True)
    if _HOST.fullmatch(said):
        return Name(fold(said).removeprefix("https://").removeprefix("http://").removeprefix("www."), Known.ON_SITE)
    person = _without_byline(said)
    if " ".join(_words(person)) in _NOBODY:
        return _known([])
    if _is_inverted(person):
        return _known(_words(person.replace(",", " ")))
    names = [_known(words) for part in _PART.split(person) if (words := _words(part))] or [_known([])]
    return next((name for name in names if name.known is Known.EVERYWHERE), names[0])


def in_order(said: str) -> tuple[str, ...]:
    """The words of a name, folded, first names first, where it says anywhere who somebody is; () for any other.

    With their apostrophes: in_order("L’HEUREUX, Marc") == ("marc", "l'heureux").
    """
    name = read_name(said)
    if name.known is not Known.EVERYWHERE:
        return ()
    person = _without_byline(said[:LONGEST].strip())
    if _is_inverted(person):
        family, _, given = person.partition(",")
        person = f"{given} {family}"
    elif shouted := _SHOUTED.fullmatch(person):
        person = f"{shouted[2]} {shouted[1]}"
    parts = (person.replace(",", " "), *_PART.split(person), said)
    return next((tuple(_spelled(part)) for part in parts if sorted(_words(part)) == name.key.split()), ())


def persons(said: str) -> list[str]:
    """The names in a byline, as they are written."""
    person = _without_byline(said[:LONGEST].strip())
    return [person] if _is_inverted(person) else [part for part in map(str.strip, _PART.split(person)) if part]


def several(said: str) -> bool:
    """Whether a byline names more than one person; a newspaper or an office beside a name is nobody."""
    names = {
        name.key
        for part in persons(said)
        if (name := read_name(part)).known is Known.EVERYWHERE and not _ABOUT.match(fold(part))
    }
    return len(names) > 1


def plain_name(said: str) -> str:
    """An author as he may be shown: without « Par », address and blanks at the ends."""
    return " ".join(_without_byline(said, asides=True).split())


def _without_byline(said: str, *, asides: bool = False) -> str:
    """A name without what stands around it; in brackets alone it is the name."""
    if "@" in said and said[:1] != "@":
        said = _ADDRESS.sub(" ", said)
    said = _EMPTY.sub(" ", said)
    bare = said.strip(" ,;:-–—|\t\n")
    if bare[:1] == "(" and bare[-1:] == ")":
        bare = bare[1:-1].strip()
    if not asides and ("(" in bare or "[" in bare or "<" in bare):
        bare = _ASIDE.sub(" ", bare).strip() or bare
    byline = _BYLINE.match(bare)
    return bare[byline.end() :] if byline else bare


def _words(part: str) -> list[str]:
    """The words of a name, folded, without titles before and trades behind; an apostrophe makes no difference."""
    return [word.replace("'", "") for word in _spelled(part)]


def _spelled(part: str) -> list[str]:
    """The same, with their apostrophes."""
    words = [word.rstrip("'") for word in _WORD.findall(fold(part))]
    first, last = 0, len(words)
    while first < last - 1 and words[first] in _TITLES:
        first += 1
    while last - 1 > first and words[last - 1] in _TRADES:
        last -= 1
    return words[first:last]


def _is_inverted(person: str) -> bool:
    """Whether it is « Tremblay, Marie »: before the comma a word, particles aside, and first names behind."""
    family, comma, given = person.partition(",")
    if not comma or not _INVERTED.fullmatch(family) or not _GIVEN.fullmatch(given):
        return False
    return not _is_desk(_words(family)) and not _is_desk(_words(given))


def _is_desk(words: list[str]) -> bool:
    """Whether it is a newsroom, an agency, an office."""
    said = " ".join(words).removeprefix("the ")
    return said in _DESKS or not _DESK_WORDS.isdisjoint(words) or words[:1] == ["lequipe"]


def _known(words: list[str], *, handle: bool = False) -> Name:
    """How far the name is somebody's."""
    said = " ".join(words)
    if not said or said in _NOBODY:
        return Name("", Known.NOWHERE)
    key = " ".join(sorted(words))
    if handle or _is_desk(words):
        return Name(key, Known.ON_SITE)
    if len(words) == 1:
        nickname = any(sign.isdigit() for sign in said) and any(sign.isalpha() for sign in said)
        alone = (nickname and not _NUMBERED.fullmatch(said)) or bool(_CJK.fullmatch(said))
    else:
        alone = sum(len(word) > 1 for word in words) > 1
    return Name(key, Known.EVERYWHERE if alone else Known.ON_SITE)


def together(names: Iterable[str]) -> str:
    """Several authors as one line, so that each can be told: the first ones, each once."""
    found = list(islice(dict.fromkeys(filter(None, (" ".join(name.split()) for name in names))), MOST))
    plain = all(" " in name and "," not in name for name in found)
    return (", " if plain else "; ").join(found)
