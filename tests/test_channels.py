"""By which way a message leaves: found in the config when it does, by a name that says nothing secret."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from smwatch.channels import Channels, duty_name
from smwatch.config.load import load_text
from smwatch.config.settings import DigestSettings, Notify, Person
from smwatch.delivery.chat import ChatChannel
from smwatch.delivery.email import SmtpChannel
from smwatch.delivery.webhook import WebhookChannel
from smwatch.errors import NothingDoneError, SmwatchError, UnsentError
from smwatch.models import Letter, Posted, Way

NOW = datetime(2010, 3, 22, 8, tzinfo=UTC)
BRAND = '[[brands]]\nname = "Nordelait"\n'
MAIL = '[mail]\nhost = "mx.example"\nuser = "rp@nordelait.example"\npassword = "env:MAIL"\n'
ROOM = '[[notify]]\nname = "salle"\nurl = "env:ROOM"\n'
HOOK = '[[notify]]\nname = "outil"\nwebhook = "env:HOOK"\nsecret = "env:SIGN"\n'
DUTY = (
    '[[people]]\nname = "Marie"\nemail = "marie@nordelait.example"\n'
    '[[people]]\nname = "Luc"\nnotify = "env:LUC"\n'
    '[[duty]]\nwho = "Marie"\n[[duty]]\nwho = "Luc"\n[[notify]]\nname = "garde"\nduty = true\n'
)
SECRETS = {
    "env:MAIL": "pw", "env:ROOM": "json://room.example/x", "env:HOOK": "https://tool.example/in", "env:SIGN": "s",
    "env:LUC": "json://luc.example/x",
}  # fmt: skip


class Asked:
    """Resolves secrets, and notes which were asked for."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known, self.asked = known, list[tuple[str, str]]()

    def __call__(self, value: str, needed_by: str) -> str:
        self.asked.append((value, needed_by))
        if value.startswith("env:") and value not in self.known:
            raise NothingDoneError("the secret {name} is missing", name=value)
        return self.known.get(value, value)


def channels(text: str, asked: Asked | None = None) -> Channels:
    def _no_client() -> object:
        return lambda *_: None

    return Channels(
        config=load_text(BRAND + text, Path("smwatch.toml")),
        secret=asked or Asked(SECRETS),
        post=_no_client,  # type: ignore[arg-type]
        clock=lambda: NOW,
    )


def posted(way: Way, name: str) -> Posted:
    letter = Letter(to=("x",), message_id="<1@x>", content=b"")
    return Posted(kind="notice", way=way, name=name, since=None, until=NOW, letter=letter)


@pytest.mark.parametrize(
    ("way", "name", "kind", "secrets"),
    [
        (Way.MAIL, "matin", SmtpChannel, [("env:MAIL", "mail.password")]),
        (Way.APPRISE, "salle", ChatChannel, [("env:ROOM", "notify.url")]),
        (Way.APPRISE, "garde: Luc", ChatChannel, [("env:LUC", "notify.url")]),
        (Way.WEBHOOK, "outil", WebhookChannel, [("env:HOOK", "notify.webhook"), ("env:SIGN", "notify.secret")]),
    ],
)
def test_a_message_leaves_by_what_its_name_stands_for(
    way: Way, name: str, kind: type, secrets: list[tuple[str, str]]
) -> None:
    asked = Asked(SECRETS)
    found = channels(MAIL + ROOM + HOOK + DUTY, asked).of(posted(way, name))
    assert isinstance(found, kind)
    assert asked.asked == secrets, "and no secret is asked for that isn't needed"


@pytest.mark.parametrize("way", [Way.APPRISE, Way.WEBHOOK])
@pytest.mark.parametrize("name", ["salon", "outils", ""])
def test_a_name_that_the_config_does_not_have_any_more_is_over(way: Way, name: str) -> None:
    with pytest.raises(UnsentError) as caught:
        channels(ROOM + HOOK).of(posted(way, name))
    assert caught.value.for_good, "trying again helps nobody"
    assert str(caught.value) == f"the config has no [[notify]] called {name} any more"


@pytest.mark.parametrize(("way", "name"), [(Way.WEBHOOK, "salle"), (Way.APPRISE, "outil")])
def test_a_room_is_no_webhook_and_a_webhook_no_room(way: Way, name: str) -> None:
    with pytest.raises(UnsentError):
        channels(ROOM + HOOK).of(posted(way, name))


def test_who_is_on_duty_is_reached_by_a_name_of_two_parts() -> None:
    notify, person = Notify(name="garde", duty=True), Person(name="Luc")
    assert duty_name(notify, person) == "garde: Luc"
    assert duty_name(Notify(duty=True), person) == "duty: Luc"


def test_without_duty_nobodys_own_address_is_known() -> None:
    people = '[[people]]\nname = "Luc"\nnotify = "env:LUC"\n'
    for name in ("garde: Luc", "salle: Luc"):
        with pytest.raises(UnsentError):
            channels(ROOM + people).of(posted(Way.APPRISE, name))


@pytest.mark.parametrize(
    ("text", "to", "says"),
    [
        ("", ("a@example.com",), "the config has no [mail] table"),
        ("", (), "the config has no [mail] table"),
        (MAIL, (), "nobody is named to send this digest to"),
    ],
)
def test_a_digest_without_a_way_says_what_is_missing(text: str, to: tuple[str, ...], says: str) -> None:
    with pytest.raises(NothingDoneError) as caught:
        channels(text).digest(DigestSettings(name="matin", to=to))
    assert str(caught.value) == says
    assert caught.value.mend


def test_a_digest_leaves_by_the_server_of_the_config() -> None:
    assert isinstance(channels(MAIL).digest(DigestSettings(name="matin", to=("a@example.com",))), SmtpChannel)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise loads what Python gives up
@pytest.mark.parametrize(
    ("text", "needed"),
    [
        (ROOM, "env:ROOM"),
        (HOOK, "env:HOOK"),
        (MAIL + '[[notify]]\nto = ["a@example.com"]\n', "env:MAIL"),
        (MAIL + DUTY, "env:LUC"),
        (MAIL + DUTY, "env:MAIL"),
    ],
)
def test_what_a_notice_needs_is_asked_for_before_there_is_one(text: str, needed: str) -> None:
    whole = channels(text)
    whole.ready(whole.config.notify[-1])
    lacking = channels(text, Asked({name: value for name, value in SECRETS.items() if name != needed}))
    with pytest.raises(SmwatchError, match=f"the secret {needed} is missing"):
        lacking.ready(lacking.config.notify[-1])


def test_who_is_not_on_duty_needs_nothing() -> None:
    asked = Asked(SECRETS)
    one = channels(MAIL + DUTY.replace('[[duty]]\nwho = "Luc"\n', ""), asked)
    one.ready(one.config.notify[-1])
    assert asked.asked == [("env:MAIL", "mail.password")]
