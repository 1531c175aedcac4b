# ruff: noqa: E501 - what people say
"""How well themes are found: made-up periods with subjects planted among the corpus's texts; `python -m bench.themes`.

A period holds 40 to 160 texts of the corpus's last hands (none of which the lists in smwatch/themes/usual/ are of), their
brand's name replaced, and three to six subjects of 4 to 24 stories, French, English or both; the period before holds
some of them, too. A subject's stories are put together from its sentences and from openings and endings that all
subjects share. Prints: how many subjects are found (a told theme holds half of its stories, and is half of it), how pure
the themes are that were found, what part of the subject each holds, and whether each is called by one of its names.
"""

from __future__ import annotations

import json
import random
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

from smwatch.models import DateTrust, Label, MentionRow, Role, Why
from smwatch.text.fold import fold
from smwatch.themes.find import themes

ROOT = Path(__file__).parent.parent
START = datetime(2010, 3, 1, tzinfo=UTC)
BRAND = "Nordelait"


@dataclass(frozen=True)
class Subject:
    """Something people talk about."""

    lang: str
    names: str  # what it may be called, parted by commas
    lines: tuple[str, ...]


SUBJECTS = (
    Subject("fr", "rappel de yogourts, rappel", (
        "Rappel de yogourts Nordelait : la bactérie listeria serait en cause.", "Le rappel de yogourts touche 14 000 pots de saveur vanille.",
        "J'ai trois pots du rappel de yogourts dans mon frigo, je fais quoi?", "L'Agence canadienne d'inspection des aliments confirme le rappel de yogourts.",
        "Listeria : le rappel s'étend aux formats familiaux.", "Encore un rappel chez Nordelait, deux enfants malades de la listeria.",
        "Le rappel de yogourts arrive trois semaines trop tard.", "Ma mère a mangé un pot visé par le rappel, elle est à l'hôpital.",
        "Nordelait rembourse les yogourts du rappel sur présentation du reçu.")),
    Subject("fr", "usine de Granby, fermeture de l'usine, usine, Granby", (
        "Nordelait ferme son usine de Granby, 240 emplois perdus.", "La fermeture de l'usine de Granby est un coup dur pour la région.",
        "Les employés de l'usine de Granby ont appris la nouvelle par courriel.", "Le syndicat de l'usine de Granby demande une rencontre.",
        "Mon beau-frère travaille à l'usine depuis vingt ans, il est à terre.", "Le maire de Granby dénonce la fermeture de l'usine.",
        "Granby perd son usine, et Nordelait fait des profits records.", "Que va devenir l'usine de Granby après la fermeture?")),
    Subject("fr", "François Legault, Legault", (
        "François Legault se dit déçu de Nordelait.", "Le premier ministre François Legault visite les installations de Nordelait.",
        "Legault promet une aide de 12 millions à Nordelait.", "François Legault refuse de commenter le dossier Nordelait.",
        "Pourquoi Legault donne notre argent à Nordelait?", "L'opposition accuse François Legault de favoritisme envers Nordelait.",
        "Legault et le patron de Nordelait jouaient au golf ensemble.", "François Legault parle d'un fleuron québécois.")),
    Subject("fr", "huile de palme, palme", (
        "De l'huile de palme dans la tablette noisette, vraiment?", "Nordelait doit arrêter l'huile de palme.",
        "L'huile de palme détruit la forêt de Bornéo.", "Une pétition contre l'huile de palme de Nordelait réunit 30 000 noms.",
        "Pas d'huile de palme chez mes enfants, merci.", "Nordelait promet de l'huile de palme certifiée d'ici cinq ans.",
        "La forêt brûle pour votre huile de palme.", "Les orangs-outans meurent à cause de l'huile de palme.")),
    Subject("fr", "prix du lait, hausse de prix, hausse des prix, hausse", (
        "Le prix du lait augmente encore de 8 %.", "Hausse du prix du lait : Nordelait blâme le transport.",
        "À ce prix-là, le litre de lait est devenu un luxe.", "Nordelait justifie la hausse du prix du lait par l'inflation.",
        "Le prix du lait a doublé en cinq ans.", "Les familles ne suivent plus le prix du lait.", "La hausse du prix du lait choque les consommateurs.")),
    Subject("fr", "recours collectif", (
        "Un recours collectif est autorisé contre Nordelait.", "Le recours collectif vise les clients de 2005 à 2009.",
        "Comment s'inscrire au recours collectif contre Nordelait?", "La Cour supérieure entend le recours collectif en mai.",
        "L'avocat du recours collectif réclame 300 $ par client.", "Recours collectif : Nordelait dit ne rien avoir à se reprocher.")),
    Subject("fr", "boîtes à lunch, commandite, aréna, Coupe Nordelait", (
        "Les Coyotes remportent la Coupe Nordelait à l'aréna.", "La Coupe Nordelait réunit 32 équipes pee-wee.",
        "Belle fin de semaine à la Coupe Nordelait, bravo aux jeunes.", "Mon gars a compté deux buts à la Coupe Nordelait!",
        "La Coupe Nordelait de hockey mineur commence vendredi à l'aréna.", "Deux bénévoles honorés à la Coupe Nordelait de hockey.")),
    Subject("fr", "page Facebook, commentaires effacés, Facebook, censure", (
        "Nordelait efface les critiques sur sa page Facebook.", "La censure sur la page Facebook de Nordelait, c'est honteux.",
        "Ils m'ont bloqué de la page Facebook après ma critique.", "Sur sa page Facebook, Nordelait menace les gens qui changent le logo.",
        "La page Facebook de Nordelait déborde depuis ce matin.", "Qui gère cette page Facebook? La censure ne marche jamais.")),
    Subject("en", "yogurt recall, recall, yogurt recalls", (
        "Nordelait yogurt recall widens after listeria tests.", "The yogurt recall covers 14,000 vanilla cups.",
        "I have three cups from the yogurt recall in my fridge.", "Inspectors confirm the Nordelait yogurt recall.",
        "Two kids sick with listeria, and the recall comes now?", "Recalled Nordelait cups still on shelves, shoppers say.",
        "The yogurt recall is three weeks too late.", "My mother ate a recalled cup and is in hospital.")),
    Subject("en", "Terms of service, new terms", (
        "Nordelait changed its terms of service overnight.", "The new terms of service let Nordelait keep your photos.",
        "Has anyone read the Nordelait terms of service?", "Nordelait backs down on its terms of service after outcry.",
        "Those terms of service are a privacy nightmare.", "I closed my account over the terms of service.",
        "Lawyers call the terms of service unenforceable.")),
    Subject("en", "Air Canada", (
        "Air Canada drops Nordelait snacks from its flights.", "Nordelait loses its Air Canada contract.",
        "Had the Nordelait cheese on Air Canada, never again.", "Air Canada says the Nordelait deal ended in March.",
        "Air Canada passengers will miss Nordelait, a bit.", "Losing Air Canada costs Nordelait nine million.")),
    Subject("en", "palm oil", (
        "Nordelait must stop buying palm oil.", "Palm oil in a hazelnut bar? Really?", "Orangutans die for Nordelait palm oil.",
        "Nordelait pledges certified palm oil within five years.", "Palm oil is killing the forest.",
        "A petition against Nordelait palm oil drew 30,000 names.", "No more palm oil in my kitchen.")),
    Subject("en", "data breach, breach", (
        "A data breach at Nordelait exposed 90,000 loyalty cards.", "Nordelait took a month to disclose the data breach.",
        "Got the letter about the data breach today.", "The data breach includes birth dates, says the watchdog.",
        "How do I know if I'm in the Nordelait data breach?", "Hackers behind the data breach want a ransom.")),
    Subject("en", "strike, picket line, drivers", (
        "Nordelait drivers are on strike since dawn.", "The strike at Nordelait enters its second week.",
        "Shelves empty as the Nordelait strike drags on.", "The drivers' union says the strike will last.",
        "I support the drivers, the strike is fair.", "Nordelait offers 3% to end the strike by drivers.", "A picket line of drivers blocks the dairy.")),
    Subject("en", "Marie Gagnon, Gagnon", (
        "Nordelait CEO Marie Gagnon resigns.", "Marie Gagnon leaves with a four million bonus.", "Gagnon was the first woman to run Nordelait.",
        "Shareholders cheer as Marie Gagnon goes.", "Marie Gagnon never answered our questions.", "What did Gagnon know, and when?",
        "Marie Gagnon tells staff she is proud of Nordelait.")),
    Subject("en", "oat milk", (
        "Nordelait launches oat milk in three flavours.", "The new Nordelait oat milk froths like a dream.", "Tried the oat milk, too sweet for me.",
        "Oat milk from a dairy giant? Times change.", "Nordelait oat milk is sold out everywhere.", "Farmers grumble about Nordelait oat milk.")),
)  # fmt: skip
AROUND = {
    "fr": ("", "", "", "Franchement.", "Je n'en reviens pas.", "À lire ce matin.", "Bravo la gang.", "On verra bien.", "C'est rendu n'importe quoi.", "Quelqu'un a des détails?", "Voir le lien.", "Les gens parlent juste de ça au bureau."),
    "en": ("", "", "", "Honestly.", "I can't believe it.", "Worth a read.", "Well done folks.", "We shall see.", "This is getting out of hand.", "Anybody know more?", "Link below.", "Everybody at work talks about it."),
}  # fmt: skip


