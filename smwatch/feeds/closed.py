"""Networks that have no public feed, and the one way by feed that there is to some of them: RSSHub. No code.

Nothing of this could be tried: it all depends on who runs the instance, and on what these networks do against it.
"""

from __future__ import annotations

from typing import Final

from smwatch.feeds.preset import SITE, TAIL, WEB, Group, Parameter, Preset
from smwatch.locales import N_

NEEDS: Final = N_(
    'it takes an instance of RSSHub that is signed in to {title} (instance = "https://…"), or an RSS-Bridge, whose '
    "address goes into [[feeds]]; or exports that {title} sends you"
)

_RSSHUB: Final = "github.com/DIYgod/RSSHub: lib/routes/"
_LIMITS: Final = N_("as much as the instance gets; expect it to stop now and then")

INSTANCE: Final = Parameter(
    name="instance",
    about=N_("where your instance of RSSHub is"),
    example="https://rsshub.example",
    forms=(SITE,),
    wrong=N_("{value} is no address of a website"),
)


def _account(network: str, host: str, form: str, wrong: str) -> Parameter:
    """Its name, or the address of its page on the network's host."""
    return Parameter(
        name="account",
        about=N_("its name, or the address of its page"),
        example="nordelait",
        forms=(rf"@?(?P<account>{form})", rf"{WEB}{host}/{network}(?P<account>{form}){TAIL}"),
        wrong=wrong,
    )


# fmt: off
CLOSED: Final = (
    Preset(
        name="x-account", title="X", group=Group.CLOSED, titles=True, experimental=True, needs=NEEDS,
        about=N_("what an account on X posts"),
        limits=_LIMITS,
        source=_RSSHUB + "twitter/user.ts",
        entries=("{base}/twitter/user/{account}",),
        parameters=(INSTANCE, _account("@?", r"(?:x|twitter)\.com", r"\w{1,15}", N_("{value} is no account of X"))),
    ),
    Preset(
        name="x-search", title="X", group=Group.CLOSED, experimental=True, needs=NEEDS,
        about=N_("posts on X in which one of the brand's names stands"),
        limits=_LIMITS,
        source=_RSSHUB + "twitter/keyword.ts",
        entries=("{base}/twitter/keyword/{query}",),
        parameters=(INSTANCE,),
    ),
    Preset(
        name="facebook-page", title="Facebook", group=Group.CLOSED, titles=True, experimental=True, needs=NEEDS,
        about=N_("what a page on Facebook posts; not the comments"),
        limits=_LIMITS,
        source=_RSSHUB + "facebook/page.ts",
        entries=("{base}/facebook/page/{account}",),
        parameters=(INSTANCE, _account("", r"facebook\.com", r"[\w.-]+", N_("{value} is no page on Facebook"))),
    ),
    Preset(
        name="instagram-account", title="Instagram", group=Group.CLOSED, titles=True, experimental=True,
        needs=NEEDS,
        about=N_("what an account on Instagram posts; not the comments"),
        limits=_LIMITS,
        source=_RSSHUB + "instagram",
        entries=("{base}/instagram/user/{account}",),
        parameters=(INSTANCE, _account("", r"instagram\.com", r"[\w.]+", N_("{value} is no account of Instagram"))),
    ),
    Preset(
        name="linkedin-company", title="LinkedIn", group=Group.CLOSED, titles=True, experimental=True, needs=NEEDS,
        about=N_("what a company posts on LinkedIn; not the comments"),
        limits=_LIMITS,
        source=_RSSHUB + "linkedin/posts.ts",
        entries=("{base}/linkedin/company/{account}/posts",),
        parameters=(
            INSTANCE,
            _account("company/", r"(?:\w\w\.)?linkedin\.com", r"[\w-]+", N_("{value} is no company on LinkedIn")),
        ),
    ),
    Preset(
        name="tiktok-account", title="TikTok", group=Group.CLOSED, titles=True, experimental=True, needs=NEEDS,
        about=N_("what an account on TikTok publishes; not the comments"),
        limits=_LIMITS,
        source=_RSSHUB + "tiktok/user.ts",
        entries=("{base}/tiktok/user/@{account}",),
        parameters=(INSTANCE, _account("@", r"tiktok\.com", r"[\w.]+", N_("{value} is no account of TikTok"))),
    ),
)
# fmt: on
