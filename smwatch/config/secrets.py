"""Secrets that stand outside the config: env:NAME, file:PATH, keyring:NAME. Resolved when used, never kept.

    resolve(value, environ, base) -> str             any other value is itself

The keyring is the desktop's own (package `keyring`, service "smwatch"); it is optional and imported when needed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from smwatch.config.settings import Config, is_reference
from smwatch.errors import SmwatchError
from smwatch.locales import N_
from smwatch.machine import extra
from smwatch.models import Server

SERVICE = "smwatch"
_LONGEST = 65_536  # bytes of a file that is a secret


class SecretError(SmwatchError):
    """A secret isn't where the config says; it stops only what needs it."""

    kind = "secret"


def resolve(value: str, environ: Mapping[str, str], base: Path, *, needed_by: str = "") -> str:
    """The secret that `value` stands for, or `value` itself; SecretError where it isn't there.

    `base` is the config's folder, which file:PATH is relative to; `needed_by` the key that asks: "mail.password".
    """
    if not is_reference(value):
        return value
    way, _, name = value.partition(":")
    needed_by = needed_by or value
    if way == "env":
        secret = _from_environment(name, environ, needed_by)
    elif way == "file":
        secret = _from_file(base / Path(name).expanduser(), needed_by)
    else:
        secret = _from_keyring(name, needed_by)
    return secret


def _from_environment(name: str, environ: Mapping[str, str], needed_by: str) -> str:
    if environ.get(name):
        return environ[name]
    what = N_("the environment variable {name} is not set, and {needed_by} needs it")
    mend = N_(
        "set it where smwatch runs (in cron: a line {name}=… above the others), or change {needed_by} in the config"
    )
    raise SecretError(what, mend, name=name, needed_by=needed_by)


def _from_file(path: Path, needed_by: str) -> str:
    try:
        with path.open("rb") as file:
            secret = file.read(_LONGEST).decode().strip("\r\n")
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or no name of a file
        reason = getattr(error, "strerror", None) or str(error)
        what = N_("the file {path} can't be read ({reason}), and {needed_by} needs it")
        mend = N_("put the secret into it, alone, or change {needed_by} in the config")
        raise SecretError(what, mend, path=path, reason=reason, needed_by=needed_by) from error
    if secret:
        return secret
    what, mend = N_("the file {path} is empty, and {needed_by} needs it"), N_("put the secret into it, alone")
    raise SecretError(what, mend, path=path, needed_by=needed_by)


def _from_keyring(name: str, needed_by: str) -> str:
    try:
        keyring = import_module("keyring")
    except ImportError as error:
        what = N_("the package keyring is not installed, and {needed_by} needs it")
        mend = N_("install it ({command}), or write env:NAME or file:PATH in the config")
        raise SecretError(what, mend, needed_by=needed_by, command=extra("keyring")) from error
    try:
        secret = keyring.get_password(SERVICE, name)
    except keyring.errors.KeyringError as error:
        what = N_("the keyring can't be opened ({reason}), and {needed_by} needs it")
        mend = N_("unlock it, or write env:NAME or file:PATH in the config")
        raise SecretError(what, mend, reason=error, needed_by=needed_by) from error
    if secret:
        return str(secret)
    what = N_("the keyring holds no {name} for smwatch, and {needed_by} needs it")
    raise SecretError(
        what, N_("put it there: keyring set {service} {name}"), name=name, service=SERVICE, needed_by=needed_by
    )


def plain_secrets(config: Config) -> list[str]:
    """The keys under which the config holds a secret as it is: anyone who may read the file may use it."""
    named = {"mail.password": config.mail.password if config.mail else ""}
    for index, notify in enumerate(config.notify):
        named |= {f"notify.{index}.url": notify.url, f"notify.{index}.secret": notify.secret}
    for index, person in enumerate(config.people):
        named[f"people.{index}.notify"] = person.notify
    for index, feed in enumerate(config.feeds):
        named[f"feeds.{index}.url"] = feed.url if _has_password(feed.url) else ""
        named.update({f"feeds.{index}.headers.{name}": value for name, value in feed.headers.items() if _tells(name)})
    place = config.database
    shown = isinstance(place, Server) and (_has_password(place.url) or "password=" in place.url)
    named["database"] = str(place) if shown else ""
    named["network.proxy"] = config.network.proxy if _has_password(config.network.proxy) else ""
    return [key for key, value in named.items() if value and not is_reference(value)]


_TELLING = ("auth", "cookie", "token", "key", "secret", "password", "session")  # in the names of headers


def _tells(header: str) -> bool:
    """Whether a header is one that a secret stands in."""
    return any(part in header.lower() for part in _TELLING)


def _has_password(address: str) -> bool:
    """Whether a login stands in an address."""
    return ":" in address.partition("://")[2].partition("/")[0].rpartition("@")[0]


def shown_secrets(config: Config) -> list[str]:
    """The same, where others on this machine may read the file."""
    if config.path is None or not (keys := plain_secrets(config)):
        return []
    try:
        return keys if readable_by_others(config.path) else []
    except OSError:  # it went away meanwhile
        return []


def readable_by_others(path: Path) -> bool:
    """Whether other users of this machine may read the file. Where permissions aren't POSIX's, it can't be told: no."""
    if os.name != "posix":
        return False
    return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