def noise() -> dict[str, list[str]]:
    """Texts on anything, of hands that nothing was learnt from."""
    hands = set(tomllib.loads((ROOT / "corpus/splits.toml").read_text("utf-8"))["test"])
    found: dict[str, list[str]] = {"fr": [], "en": []}
    for path in sorted((ROOT / "corpus/texts").glob("*.jsonl")):
        if path.name[:3] in hands:
            for row in map(json.loads, path.read_text("utf-8").splitlines()):
                found[row["lang"]].append(row["text"].replace(row["brand"], BRAND))
    return found


def world(dice: random.Random, texts: dict[str, list[str]]) -> tuple[list[MentionRow], list[MentionRow], list[str]]:
    """A period, the one before, and the subject of each story of the period ("": none)."""
    langs = dice.choice((("fr",), ("en",), ("fr", "en")))
    chosen = dice.sample([s for s in SUBJECTS if s.lang in langs], dice.randint(3, 6))
    now, past = list[tuple[str, str, str]](), list[tuple[str, str, str]]()
    for subject in chosen:
        said = list(_said(dice, subject, dice.randint(4, 24)))
        now += [(subject.names, subject.lang, text) for text in said]
        if dice.random() < 0.4:
            past += [(subject.names, subject.lang, text) for text in _said(dice, subject, dice.randint(2, 20))]
    others = [("", lang, text) for lang in langs for text in texts[lang]]
    dice.shuffle(others)
    for into in (now, past):
        for _ in range(dice.randint(40, 160)):
            into.append(others.pop())
        dice.shuffle(into)
    return _rows(now, 0), _rows(past, 100_000), [names for names, _, _ in now]


