"""Signed JSON to a web address, as Standard Webhooks has it (standardwebhooks.com), posted by the one HTTP client.

    WebhookChannel(url, secret, name, post, clock).send(letter)

webhook-id         the same each time that a message is tried, as is its body; Idempotency-Key says the same
webhook-timestamp  when it was tried, in seconds since 1970: what is old may be a replay
webhook-signature  v1, and the HMAC-SHA256 of "id.timestamp.body" under the secret, in Base64

A secret that begins with whsec_ is Base64, any other is text.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

from smwatch.errors import UnsentError
from smwatch.locales import N_
from smwatch.models import Letter
from smwatch.protocols import Clock, FetchFailed, Handed, Post

NEVER = frozenset({400, 410, 413, 415, 422})
"""It is this message, or any at all, that the receiver won't have. What else goes wrong may be mended meanwhile."""


class WebhookChannel:
    """Posts to one address, known as `name` in the config."""

    def __init__(self, url: str, secret: str, name: str, post: Post, clock: Clock) -> None:
        self._url, self._secret, self._name, self._post, self._clock = url, secret, name, post, clock

    def send(self, letter: Letter) -> Handed:
        """Post it; UnsentError for every answer but a 2xx."""
        at = str(int(self._clock().timestamp()))
        headers = {
            "content-type": "application/json",
            "idempotency-key": letter.message_id,
            "webhook-id": letter.message_id,
            "webhook-timestamp": at,
            "webhook-signature": signature(self._secret, letter.message_id, at, letter.content),
        }
        answer = self._post(self._url, letter.content, headers)
        if isinstance(answer, FetchFailed):
            mend = N_("check the address under webhook in [[notify]] {name}, and what answers there")
            told: dict[str, Any] = {**answer.args, "name": self._name}
            what = N_("{host} did not take the message: it answers {status}") if answer.status else answer.message
            raise UnsentError(what, mend, for_good=answer.status in NEVER, **told)
        return Handed()


def signature(secret: str, identity: str, timestamp: str, body: bytes) -> str:
    """What webhook-signature says."""
    signed = f"{identity}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.new(_key(secret), signed, sha256).digest()).decode("ascii")


def _key(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        try:
            return b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:  # a text that happens to begin like that
            pass
    return secret.encode()
