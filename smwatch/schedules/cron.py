r"""Lines for cron. Pure.

    crontab(plan, machine, now, say) -> lines

A cron passes the rest of a line to sh, but for % (a new line, unless \ stands before it) and what sets a variable.
Most have one time zone, the machine's: where the config has another, an hour is written as all that it may be there
in a year, and each line looks at the clock first. Those that know CRON_TZ are told the zone.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from smwatch.locales import N_
from smwatch.schedules.machine import Machine
from smwatch.schedules.plan import UNTIMED, Job, Plan, Say

YEAR, HOUR = 366, 60

PLACE = N_("smwatch: put these lines at the end of your crontab (`crontab -e`); what they set holds for all below.")
ADD = N_("to add them at once: {command}")
MAILTO = N_("cron mails what is printed: alerts, feeds that fail for good. Whom to:")
LOCK = N_("a scan that finds another at work leaves at once, with 5 and no word; so lines may overlap")
ZONE = N_("this cron knows CRON_TZ: hours are those of {zone}")
NO_ZONE = N_("this cron has no time zone but the machine's ({machine}): each line looks at the clock of {zone} first")
SAME_ZONE = N_("hours are those of the machine ({machine})")
SECRETS = N_("your config reads these from the environment; fill them in, a crontab is yours alone:")
CHORES = N_("worth having: once a week, a copy of the database, and what is past [retention] deleted")


def crontab(plan: Plan, machine: Machine, now: datetime, say: Say) -> list[str]:
    """The lines, comments in the person's language among them."""
    differs = bool(plan.zone) and not machine.agrees(ZoneInfo(plan.zone), now)
    guarded = differs and not machine.cron_zone
    names = {"zone": plan.zone, "machine": machine.name}
    zone = SAME_ZONE if not differs else NO_ZONE if guarded else ZONE
    lines = [
        comment(say(PLACE)),
        comment(say(ADD, command=addition(plan))),
        comment(say(LOCK)),
        comment(say(MAILTO)),
        "# MAILTO=you@example.com",
    ]
    lines += ["SHELL=/bin/sh", f"PATH={plan.path}", comment(say(zone, **names))]
    lines += [f"CRON_TZ={plan.zone}"] if differs and not guarded else []
    if plan.variables:
        lines += [comment(say(SECRETS)), *(f"# {name}=" for name in plan.variables)]
    for job in plan.jobs:
        lines += list(_timed(plan, job, machine, now, guarded=guarded))
    if plan.untimed:
        lines.append(comment(say(UNTIMED, names=", ".join(plan.untimed))))
    lines.append(comment(say(CHORES)))
    lines += [f"# {job.minutes[0]} {job.hour} * * 0  {command(plan, job)}" for job in plan.chores]
    return lines


def comment(said: str) -> str:
    """A line that cron skips."""
    return f"# {' '.join(said.split())}"


def addition(plan: Plan) -> str:
    """What puts these lines behind those that the crontab has."""
    return f"(crontab -l; {plan.typed('--cron')}) | crontab -"


def command(plan: Plan, job: Job) -> str:
    """What sh is to run, as it stands in a crontab."""
    words = (*plan.program, *plan.options, "--log", str(plan.log), *job.words, "--quiet")
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    r"""A word for sh on a line of cron; some crons take the \ from before a %, sh from what is left."""
    if "%" not in word:
        return shlex.quote(word)
    return re.sub(r"([^\w/.,:=@+-])", r"\\\1", word)


def _timed(plan: Plan, job: Job, machine: Machine, now: datetime, *, guarded: bool) -> Iterator[str]:
    """The lines of a job: one, or one for each hour of the machine that its hour may be."""
    minutes, typed = ",".join(map(str, job.minutes)), command(plan, job)
    if job.hour is None:
        yield f"{minutes} * * * *  {typed}"
        return
    if not guarded:
        yield f"{minutes} {job.hour} * * *  {typed}"
        return
    zone = ZoneInfo(plan.zone)
    found = machine_times(job.hour, job.minutes[0], zone, machine, now)
    form, at = guard(job, found)
    look = f'[ "$(TZ={plan.zone} date +{form})" = {at} ] && ' if len(found) > 1 else ""
    for hour, minute in found:
        yield f"{minute} {hour} * * *  {look}{typed}"


def guard(job: Job, found: list[tuple[int, int]]) -> tuple[str, str]:
    """How a line asks whether it is its turn: by the hour, as cron may be late; or closer, where two share one."""
    moments = sorted(hour * HOUR + minute for hour, minute in found)
    if any(later - sooner < HOUR for sooner, later in pairwise(moments)):
        return r"\%H:\%M", f"{job.hour:02}:{job.minutes[0]:02}"
    return r"\%H", f"{job.hour:02}"


def machine_times(hour: int, minute: int, zone: ZoneInfo, machine: Machine, now: datetime) -> list[tuple[int, int]]:
    """What an hour of a zone is on the machine's clock in the year to come: two, where summers begin on other days."""
    days = (now.astimezone(zone) + timedelta(days=n) for n in range(YEAR))
    there = (day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(machine.zone) for day in days)
    return sorted({(at.hour, at.minute) for at in there})
