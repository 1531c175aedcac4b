"""What a link says of the visit and not of the page: campaigns, clicks, sessions, AMP. Pure.

    is_visit("utm_source", "rss") -> True        is_visit("p", "123") -> False

From what is documented: ClearURLs' rules (https://docs.clearurls.xyz), the query filters of Brave and Firefox, and the
manuals of those who count visits (AT Internet and Piano: xtor, at_…; comScore: ns_…; Webtrends and Mapp: wt…; Matomo:
pk_…, mtm_…). Left out is what some of these lists drop and others need: ref, source, cid, mc, id and whatever else may
be a page's.
"""

from __future__ import annotations

import re
from typing import Final

_PREFIXES: Final = tuple("utm_ at_ ns_ pk_ mtm_ piwik_ matomo_ itm_ otm_ hsa_ wt. guce_ aspsessionid".split())
_PAGES: Final = frozenset(("at_id", "ns_id"))  # begin like those, and may well be the page's own
_NAMES: Final = frozenset(
    # campaigns, by who counts them
    "utm xtor xtref xtcr xts wt_mc wt_zmc wtmc wtzmc wtrid _openstat spm cmpid ncid icid ocid mbid"
    " s_cid s_kwcid ftag ftcamp"
    "  tracking_source echobox sr_share smid ceneo_spo campaign_ref _ga _gl ga_source ga_medium"
    " ga_term ga_content ga_campaign"
    # clicks, by whose advertisement or button it was
    " fbclid fb_action_ids fb_action_types fb_source fb_ref action_object_map action_type_map action_ref_map"
    "  gclid gclsrc dclid gbraid wbraid srsltid gad_source gad_campaignid gs_l msclkid twclid ttclid"
    " yclid ysclid li_fat_id"
    " igshid igsh epik rb_clickid zanpid wickedid irclickid tblci dicbo cjevent obclid __twitter_impression"
    " ref_src ref_url soc_src soc_trk tsrc .tsrc guccounter"
    # newsletters, by who sends them
    " mc_cid mc_eid mc_tc _hsenc _hsmi __hsfp __hssc __hstc hsctatracking __s mkt_tok oly_anon_id oly_enc_id"
    " vero_conv vero_id ml_subscriber ml_subscriber_hash ck_subscriber_id dm_i elqtrack elqtrackid bsft_clkid bsft_uid"
    # AMP pages, by their viewers
    " amp_js_v amp_gsa amp_lite amp_latest_update_time usqp"
    # sessions
    " phpsessid jsessionid sessionid session_id sessid zenid oscsid cfid cftoken".split()
)
# of one site alone, under other names than everybody's
_OF_SITE: Final = {
    "facebook.com": frozenset(
        "__tn__ fref hc_ref hc_location ref refid refsrc _rdr mibextid paipv eid rdid share_url".split()
    ),
    "instagram.com": frozenset(["hl"]),
    "linkedin.com": frozenset("trk trackingid refid originalsubdomain rcm lipi".split()),
    "reddit.com": frozenset("share_id ref ref_source rdt".split()),
    "medium.com": frozenset("source gi sk".split()),
    "tiktok.com": frozenset("_t _r is_from_webapp sender_device sender_web_id".split()),
    "nytimes.com": frozenset("smtyp partner emc rref referringsource unlocked_article_code".split()),
    "reuters.com": frozenset("feedtype feedname rpc virtualbrandchannel".split()),
    "theguardian.com": frozenset(["cmp"]),
    "washingtonpost.com": frozenset("wprss tid itid".split()),
    "wsj.com": frozenset("mod reflink".split()),
    "msn.com": frozenset("cvid ei pc".split()),
    "radio-canada.ca": frozenset("partageapp depuisrecherche cap".split()),
    "blogspot.com": frozenset(["m"]),
    "x.com": frozenset("s t".split()),
}
_AMP: Final = {"amp": {"", "1", "true"}, "_amp": {"", "1", "true"}, "outputtype": {"amp"}, "output": {"amp"}}
_LONG_SESSION: Final = re.compile(r"[0-9a-f]{26,40}", re.IGNORECASE)  # s= and sid= of forums; short ones are pages
_FRAGMENT: Final = re.compile(r"(?:xtor|utm_\w{1,20}|at_\w{1,20}|echobox)=", re.IGNORECASE)


def is_tracking(name: str) -> bool:
    """Whether a parameter of this name says only who sent the reader, or in which visit, on any site."""
    name = name.lower()
    return name in _NAMES or (name.startswith(_PREFIXES) and name not in _PAGES)


def is_visit(name: str, value: str, host: str = "") -> bool:
    """Whether a parameter leaves the page what it is; `host`: of the link, for what only one site says."""
    if is_tracking(name):
        return True
    name = name.lower()
    if name in _AMP:
        return value.lower() in _AMP[name]
    if name in {"s", "sid"} and _LONG_SESSION.fullmatch(value):
        return True
    site = _OF_SITE.get(".".join(host.rsplit(".", 2)[-2:]))
    return site is not None and (name in site or name.startswith(("__cft__", "__xts__")))


def untracked(url: str) -> str:
    """The URL without parameters that say who sent the reader; the rest as it is, in its order."""
    if "?" not in url and "#" not in url:
        return url
    base, mark, fragment = url.partition("#")
    if mark and _FRAGMENT.match(fragment):
        mark = fragment = ""
    path, _, query = base.partition("?")
    parts = query.split("&") if query else []
    kept = [part for part in parts if not is_tracking(part.partition("=")[0])]
    if len(kept) < len(parts):
        base = f"{path}?{'&'.join(kept)}" if kept else path
    return f"{base}{mark}{fragment}"
