"""Parts that other packages bring, by entry point: found by name, loaded when first used.

    names("smwatch.scorers") -> ("acme",)
    load("smwatch.scorers", "acme") -> whatever the entry point names      UsageError where it can't be had

A plug-in is code that the user has installed on purpose, and is trusted as such.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Final

from smwatch.errors import UsageError
from smwatch.locales import N_

SCORERS: Final = "smwatch.scorers"  # () -> protocols.Scorer
ENCODERS: Final = "smwatch.encoders"  # () -> sentiment.encoder.Encoder


def names(group: str) -> tuple[str, ...]:
    """Of the plug-ins that are installed for a group, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=group)}))


def load(group: str, name: str) -> object:
    """What the entry point `name` of a group names; UsageError where there is none, or it can't be imported."""
    found = next(iter(entry_points(group=group, name=name)), None)
    if found is None:
        raise UsageError(
            N_("no installed package brings {name} for {group}"),
            N_("install one that does into the environment of smwatch, or use one of these: {known}"),
            name=name,
            group=group,
            known=", ".join(names(group)) or "–",
        )
    try:
        return found.load()
    except Exception as error:
        raise UsageError(
            N_("the plug-in {name} can't be loaded: {error}"),
            N_("install or mend the package that brings it"),
            name=name,
            error=f"{type(error).__name__}: {error}",
        ) from error
