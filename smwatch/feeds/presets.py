"""Searches and places that come as feeds: a preset and what one tells it make the feeds to poll. Pure.

    preset_named("reddit-search") -> Preset                     UnknownPresetError where there is none
    make_search("discourse", {"site": "meta.example"})          a Search, or every Problem: a key each, no line
    search_feeds(Search(preset="google-news", brand="Nordelait"), ["Nordelait", "Nord-Lait"], ["fr", "en"])

`PRESETS` is what comes with smwatch; `brought()` names what other packages bring, by entry points smwatch.presets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from urllib.parse import quote

from smwatch import plugins
from smwatch.config.kinds import LANGUAGE, REGION
from smwatch.config.settings import PARAMETERS, Search
from smwatch.config.spot import Spot
from smwatch.errors import ExitCode, NothingDoneError, Problem, SmwatchError
from smwatch.feeds.closed import CLOSED
from smwatch.feeds.followed import FOLLOWED
from smwatch.feeds.preset import BY_NAME, Parameter, Preset
from smwatch.feeds.searched import SEARCHED
from smwatch.locales import N_
from smwatch.models import FeedKind, FeedSpec, Origin
from smwatch.text.links import masked

REGIONS = MappingProxyType({"fr": "CA", "en": "CA", "": "CA"})
"""By language, where nothing is said; other languages: that of their name."""

MOST_NAMES = 10
"""In one query, as sites refuse longer ones; of a preset with a feed for each name, so many feeds."""
_UNTAGGED = re.compile(r"[^\w]|_", re.UNICODE)
_ANYWAY = ("preset", "brand", "about")  # keys that any search may have, or that are judged by themselves
_HIGHEST_PORT = 65_535
_SHOWN = 60  # characters of a value in a message
_SAFE = "/@:+~!$&'()*,;=%"  # may stand in a path, and is left as it was written


class UnknownPresetError(SmwatchError, ValueError):
    """The config names a preset that there isn't."""

    kind = "config"
    exit_code = ExitCode.BAD_CONFIG


PRESETS: Mapping[str, Preset] = MappingProxyType({one.name: one for one in (*SEARCHED, *FOLLOWED, *CLOSED)})
_FORMER = {old: preset.name for preset in PRESETS.values() for old in preset.former}


def brought() -> tuple[str, ...]:
    """The names of what other packages bring; ours can't be replaced."""
    return tuple(name for name in plugins.names(plugins.PRESETS) if name not in PRESETS)


def preset_named(name: str) -> Preset:
    """The preset, by its name or one that it had; UnknownPresetError with what was meant.

    NothingDoneError where another package brings it, and it is no good.
    """
    name = _FORMER.get(name, name)
    if name in PRESETS:
        return PRESETS[name]
    if name in brought():
        return _brought(name)
    known = [*PRESETS, *brought()]
    what = N_('there is no preset called "{preset}"')
    if close := get_close_matches(name, known, 1, 0.5):
        raise UnknownPresetError(what, N_('did you mean "{close}"?'), preset=name, close=close[0])
    raise UnknownPresetError(what, N_("use one of these: {presets}"), preset=name, presets=", ".join(known))


def example(preset: Preset) -> dict[str, str]:
    """What a [[searches]] table of it may say."""
    brand = {"brand": "Nordelait"} if preset.branded else {}
    return {"preset": preset.name, **brand, **{one.name: one.example for one in preset.parameters if one.required}}


def make_search(preset: str, given: Mapping[str, object]) -> Search | list[Problem]:
    """The search that the keys make, or everything that is wrong with them; UnknownPresetError."""
    problems = problems_of(preset_named(preset), given) or _of_no_kind(given)
    kept = {key: value for key, value in given.items() if value and key != "preset"}
    return problems or Search(preset=preset, **kept)  # type: ignore[arg-type]  # texts, and `about` a tuple


def _of_no_kind(given: Mapping[str, object]) -> list[Problem]:
    """A language or a country that the config would refuse: both stand in addresses."""
    spot = Spot({})
    for key, kind in (("lang", LANGUAGE), ("region", REGION)):
        if given.get(key):
            kind.read(given[key], spot.inside(key))
    return spot.problems


def problems_of(preset: Preset, given: Mapping[str, object]) -> list[Problem]:
    """What is missing, superfluous or of no use among the keys of a [[searches]] table; an empty value is no value."""
    return [
        *_wrong_brand(preset, given),
        *_missing(preset, given),
        *_unfit(preset, given),
        *_superfluous(preset, given),
    ]


