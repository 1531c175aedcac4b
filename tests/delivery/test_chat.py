"""Chats get what there is to say by way of Apprise, and nothing that a feed slipped in."""

from __future__ import annotations

import json
import sys

import pytest

from smwatch.delivery.chat import ChatChannel
from smwatch.errors import UnsentError
from smwatch.models import Letter
from tests.delivery.hook import Hook

pytest.importorskip("apprise", reason="the extra [notify] isn't installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # its plug-ins lean on what Python is about to drop

SAID = {
    "title": "Nordelait: alert 3",
    "body": "It is bad.\n“@everyone [bank](https://evil.example)”",
    "type": "failure",
}
LETTER = Letter(to=("chat",), message_id="msg_1", content=json.dumps(SAID).encode())


def test_a_chat_gets_it_as_text() -> None:
    with Hook() as hook:
        ChatChannel(hook.url.replace("http://", "json://"), "chat").send(LETTER)
    (got,) = hook.got
    said = json.loads(got.body)
    assert (said["title"], said["type"]) == ("Nordelait: alert 3", "failure")
    assert said["message"].startswith("It is bad.")
    assert not set("@[]") & set(said["message"])
    assert "://" not in said["message"]


def test_a_chat_with_markup_sees_no_call() -> None:
    with Hook() as hook:
        port = hook.url.split(":")[2].split("/")[0]
        ChatChannel(f"mmost://127.0.0.1:{port}/3ccdd113474722377935511fc85d3dd4", "chat").send(
            LETTER
        )  # as Slack's hooks
    assert "@everyone" not in hook.got[0].body.decode()


def test_one_that_is_not_taken_may_be_tried_again() -> None:
    with Hook(status=500) as hook, pytest.raises(UnsentError, match="did not take") as caught:
        ChatChannel(hook.url.replace("http://", "json://"), "chat").send(LETTER)
    assert not caught.value.for_good


def test_an_address_that_it_does_not_know_is_told_without_showing_it() -> None:
    with pytest.raises(UnsentError, match=r"does not know the address of .* chat") as caught:
        ChatChannel("zebra://s3cret", "chat").send(LETTER)
    assert "s3cret" not in str(caught.value)
    assert "webhook" in caught.value.mend


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(UnsentError, match="apprise is not installed") as caught:
        ChatChannel("json://127.0.0.1/", "chat").send(LETTER)
    assert "smwatch[notify]" in str(caught.value.arguments["command"])
