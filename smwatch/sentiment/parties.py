r"""The words by which a sentence is seen to have another party than the brand: lists to read, patterns to match.

The patterns expect a sentence as `clauses.marked` makes it: names are runs of OURS or THEIRS, white space is spaces.
"""

from __future__ import annotations

import re
from typing import Final


def _any(words: str) -> str:
    """One of these words: alternatives of a pattern; an underscore stands for the space in a name of two words."""
    return "|".join(word.replace("_", " ") for word in words.split())


OURS: Final = "\ue000"  # stands for each letter of the brand's name
THEIRS: Final = "\ue001"  # likewise, of another brand's

# What is said of another in « mon ancienne banque », "my old bank": never of the brand, unless its name stands there
_KINDS: Final = """
banque caisse fournisseur opérateur assureur compagnie boutique magasin épicerie épicier pharmacie garage
transporteur employeur employeuse patron patronne boss job boîte hôtel resto restaurant agence marque enseigne
école clinique coiffeur coiffeuse dentiste propriétaire proprio gym salon institution bank credit_union provider
supplier carrier operator isp insurer company shop store grocer pharmacy airline employer firm hotel agency brand
chain school clinic hairdresser landlord network utility courier builder dealer dealership supermarket
"""
_FORMER: Final = "ex-?|anciens?|anciennes?|vieille|vieux|précédente?s?|autres?|old|previous|former|last|other"
_WHOSE: Final = "mon|ma|mes|notre|nos|ton|ta|votre|leur|son|sa|my|our|your|his|her|their"
_RIVALS: Final = (
    "(?:la|de la) concurrence|(?:le|la|les|des|du|un|une|ses|leurs|vos|son|votre) (?:principa(?:l|le|ux) )?"
    "(?:concurrente?s?|riva(?:l|le|ux))|(?:the|its|their|your|a|any) (?:main |big |biggest |closest )?"
    "(?:competitors?|competition|rivals?)"
)
# Not where the brand is compared to them: « mieux que mon ancienne banque » is said of the brand
_NOT_COMPARED: Final = "(?<!than )(?<!que )(?<!comme )(?<!like )(?<!as )"
SOMEBODY: Final = re.compile(
    rf"{THEIRS}|\b{_NOT_COMPARED}(?:(?:{_WHOSE}) (?:{_FORMER}) ?(?:{_any(_KINDS)})s?"
    rf"|l['’]anci(?:en|enne) (?:{_any(_KINDS)})|(?:(?:d['’]|les )autres|other|the other) (?:{_any(_KINDS)})s?"
    rf"|chez (?:les autres|un autre|d['’]autres)|{_RIVALS})\b",
    re.IGNORECASE,
)
BEGINS_WITH_SOMEBODY: Final = re.compile(
    rf"[\s«\"“'‘(-]{{0,4}}(?:(?:and|even|but|with|at|et|même|mais|pis|puis|chez|avec|à) )?(?={SOMEBODY.pattern})",
    re.IGNORECASE,
)
# Others in a firm's service or above it: another party only where the brand is said not to be to blame
CARRIERS: Final = re.compile(
    r"\b(?:(?:le|au|du|ce|leur) (?:transporteur|livreur|fournisseur|sous-traitant|facteur)|la poste|postes canada"
    r"|la ville|le gouvernement|canada post|the (?:courier|carrier|post office|supplier|contractor|city|government)"
    r"|royal mail|ups|fedex|purolator|dhl|chronopost|colissimo)\b",
    re.IGNORECASE,
)

# A name that nobody configured: a capital where no sentence begins
NAME: Final = r"(?-i:(?!I['’]|M\.|Mme|Mr|Mrs|Ms|Dr)[A-ZÀ-ÖØ-Þ][\w&’'.-]{0,40}[a-zß-öø-ÿ])"
_ME: Final = r"\b(?:je|j['’]|m['’]|me|mon|ma|mes|nous|on|notre|i|i['’]ve|i['’]d|my|we|our|us)(?:\b|(?<=['’]))"
_MOST: Final = "others?|most|many|some|certaine?s|beaucoup|d['’]autres|autres|la plupart|plusieurs|tant"
_UNLIKE: Final = (
    "contrairement (?:à|aux?)|à la différence (?:de|des|du)|au contraire (?:de|des|du)|à l['’]inverse (?:de|des|du)"
    "|unlike|in contrast (?:to|with)|as opposed to"
)
_WHILE: Final = "alors qu(?:e |['’])|tandis qu(?:e |['’])|pendant qu(?:e |['’])|while |whereas |whilst "
_AFTER: Final = "après|depuis|suite à|after|since|following"
_BUT: Final = (
    "mais|par contre|en revanche|cependant|toutefois|heureusement|but|however|by contrast|luckily|thankfully"
    "|fortunately"
)
UNLIKE: Final = re.compile(
    rf"(?<!\w)(?:{_UNLIKE}) (?:la |le |les |l['’])?(?={OURS}|{SOMEBODY.pattern}|{NAME}|(?:{_MOST})\b)", re.IGNORECASE
)
WHILE: Final = re.compile(
    rf"(?<!\w)(?:{_WHILE})(?:la |le |l['’]|the )?(?={SOMEBODY.pattern}|{NAME}|{OURS})", re.IGNORECASE
)
AFTER: Final = re.compile(rf"[\s«\"“'‘(]{{0,4}}(?:{_AFTER}) ", re.IGNORECASE)
DEALT_WITH: Final = re.compile(rf"\b(?:chez|avec|par|with|at|from|by) (?:la |le |l['’])?{NAME}", re.IGNORECASE)
ME: Final = re.compile(_ME, re.IGNORECASE)
BREAK: Final = re.compile(rf" ?;\s?| [–—] |(?<!\w)(?:{_BUT})\b", re.IGNORECASE)

