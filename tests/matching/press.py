# ruff: noqa: E501 - word lists
"""A generator of press copies and of texts that only look like them: seeded, French and English.

copies(Press(seed, "fr"), words, 40)     one agency text as forty papers print it
different(Press(seed, "fr"), 1000)       texts on one subject: the same names, numbers, phrases and quotes
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

NAMES = "Nordelait Tremblay Québec Santé-Canada Montréal Lévis Gagnon Boréal Saint-Hyacinthe Ottawa Roy Moncton".split()
WORDS = {
    "fr": (
        "le la les un une des du de à en dans sur avec pour par chez sans sous après avant depuis selon contre "
        "usine lot yogourt rappel plastique client ministre enquête produit employé magasin semaine fragment porte-parole "
        "entreprise laiterie inspection agence plainte famille enfant analyse résultat contamination ligne machine équipe "
        "annonce retire vérifie confirme affirme précise ajoute demande reconnaît refuse rembourse craint attend promet "
        "rapidement hier mardi encore déjà bientôt toujours jamais ensuite vite nouveau grave possible prudent inquiet "
        "trois quatre douze 2400 1952 48 consommateur responsable direction syndicat maire hôpital tablette pot saveur "
        "vanille fraise épicerie chaîne distribution région province pays marché action cours perte recette qualité"
    ).split(),
    "en": (
        "the a an of to in on with for by at from under after before since against about over "
        "plant batch yogurt recall plastic customer minister inquiry product worker store week fragment spokesperson "
        "company dairy inspection agency complaint family child analysis result contamination line machine team "
        "announced withdrew checked confirmed said added asked admitted refused refunded feared expected promised "
        "quickly yesterday Tuesday again already soon always never then new serious possible careful worried "
        "three four twelve 2400 1952 48 consumer manager board union mayor hospital shelf jar flavour "
        "vanilla strawberry grocery chain distribution region province country market share price loss quality"
    ).split(),
}
PHRASES = {
    "fr": (
        "Fondée en 1952 à Saint-Hyacinthe, Nordelait emploie 2 400 personnes dans l'est du Canada.",
        "L'Agence canadienne d'inspection des aliments mène une enquête qui pourrait entraîner d'autres rappels.",
        "Les consommateurs qui ont acheté ces produits sont invités à les jeter ou à les rapporter au magasin.",
        "Aucun cas de maladie n'a été signalé jusqu'à maintenant.",
    ),
    "en": (
        "Founded in 1952 in Saint-Hyacinthe, Nordelait employs 2,400 people in eastern Canada.",
        "The Canadian Food Inspection Agency is conducting an investigation which may lead to the recall of others.",
        "Consumers who bought these products are asked to throw them out or return them to the store.",
        "No illness has been reported so far.",
    ),
}
QUOTES = {
    "fr": "« Nous prenons cette situation très au sérieux et la sécurité de nos clients demeure notre seule priorité », "
    "a déclaré la porte-parole Marie Tremblay.",
    "en": "“We take this situation very seriously and the safety of our customers remains our only priority,” "
    "said spokeswoman Marie Tremblay.",
}
FOOTERS = {
    "fr": (
        "Lire la suite", "La Presse Canadienne", "Photo : Archives, La Presse Canadienne",
        "Abonnez-vous à notre infolettre pour recevoir chaque matin les manchettes de votre région.",
        "Ce site utilise des témoins (cookies) pour améliorer votre expérience; en poursuivant, vous acceptez leur usage.",
        "L'article {title} est apparu en premier sur {site}.", "Tous droits réservés. Toute reproduction est interdite.",
    ),
    "en": (
        "Read more", "The Canadian Press", "Photo: The Canadian Press/Paul Chiasson",
        "Sign up for our newsletter and get the headlines of your region every morning.",
        "This site uses cookies to improve your experience; by continuing you accept their use.",
        "The post {title} appeared first on {site}.", "All rights reserved. Reproduction is prohibited.",
    ),
}  # fmt: skip
SITES = [f"{kind} {place}" for kind in ("Le Journal", "La Voix", "The Gazette", "L'Écho") for place in NAMES]


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry, as far as its story goes."""

    title: str
    text: str
    lang: str = "fr"
    site: str = ""


