"""How many cases a property gets: few each time, as there are more than a hundred properties; many when asked.

SMWATCH_THOROUGH=1 gives each of them ten times as many; SMWATCH_CASES=1000 says how many one has that says nothing.
"""

from __future__ import annotations

import os
from typing import Final

TIMES: Final = 10 if os.environ.get("SMWATCH_THOROUGH", "0") not in {"", "0"} else 1


def cases(usual: int) -> int:
    """So many, or more."""
    return usual * TIMES


USUAL: Final = int(os.environ.get("SMWATCH_CASES") or cases(25))
