"""Text that was read in the wrong encoding on its way to the feed (« dÃ©jÃ vu », « lâ€™usine »), mended. Pure.

ftfy knows how; this knows when: only where a sequence stands that no language writes. A capital with a closing mark
behind it may be meant (« IRMÃ » in Portuguese, « PÅ » in Norwegian), so such a pair alone proves nothing. What leaves
no doubt is looked for first, so that a text without it costs next to nothing and ftfy is loaded only where it is used.
"""

from __future__ import annotations

import re

# One of these is in every text to be mended; with « â », which is in most French ones, also one of the others.
_FIRST = "ÃÂÅÄÐÑÎðãï"
_SECOND = "€‚„†˜œ\x80\x82\x84\x86\x98\x9c"
_START = re.compile("[ÃÂÅÄÐÑÎÏðãïâ]")
# What bytes 80 to BF are read as (windows-1252, or the C1 controls of ISO-8859-1), but for marks that may close a word.
_MARKS = "«»’”“‘…™®°ºª·¹²³–—¡¿´¸‹›†‡•\u00a0"
_OTHERS = "\x80-\x9f€‚ƒ„ˆ‰Š‹ŒŽ˜šœžŸ¢£¤¥¦§¨©¬\u00ad¯±µ¶¼½¾"
_ANY = f"[{_OTHERS}{_MARKS}]"
_CERTAIN = re.compile(
    rf"Â{_ANY}"  # Â° Â» Â©
    rf"|[ÃÅÄÐÑÎÏ](?:[{_OTHERS}]|[{_MARKS}](?=[^\W\d_])|(?<=[a-z].){_ANY})"  # Ã© HÃ”TEL dÃ»
    r"|â(?:€|‚¬|„¢|†[’“”\x90-\x95]|˜[…†\x85]|œ[“”…\x93-\x95]|[\x80\x82\x84\x86\x98\x9c][\x80-\xbf])"  # â€™
    r"|ðŸ|ð\x9f|ï»¿|ï¿½"  # emoji, byte order marks, and characters that were lost before
    rf"|(?:ã{_ANY}{{2}}){{2}}"  # Japanese
)
_LOST = "â€"  # a closing quote, where the third byte, which windows-1252 has no character for, was dropped


def mend(text: str) -> str:
    """The text as it was meant; the very same where nothing is certain."""
    if text.isascii():
        return text
    for first in _FIRST:
        if first in text:
            break
    else:  # the usual case; a loop is quicker than any()
        if "â" not in text or not any(second in text for second in _SECOND):
            return text
    if not any(_CERTAIN.match(text, start.start()) for start in _START.finditer(text)):
        return text
    from ftfy import fix_encoding  # late: few texts need it

    return fix_encoding(text).replace(_LOST, "”")