# How a sentence goes on about what the one before it named
_FIRM: Final = """
entreprise compagnie société groupe marque chaîne bannière enseigne détaillant épicier transporteur banque
assureur fabricant constructeur opérateur fournisseur distributeur géant multinationale coopérative coop
institution établissement restaurant hôtel magasin boutique usine plateforme application appli maison direction
porte-parole pdg dirigeant dirigeante employeur société_d'état organisme marchand manufacturier brasseur festival
musée théâtre company firm group brand chain retailer grocer airline carrier bank insurer maker manufacturer
operator provider supplier giant multinational co-op cooperative startup store shop restaurant hotel plant
platform app network utility management spokes(?:person man woman) ceo chief_executive employer organi[sz]ation
brewer agency business festival museum theatre
"""
NOUNS: Final = re.compile(
    rf"\b(?:l['’] ?|la |le |cette |cet |ce |the |this |a company |its |their |sa |son |leur )"
    rf"(?:\w{{1,20}} )?(?:{_any(_FIRM)})s?\b",
    re.IGNORECASE,
)
_LEAD_IN: Final = (
    "(?:(?:mais|et|or|donc|puis|pourtant|cependant|toutefois|selon|pour|d['’]après|de plus|and|but|yet|so|then|still"
    "|for|according to|however|also|now|when|if|quand|si),? ){0,2}"
)
_WEATHER: Final = (  # « il pleut », « il y a »: this il is nobody
    r"il (?:n[e'’] ?)?(?:y a|pleut|pleuvait|neige|a (?:plu|neigé|fallu)|faut|fallait|s['’]agit"
    r"|fai(?:t|sait) (?:beau|chaud|froid|noir|nuit|mauvais))\b"
)
PRONOUNS: Final = re.compile(
    rf"[\s«\"“'‘(–—-]{{0,4}}{_LEAD_IN}(?!{_WEATHER})"
    r"(?:ils?|elles?|on|c['’]est|c['’]était|cela|ça|ce|cette|ces|son|sa|ses|leurs?|celui-ci"
    r"|celle-ci|ceux-ci|it|its|it['’]s|they|them|their|they['’](?:re|ve|ll|d)|this|that|that['’]s|these|those|he|she|his|her)\b",
    re.IGNORECASE,
)
ADDRESSED: Final = re.compile(
    r"\b(?:vous|votre|vos|tu|ton|ta|tes|ici|you|your|yours|you['’]re|u|here|merci|bravo|thanks?)\b", re.IGNORECASE
)

# How a sentence goes on about the other party that the one before it has, in a comment: not with what comes of it
# (« C'est du vol », “This is a disgrace”), which is said to those who are spoken to
THEY: Final = re.compile(
    rf"[\s«\"“'‘(–—-]{{0,4}}{_LEAD_IN}(?!{_WEATHER})(?:ils?|elles?|leurs?|eux|they|them|their|they['’](?:re|ve|ll|d)|he|she|his|her)\b",
    re.IGNORECASE,
)

# Who is compared to whom speaks of the one who is spoken to, too: « Boréal répond plus vite que vous »
BESIDE_YOU: Final = re.compile(
    r"\b(?:que|comme|contrairement à|than|like|unlike|as|et|ou|ni|and|or|nor) (?:chez )?(?:vous|you|ici|here)\b"
    r"|\b(?:vous|you) (?:et|ou|and|or)\b",
    re.IGNORECASE,
)

