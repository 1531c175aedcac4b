"""Parts that other packages bring, by entry point: found by name, made when first used, named when they fail.

    names("smwatch.scorers") -> ("acme",)
    make("smwatch.scorers", "acme") -> whatever the factory makes       UsageError where no package brings it
    with blaming("the scorer acme"): ...                                what it raises is told as its own mistake

A plug-in is code that the user has installed on purpose, and is trusted as such. It may have mistakes all the same:
these end the command with one sentence that says whose they are and where, not with a traceback of smwatch's.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from smwatch.errors import HOME, NothingDoneError, SmwatchError, UsageError
from smwatch.locales import N_

SCORERS: Final = "smwatch.scorers"  # () -> protocols.Scorer
ENCODERS: Final = "smwatch.encoders"  # () -> sentiment.encoder.Encoder
PRESETS: Final = "smwatch.presets"  # () -> feeds.preset.Preset
OTHER_SCORER: Final = N_("mend or update the package that brings it, or choose another in [sentiment] or with --scorer")
OTHER_PRESET: Final = N_("mend or update the package that brings it, or take what names it out of [[searches]]")
_TOLD: Final = 300  # characters of an error that are told


def names(group: str) -> tuple[str, ...]:
    """Of the plug-ins that are installed for a group, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=group)}))


def make(group: str, name: str) -> object:
    """What the factory that the entry point `name` names makes.

    UsageError where there is none of this name; NothingDoneError where it can't be imported or raises.
    """
    found = next(iter(entry_points(group=group, name=name)), None)
    if found is None:
        what, known = N_("no installed package brings {name} for {group}"), names(group)
        mend = N_("install one that does into the environment of smwatch, or use one of these: {known}")
        if not known:
            mend = N_("install one that does into the environment of smwatch: none is installed yet")
        raise UsageError(what, mend, name=name, group=group, known=", ".join(known))
    with blaming(name, OTHER_PRESET if group == PRESETS else OTHER_SCORER):
        return found.load()()


@contextmanager
def blaming(name: str, mend: str = OTHER_SCORER) -> Iterator[None]:
    """Tell what the plug-in of this name raises as its mistake; what it says as a SmwatchError stays."""
    try:
        yield
    except SmwatchError:
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {error}".rstrip(": ")[:_TOLD]
        at = traceback.extract_tb(error.__traceback__)[-1]
        raise NothingDoneError(
            N_("the plug-in {name} failed: {error} ({file}, line {line})"),
            mend,
            name=name,
            error=said,
            file="/".join(Path(at.filename).parts[-2:]),
            line=at.lineno,
        ) from error


def rubbish(name: str, reason: str, found: object = "") -> NothingDoneError:
    """The plug-in answered with something that can't be; `reason` is a catalogue message, `found` what was found."""
    told = repr(found) if isinstance(found, str) and found else str(found)
    return NothingDoneError(
        N_("the plug-in {name} is not as it should be: {reason} ({found})")
        if told
        else N_("the plug-in {name} is not as it should be: {reason}"),
        N_(
            "its authors can read what is asked of it under “Plug in a scorer, or an encoder”: {url}; or choose another"
        ),
        name=name,
        reason=reason,
        found=told[:_TOLD],
        url=HOME,
    )
