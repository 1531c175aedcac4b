"""Who the company's own people are is proved, or not told: a name alone proves nothing."""

from __future__ import annotations

import pickle

import pytest

from smwatch.config.settings import Company, Person
from smwatch.models import Role
from smwatch.policy.roles import Roles

COMPANY = Company(
    domains=("nordelait.example", "@Nord-Lait.example", "fromagerie-é.example"),
    accounts=(
        "@nordelait",
        "https://www.youtube.com/channel/UCnordelait",
        "@nordelait@social.example",
        "rp@ext.example",
    ),
)
PEOPLE = (
    Person(name="Marie Tremblay", email="marie@nordelait.example", role="spokesperson", handles=("@marie_t",)),
    Person(name="Sam Lee", role="pr", handles=("https://blog.example/authors/sam",)),
    Person(name="Paul Roy", email="paul.roy@courriel.example", handles=("reddit.com/u/paul_r",)),
    Person(name="Agence Nord", email="equipe@agence.example", role="agency"),
)
ROLES = Roles(COMPANY, PEOPLE)


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("jean@nordelait.example", Role.EMPLOYEE),
        ("Jean@USINE.Nordelait.Example.", Role.EMPLOYEE),
        ("jean@nord-lait.example", Role.EMPLOYEE),
        ("jean@fromagerie-é.example", Role.EMPLOYEE),
        ("jean@xn--fromagerie--lbb.example", Role.EMPLOYEE),
        ("MARIE@nordelait.example", Role.OFFICIAL),
        ("paul.roy@courriel.example", Role.EMPLOYEE),
        ("equipe@agence.example", Role.OFFICIAL),
        ("rp@ext.example", Role.OFFICIAL),
        ("jean@nordelait.example.evil", None),
        ("jean@notnordelait.example", None),
        ("jean@nordelait.example@evil.example", None),
        ("jean@evil.example/nordelait.example", None),
        ("jean@evil.example, x@nordelait.example", None),
        ("jean@nordelaït.example", None),
        ("jean@nоrdelait.example", None),  # a Cyrillic o
        ("jean@nordelait.example\n", Role.EMPLOYEE),
        ("@nordelait.example", None),
        ("nordelait.example", None),
        ("", None),
    ],
)
def test_an_address_proves_whose_it_is(email: str, role: Role | None) -> None:
    assert ROLES.known(email=email) is role


@pytest.mark.parametrize(
    ("author", "page", "role"),
    [
        ("/u/nordelait", "https://www.reddit.com/r/quebec/comments/1/x/2/", Role.OFFICIAL),
        ("/u/Marie_T", "https://old.reddit.com/r/quebec/comments/1/x/2/", Role.OFFICIAL),
        ("/u/paul_r", "https://www.reddit.com/r/quebec/comments/1/x/2/", Role.EMPLOYEE),
        ("@paul_r", "https://x.com/i/status/1", None),  # his is on Reddit
        ("Marie T. (@marie_t)", "https://x.com/i/status/1", Role.OFFICIAL),
        ("Nordelait (@nordelait) (@evil)", "https://x.com/evil/status/1", None),
        ("Nordelait", "https://x.com/i/status/1", None),
        ("nordelait", "https://github.com/a/b/issues/1", Role.OFFICIAL),
        ("@nordelait", "https://blog.example/post", None),  # anybody can sign so there
        ("@nordelait", "https://www.youtube.com/watch?v=1", None),  # likewise: a channel's name is free
        ("@nordelait", "https://social.example/@evil/1", Role.OFFICIAL),  # the config says that it is theirs there
        ("@nordelait", "https://other.example/@x/1", None),
        ("@nordelaït", "https://x.com/i/status/1", None),
        ("Marie Tremblay", "https://blog.example/post", None),
        ("Marie Tremblay", "https://www.reddit.com/r/quebec/", None),
        ("@nordelait", "", None),
        ("", "https://x.com/nordelait/status/1", Role.OFFICIAL),  # a post's own address says whose it is
        ("", "https://bsky.app/profile/nordelait/post/3", Role.OFFICIAL),
        ("", "https://social.example/@nordelait/1", Role.OFFICIAL),
        ("", "https://evil.example/@nordelait/1", None),
        ("", "https://x.com.evil.example/nordelait/status/1", None),
    ],
)
def test_a_handle_proves_only_where_it_is_an_account(author: str, page: str, role: Role | None) -> None:
    assert ROLES.known(author=author, page=page) is role


