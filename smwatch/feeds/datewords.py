"""Months and zones by the names that feeds give them, in the languages that people wrote them in. Data only.

Names are in lower case and without accents, as dates.py makes them before it looks here.
"""

from __future__ import annotations

from typing import Final
from unicodedata import combining, normalize

# One line a language: the twelve months, each with the forms and the abbreviations that its beginning doesn't tell.
_MONTHS: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "january february march april may june july august september october november december",
    "de": "januar|jänner|jaenner februar|feber märz|maerz|mrz april mai juni|juno juli|julei august september oktober"
    " november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ca": "gener febrer març abril maig juny juliol agost|ag setembre octubre novembre desembre",
    "nl": "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "pl": "stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj czerwca|czerwiec lipca|lipiec"
    " sierpnia|sierpień września|wrzesień października|październik listopada|listopad grudnia|grudzień",
    "cs": "ledna|leden února|únor března|březen dubna|duben května|květen června|červen|čvn července|červenec|čvc"
    " srpna|srpen září října|říjen listopadu|listopad prosince|prosinec",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "fi": "tammikuuta|tammikuu helmikuuta|helmikuu maaliskuuta|maaliskuu huhtikuuta|huhtikuu toukokuuta|toukokuu"
    " kesäkuuta|kesäkuu heinäkuuta|heinäkuu elokuuta|elokuu syyskuuta|syyskuu lokakuuta|lokakuu marraskuuta|marraskuu"
    " joulukuuta|joulukuu",
    "ru": "января|январь февраля|февраль марта|март апреля|апрель мая|май июня|июнь июля|июль августа|август"
    " сентября|сентябрь октября|октябрь ноября|ноябрь декабря|декабрь",
    "uk": "січня|січень лютого|лютий березня|березень квітня|квітень травня|травень червня|червень липня|липень"
    " серпня|серпень вересня|вересень жовтня|жовтень листопада|листопад грудня|грудень",
    "el": "ιανουαρίου|ιανουάριος φεβρουαρίου|φεβρουάριος μαρτίου|μάρτιος|μάρ απριλίου|απρίλιος μαΐου|μάιος|μάι"
    " ιουνίου|ιούνιος ιουλίου|ιούλιος αυγούστου|αύγουστος σεπτεμβρίου|σεπτέμβριος οκτωβρίου|οκτώβριος"
    " νοεμβρίου|νοέμβριος δεκεμβρίου|δεκέμβριος",
}
SHORTEST: Final = 3  # letters of an abbreviation


def plain(text: str) -> str:
    """In lower case, without accents, with plain blanks and hyphens."""
    if text.isascii():
        return text.lower()
    apart = normalize("NFKD", text.lower().replace("\u2212", "-").replace("\u2013", "-").replace("ı", "i"))
    return normalize("NFC", "".join(char for char in apart if not combining(char)))


def _by_beginning() -> dict[str, int]:
    """Every name, and every beginning of one that tells its month in its language; earlier lines win."""
    whole: dict[str, int] = {}
    beginnings: dict[str, int] = {}
    for line in _MONTHS.values():
        meanings: dict[str, set[int]] = {}
        for month, names in enumerate(plain(line).split(), start=1):
            for name in names.split("|"):
                whole.setdefault(name, month)
                for size in range(SHORTEST, len(name)):
                    meanings.setdefault(name[:size], set()).add(month)
        for name, months in meanings.items():
            if len(months) == 1:
                beginnings.setdefault(name, min(months))
    return beginnings | whole


MONTHS: Final = _by_beginning()
"""Name or abbreviation -> month; none for « jui » and the like, which begin two."""

# Hours from UTC. French names of Canadian zones: National Research Council Canada, « Fuseaux horaires et heure
# avancée »; HEC and the like: Europe centrale. Where a name means several, the one that most feeds come from.
ZONES: Final[dict[str, float]] = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "tu": 0, "tuc": 0, "wet": 0, "west": 1, "bst": 1}
ZONES.update({"hat": -2.5, "hnt": -3.5, "haa": -3, "hna": -4, "hae": -4, "hne": -5, "hac": -5, "hnc": -6, "har": -6})
ZONES.update({"hnr": -7, "hap": -7, "hnp": -8, "hay": -8, "hny": -9, "hec": 1, "hnec": 1, "heec": 2})
ZONES.update({"cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "msd": 4})
ZONES.update({"at": -4, "ast": -4, "adt": -3, "et": -5, "est": -5, "edt": -4, "ct": -6, "cst": -6, "cdt": -5})
ZONES.update({"mt": -7, "mst": -7, "mdt": -6, "pt": -8, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10})
ZONES.update({"nst": -3.5, "ndt": -2.5, "est5edt": -5, "cst6cdt": -6, "mst7mdt": -7, "pst8pdt": -8, "sast": 2})
ZONES.update({"brt": -3, "brst": -2, "art": -3, "ist": 5.5, "pkt": 5, "ict": 7, "hkt": 8, "sgt": 8, "awst": 8})
ZONES.update({"jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13})
ZONES.update({"a": -1, "n": 1, "m": -12, "y": 12})  # of the armed forces; the others were always taken for UTC
