"""What the machine has to start programs with: its time zone, its cron, and where smwatch is."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

LOCAL_TIME = Path("/etc/localtime")
"""What cron goes by, whatever the person's own TZ says."""
CRONS = ("/usr/sbin/crond", "/usr/sbin/cron", "/sbin/crond", "/usr/bin/crond")
LARGEST = 4_000_000
"""Bytes of a cron that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The zone that cron goes by, and whether this cron can be told another."""

    zone: tzinfo
    name: str
    cron_zone: bool = False

    def agrees(self, zone: tzinfo, now: datetime) -> bool:
        """Whether both clocks show the same all year."""
        days = [now + timedelta(days=n) for n in range(366)]
        return all(day.astimezone(zone).utcoffset() == day.astimezone(self.zone).utcoffset() for day in days)


def this_machine() -> Machine:
    """As it is set up."""
    cron_zone = any(knows_zones(Path(cron)) for cron in CRONS)
    try:
        with LOCAL_TIME.open("rb") as file:
            zone = ZoneInfo.from_file(file)
    except (OSError, ValueError):  # none is UTC
        return Machine(zone=UTC, name="UTC", cron_zone=cron_zone)
    name = str(LOCAL_TIME.resolve()).rpartition("zoneinfo/")[2]
    return Machine(zone=zone, name=name.removeprefix("/"), cron_zone=cron_zone)


def knows_zones(cron: Path) -> bool:
    """Whether it reads CRON_TZ (cronie does; Debian's and BusyBox's don't): then the word stands in the program."""
    try:
        with cron.open("rb") as file:
            return b"CRON_TZ" in file.read(LARGEST)
    except OSError:
        return False


def this_program() -> tuple[str, ...]:
    """How smwatch is started from anywhere: as it was typed where that lasts, else as Python's module."""
    own = Path(sys.executable).parent / "smwatch"
    typed = shutil.which(sys.argv[0]) if Path(sys.argv[0]).name == "smwatch" else None
    for found in (typed, shutil.which("smwatch"), str(own)):
        if found and Path(found).is_file() and own.is_file() and Path(found).resolve() == own.resolve():
            return (str(Path(found).absolute()),)
    return (sys.executable, "-m", "smwatch")
