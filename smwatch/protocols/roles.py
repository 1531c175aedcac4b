"""What the store promises about authors' roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from smwatch.models import MentionRow, Posted, Role, Signature


class RolesKept(Protocol):
    """Each method is a transaction or a read."""

    def told_by(self) -> str:
        """The fingerprint of the config by which roles were told last; "" where nobody is known."""
        ...

    def signatures(self, after: int, *, known: bool = False) -> list[Signature]:
        """Some of the signed entries with a higher number, in order; `known`: only those with a role of their own."""
        ...

    def tell(self, roles: Sequence[tuple[int, Role | None]], fingerprint: str | None = None) -> None:
        """These entries' authors are these by now; None: what the feed declares. `fingerprint`: and all is told."""
        ...

    def spoken(self, most: int) -> tuple[list[MentionRow], int, int]:
        """Mentions by employees that are new since the last `noted`, up to which that was, and the last mention of all.

        The first time (0) none are: what was said before is no news.
        """
        ...

    def noted(self, since: int, upto: int, letters: Sequence[Posted]) -> bool:
        """All up to this mention were looked at, and this is to go out about them; together, or not at all.

        False, and nothing is kept, where somebody else has looked since.
        """
        ...
