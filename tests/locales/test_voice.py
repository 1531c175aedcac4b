"""One voice: one word for one thing, in the messages and on the pages of either language.

The words are those of the glossaries (docs/glossary.md, docs/fr/glossaire.md). What stands between backquotes or in a
block is typed as it is, and a word in italics or quotes is spoken of, not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from tests.pages import PAGES, is_french, name

FRENCH = {
    r"e-mails?|mails?|mèls?": "courriel",
    r"newsletters?": "bulletin (infolettre, de ce que publie Substack)",
    r"flux|feeds?": "fil",
    r"digests?": "bulletin",
    r"scans?|scanner|crawls?|collecter": "relève, relever",
    r"items?|entrées?(?! (?:standard|du trousseau))": "publication",
    r"histoires? (?:négatives?|reprises?)|copies d’une histoire|copie d’une histoire": "texte",
    r"tweets?|posts?|hashtags?|followers?": "message, mot-clic, abonné",
    r"à défaut": "par défaut",
    r"énum[éè]r\w+": "lister, donner la liste",
    r"exports?|imports?": "exportation, importation",
    r"tableurs?": "chiffrier",
    r"dashboards?|monitoring|clusters?|plug-?ins?|bugs?|updates?|digital\w*|checker": "un mot français",
    r"s’il vous plaît|veuillez|merci de": "l’impératif, sans plus",
    r"n°|no \d": "nº, avec une espace insécable",
    r"Web|Internet": "web, internet",
    r"alertes? (?:naissante|fermée|terminée)s?": "émergente, close",
    r"analyseurs?": "évaluateur",
    r"(?:n’)?(?:est|sont|sera|seront|été|être) (?:plus |pas |alors |de nouveau )?gardée?s?": "enregistré, conservé",
    r"(?:mentions?|publications?|commentaires?|textes?|ce qui) (?:est |sont |a été )?conserv\w+": "enregistré",
    r"(?:rien n’(?:est|a été)|sans rien) conserv\w+|stock\w+": "enregistré, enregistrer",
    r"initier|supporter|adresser un problème|faire sens|en charge de|au niveau de|basée? sur": "un verbe français",
}
"""What no French sentence says, and what it says instead."""
ENGLISH = {
    r"please|kindly": "say what to do",
    r"newsletters? of ours": "digest",
    r"crawl\w*|fetch run": "scan, poll",
    r"keywords?": "name, query, word",
    r"incidents?": "alert",
    r"items? of (?:a|the) feed|feed items?|articles? of (?:a|the) feed": "entry",
    r"simply|obviously|utili[sz]e\w*|leverag\w+|in order to|functionality|e\.g\.|i\.e\.|etc\.": "a plain word",
    r"invalid|illegal|abort\w*|failed to": "what is wrong, in words a person uses",
    r"dropdown|backend|frontend|user-friendly": "a plain word",
}
"""The same in English."""
TYPED = re.compile(
    r"^ *```.*?^ *```|`[^`\n]*`|<!--.*?-->|\]\([^)]*\)|https?://\S+|«[^»\n]*»|“[^”\n]*”|\"[^\"\n]*\"|\*[^*\n]+\*"
    r"|\[\[?\w+\]?\]|(?<!\w)--?\w[\w-]*|smwatch(?: [a-z-]+)+|\{smwatch\}[^\n]*|\{\w+\}|[A-Z]+=\S+|[\w-]+(?= \()"
    r"|[\w./-]*[/._=][\w./-]*\w",
    re.DOTALL | re.MULTILINE,
)
"""What is typed or quoted: commands, addresses, keys, files, the words of others."""


def slips(texts: Iterable[tuple[str, str]], forbidden: dict[str, str]) -> list[str]:
    """Where a text uses a word that it should not, with what to write instead."""
    words = [(re.compile(rf"(?<![\w’'-])(?:{pattern})(?![\w-])"), instead) for pattern, instead in forbidden.items()]
    return [
        f"{where}: “{found[0]}”, write: {instead}"
        for where, text in texts
        for plain in [TYPED.sub(" ", text)]
        for word, instead in words
        for found in word.finditer(plain)
    ]


@pytest.mark.parametrize(("lang", "forbidden"), [("fr", FRENCH), ("en", ENGLISH)])
def test_messages_use_the_words_of_the_glossary(
    lang: str, forbidden: dict[str, str], pairs: list[tuple[str, str]]
) -> None:
    assert slips(((english[:60], french if lang == "fr" else english) for english, french in pairs), forbidden) == []


@pytest.mark.parametrize(("lang", "forbidden"), [("fr", FRENCH), ("en", ENGLISH)])
def test_pages_use_the_words_of_the_glossary(lang: str, forbidden: dict[str, str]) -> None:
    """But in the glossaries, which name the words of the other language too."""
    words = {"glossary", "glossaire"}
    pages = [page for page in PAGES if is_french(page) == (lang == "fr") and page.stem not in words]
    assert slips(((name(page), page.read_text("utf-8")) for page in pages), forbidden) == []


TERMS = {
    r"feeds?": "fil",
    r"mentions?": "mention",
    r"alerts?": "alerte",
    r"digests?": "bulletin",
    r"stored?": "enregistr|n’est plus dans la base",
    r"stor(?:y|ies)": "texte|parution|dépêche|histoire est finie",
    r"entr(?:y|ies)": "publication",
    r"scans?": "rel[eè]v",
    r"threads?": "fils? de discussion",
    r"voices?": "voix",
    r"brands?": "marque",
    r"labels?": "étiquet",
    r"scorers?": "évaluateur",
    r"heads?": "réglage",
    r"presets?": "préréglage",
    r"playbook": "plan",
    r"policy": "politique",
    r"debrief": "bilan",
    r"backups?": "sauvegarde",
    r"silent": "muet",
    r"failing": "panne",
    r"retired": "repos",
    r"mail server|by e-mail|e-mail address": "courriel",
}
"""A word of the English messages, and the one French word for it."""
KEYS = re.compile(r"\b(?:as scorer|fetched and brand|levels, kinds or brands|score and label|its number, as)\b")
"""Keys of the config and of files, which are no words of the sentence."""
OTHERS = {"10 stories, mostly their beginnings; no responses", "stories on Medium with a name as their tag"}
"""What others call so: articles, on Medium."""


@pytest.mark.parametrize(("word", "french"), TERMS.items(), ids=str)
def test_one_thing_has_one_french_word(word: str, french: str, pairs: list[tuple[str, str]]) -> None:
    there = re.compile(rf"(?<![\w-])(?:{word})(?![\w-])")
    found = [(e, f) for e, f in pairs if there.search(KEYS.sub(" ", TYPED.sub(" ", e))) and e not in OTHERS]
    assert found
    assert [pair for pair in found if not re.search(french, pair[1], re.IGNORECASE)] == []
