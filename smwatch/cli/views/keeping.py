"""How pruning and forgetting look: what is found, what went, what is left and where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.config.settings import Retention
from smwatch.locales import N_, Speech
from smwatch.models import BrandForgotten, Forgotten, Left, Person, Pruned

MEGABYTE = 1_000_000
WHO = "audit.who"
"""Where somebody who decided something stands; the journal only grows."""
MOST = 20  # names, addresses and pages that are shown


def pruned_dict(done: Pruned, *, dry_run: bool) -> dict[str, Any]:
    """`db prune --json`."""
    return {
        "mentions": done.mentions,
        "entries": done.entries,
        "labels": done.labels,
        "labels_kept": done.labels_kept,
        "free_bytes": done.free,
        "dry_run": dry_run,
    }


def show_pruned(terminal: Terminal, done: Pruned, kept: Retention, *, dry_run: bool) -> None:
    """How much went, or would, and how much room there is."""
    speech, out = terminal.speech, terminal.out
    if kept.mentions is None and kept.entries is None and not done.labels:
        return tell(out, speech.say(N_("[retention] says that everything is kept for ever: nothing to delete.")))
    if not (done.mentions or done.entries or done.labels):
        return tell(out, speech.say(N_("Nothing is past its time.")))
    mentions = speech.count("{n} mention", "{n} mentions", done.mentions)
    texts = speech.count(
        "the text of {n} entry that mentions nobody", "the texts of {n} entries that mention nobody", done.entries
    )
    said = N_("Would go: {mentions}, {texts}.") if dry_run else N_("Deleted: {mentions}, {texts}.")
    tell(out, speech.say(said, mentions=mentions, texts=texts))
    if done.labels:
        tell(out, speech.count("And {n} label of yours.", "And {n} labels of yours.", done.labels))
    if done.labels_kept:
        told = speech.count(
            "{n} label of yours keeps the text that it was given to; --labels deletes it too.",
            "{n} labels of yours keep the texts that they were given to; --labels deletes them too.",
            done.labels_kept,
        )
        tell(out, told)
    if not dry_run and done.free is not None:
        tell(out, speech.say(N_("{size} of the file are free for what comes."), size=size(done.free, speech)))
    elif not dry_run:
        tell(out, speech.say(N_("The server uses their room again by itself (autovacuum).")))
    return None


def size(number: int, speech: Speech) -> str:
    """Bytes as megabytes."""
    return speech.say(N_("{n} MB"), n=speech.number(number / MEGABYTE, 1))


def person_dict(author: str, found: Person) -> dict[str, Any]:
    """`db forget --author --dry-run --json`, and the beginning of what is done."""
    return {
        "author": author,
        "names": [*found.names],
        "addresses": [*found.addresses],
        "pages": [*found.pages],
        "entries": found.entries,
        "mentions": found.mentions,
        "others": found.others,
        "elsewhere": found.elsewhere,
        "labels": found.labels,
    }


def show_person(terminal: Terminal, author: str, found: Person) -> None:
    """Who is meant, as far as the feeds tell, and what will happen."""
    speech, out = terminal.speech, terminal.out
    if not (found.entries or found.others or found.elsewhere):
        said = N_("{author} was taken out before; the file is cleaned and read through once more.")
        if not found.known:
            said = N_("Nothing is stored of {author}. What they write from now on isn't stored, either.")
        return tell(out, speech.say(said, author=author))
    entries = speech.count("{n} entry", "{n} entries", found.entries)
    mentions = speech.count("{n} of them a mention", "{n} of them mentions", found.mentions)
    tell(out, speech.say(N_("Of {author}: {entries}, {mentions}."), author=author, entries=entries, mentions=mentions))
    for said, values in (
        (N_("  signed: {values}"), found.names),
        (N_("  addresses: {values}"), found.addresses),
        (N_("  pages: {values}"), found.pages),
    ):
        if values:
            more = " …" if len(values) > MOST else ""
            tell(out, speech.say(said, values="; ".join(values[:MOST]) + more))
    if found.labels:
        tell(out, speech.count("{n} label of yours goes too.", "{n} labels of yours go too.", found.labels))
    if found.full:
        told = speech.count(
            "In {n} entry of other people their name, address or page is blotted out.",
            "In {n} entries of other people their name, address or page is blotted out.",
            found.others,
        )
        tell(out, told)
        if found.elsewhere:
            told = speech.count(
                "So it is in {n} text elsewhere: in labels, alerts, feeds, messages that wait.",
                "So it is in {n} texts elsewhere: in labels, alerts, feeds, messages that wait.",
                found.elsewhere,
            )
            tell(out, told)
    else:
        said = N_("That is no full name: what other people write isn't searched for it.")
        tell(out, speech.say(said))
    terminal.warn(N_("Whoever bears exactly this name is taken out too; what they write from now on isn't stored."))
    return None


def forgotten_dict(author: str, done: Forgotten) -> dict[str, Any]:
    """`db forget --author --json`."""
    return {
        **person_dict(author, done.person),
        "request": done.number,
        "messages": done.messages,
        "feeds": done.feeds,
        "left": [{"where": left.where, "count": left.count, "feed": left.feed or None} for left in done.left],
        "read_bytes": done.read,
        "out_of_reach": done.out_of_reach,
        "backups": [str(path) for path in done.backups],
        "backups_deleted": [str(path) for path in done.backups_deleted],
    }


def show_forgotten(terminal: Terminal, author: str, done: Forgotten) -> None:
    """What was read through, what is left, and which copies there are."""
    speech, out = terminal.speech, terminal.out
    show_thrown_away(terminal, done.messages)
    read = size(done.read, speech)
    if done.out_of_reach:
        fine = N_("Every table was written anew and looked through: nothing of {author} is left.")
        rest = N_("Every table was written anew and looked through: of {author} there is left")
    else:
        fine = N_("Read through all {size}: nothing of {author} is left.")
        rest = N_("Read through all {size}: of {author} there is left")
    if not done.left:
        tell(out, speech.say(fine, size=read, author=author))
    else:
        terminal.warn(rest, size=read, author=author)
        for left in done.left:
            terminal.tell("  " + left_line(left, speech), "yellow")
    if done.backups_deleted:
        terminal.note(N_("Deleted: {files}"), files=named(done.backups_deleted))
    if done.backups:
        said = N_("These copies may still hold them; delete them, or make new ones: {files}")
        terminal.warn(said, files=named(done.backups))
        terminal.note(N_("`--backups` deletes those that smwatch made. It doesn't know of copies elsewhere."))
    else:
        terminal.note(N_("smwatch knows of no copy of the database; if you made any, delete them."))
    if done.out_of_reach:
        terminal.warn(
            N_(
                "What the server keeps beside its tables is out of smwatch's reach, and may hold them for a while: its"
                " write-ahead log and what is archived of it, its backups and dumps, its own log."
            )
        )


def show_thrown_away(terminal: Terminal, messages: int) -> None:
    """How many messages won't be sent."""
    if messages:
        told = terminal.speech.count(
            "{n} message that waited to be sent told them, and was thrown away.",
            "{n} messages that waited to be sent told them, and were thrown away.",
            messages,
        )
        tell(terminal.out, told)