# The brand is said not to be to blame
_BLAME: Final = re.compile(
    r"\b(?:faute|blâm\w*|erreur|problème|coupables?|responsables?|à cause|fault|blam\w+|mistake|problem"
    r"|because of|caused by|responsible|guilty|furious|angry|mad|fâchée?|en colère)\b",
    re.IGNORECASE,
)
_NOT_US: Final = re.compile(
    r"[,;:–—-] ?(?:et |mais )?(?:pas|non|non pas) (?:(?:à|de|chez|celle de) |d['’])?(?:l['’]|la |le )?"
    rf"(?:{OURS}|(?:vous|eux)\b)"
    rf"|[,;:–—-] ?(?:and |but )?not (?:on |with |by |at )?(?:{OURS}|(?:you|them)\b)",
    re.IGNORECASE,
)
_CLEARED: Final = re.compile(
    rf"(?:{OURS}|\b(?:vous|ils?|elles?|eux)) (?:n['’]|ne )?(?:y )?(?:êtes|est|sont|était|étaient|étiez) pour rien\b"
    rf"|\brien à voir avec (?:(?:vous|eux|elle|lui)\b|{OURS})"
    rf"|\bpas (?:de )?(?:(?:la faute|le problème) (?:à |de |d['’])(?:(?:vous|eux)\b|{OURS})|(?:votre|leur) faute\b)"
    rf"|\bnothing to do with (?:(?:you|them)\b|{OURS})"
    rf"|(?:\bnot|n['’]t) (?:really )?(?:(?:your|their) (?:fault|doing)\b|down to (?:(?:you|them)\b|{OURS})"
    rf"|{OURS}+(?:['’]s?)? (?:fault|doing)\b)"
    rf"|\b(?:don['’]?t|do not|can['’]?t|stop) blam(?:e|ing) (?:(?:you|them)\b|{OURS})",
    re.IGNORECASE,
)
# Somebody says that the brand is cleared, and isn't believed
_CLAIMED: Final = re.compile(
    r"\b(?:arrêtez de|cessez de|arrête de|stop|quit) (?:dire|prétendre|répéter|saying|claiming|telling)\b"
    r"|\b(?:disent|dit|prétend(?:ent)?|affirme(?:nt)?|jure(?:nt)?)-(?:ils?|elles?|on)\b"
    r"|\b(?:soi-disant|supposément|paraît-il|so they say|they (?:say|claim)|allegedly|supposedly)\b",
    re.IGNORECASE,
)
# The brand stands by: what is told right before, of somebody with a name, is that one's trouble
UNAFFECTED: Final = re.compile(
    rf"{OURS}(?!{OURS}).{{0,60}}?(?:\b(?:n['’]|ne ).{{1,15}}?\bpas (?:été )?(?:concernée?s?|visée?s?|touchée?s?"
    r"|impliquée?s?|affectée?s?|mise?s? en cause|en cause)\b|(?:\bnot|n['’]t) (?:be |been |being )?(?:affected|involved"
    r"|implicated|concerned|impacted|targeted|part of|among)\b|\bunaffected\b|\bépargnée?s?\b)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(rf"(?:[\w,:] |['’]){NAME}")


def names_somebody(sentence: str) -> bool:
    """Whether it has a name beside the brand's, after its first word."""
    return THEIRS in sentence or _NAMED.search(sentence) is not None


_WORD: Final = re.compile(r"\w+")
# No text without one of these has another party or clears the brand: looked for first, as that is quick
_HINTS: Final = frozenset("""
ex ancien ancienne anciens anciennes vieille vieux précédent précédente précédents précédentes autre autres old previous
former last other others concurrence concurrent concurrente concurrents concurrentes rival rivale rivaux rivales
competitor competitors competition rivals contrairement différence contraire inverse unlike contrast opposed alors
tandis pendant while whereas whilst après depuis suite after since following chez rien nothing faute fault problème
problem erreur mistake doing blâme blâmer blâmez blame blamed blaming coupable coupables responsable responsables cause
caused because responsible guilty furious angry mad fâché fâchée colère down
affected unaffected involved implicated concerned impacted targeted part among concerné concernée concernés concernées
visé visée visés visées touché touchée touchés touchées impliqué impliquée impliqués impliquées affecté affectée épargné
épargnée
""".split())  # fmt: skip


def has_hint(text: str) -> bool:
    """Whether it is worth while to look for another party in it."""
    return not _HINTS.isdisjoint(_WORD.findall(text.lower()))


def cleared(sentence: str) -> re.Match[str] | None:
    """Where the sentence says that the brand is not to blame, and means it."""
    if _CLAIMED.search(sentence):
        return None
    found = _CLEARED.search(sentence)
    if not found and (found := _NOT_US.search(sentence)) and not _BLAME.search(sentence):
        return None
    return found
