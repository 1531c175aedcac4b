"""Who somebody is to the company, in words."""

from __future__ import annotations

from smwatch.locales import N_
from smwatch.models import Role

ROLES = {
    Role.OFFICIAL: N_("the company"),
    Role.EMPLOYEE: N_("employee"),
    Role.PARTNER: N_("partner"),
    Role.PRESS: N_("press"),
}
"""What authors are to the company, where that is said: the public goes without."""
