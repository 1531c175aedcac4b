"""Who wrote an entry, as its feed is read; and what is stored told anew when the config says otherwise who is who.

    with_role(entry, roles) -> Entry
    identify(store, roles)              before a scan polls; costs one small query where nothing changed

Goes through what is stored a page at a time. A kill is harmless: until all is told, the next scan begins anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smwatch.models import Entry, FeedKind, Role, Signature
from smwatch.policy.roles import Roles

if TYPE_CHECKING:
    from smwatch.store import Store


def with_role(entry: Entry, roles: Roles) -> Entry:
    """The same with its author's role, where they are known."""
    known = roles.known(
        author=entry.author,
        email=entry.author_email,
        url=entry.author_url,
        page=entry.url,
        comment=entry.kind is FeedKind.COMMENTS,
    )
    return replace(entry, author_role=known)


def identify(store: Store, roles: Roles) -> int:
    """Tell who wrote what is stored, if that was told by another config; of how many entries that changed the role."""
    if store.roles.told_by() == roles.fingerprint:
        return 0
    after, changed = 0, 0
    while page := store.roles.signatures(after, known=not roles.on):  # nobody is known: only those who were
        told = [(one.number, role) for one in page if (role := _role(one, roles)) is not one.role]
        if told:
            store.roles.tell(told)
        changed, after = changed + len(told), page[-1].number
    store.roles.tell((), roles.fingerprint)
    return changed


def _role(one: Signature, roles: Roles) -> Role | None:
    return roles.known(author=one.author, email=one.email, url=one.url, page=one.page, comment=one.comment)
