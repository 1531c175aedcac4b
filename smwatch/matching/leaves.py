"""What a query's leaves stand for: words and phrases, tags, windows, hosts, languages, regular expressions.

Each takes the query, for its errors, and the token.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from smwatch.locales import N_
from smwatch.matching.errors import MendableError, mistake
from smwatch.matching.hosts import comparable
from smwatch.matching.lexer import Token
from smwatch.matching.nodes import Lang, Node, Regex, Site, Tag, Window
from smwatch.matching.regexes import BadRegexError, LinearRegex, mended
from smwatch.matching.terms import ASKED, Term, make_term
from smwatch.text.fold import DASHES, HIDDEN, MARKS, as_written, fold
from smwatch.text.tokens import TAG_BODY

EXAMPLE: Final = "nordelait rappel"
"""A query that is shown where none can be made of the one that is wrong."""
LETTERS_BEFORE_STAR: Final = 3
LANGUAGES: Final = {
    "fre": "fr", "fra": "fr", "french": "fr", "français": "fr", "francais": "fr", "française": "fr",
    "eng": "en", "english": "en", "anglais": "en", "anglaise": "en",
}  # fmt: skip
"""How people name a language besides its code."""
REASONS: Final = (
    ("missing )", N_("column {position}: this regular expression can't be read: a parenthesis in it is never closed")),
    ("unexpected )", N_("column {position}: this regular expression can't be read: a parenthesis in it closes none")),
    ("missing ]", N_("column {position}: this regular expression can't be read: a [ in it is never closed")),
    ("no argument", N_("column {position}: this regular expression can't be read: nothing stands before {reason}")),
    ("bad repetition", N_("column {position}: this regular expression can't be read: {reason} is one sign too many")),
    ("invalid perl", N_("column {position}: this regular expression can't be read: RE2 doesn't know {reason}")),
    ("invalid escape", N_("column {position}: this regular expression can't be read: RE2 doesn't know {reason}")),
)
"""What RE2 says is wrong, as its message begins -> the same in plain words; {reason} is what it says it of."""
UNKNOWN_REASON: Final = N_("column {position}: this regular expression can't be read: {reason}")
MOST_IN_WINDOW: Final = 50
"""Words of one window."""
_TAG: Final = re.compile(rf"\s*([#@＃＠])({TAG_BODY})\s*")
_HOST: Final = re.compile(r"(?:\*?\.)?[\w-]+(?:\.[\w-]+)*\.?")
_AROUND_HOST: Final = re.compile(r"\A[^\s/@]*@|:[0-9]{1,5}\Z")  # what site: ignores
_LINK: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://)?(?:[^\s/@]*@)?([^\s/?#:@]+)(?::[0-9]*)?(?:[/?#](.*))?")
_SLOP_ON_WORD: Final = re.compile(r"([^~]+)~([0-9]*)")
_SIGNS: Final = {"&&": "AND", "&": "AND", "+": "AND", "||": "OR", "|": "OR", ",": "OR", ";": "OR", "!": "NOT", "-": "-"}
"""Operators of other languages -> ours."""
_STAR: Final = re.compile(rf"(?P<letters>(?:[^\W_]|[?{MARKS}{HIDDEN}])*+)(?P<star>\*?)")  # takes each letter once
_BETWEEN_WORDS: Final = re.compile(rf"[\s\-{DASHES[1:]}]+")


@lru_cache(65_536)  # brands share context words, and a config of thousands is checked first and compiled then
def parse_name(name: str) -> Term | Tag:
    """What one of a brand's `names`, `exclude` or `context` is: a tag, or a phrase; a leading = is "exactly"."""
    try:
        return _name(name)
    except MendableError as error:
        error.arguments["example"] = next(filter(_is_name, error.repairs), "Nordelait")
        raise


def _is_name(text: str) -> bool:
    try:
        return bool(_name(text))
    except MendableError:
        return False


def _name(name: str) -> Term | Tag:
    if tag := _TAG.fullmatch(name):
        return _tag(tag)
    exact = name.startswith("=")
    if exact and (tag := _TAG.fullmatch(name[1:])):
        return _tag(tag, exact=True)
    _check_stars(name, name, 0)
    term = make_term(_question_marks(name[exact:]), exact=exact)
    if term is None:
        what, mend = N_("there is no word in “{name}”"), N_("write a name with a letter or digit, as in {example}")
        raise mistake(name, 0, what, mend, name=name)
    return term


def _tag(found: re.Match[str], *, exact: bool = False) -> Tag:
    sign = "#" if found[1] in "#＃" else "@"
    return Tag(sign, fold(found[2]), found[0].strip(), as_written(found[2]) if exact else "")


def _question_marks(text: str) -> str:
    """In names and quotes, a ? that ends a word is what it looks like."""
    return re.sub(r"\?(?!\w)", ASKED, text) if "?" in text else text


def _check_stars(query: str, text: str, column: int) -> None:
    for star in _STAR.finditer(text) if "*" in text else ():
        if not star["star"]:
            continue
        letters = sum(unicodedata.category(char)[0] in "LN" for char in star["letters"])
        if letters < LETTERS_BEFORE_STAR:
            end = column + star.end()
            raise mistake(
                query,
                column + star.start(),
                N_("column {position}: a star needs three letters or more before it"),
                N_("write more of the word, as in rappel*, or leave the star out: {example}"),
                repairs=(query[: end - 1] + query[end:],),
                example="rappel",
            )


