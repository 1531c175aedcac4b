"""Chats and telephones, by way of Apprise (the extra [notify]): the only place that knows it.

    ChatChannel(url, name).send(letter)

A letter is JSON, {"title", "body", "type"}: what a feed wrote is made harmless as it leaves (harmless.py). Apprise says
no more than whether it worked, so a message that didn't is tried again until its time is over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from smwatch.delivery.harmless import harmless
from smwatch.errors import UnsentError
from smwatch.locales import N_
from smwatch.machine import extra
from smwatch.models import Letter
from smwatch.protocols import Handed

if TYPE_CHECKING:
    from apprise import Apprise

TYPES = ("info", "success", "warning", "failure")


class ChatChannel:
    """Sends to one address of Apprise, known as `name` in the config."""

    def __init__(self, url: str, name: str) -> None:
        self._url, self._name = url, name

    def ready(self) -> None:
        """UnsentError where Apprise isn't there, or doesn't know the address."""
        self._robot()

    def send(self, letter: Letter) -> Handed:
        """Send it; UnsentError as of `ready`, and where it had no luck."""
        robot = self._robot()
        said = json.loads(letter.content)
        try:
            taken = robot.notify(
                title=harmless(said["title"]),
                body=harmless(said["body"]),
                notify_type=said["type"] if said["type"] in TYPES else "info",
                body_format="text",
            )
        except Exception as error:  # noqa: BLE001 - whatever one of its hundred plug-ins raises
            raise UnsentError(
                N_("[[notify]] {name}: {answer}"), "", name=self._name, answer=type(error).__name__
            ) from None
        if taken:
            return Handed()
        what, mend = N_("[[notify]] {name} did not take the message"), N_("check its address, and the network")
        raise UnsentError(what, mend, name=self._name)

    def _robot(self) -> Apprise:
        try:
            import apprise
        except ImportError as error:
            what = N_("the package apprise is not installed, and [[notify]] {name} needs it")
            mend = N_("install it with: {command}")
            raise UnsentError(what, mend, name=self._name, command=extra("notify")) from error
        robot = apprise.Apprise(asset=apprise.AppriseAsset(app_id="smwatch", async_mode=False))
        if not robot.add(self._url):
            what = N_("Apprise does not know the address of [[notify]] {name}")
            mend = N_("write it as its documentation says; one that gets plain JSON goes under webhook instead of url")
            raise UnsentError(what, mend, name=self._name)
        return robot
