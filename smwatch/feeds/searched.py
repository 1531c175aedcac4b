"""Presets that look for a brand's names, as data: where, how much comes, who says so. No code."""

from __future__ import annotations

from typing import Final

from smwatch.feeds.preset import FEEDSCOUT, HASHTAG, SERVER, SITE, TAIL, Group, Parameter, Preset
from smwatch.locales import N_

TAG: Final = Parameter(
    name="tag",
    about=N_("another hashtag than the brand's names"),
    example="nordelait",
    forms=(HASHTAG,),
    wrong=N_("{value} is no hashtag"),
    required=False,
    instead=True,
)

GDELT: Final = "https://api.gdeltproject.org/api/v2/doc/doc"

NOT_A_SITE: Final = N_("{value} is no address of a website")

# fmt: off
SEARCHED: Final = (
    Preset(
        name="google-news", title="Google News", group=Group.NEWS,
        about=N_("press articles that Google News knows, by language and region"),
        limits=N_("the 100 that fit best, titles without their texts; links lead by way of Google"),
        source="public code on GitHub that asks for news.google.com/rss/search?q=…&hl=…&gl=…&ceid=…",
        entries=(
            "https://news.google.com/rss/search?q={query}&hl={lang}-{region}&gl={region}&ceid={region}:{lang}",
        ),
    ),
    Preset(
        name="bing-news", title="Bing News", group=Group.NEWS,
        about=N_("press articles that Bing News knows, by language and region"),
        limits=N_("about a dozen articles, with an excerpt each; links lead by way of Bing"),
        source="public code on GitHub that asks for www.bing.com/news/search?q=…&format=rss",
        entries=("https://www.bing.com/news/search?q={query}&format=rss&mkt={lang}-{region}",),
    ),
    Preset(
        name="gdelt", title="GDELT", group=Group.NEWS, spaced=True,
        about=N_("articles of news sites all over the world, in a hundred languages; titles only"),
        limits=N_("250 articles of three days, a quarter of an hour late; one request in five seconds is kept; "
                  "it refuses many when it is busy, and very short names"),
        source="blog.gdeltproject.org/gdelt-doc-2-0-api-debuts; github.com/alex9smith/gdelt-doc-api: issues 5 and 68",
        entries=(GDELT + "?query={any}&mode=artlist&format=rss&maxrecords=250&timespan=3d&sort=datedesc",),
    ),
    Preset(
        name="wikipedia", title="Wikipédia", group=Group.NEWS, edits=True,
        about=N_("edits of the brand's page on Wikipedia, by language"),
        limits=N_("the 50 latest edits; the page must bear the first of the brand's names"),
        source="public code on GitHub that asks for index.php?title=…&action=history&feed=atom",
        entries=("https://{lang}.wikipedia.org/w/index.php?title={page}&action=history&feed=atom",),
    ),
    Preset(
        name="reddit-search", title="Reddit", group=Group.NETWORKS, former=("reddit",),
        about=N_("posts on Reddit, newest first; not the comments under them"),
        limits=N_("25 posts; Reddit refuses who asks more than some ten times a minute"),
        source="www.reddit.com/wiki/rss",
        entries=("https://www.reddit.com/search.rss?q={query}&sort=new",),
    ),
    Preset(
        name="mastodon-tag", title="Mastodon", group=Group.NETWORKS, each=True, former=("mastodon",),
        about=N_("posts with a name as their hashtag that a server of Mastodon knows of"),
        limits=N_("20 public posts, and of other servers only what this one has seen; the name alone finds nothing"),
        source="docs.joinmastodon.org; " + FEEDSCOUT,
        entries=("{base}/tags/{tag}.rss",),
        parameters=(
            TAG,
            Parameter(
                name="site", about=N_("the server to ask: mastodon.social, unless you say another"),
                example="mastodon.social", wrong=NOT_A_SITE, required=False, default="mastodon.social",
                forms=(SERVER,),
            ),
        ),
    ),
    Preset(
        name="hacker-news", title="Hacker News", group=Group.FORUMS, each=True,
        about=N_("posts and comments on Hacker News, by hnrss.org"),
        limits=N_("20 of each; a volunteer runs hnrss.org, and its search of comments doesn't always answer"),
        source="github.com/edavis/hnrss",
        entries=("https://hnrss.org/newest?q={query}",),
        comments=("https://hnrss.org/newcomments?q={query}",),
    ),
    Preset(
        name="stack-exchange", title="Stack Exchange", group=Group.FORUMS, each=True, joint="-",
        about=N_("questions with a name as their tag, on a site of Stack Exchange"),
        limits=N_("30 questions; the tag must exist there"),
        source="stackoverflow.com/feeds; meta.stackexchange.com: What RSS feeds are available?",
        entries=("https://{host}/feeds/tag/{tag}",),
        parameters=(
            TAG,
            Parameter(
                name="site", about=N_("which of its sites"), example="stackoverflow.com", wrong=NOT_A_SITE,
                forms=(SERVER,),
            ),
        ),
    ),
    Preset(
        name="medium-tag", title="Medium", group=Group.SITES, each=True, joint="-",
        about=N_("stories on Medium with a name as their tag"),
        limits=N_("10 stories, mostly their beginnings; no responses"),
        source="help.medium.com/hc/en-us/articles/214874118",
        entries=("https://medium.com/feed/tag/{tag}",),
        parameters=(
            Parameter(
                name="tag", about=N_("another tag than the brand's names"), example="nordelait",
                wrong=N_("{value} is no tag"), required=False, instead=True,
                forms=(HASHTAG, rf"(?:https?://)?medium\.com/tag/(?P<tag>[\w%-]+){TAIL}"),
            ),
        ),
    ),
    Preset(
        name="wordpress-search", title="WordPress", group=Group.SITES, each=True, titles=True,
        about=N_("posts of one site made with WordPress in which a name stands"),
        limits=N_("10 posts; some sites switch their search or its feed off"),
        source="codex.wordpress.org/WordPress_Feeds",
        entries=("{base}/?s={query}&feed=rss2",),
        parameters=(
            Parameter(
                name="site", about=N_("where the blog begins"), example="https://blogue.example/",
                wrong=NOT_A_SITE, forms=(SITE,),
            ),
        ),
    ),
    Preset(
        name="pinboard", title="Pinboard", group=Group.SITES, each=True,
        about=N_("pages that people kept on Pinboard with a name as their tag"),
        limits=N_("what is public, and the tag must be written as they wrote it"),
        source=FEEDSCOUT,
        entries=("https://feeds.pinboard.in/rss/t:{tag}/",),
        parameters=(
            Parameter(
                name="tag", about=N_("another tag than the brand's names"), example="nordelait",
                wrong=N_("{value} is no tag"), required=False, instead=True,
                forms=(HASHTAG, rf"(?:https?://)?pinboard\.in/t:(?P<tag>[\w%-]+){TAIL}"),
            ),
        ),
    ),
    Preset(
        name="app-store-reviews", title="App Store", group=Group.CUSTOMERS, whole=True,
        about=N_("what customers write about an app in one country's App Store; all of it counts for the brand"),
        limits=N_("50 reviews, a day late or more; in XML; Apple asks robots not to read it, so ask seldom"),
        source="github.com/lalitpagaria/app_store_reviews_reader: README; itunes.apple.com/robots.txt",
        comments=("https://itunes.apple.com/{country}/rss/customerreviews/id={app}/sortBy=mostRecent/xml",),
        parameters=(
            Parameter(
                name="app", about=N_("its number, or the address of its page"), example="1234567890",
                wrong=N_("{value} is no app of the App Store"),
                forms=(
                    r"(?:id)?(?P<app>\d{6,12})",
                    rf"(?:https?://)?(?:apps|itunes)\.apple\.com/[^\s?#]*/id(?P<app>\d{{6,12}}){TAIL}",
                ),
            ),
        ),
    ),
)
# fmt: on
