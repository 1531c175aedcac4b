"""What roles, labels and levels are called."""

from __future__ import annotations

from typing import Final

from smwatch.locales import N_
from smwatch.models import Label, Level, Role

ROLES: Final = {
    Role.OFFICIAL: N_("the company"),
    Role.EMPLOYEE: N_("employee"),
    Role.PARTNER: N_("partner"),
    Role.PRESS: N_("press"),
}
"""What authors are to the company, where that is said: the public goes without."""
LABELS: Final = {
    Label.NEGATIVE: N_("negative"),
    Label.NEUTRAL: N_("neutral"),
    Label.POSITIVE: N_("positive"),
    None: N_("not scored"),
}
LEVELS: Final = {
    Level.EMERGING: N_("emerging"),
    Level.CONFIRMED: N_("confirmed"),
    Level.COOLING: N_("cooling"),
    Level.CLOSED: N_("closed"),
}
