"""A webhook gets JSON that it can trust to be ours, and can tell when it comes again."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from smwatch.config.settings import Network
from smwatch.delivery.webhook import WebhookChannel, signature
from smwatch.errors import UnsentError
from smwatch.feeds.fetch import HttpFetcher
from smwatch.models import Letter
from tests.delivery.hook import Hook

NOW = datetime(2010, 3, 24, 11, 30, tzinfo=UTC)
LETTER = Letter(to=("hook",), message_id="msg_1", content='{"été": 1}'.encode())
LOCAL = Network(allow_private=("127.0.0.0/8",), timeout=timedelta(seconds=2))


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as hook:
        yield hook


def send(hook: Hook, network: Network = LOCAL) -> None:
    with closing(HttpFetcher(network)) as fetcher:
        WebhookChannel(hook.url, "s3cret", "hook", fetcher.post, lambda: NOW).send(LETTER)


def test_it_is_posted_as_it_was_written_and_signed(hook: Hook) -> None:
    send(hook)
    (got,) = hook.got
    assert (got.body, got.headers["content-type"]) == (LETTER.content, "application/json")
    assert got.headers["webhook-id"] == got.headers["idempotency-key"] == "msg_1"
    assert got.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    signed = b"msg_1." + got.headers["webhook-timestamp"].encode() + b"." + got.body
    expected = base64.b64encode(hmac.digest(b"s3cret", signed, hashlib.sha256)).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"


def test_the_example_of_the_standard_is_signed_as_it_says() -> None:
    secret, identity = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    said = signature(secret, identity, "1614265330", b'{"test": 2432232314}')
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


ANSWERS = {400: True, 410: True, 413: True, 422: True, 401: False, 404: False, 408: False, 429: False, 500: False}


@pytest.mark.parametrize(("status", "for_good"), ANSWERS.items())
def test_what_it_answers_tells_whether_to_try_again(hook: Hook, status: int, for_good: bool) -> None:
    hook.status = status
    with pytest.raises(UnsentError, match=r"127\.0\.0\.1") as caught:
        send(hook)
    assert caught.value.for_good is for_good
    assert "webhook" in caught.value.mend
    assert f"did not take the message: it answers {status}" in str(caught.value)
    assert len(hook.got) == 1


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_two_hundred_is_yes_and_what_it_says_is_not_read(hook: Hook, status: int) -> None:
    hook.status, hook.answer = status, b"" if status == 204 else b"x" * 20_000_000
    send(hook)
    assert len(hook.got) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_is_not_led_elsewhere(hook: Hook, status: int) -> None:
    hook.status, hook.more = status, {"Location": hook.url + "elsewhere"}
    with pytest.raises(UnsentError):
        send(hook)
    assert len(hook.got) == 1


def test_the_guard_holds(hook: Hook) -> None:
    with pytest.raises(UnsentError, match="private address"):
        send(hook, Network())
    assert not hook.got


def test_nobody_there_is_told_and_tried_again(hook: Hook) -> None:
    hook.stop()
    with pytest.raises(UnsentError) as caught:
        send(hook)
    assert not caught.value.for_good