@pytest.mark.parametrize(
    ("url", "page", "comment", "role"),
    [
        ("https://www.reddit.com/user/nordelait", "https://www.reddit.com/r/x/1", True, Role.OFFICIAL),
        ("https://www.youtube.com/channel/UCnordelait", "https://www.youtube.com/watch?v=1", False, Role.OFFICIAL),
        ("https://www.youtube.com/channel/UCother", "https://www.youtube.com/watch?v=1", False, None),
        ("https://blog.example/authors/sam", "https://blog.example/1", False, Role.OFFICIAL),
        ("https://blog.example/authors/sam", "https://blog.example/1#c2", True, None),  # anybody can type that there
        ("https://x.com/nordelait", "https://blog.example/1#c2", True, None),  # likewise
        ("https://x.com/nordelait", "https://blog.example/1", False, None),
        ("https://x.com/nordelait", "", False, Role.OFFICIAL),  # nothing tells another place
        ("https://nordelait.example/equipe/jean", "https://blogue.nordelait.example/1", False, Role.EMPLOYEE),
        ("https://nordelait.example/equipe/jean", "https://blogue.nordelait.example/1#c", True, None),
        ("https://nordelait.example/", "https://blog.example/1", False, None),
        ("https://nordelait.example.evil/x", "https://nordelait.example.evil/1", False, None),
        ("https://nordelait.example@evil.example/x", "https://evil.example/1", False, None),
        ("javascript:nordelait.example", "", False, None),
    ],
)
def test_a_link_proves_where_the_sites_own_it_is(url: str, page: str, comment: bool, role: Role | None) -> None:
    assert ROLES.known(url=url, page=page, comment=comment) is role


def test_under_a_post_its_address_says_who_wrote_the_post() -> None:
    assert ROLES.known(page="https://x.com/nordelait/status/1#reply", comment=True) is None


def test_it_is_off_until_somebody_is_known() -> None:
    off = Roles(Company(), (Person(name="Marie Tremblay", role="spokesperson", topics=("rappel",)),))
    assert not off.on
    assert off.fingerprint == ""
    assert off.role(author="Marie Tremblay", email="m@nordelait.example", declared=Role.PRESS) is Role.PRESS
    assert not Roles(Company(domains=("", " . "))).on


def test_the_feed_tells_of_who_is_not_known() -> None:
    assert ROLES.role(author="Jo", email="jo@a.example", declared=Role.PARTNER) is Role.PARTNER
    assert ROLES.role(email="jean@nordelait.example", declared=Role.PRESS) is Role.EMPLOYEE
    assert ROLES.role(email="jean@nordelait.example", declared=Role.OFFICIAL) is Role.EMPLOYEE


def test_the_fingerprint_changes_with_whoever_is_known() -> None:
    assert pickle.loads(pickle.dumps(ROLES)).fingerprint == ROLES.fingerprint
    assert Roles(COMPANY, PEOPLE[:-1]).fingerprint != ROLES.fingerprint
    assert Roles(COMPANY, PEOPLE[::-1]).fingerprint == ROLES.fingerprint
    renamed = Person(name="Marie T.", email=PEOPLE[0].email, role="spokesperson", handles=("@marie_t",), topics=("a",))
    assert Roles(COMPANY, (renamed, *PEOPLE[1:])).fingerprint == ROLES.fingerprint


@pytest.mark.parametrize(
    "sign", ["@" * 5000, "(" * 5000, "https://[" * 500, "\x00", "\ud800@nordelait.example", "@@", "/u/"]
)
def test_whatever_stands_there_is_lived_with(sign: str) -> None:
    found = Roles(Company(domains=("nordelait.example", sign), accounts=(sign,)), (Person(name="x", handles=(sign,)),))
    for page in ("", "https://x.com/i/1", "https://[", sign):
        found.known(author=sign, email=sign, url=sign, page=page)
    assert found.fingerprint


def test_a_link_may_spell_an_account_otherwise() -> None:
    assert ROLES.known(page="https://x.com/%6Eordelait/status/1") is Role.OFFICIAL
    assert ROLES.known(author="Éva", email="éva@fromagerie-é.example") is Role.EMPLOYEE