def _wrong_brand(preset: Preset, given: Mapping[str, object]) -> Iterator[Problem]:
    stand_in = next((one for one in preset.parameters if one.instead), None)
    if given.get("brand") and not preset.branded:
        mend = N_('remove it; to have each entry count for a brand, write about = ["{brand}"]')
        what, said = N_('the preset "{preset}" searches for no brand'), {"preset": preset.name, "brand": given["brand"]}
        yield Problem(0, "brand", what, mend, said)
    elif preset.branded and not given.get("brand") and not (stand_in and given.get(stand_in.name)):
        mend, arguments = N_('add {name} = "…"'), {"name": "brand"}
        if stand_in:
            mend = N_('add {name} = "…", or {other} = "{example}"')
            arguments |= {"other": stand_in.name, "example": stand_in.example}
        yield Problem(0, "brand", N_("this key is missing"), mend, dict[str, object](arguments))


def _missing(preset: Preset, given: Mapping[str, object]) -> Iterator[Problem]:
    for one in preset.parameters:
        if one.required and not given.get(one.name):
            what, mend = N_("this key is missing"), N_('add {name} = "{example}"')
            if one.name == "instance" and preset.needs:
                what, mend = N_("{title} has no public feed"), preset.needs
            arguments = {"name": one.name, "example": one.example, "title": preset.title}
            yield Problem(0, one.name, what, mend, dict[str, object](arguments))


def _unfit(preset: Preset, given: Mapping[str, object]) -> Iterator[Problem]:
    for one in preset.parameters:
        value = given.get(one.name)
        if isinstance(value, str) and value.strip() and not _read(one, value):
            said = masked(value)  # a login is a reason why it doesn't fit
            shown = said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"
            arguments: dict[str, object] = {"value": shown, "example": one.example}
            yield Problem(0, one.name, one.wrong, N_('write it as "{example}"'), arguments)


def _superfluous(preset: Preset, given: Mapping[str, object]) -> Iterator[Problem]:
    """A search may name a language or a country that its site doesn't ask for, as it always could."""
    taken = {one.name for one in preset.parameters}
    taken |= {"lang", "region"} if preset.searches else {"region"} if preset.regional else set()
    for key in given:
        if given[key] and key not in taken and key not in _ANYWAY:
            mend = N_("remove it; this preset takes: {known}") if taken else N_("remove it")
            known = ", ".join(sorted(taken | ({"brand"} if preset.branded else set())))
            yield Problem(
                0, key, N_('the preset "{preset}" takes no {key}'), mend,
                {"preset": preset.name, "key": key, "known": known},
            )  # fmt: skip


def search_feeds(search: Search, names: Sequence[str], languages: Sequence[str]) -> tuple[FeedSpec, ...]:
    """The feeds of one [[searches]] table: of a brand's `names`, in its language or else in each of `languages`.

    UnknownPresetError where there is no such preset; where a key is missing or unfit, there are none.
    """
    return feeds_of(preset_named(search.preset), search, names, languages)


def feeds_of(preset: Preset, search: Search, names: Sequence[str], languages: Sequence[str]) -> tuple[FeedSpec, ...]:
    """The same where the preset is at hand."""
    if problems_of(preset, {key: getattr(search, key) for key in ("brand", *PARAMETERS)}):
        return ()
    said = _said(preset, search)
    asked = [name for name in dict.fromkeys(name.strip() for name in names) if name]
    stands_in = any(one.instead and getattr(search, one.name) for one in preset.parameters)
    groups = _groups(preset, asked) if preset.searches and not stands_in else [()]
    spoken = ([search.lang] if search.lang else list(languages)) if preset.speaks else [""]
    urls = {
        _url(address, {**_of_names(preset, group), **said, **_of_place(lang, search.region)}): kind
        for lang in spoken
        for group in groups
        for kind, address in _addresses(preset)
    }
    about = search.about or ((search.brand,) if preset.whole or preset.edits else ())
    return tuple(
        FeedSpec(
            url=url,
            source="" if preset.titles else preset.title,
            kind=kind,
            origin=Origin.SEARCH,
            brand=search.brand,
            about=about,
            edits=preset.edits,
        )
        for url, kind in urls.items()
        if url
    )