def named(files: Sequence[Path]) -> str:
    """Files in a line."""
    return ", ".join(map(str, files))


def left_line(left: Left, speech: Speech) -> str:
    """Where it stands, and what can be done."""
    if left.feed:
        said = N_("in the feed {feed}, which the config names: take it out, scan, and run this again")
        return speech.say(said, feed=left.feed)
    if left.where == "file":
        said = N_("in the bytes of the file, in no table: run this again, with everything else closed")
        return speech.say(said)
    if left.where == WHO:
        return speech.say(N_("in the journal, as who decided something: that is kept as it is"))
    times = speech.count("{n} time", "{n} times", left.count)
    return speech.say(N_("{times} in {where}"), times=times, where=left.where)


def brand_dict(brand: str, found: BrandForgotten, *, done: bool) -> dict[str, Any]:
    """`db forget --brand --json`."""
    figures = {"mentions": found.mentions, "alerts": found.alerts, "labels": found.labels, "messages": found.messages}
    return {"brand": brand, **figures, "dry_run": not done}


def brand_line(brand: str, found: BrandForgotten, speech: Speech) -> str:
    """How much is stored of it."""
    return speech.say(
        N_("Of {brand}: {mentions}, {alerts}, {labels}."),
        brand=brand,
        mentions=speech.count("{n} mention", "{n} mentions", found.mentions),
        alerts=speech.count("{n} alert", "{n} alerts", found.alerts),
        labels=speech.count("{n} label", "{n} labels", found.labels),
    )
