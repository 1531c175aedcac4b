"""Files for systemd's user manager, as a script that writes them. Pure.

    script(plan, say) -> lines           all that it takes, for `sh`
    units(plan, say) -> {name: text}     a .service and a .timer for each job

Only what a user's own manager can carry out is asked for: seccomp filters, no mounts.
"""

from __future__ import annotations

import shlex

from smwatch.locales import N_
from smwatch.schedules.plan import UNTIMED, Job, Plan, Say

FOLDER = "$HOME/.config/systemd/user"
END = "END_OF_UNIT"
LONGEST = "6h"
"""After so long a run hangs: it is ended, which loses nothing, and the next one goes on."""

FINE = "5 10 130"
"""Another is at work; an alert is open; stopped: none is a failure of the service."""

INTRO = N_("smwatch as services of your own: this is a script; run it with: {command}")
LINGER = N_("so that they also run while you are logged out:")
SECRETS = N_("your config reads these from the environment; write each as NAME=value into {file} (chmod 600):")
WATCH = N_("to see what they did: journalctl --user -u '{units}' --since today")
CHORES = N_("worth having, once a week, as timers or by hand:")
SERVICES = {"scan": N_("smwatch: poll the feeds that are due"), "digest": N_("smwatch: send the digest {name}")}

SERVICE = """\
[Unit]
Description={about}

[Service]
Type=oneshot
ExecStart={start}
Environment={path}
{secrets}SuccessExitStatus={fine}
TimeoutStartSec={longest}
UMask=0077
Nice=5
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
"""

TIMER = """\
[Unit]
Description={about}

[Timer]
OnCalendar={when}
Persistent=true
AccuracySec=30s

[Install]
WantedBy=timers.target
"""


def script(plan: Plan, say: Say) -> list[str]:
    """What writes the files and starts the timers."""
    made = units(plan, say)
    command = f"{plan.typed('--systemd')} | sh"
    lines = [f"# {say(INTRO, command=command)}", "set -e", f'mkdir -p "{FOLDER}"']
    for name, text in made.items():
        lines += [f"cat > \"{FOLDER}/{name}\" <<'{END}'", *text.splitlines(), END]
    if plan.variables:
        lines += [f"# {say(SECRETS, file=f'~/.config/systemd/user/{plan.prefix}.env')} {', '.join(plan.variables)}"]
    timers = " ".join(name for name in made if name.endswith(".timer"))
    lines += ["systemctl --user daemon-reload", f"systemctl --user enable --now {timers}"]
    lines += [f"# {say(LINGER)}", '# loginctl enable-linger "$USER"', f"# {say(WATCH, units=f'{plan.prefix}-*')}"]
    if plan.untimed:
        lines.append(f"# {say(UNTIMED, names=', '.join(plan.untimed))}")
    lines.append(f"# {say(CHORES)}")
    lines += [f"# {shlex.join((*plan.program, *plan.options, *job.words, '--quiet'))}" for job in plan.chores]
    return lines


def units(plan: Plan, say: Say) -> dict[str, str]:
    """The text of each file."""
    found = dict[str, str]()
    for job in plan.jobs:
        about = say(SERVICES[job.words[0]], name=job.words[1] if job.hour is not None else "").replace("%", "%%")
        first, *rest = (*plan.program, *plan.options, *job.words, "--quiet")
        start = " ".join((quoted(first), *(quoted(word).replace("$", "$$") for word in rest)))
        secrets = f"EnvironmentFile=-%h/.config/systemd/user/{plan.prefix}.env\n" if plan.variables else ""
        path, name = quoted(f"PATH={plan.path}"), f"{plan.prefix}-{job.name}"
        found[f"{name}.service"] = SERVICE.format(
            about=about, start=start, path=path, secrets=secrets, fine=FINE, longest=LONGEST
        )
        found[f"{name}.timer"] = TIMER.format(about=about, when=calendar(job, plan.zone))
    return found


def quoted(word: str) -> str:
    """A word on a line of a unit: no specifier, no escape, no space of it means anything."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{word}"'


def calendar(job: Job, zone: str) -> str:
    """When, as systemd.time(7) writes it."""
    hour = "*" if job.hour is None else f"{job.hour:02}"
    minutes = ",".join(f"{minute:02}" for minute in job.minutes)
    return f"*-*-* {hour}:{minutes}:00{f' {zone}' if zone else ''}"
