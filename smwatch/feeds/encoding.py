"""From a body's bytes to text: which encoding a feed is really in.

Servers and feeds often name the wrong encoding, so what the bytes say wins over what anybody declares: a body
that is valid UTF-8 is UTF-8. Pure; never raises; linear in the body.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How a document begins, white space or not, in encodings that give every letter of its tags several bytes.
_WIDE = (
    (re.compile(rb"(?:[\t\n\r <{]\0\0\0){2}|<\0\0\0"), "utf-32-le"),
    (re.compile(rb"(?:\0\0\0[\t\n\r <{]){2}|\0\0\0<"), "utf-32-be"),
    (re.compile(rb"(?:[\t\n\r ]\0){0,99}[<{]\0"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\n\r ]){0,99}\0[<{]"), "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PIECE = 1 << 18  # bytes
_CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32)))
_BEFORE_BYTES = re.compile(rb"(?:[ \t\r\n]|\xef\xbb\xbf)*+(?:\s*+<\?xml\b[^>]{0,500}>)?")
_BEFORE = re.compile(r"[\ufeff \t\r\n]*+(?:\s*+<\?xml\b[^>]{0,500}>)?")  # what stands before the first tag
_HEAD = 400  # bytes that show whether every other one is zero
# What a terminal would obey, with its arguments, which would be left over else; never past a tag.
_ESCAPES = re.compile("\x1b(?:\\[[0-?]{0,99}[ -/]{0,9}[@-~]?|[\\]PX^_][^\x07\x1b<]{0,999}(?:\x07|\x1b\\\\)?)")
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no place for them

# Bytes in these look like UTF-8 or ASCII by accident, so a declaration is believed first.
_MULTIBYTE = tuple("iso2022 gb hz big5 shift_jis euc_ cp932 cp949 cp950 johab utf-16 utf-32".split())
# Codecs that read text out of escapes (a way to smuggle tags past anyone), or take quadratic time.
_REFUSED = {"utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "unicode-escape"}
_BEGINNING = b"<rss>"  # what a feed in any encoding of the web looks like
# Windows-1252 as browsers have it: the five bytes that it has no character for are control characters.
_WINDOWS = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_PAIRS = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")  # UTF-16's, each written as UTF-8
_NOT_ASCII = re.compile(r"[^\0-\x7f]")


def to_text(body: bytes, content_type: str = "") -> str:
    """The body as text, without XML declaration, byte order mark and control characters.

    Order: byte order mark; a declared encoding of several bytes a character; UTF-8; what is declared (HTTP, then XML;
    the other way round where HTTP only names the usual default of servers, ISO-8859-1); else UTF-8 with every byte that
    isn't read as windows-1252, as browsers do.
    """
    text = _decode(body, content_type)
    start = _BEFORE.match(text)  # always matches
    if start and start.end():
        text = text[start.end() :]  # once: a text of ten megabytes may take forty in memory
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    return _CONTROLS.sub("", text) if _CONTROLS.search(text) else text


def to_utf8(body: bytes, content_type: str = "") -> bytes:
    """The same in UTF-8. What is in it already never becomes a text, which may take four times its memory."""
    if not _is_utf8(body, content_type):
        return to_text(body, content_type).encode("utf-8", "replace")
    start = _BEFORE_BYTES.match(body)
    data = body[start.end() :] if start else body
    data = data.translate(None, _CONTROL_BYTES)
    return data.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")


def _is_utf8(body: bytes, content_type: str) -> bool:
    """Whether the body is plain UTF-8, and nothing declares otherwise in a way that is believed."""
    if b"\0" in body[:_HEAD] or b"\x1b" in body or any(n.startswith(_MULTIBYTE) for n in _declared(body, content_type)):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(body), _PIECE):
            decoder.decode(body[at : at + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _decode(body: bytes, content_type: str) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark) and b"\0" in body[len(mark) : _HEAD]:  # else somebody put it before what it isn't of
            return body[len(mark) :].decode(name, "replace")
    if b"\0" in body[:_HEAD]:
        for start, name in _WIDE:
            if start.match(body):
                return body.decode(name, "replace")
    body = body.removeprefix(codecs.BOM_UTF8).removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE)
    names = _declared(body, content_type)
    believed = [name for name in names if name.startswith(_MULTIBYTE)]
    for name in (*believed, "utf-8", *names):
        try:
            return _mended(body) if name == "cp1252" else body.decode(name)
        except (UnicodeError, ValueError):
            continue
    return _mended(body)


def _windows_1252(body: bytes) -> str:
    return codecs.charmap_decode(body, "strict", _WINDOWS)[0]


def _declared(body: bytes, content_type: str) -> list[str]:
    """The codecs that HTTP and the document name, the more trustworthy first."""
    charset = _CHARSET.search(content_type[:200])
    declared = _DECLARED.match(body[:500].lstrip())
    http = _codec(charset[1]) if charset else ""
    document = _codec(declared[1].decode("ascii", "replace")) if declared else ""
    names = (document, http) if http == "cp1252" else (http, document)
    return [name for name in names if name]


def _codec(name: str) -> str:
    """The codec's name, "" where there is none to be trusted; ISO-8859-1 and ASCII mean windows-1252, as on the web."""
    try:
        found = codecs.lookup(name.lower().removeprefix("x-")).name
        is_likely = _BEGINNING.decode(found) == _BEGINNING.decode("ascii")  # no EBCDIC, no base64, no zip
    except (LookupError, ValueError):
        return ""
    if not is_likely or found in _REFUSED or found.startswith(("utf-16", "utf-32")):  # these show, or aren't true
        return ""
    if found in {"iso8859-1", "ascii"}:
        return "cp1252"
    return "gb18030" if found in {"gb2312", "gbk"} else found  # a superset of both


def _mended(body: bytes) -> str:
    """Windows-1252; or UTF-8 with strays of it, as when a page is glued together from two sources."""
    body = _PAIRS.sub(_as_one, body)
    text = body.decode("utf-8", "replace")
    strays = text.count("\ufffd")
    if strays > len(_NOT_ASCII.findall(text)) - strays:
        return _windows_1252(body)
    return body.decode("utf-8", "smwatch-windows-1252")


def _as_one(pair: re.Match[bytes]) -> bytes:
    return pair[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _windows_1252(error.object[error.start : error.end]), error.end


codecs.register_error("smwatch-windows-1252", _as_windows_1252)