def _said(dice: random.Random, subject: Subject, n: int) -> Iterator[str]:
    for _ in range(n):
        around = AROUND[subject.lang]
        yield " ".join(filter(None, (dice.choice(around), dice.choice(subject.lines), dice.choice(around))))


def _rows(said: Sequence[tuple[str, str, str]], first: int) -> list[MentionRow]:
    return [_row(first + at, text, lang) for at, (_, lang, text) in enumerate(said)]


def _row(number: int, text: str, lang: str) -> MentionRow:
    at = START + timedelta(minutes=10 * number)
    return MentionRow(
        id=number, brand=BRAND, why=Why.NAMED, published=at, fetched=at, date_trust=DateTrust.FEED,
        source=f"source {number % 7}", feed="", url="", title="", text=text, author=f"author {number}",
        author_role=Role.PUBLIC, lang=lang, score=0.0, label=Label.NEUTRAL, scorer="", story="", thread="",
    )  # fmt: skip


@dataclass
class Tally:
    """What was found."""

    planted: int = 0
    found: int = 0
    named: int = 0
    told: int = 0
    pure: list[float] = None  # type: ignore[assignment]
    whole: list[float] = None  # type: ignore[assignment]


def main(worlds: int = 200, *, show: bool = False) -> None:
    """Print the figures of so many periods."""
    texts, tally, seconds = noise(), Tally(pure=[], whole=[]), 0.0
    for seed in range(worlds):
        now, past, subjects = world(random.Random(seed), texts)
        began = time.process_time()
        told = themes(now, past, most=8)
        seconds += time.process_time() - began
        sizes = Counter(filter(None, subjects))
        tally.planted += len(sizes)
        tally.told += len(told)
        hits = set[str]()
        for theme in told:
            of = Counter(subjects[number] for number in theme.ids)
            subject, n = of.most_common(1)[0]
            hit = bool(subject) and n >= sizes[subject] / 2 and n >= theme.stories / 2
            if hit:
                hits.add(subject)
                tally.found += 1
                tally.pure.append(n / theme.stories)
                tally.whole.append(n / sizes[subject])
                tally.named += fold(theme.name) in [fold(name.strip()) for name in subject.split(",")]
            if show:
                print(seed, "+" if hit else "-", theme.name, theme.stories, dict(of), [t.name for t in theme.terms])
        if show:
            print("   of", dict(sizes), "missed", {s: n for s, n in sizes.items() if s not in hits})
    print(
        f"{worlds} periods, {tally.planted} subjects: found {tally.found / tally.planted:.1%}, purity {fmean(tally.pure):.1%},"
        f" held {fmean(tally.whole):.1%}, well named {tally.named / tally.found:.1%}; {tally.found / tally.told:.1%} of the"
        f" {tally.told} told themes are one of them; {1000 * seconds / worlds:.0f} ms each"
    )


if __name__ == "__main__":
    main(*[int(word) for word in sys.argv[1:] if word.isdecimal()], show="--show" in sys.argv)
