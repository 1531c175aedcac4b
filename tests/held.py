"""A gauge of memory, for tests that something is forgotten or doesn't grow."""

from __future__ import annotations

import pickle


def held(thing: object) -> int:
    """What a thing takes, roughly: the bytes that pickle writes of it and of all that it holds."""
    return len(pickle.dumps(thing))