def put(query: str, token: Token, instead: str, *, up_to: Token | None = None) -> str:
    """The query with something else instead of a token, or of all from one to another; no blank left over."""
    before, after = query[: token.start], query[(up_to or token).end :]
    if not instead and (not before or before[-1].isspace() or before[-1] == "("):
        after = after.lstrip(" \t")
    if not instead and after.startswith(")"):
        before = before.rstrip(" \t")
    return before + instead + after


def lang(query: str, token: Token) -> Node:
    """A language's code, as in fr or fr-CA."""
    code = LANGUAGES.get(token.value.strip().lower(), token.value.strip())
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*", token.value.strip()):
        what, mend = N_("column {position}: “{code}” is no language code"), N_("write, for instance, {example}")
        repairs = (put(query, token, code),)
        raise mistake(query, token.column, what, mend, repairs=repairs, code=token.value, example="lang:fr")
    return Lang(code.lower().replace("_", "-"))


def site(query: str, token: Token) -> Node:
    """A host, whatever port and user are written around it."""
    value = token.value.strip()
    host = unicodedata.normalize("NFC", _AROUND_HOST.sub("", value))
    if not _HOST.fullmatch(host):
        what, repairs = N_("column {position}: “{host}” is no host"), list[str]()
        if link := _LINK.fullmatch(value):
            path = " ".join(re.findall(r"\w+", link[2] or ""))
            repairs = [put(query, token, link[1] + (f' url:"{path}"' if path else "")), put(query, token, link[1])]
        mend = N_("write the host alone: {example}")
        raise mistake(query, token.column, what, mend, repairs=repairs, host=value, example="site:lapresse.ca")
    host = comparable(host.removeprefix("*"))
    return Site(host, host)


def regex(query: str, token: Token) -> Node:
    """/…/."""
    try:
        found = LinearRegex(token.value)
    except BadRegexError as error:
        what = next((said for code, said in REASONS if str(error).startswith(code)), UNKNOWN_REASON)
        mend = N_("it is RE2 syntax, without look-ahead and back-references, as in {example}")
        repairs = [put(query, token, f"/{pattern}/") for pattern in mended(token.value)]
        reason = str(error) if what == UNKNOWN_REASON else str(error).partition(": ")[2]
        arguments = {"reason": reason, "example": "/lots? [0-9]+/"}
        raise mistake(query, token.column, what, mend, repairs=repairs, **arguments) from None
    if found.matches_nothing():
        what = N_("column {position}: this regular expression finds every text, even an empty one")
        mend = N_("ask for at least one character: {example}")
        stricter = token.value.replace("*", "+").replace("?", "")
        repairs = [put(query, token, f"/{stricter}/")] if stricter else []
        raise mistake(query, token.column, what, mend, repairs=repairs, example="/lots? [0-9]+/")
    return Regex(token.value)


def words(query: str, token: Token) -> Node:
    """A word, a phrase, a tag, or a window of words."""
    if (tag := _TAG.fullmatch(token.value)) and token.number < 0:
        return _tag(tag, exact=token.exact)
    _check_stars(query, token.value, token.column)
    _must_have_no_slop(query, token)
    text = _question_marks(token.value) if token.kind == "quote" else token.value
    term = make_term(text, exact=token.exact)
    if term is None:
        raise _no_word(query, token)
    if token.number < 0:
        return term
    each = (make_term(word, exact=token.exact) for word in _BETWEEN_WORDS.split(text))
    words = tuple(word for word in each if word)
    if len(words) > MOST_IN_WINDOW:
        what, mend = N_("column {position}: more than {most} words before ~"), N_("write fewer, as in {example}")
        raise mistake(query, token.column, what, mend, most=MOST_IN_WINDOW, example='"rappel yogourt nord"~5')
    return words[0] if len(words) == 1 else Window(words, token.number)


def _must_have_no_slop(query: str, token: Token) -> None:
    """yoplait~2, as other tools spell likeness: here ~ stands after a quote."""
    if token.kind != "word" or not (slop := _SLOP_ON_WORD.fullmatch(token.value)):
        return
    what = N_("column {position}: ~ stands after words in quotes, and counts the words among them")
    mend = N_("leave it out, or write a phrase: {example}")
    repairs = (put(query, token, "=" * token.exact + slop[1]),)
    raise mistake(query, token.column, what, mend, repairs=repairs, example='"rappel yogourt"~5')


def _no_word(query: str, token: Token) -> MendableError:
    """Nothing but signs, perhaps another language's operator."""
    value = token.value
    operator = _SIGNS.get(value, "") if token.kind == "word" else ""
    rest = query[token.end :].lstrip() if operator == "-" else query[token.end :]
    repairs = [query[: token.start] + operator + rest] if operator else []
    what = N_("column {position}: there is no word in “{text}”")
    if not value.strip():
        after_equals, in_quotes = (
            N_("column {position}: nothing stands after ="),
            N_("column {position}: there is nothing between the quotes"),
        )
        what = in_quotes if token.kind == "quote" else after_equals
    mend = N_("write at least one letter or digit; the operators are AND, OR, NOT, NEAR/5: {example}")
    return mistake(
        query, token.column, what, mend, repairs=(*repairs, put(query, token, "")), text=value, example=EXAMPLE
    )
