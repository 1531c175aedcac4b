"""Endpoints that lead elsewhere: redirects, and addresses that are not what they seem."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.hostile.case import Case, Web, answers, at, good, raw, redirects

FORBIDDEN = "forbidden_address"
NAMES: dict[
    str, list[list[str]]
] = {  # what names resolve to, look-up by look-up; "ours": the server that may be connected to
    "private.test": [["10.1.2.3"]],
    "loopback.test": [["127.0.0.5"]],
    "metadata.test": [["169.254.169.254"]],
    "mapped.test": [["::ffff:127.0.0.5"]],
    "six.test": [["::1"]],
    "nat64.test": [["64:ff9b::7f00:5"]],
    "isatap.test": [["2606:4700::5efe:7f00:5"]],
    "mixed.test": [["10.1.2.3", "127.0.0.1"]],
    "rebind.test": [["127.0.0.1"], ["127.0.0.5"]],
    "many.test": [[f"10.0.{n // 200}.{n % 200}" for n in range(2000)]],
    "none.test": [[]],
}


def trap(host: str = "127.0.0.1", path: str = "/trap") -> Callable[[Web], str]:
    """An address of the server that never may be connected to."""
    return lambda web: f"http://{host}:{web.trap.port}{path}"


def chain(hops: int) -> Callable[[Web], str]:
    """So many redirects in a row, and then a good feed."""

    def serve(web: Web) -> str:
        for hop in range(1, hops):
            web.server.serve(f"/chain-{hops}-{hop}", redirect=f"/chain-{hops}-{hop + 1}", status=301)
        return f"/chain-{hops}-1" if hops > 1 else "/good"

    return serve


def chained(hops: int, expect: str) -> Case:
    def serve(web: Web) -> str:
        web.server.serve(f"/chain-{hops}-{hops}", good())
        return web.server.serve(f"/chain-{hops}", redirect=chain(hops)(web), status=301)

    return Case(f"chain-{hops}", expect, serve)


def ways() -> Iterable[Case]:
    """Redirects as such."""
    yield chained(5, "3")
    yield chained(6, "redirect")
    yield chained(50, "redirect")
    for status in (301, 302, 303, 307, 308):
        yield redirects(f"by-{status}", "3", "/good", status=status)
    for status in (300, 305, 306):
        yield redirects(f"by-{status}", "status|protocol", "/good", status=status)
    yield redirects("to-itself", "redirect", "/to-itself")
    yield redirects("to-itself-with-cookie", "redirect", "/to-itself-with-cookie", headers={"Set-Cookie": "a=b"})
    yield redirects("to-itself-by-fragment", "redirect", "/to-itself-by-fragment#x")
    yield Case("ping-pong", "redirect", ping_pong)
    yield Case("ever-longer", "redirect", ever_longer)
    yield redirects("relative", "3", "good")
    yield redirects("relative-up", "3", "../../../good")
    yield redirects("relative-query", "redirect|3", "?x=1")
    yield redirects("protocol-relative", "3", lambda web: f"//127.0.0.1:{web.server.port}/good")
    yield redirects("upper-case", "3", lambda web: f"HTTP://127.0.0.1:{web.server.port}/good")
    yield redirects("with-blanks", "3", "  /good  ")
    yield redirects("with-fragment", "3", "/good#<script>")
    yield redirects("to-other-host", "3", lambda web: web.server.url("/good", "127.0.0.2"))
    yield raw("location-empty", "redirect", b"HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 0\r\n\r\n")
    yield raw("location-none", "redirect", b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")
    yield raw("location-twice", "redirect", _found(b"/good", b"/other"))
    yield raw("location-split", "redirect|protocol|status", _found(b"/good%0d%0aX:%20y"))
    yield raw("location-bare-cr", "redirect|protocol|status", _found(b"/good\rX: y"))
    yield raw("location-nul", "redirect|protocol", _found(b"/good\0"))
    yield raw("location-garbage", "redirect|status", _found(b"\xff\xfe\x80//:::\xe9"))
    yield raw("location-60-kb", "redirect|status|protocol", _found(b"/" + b"a" * 60_000))
    yield raw("location-unclosed-bracket", "redirect", _found(b"http://[::1/"))
    for number, scheme in enumerate(("file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/_", "data:text/xml,<rss/>",
                   "javascript:alert(1)", "dict://127.0.0.1:11211/", "ws://127.0.0.1/", "feed:http://x.test/",
                   "http:", "http://", "http:///x", "//", "mailto:a@b.test", "about:blank", "unix:/run/x.sock")):  # fmt: skip
        yield redirects(f"to-scheme-{number}", "redirect|status", scheme)
    yield answers("200-with-location", "3", good(), headers={"Location": "/elsewhere"})
    page = '<html><head><meta http-equiv="refresh" content="0;url=/good"></head><body>Moved</body></html>'
    yield answers("meta-refresh", "not_a_feed", page, content_type="text/html")


def _found(*places: bytes) -> bytes:
    said = b"".join(b"Location: %b\r\n" % place for place in places)
    return b"HTTP/1.1 302 Found\r\n" + said + b"Content-Length: 0\r\n\r\n"


def ping_pong(web: Web) -> str:
    web.server.serve("/pong", redirect="/ping")
    return web.server.serve("/ping", redirect="/pong")


def ever_longer(web: Web) -> str:
    for hop in range(9):
        web.server.serve(f"/longer?{'x' * hop}", redirect=f"/longer?{'x' * (hop + 1)}")
    return web.server.url("/longer?")


SPELLINGS = (
    "127.0.0.1", "localhost", "LOCALHOST", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001",
    "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]",
    "good.test@127.0.0.1", "good.test:80@127.0.0.1", "127.0.0.1.", "localhost.", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "%31%32%37.0.0.1", "127.0.0.1%00.good.test",
)  # fmt: skip


def addresses() -> Iterable[Case]:
    """Places that nobody may be led to, by redirect and at first."""
    wrong = f"{FORBIDDEN}|redirect|protocol|dns|connect"
    for number, host in enumerate(SPELLINGS):
        yield redirects(f"to-spelling-{number}", wrong, trap(host))
        yield at(f"spelling-{number}", wrong, trap(host))
    for host in ("169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "224.0.0.1", "0.0.0.0",
                 "255.255.255.255", "198.18.0.1", "[fe80::1]", "[fd00::1]", "[ff02::1]", "[fe80::1%25lo]", "[fec0::1]",
                 "[100::1]", "[5f00::1]", "[64:ff9b:1::1]"):  # fmt: skip
        yield redirects(f"to-{host}", f"{FORBIDDEN}|redirect|dns", f"http://{host}/latest/meta-data/")
        yield at(f"at-{host}", f"{FORBIDDEN}|protocol|dns", lambda web, host=host: f"http://{host}/latest/meta-data/")  # type: ignore[misc]
    for name in NAMES:
        if name in {"mixed.test", "rebind.test", "none.test"}:
            continue
        yield at(f"named-{name}", FORBIDDEN, trap(name))
        yield redirects(f"to-named-{name}", FORBIDDEN, trap(name))
    yield at(
        "named-mixed", "3", lambda web: web.server.serve("/mixed", good()) and web.server.url("/mixed", "mixed.test")
    )
    yield Case("rebound", "3|forbidden_address", rebound)
    yield at("named-none", "dns", trap("none.test"))
    yield at("unknown-name", "dns", trap("no-such-name.invalid"))
    yield redirects("to-other-port", FORBIDDEN, trap())
    yield at("fragment-at", "3|status", lambda web: f"http://127.0.0.1:{web.server.port}#@127.0.0.5:{web.trap.port}/")
    yield at(
        "backslash-at",
        wrong + "|status",
        lambda web: f"http://127.0.0.1:{web.server.port}\\@127.0.0.5:{web.trap.port}/",
    )
    yield at("backslashes", wrong, lambda web: f"http:\\\\127.0.0.5:{web.trap.port}\\trap")
    yield at("one-slash", wrong, lambda web: f"http:/127.0.0.5:{web.trap.port}/trap")
    yield at("three-slashes", wrong, lambda web: f"http:///127.0.0.5:{web.trap.port}/trap")
    yield at("tab-inside", wrong, lambda web: f"http://127.0.0\t.5:{web.trap.port}/trap")
    yield at("port-0", "protocol|connect|forbidden_address", lambda _: "http://127.0.0.1:0/")
    yield at("port-65536", "protocol", lambda _: "http://127.0.0.1:65536/")
    yield at("port-negative", "protocol", lambda _: "http://127.0.0.1:-80/")
    yield at("port-words", "protocol", lambda _: "http://127.0.0.1:http/")
    yield at("port-overflow", "protocol", lambda web: f"http://127.0.0.1:{65536 + web.server.port}/")
    yield at("long-label", "dns|protocol", lambda _: f"http://{'a' * 70}.test/")
    yield at("long-name", "dns|protocol", lambda _: f"http://{'a.' * 2000}test/")
    yield at("punycode-broken", "dns|protocol", lambda _: "http://xn--a-ecp.test:99/")
    yield at("file", "protocol", lambda _: "file:///etc/passwd")
    yield at("long-path", "status", lambda web: web.server.url("/" + "a" * 9_000))


def rebound(web: Web) -> str:
    """A name that leads to us when it is looked up first, and to where nobody may go right after."""
    web.server.serve("/rebound", redirect=f"http://rebind.test:{web.server.port}/rebound-2")
    web.server.serve("/rebound-2", good())
    return web.server.url("/rebound", "rebind.test")


def cases() -> list[Case]:
    """All of them."""
    return [*ways(), *addresses()]