def _addresses(preset: Preset) -> Iterator[tuple[FeedKind, str]]:
    for kind, addresses in ((FeedKind.ENTRIES, preset.entries), (FeedKind.COMMENTS, preset.comments)):
        for address in addresses:
            yield kind, address


def _said(preset: Preset, search: Search) -> dict[str, str]:
    """What the parameters say, by the names that addresses have for it."""
    said: dict[str, str] = {}
    for one in preset.parameters:
        said |= _read(one, getattr(search, one.name) or one.default) or {}
    return said


def _read(parameter: Parameter, value: str) -> dict[str, str] | None:
    """The groups of the first form that fits, ready to stand in an address; None where none fits."""
    found = next(filter(None, (re.fullmatch(form, value.strip()) for form in parameter.forms)), None)
    if not found or {".", ".."} & set(found.groupdict().values()):  # these would be another place
        return None
    said = {name: part for name, part in found.groupdict().items() if part}
    return _with_base(said) if "host" in said else _quoted(said)


def _with_base(said: dict[str, str]) -> dict[str, str] | None:
    try:
        host = said["host"].encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    if int(host.partition(":")[2] or 0) > _HIGHEST_PORT:
        return None
    path = quote(said.pop("path", "").rstrip("/"), safe=_SAFE)
    base = f"{said.pop('scheme', 'https')}://{host}{path}"
    return {**_quoted(said), "host": host, "base": base}


def _quoted(said: Mapping[str, str]) -> dict[str, str]:
    """What is a part of a path; what is quoted already stays so."""
    return {name: quote(part, safe="%:+") for name, part in said.items()}


def _groups(preset: Preset, names: Sequence[str]) -> list[Sequence[str]]:
    """The names that go into one query each; @handles and #hashtags are left out where their name is there too."""
    plain = {name.casefold() for name in names if name[0] not in "@#"}
    kept = [name for name in names if name[0] not in "@#" or name[1:].casefold() not in plain]
    if preset.edits:
        kept = [name for name in names if name[0] not in "@#"][:1]
    if preset.each:
        return [[name] for name in kept[:MOST_NAMES]]
    return [kept[at : at + MOST_NAMES] for at in range(0, len(kept), MOST_NAMES)]


def _url(template: str, said: Mapping[str, str]) -> str:
    """The address; "" where nothing of the names can stand in it."""
    nothing = any(mark in template and not said.get(mark[1:-1]) for mark in BY_NAME)
    return "" if nothing else template.format(**said)


def _of_place(lang: str, region: str) -> dict[str, str]:
    where = (region or REGIONS.get(lang) or lang).upper()
    return {"lang": lang, "region": where, "country": where.lower()}


def _of_names(preset: Preset, names: Sequence[str]) -> dict[str, str]:
    if not names:
        return {}
    quoted = ['"{}"'.format(" ".join(_plain(preset, name).split())) for name in names]
    query = " OR ".join(dict.fromkeys(one for one in quoted if one.strip('"')))
    return {
        "query": quote(query, safe=""),
        "any": quote(f"({query})" if " OR " in query else query, safe=""),
        "tag": quote(_tag(names[0], preset.joint)),
        "page": quote("_".join(names[0].split()), safe=""),
    }


def _plain(preset: Preset, name: str) -> str:
    return _UNTAGGED.sub(" ", name) if preset.spaced else name.replace('"', "")


def _tag(name: str, joint: str) -> str:
    if joint:
        return joint.join(_UNTAGGED.sub(" ", name).lower().split())
    return _UNTAGGED.sub("", name)


@cache
def _brought(name: str) -> Preset:
    """A preset of another package, held to what is promised."""
    made = plugins.make(plugins.PRESETS, name)
    what, said = N_("the plug-in {name} gives no Preset that bears its name: {found}"), repr(made)[:_SHOWN]
    if isinstance(made, Preset) and made.name == name:
        unknown = [one.name for one in made.parameters if one.name not in PARAMETERS]
        with plugins.blaming(name, plugins.OTHER_PRESET):
            tried = () if unknown else feeds_of(made, Search(**example(made)), ["Nordelait"], ["fr"])  # type: ignore[arg-type]
        if tried:
            return made
        what = N_("the plug-in {name} makes no feed of its own example, or takes keys that there aren't: {found}")
        said = ", ".join(unknown) or str(example(made))
    raise NothingDoneError(what, plugins.OTHER_PRESET, name=name, found=said)
