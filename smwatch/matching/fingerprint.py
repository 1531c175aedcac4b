"""What tells that a brand's query has changed since everything stored was matched with it. Pure.

    fingerprint(Brand(name="Nordelait", names=("Nordelait", "Nord-Lait")))  ->  "1:6f1c…"

Only what may change an answer counts: neither the order of names, nor blanks and comments in a query, nor whether the
brand raises alerts. The config's `languages` don't count either: an entry keeps the language it was found to be in when
it came.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from smwatch.matching.leaves import parse_name
from smwatch.matching.nodes import written
from smwatch.matching.parser import parse
from smwatch.models import Brand

VERSION: Final = 1
"""Raise it by hand when matching changes in a way that may change an answer: all that is stored is matched again."""


def fingerprint(brand: Brand) -> str:
    """The version of matching and a digest of what is looked for; QueryError if that doesn't parse."""
    if brand.query:
        said = [["query", written(parse(brand.query))]]
    else:
        lists = {"names": brand.names or (brand.name,), "exclude": brand.exclude, "context": brand.context}
        said = [[key, *sorted({written(parse_name(name)) for name in names})] for key, names in lists.items()]
    return f"{VERSION}:{blake2b(repr(said).encode(), digest_size=16).hexdigest()}"