class Press:
    """Writes sentences of one language's words; the same seed, the same press."""

    def __init__(self, seed: int, lang: str) -> None:
        self.random, self.lang = random.Random(seed), lang

    def sentence(self) -> str:
        r = self.random
        words = [r.choice(NAMES) if r.random() < 0.12 else r.choice(WORDS[self.lang]) for _ in range(r.randint(9, 26))]
        return (words[0][0].upper() + words[0][1:] + " " + " ".join(words[1:])) + "."

    def title(self) -> str:
        return " ".join(self.random.choices(WORDS[self.lang] + NAMES, k=self.random.randint(4, 9))).capitalize()

    def paragraphs(self, words: int) -> list[str]:
        """So many words, more or less, three sentences a paragraph; a quote and a standing phrase among them."""
        made: list[str] = []
        while sum(len(each.split()) for each in made) < words:
            made.append(self.sentence())
        if words >= 100:
            made.insert(self.random.randrange(1, len(made)), QUOTES[self.lang])
            made.append(self.random.choice(PHRASES[self.lang]))
        return [" ".join(made[at : at + 3]) for at in range(0, len(made), 3)]


def cut(press: Press, paragraphs: list[str], share: float = 0.3) -> list[str]:
    """Without that share of its words: at the head, at the tail, in the middle, or paragraphs here and there."""
    r, words = press.random, " \n\n ".join(paragraphs).split(" ")
    away, how = int(len(words) * share), r.choice(("head", "tail", "middle", "paragraphs", "nothing"))
    if how == "paragraphs" and len(paragraphs) > 3:
        keep = sorted(r.sample(range(len(paragraphs)), max(1, round(len(paragraphs) * (1 - share)))))
        return [paragraphs[at] for at in keep]
    start = {"head": 0, "tail": len(words) - away, "middle": (len(words) - away) // 2}.get(how, len(words))
    return " ".join(words[:start] + words[start + away :]).split(" \n\n ")


def dressed(press: Press, paragraphs: list[str], *, lead: bool = True) -> Piece:
    """As a paper prints it: its own headline, now and then a lead of its own, what its site hangs on everything."""
    r, title, site = press.random, press.title(), press.random.choice(SITES)
    body = list(paragraphs)
    if lead and r.random() < 0.5:
        body.insert(0, press.sentence())
    if r.random() < 0.4:
        body[0] = f"{r.choice(NAMES).upper()} — {body[0]}"
    for footer in r.sample(FOOTERS[press.lang], r.randint(0, 3)):
        body.insert(r.choice((0, len(body), len(body))), footer.format(title=title, site=site))
    return Piece(title, "\n\n".join(body), press.lang, site)


def copies(press: Press, words: int, n: int) -> list[Piece]:
    """One text in so many papers."""
    text = press.paragraphs(words)
    return [dressed(press, cut(press, text)) for _ in range(n)]


def different(press: Press, n: int, words: tuple[int, int] = (40, 600)) -> Iterator[Piece]:
    """So many texts on one subject, each by somebody else: the same words, standing phrases and spokesperson."""
    for _ in range(n):
        r = press.random
        body = [press.sentence()]
        size = r.randint(*words)
        while sum(len(each.split()) for each in body) < size:
            body.append(press.sentence())
        for phrase in (QUOTES[press.lang], *r.sample(PHRASES[press.lang], r.randint(0, 2 if size > 80 else 1))):
            body.insert(r.randrange(len(body) + 1), phrase)
        yield dressed(press, body, lead=False)


def rewritten(press: Press, paragraphs: list[str], same: float) -> Piece:
    """A press release of which only so much stands as it was, sentence by sentence."""
    sentences = [f"{each}." for part in paragraphs for each in part.rstrip(".").split(". ")]
    kept = [each if press.random.random() < same else press.sentence() for each in sentences]
    return Piece(press.title(), " ".join(kept), press.lang)
