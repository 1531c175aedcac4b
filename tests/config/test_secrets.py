"""A secret is found where the config says, or it is said what needs it and how to mend it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from smwatch.config.load import load_text
from smwatch.config.secrets import SecretError, plain_secrets, readable_by_others, resolve
from smwatch.config.settings import is_reference
from smwatch.locales import Speech

KEYRING = """
class errors:
    class KeyringError(Exception): pass

def get_password(service, name):
    if name == "locked":
        raise errors.KeyringError("locked out")
    return {("smwatch", "mail"): "s3cret"}.get((service, name))
"""


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of that name that holds one secret."""
    (tmp_path / "keyring.py").write_text(KEYRING, "utf-8")
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "keyring", __import__("keyring"))


def told(value: str, base: Path, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(SecretError) as raised:
        resolve(value, environ or {}, base, needed_by="mail.password")
    error = raised.value
    return f"{error}; {Speech('en').say(error.mend, **error.arguments)}"


def test_any_other_value_is_itself(tmp_path: Path) -> None:
    for value in ("", "p4ss:word", "https://hooks.example.com/x", "ENV:X"):
        assert resolve(value, {}, tmp_path) == value
        assert not is_reference(value)


def test_a_secret_in_the_environment(tmp_path: Path) -> None:
    assert resolve("env:PASSWORD", {"PASSWORD": " s3cret "}, tmp_path) == " s3cret "


@pytest.mark.parametrize("environ", [{}, {"PASSWORD": ""}])
def test_a_variable_that_is_not_set_names_what_needs_it(tmp_path: Path, environ: dict[str, str]) -> None:
    assert told("env:PASSWORD", tmp_path, environ) == (
        "the environment variable PASSWORD is not set, and mail.password needs it; set it where smwatch runs "
        "(in cron: a line PASSWORD=… above the others), or change mail.password in the config"
    )


def test_who_asks_for_nobody_is_named_by_the_secret(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="and env:X needs it"):
        resolve("env:X", {}, tmp_path)


def test_a_secret_in_a_file_beside_the_config(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret é\n", "utf-8")
    assert resolve("file:password", {}, tmp_path) == "s3cret é"
    assert resolve(f"file:{tmp_path / 'password'}", {}, Path("/elsewhere")) == "s3cret é"


def test_files_that_hold_no_secret(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n", "utf-8")
    (tmp_path / "latin").write_bytes(b"\xe9\xe9")
    assert told("file:empty", tmp_path).startswith(f"the file {tmp_path}/empty is empty, and mail.password needs it; ")
    assert "latin can't be read ('utf-8' codec" in told("file:latin", tmp_path)
    assert "no can't be read (No such file or directory), and mail.password needs it" in told("file:no", tmp_path)
    assert "can't be read" in told("file:\0", tmp_path)


@pytest.mark.usefixtures("keyring")
def test_a_secret_in_the_keyring(tmp_path: Path) -> None:
    assert resolve("keyring:mail", {}, tmp_path) == "s3cret"
    assert told("keyring:other", tmp_path) == (
        "the keyring holds no other for smwatch, and mail.password needs it; put it there: keyring set smwatch other"
    )
    assert told("keyring:locked", tmp_path).startswith("the keyring can't be opened (locked out), and mail.password")


def test_without_the_package_it_is_said_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)  # what makes `import keyring` fail, installed or not
    assert "is not installed" in told("keyring:mail", tmp_path)


def test_the_keys_that_hold_a_plain_secret() -> None:
    text = """
        brands = [{ name = "a" }]
        feeds = [
          { url = "https://a.example/", headers = { Authorization = "Basic x", X-Key = "env:X", Accept = "*/*" } },
          { url = "https://rp:s3cret@a.example/feed" },
          { url = "https://rp@a.example/a:b@c" },
        ]
        network = { proxy = "http://rp:s3cret@proxy.example:3128" }
        notify = [{ url = "env:SLACK" }, { url = "slack://token" }]
        [mail]
        host = "smtp.example.com"
        password = "%s"
    """
    plain = ["mail.password", "notify.1.url", "feeds.0.headers.Authorization", "feeds.1.url", "network.proxy"]
    assert plain_secrets(load_text(text % "p4ssword", Path("x"))) == plain
    assert plain_secrets(load_text(text % "env:P", Path("x"))) == plain[1:]
    assert plain_secrets(load_text('brands = [{ name = "a" }]', Path("x"))) == []


@pytest.mark.parametrize(
    ("database", "plain"),
    [
        ("postgresql://pr:hush@db.example/smwatch", ["database"]),
        ("postgresql://db.example/smwatch?user=pr&password=hush", ["database"]),
        ("postgresql://pr@db.example/smwatch", []),
        ("env:DATABASE", []),
        ("kept/smwatch.db", []),
    ],
)
def test_a_databases_password_is_one(database: str, plain: list[str]) -> None:
    read = load_text(f'database = "{database}"\nbrands = [{{ name = "a" }}]', Path("x"))
    assert plain_secrets(read) == plain


@pytest.mark.parametrize(("mode", "readable"), [(0o600, False), (0o640, True), (0o604, True), (0o620, False)])
def test_a_file_that_others_may_read(tmp_path: Path, mode: int, readable: bool) -> None:
    path = tmp_path / "smwatch.toml"
    path.touch()
    path.chmod(mode)
    assert readable_by_others(path) is readable
