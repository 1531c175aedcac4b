"""Presets that follow a place, whoever is spoken of there, as data. No code."""

from __future__ import annotations

from typing import Final

from smwatch.feeds.preset import FEEDSCOUT, PLACE, SITE, TAIL, WEB, Group, Parameter, Preset
from smwatch.feeds.searched import NOT_A_SITE
from smwatch.locales import N_

SUBREDDIT: Final = Parameter(
    name="subreddit",
    about=N_("its name, several with + between them, or its address"),
    example="quebec",
    forms=(
        r"(?:/?r/)?(?P<subreddit>\w+(?:\+\w+)*)/?",
        rf"(?:https?://)?(?:\w+\.)?reddit\.com/r/(?P<subreddit>[\w+]+){TAIL}",
    ),
    wrong=N_("{value} is no subreddit"),
)

BLOG: Final = Parameter(
    name="site",
    about=N_("where the blog begins"),
    example="https://blogue.example/",
    forms=(SITE,),
    wrong=NOT_A_SITE,
)

# fmt: off
FOLLOWED: Final = (
    Preset(
        name="google-alerts", title="Google Alerts", group=Group.NEWS, titles=True,
        about=N_("what one of your own Google Alerts finds on the web"),
        limits=N_("20 results, excerpts only; make the alert at google.com/alerts, to be delivered to an RSS feed"),
        source="public code on GitHub that reads www.google.com/alerts/feeds/USER/ALERT",
        entries=("https://www.google.com/alerts/feeds/{user}/{alert}",),
        parameters=(
            Parameter(
                name="feed", about=N_("the alert's own address, behind the RSS sign in the list of your alerts"),
                example="https://www.google.com/alerts/feeds/01234567890123456789/1234567890123456789",
                wrong=N_("{value} is no address of an alert's feed"),
                forms=(rf"{WEB}google\.(?:com?\.)?[a-z]{{2,3}}/alerts/feeds/(?P<user>\d+)/(?P<alert>\d+){TAIL}",),
            ),
        ),
    ),
    Preset(
        name="reddit-subreddit", title="Reddit", group=Group.NETWORKS, titles=True,
        about=N_("every new post in a subreddit"),
        limits=N_("25 posts; Reddit refuses who asks more than some ten times a minute"),
        source="www.reddit.com/wiki/rss; " + FEEDSCOUT,
        entries=("https://www.reddit.com/r/{subreddit}/new/.rss",),
        parameters=(SUBREDDIT,),
    ),
    Preset(
        name="reddit-comments", title="Reddit", group=Group.NETWORKS, titles=True,
        about=N_("every new comment in a subreddit"),
        limits=N_(
            "25 comments, so busy subreddits lose some; Reddit refuses who asks more than some ten times a minute"
        ),
        source="www.reddit.com/wiki/rss; " + FEEDSCOUT,
        comments=("https://www.reddit.com/r/{subreddit}/comments/.rss",),
        parameters=(SUBREDDIT,),
    ),
    Preset(
        name="mastodon-account", title="Mastodon", group=Group.NETWORKS, titles=True,
        about=N_("what an account on Mastodon posts"),
        limits=N_("20 public posts, without replies and boosts"),
        source="docs.joinmastodon.org; " + FEEDSCOUT,
        entries=("{base}/@{account}.rss",),
        parameters=(
            Parameter(
                name="account", about=N_("the account with its server, or the address of its page"),
                example="@nordelait@mastodon.example",
                wrong=N_("{value} is no account of Mastodon with its server"),
                forms=(
                    r"@?(?P<account>[\w.-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)",
                    rf"{PLACE}/(?:web/)?@(?P<account>[\w.-]+){TAIL}",
                ),
            ),
        ),
    ),
    Preset(
        name="bluesky-profile", title="Bluesky", group=Group.NETWORKS, titles=True,
        about=N_("what an account on Bluesky posts"),
        limits=N_("30 posts, without replies and reposts; accounts may hide from who isn't signed in"),
        source="github.com/bluesky-social/social-app: bskyweb/cmd/bskyweb/rss.go",
        entries=("https://bsky.app/profile/{account}/rss",),
        parameters=(
            Parameter(
                name="account", about=N_("its handle, or the address of its profile"),
                example="nordelait.bsky.social", wrong=N_("{value} is no handle of Bluesky"),
                forms=(
                    r"@?(?P<account>[\w-]+(?:\.[\w-]+)+|did:[a-z]+:[\w.:-]+)",
                    rf"{WEB}bsky\.app/profile/(?P<account>[\w.:-]+){TAIL}",
                ),
            ),
        ),
    ),
    Preset(
        name="youtube-channel", title="YouTube", group=Group.NETWORKS, titles=True,
        about=N_("videos that a channel on YouTube publishes, with their descriptions"),
        limits=N_("15 videos; comments have no feed; for an @name, `smwatch feeds discover` finds the channel"),
        source="github.com/RSS-Bridge/rss-bridge: YoutubeBridge; " + FEEDSCOUT,
        entries=("https://www.youtube.com/feeds/videos.xml?channel_id={channel}",),
        parameters=(
            Parameter(
                name="channel", about=N_("UC and 22 more signs, or an address that has these"),
                example="UCabcdefghijklmnopqrstuv",
                wrong=N_("{value} doesn't say which channel of YouTube: its number begins with UC"),
                forms=(
                    r"(?P<channel>UC[\w-]{22})",
                    rf"{WEB}youtube\.com/(?:channel/|feeds/videos\.xml\?channel_id=)(?P<channel>UC[\w-]{{22}})(?:[/?#&]\S*)?",
                ),
            ),
        ),
    ),
    Preset(
        name="discourse", title="Discourse", group=Group.FORUMS, titles=True,
        about=N_("new topics and posts of a forum made with Discourse"),
        limits=N_("30 topics and 50 posts, with their texts; forums that ask to sign in give nothing"),
        source="meta.discourse.org: Finding Discourse RSS feeds; " + FEEDSCOUT,
        entries=("{base}/latest.rss",),
        comments=("{base}/posts.rss",),
        parameters=(
            Parameter(
                name="site", about=N_("where the forum begins"), example="https://forum.example/",
                wrong=NOT_A_SITE, forms=(SITE,),
            ),
        ),
    ),
    Preset(
        name="discourse-topic", title="Discourse", group=Group.FORUMS, titles=True,
        about=N_("replies to one topic of a forum made with Discourse"),
        limits=N_("the 25 latest replies"),
        source="meta.discourse.org: Finding Discourse RSS feeds; " + FEEDSCOUT,
        comments=("{base}/t/{slug}/{topic}.rss",),
        parameters=(
            Parameter(
                name="topic", about=N_("its address"), example="https://forum.example/t/rappel-du-lot-42/1234",
                wrong=N_("{value} is no address of a topic"),
                forms=(rf"{PLACE}(?P<path>/[^\s?#]*?)?/t/(?P<slug>[\w%-]+)/(?P<topic>\d+)(?:\.rss)?{TAIL}",),
            ),
        ),
    ),
    Preset(
        name="lemmy", title="Lemmy", group=Group.FORUMS, titles=True,
        about=N_("new posts in a community of Lemmy"),
        limits=N_("20 posts, without their comments"),
        source="github.com/LemmyNet/lemmy: crates/routes/src/feeds.rs",
        entries=("{base}/feeds/c/{community}.xml?sort=New",),
        parameters=(
            Parameter(
                name="community", about=N_("the community with its server, or its address"),
                example="quebec@lemmy.example", wrong=N_("{value} is no community of Lemmy with its server"),
                forms=(
                    r"!?(?P<community>[\w.-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)",
                    rf"{PLACE}/c/(?P<community>[\w.-]+){TAIL}",
                ),
            ),
        ),
    ),
    Preset(
        name="wordpress", title="WordPress", group=Group.SITES, titles=True,
        about=N_("posts of a site made with WordPress, and the comments under all of them"),
        limits=N_("10 of each, unless the site says otherwise; some sites switch comments off"),
        source="codex.wordpress.org/WordPress_Feeds",
        entries=("{base}/feed/",),
        comments=("{base}/comments/feed/",),
        parameters=(BLOG,),
    ),
    Preset(
        name="wordpress-comments", title="WordPress", group=Group.SITES, titles=True,
        about=N_("comments under one post of a site made with WordPress"),
        limits=N_("the 10 latest, unless the site says otherwise"),
        source="developer.wordpress.org/reference/functions/get_post_comments_feed_link",
        comments=("{base}/feed/",),
        parameters=(
            Parameter(
                name="post", about=N_("its address"), example="https://blogue.example/2026/03/rappel/",
                wrong=N_("{value} is no address of a post"),
                forms=(rf"{PLACE}(?P<path>/[^\s?#]*[^\s?#/][^\s?#]*)(?:\?(?!p=|page_id=)[^\s#]*)?(?:#\S*)?",),
            ),
        ),
    ),
    Preset(
        name="blogger", title="Blogger", group=Group.SITES, titles=True,
        about=N_("posts of a blog on Blogger, and the comments under all of them"),
        limits=N_("25 of each"),
        source="support.google.com/blogger/answer/97933",
        entries=("{base}/feeds/posts/default",),
        comments=("{base}/feeds/comments/default",),
        parameters=(BLOG,),
    ),
    Preset(
        name="substack", title="Substack", group=Group.SITES, titles=True,
        about=N_("what a newsletter on Substack publishes"),
        limits=N_("20 posts, of paid ones the beginning; no comments"),
        source="support.substack.com: Is there an RSS feed for my publication?",
        entries=("https://{account}.substack.com/feed",),
        parameters=(
            Parameter(
                name="account", about=N_("its name, or its address at substack.com"), example="nordelait",
                wrong=N_("{value} is no newsletter at substack.com"),
                forms=(
                    r"@?(?P<account>[\w-]+)",
                    rf"(?:https?://)?(?!www\.)(?P<account>[\w-]+)\.substack\.com{TAIL}",
                    rf"{WEB}substack\.com/@(?P<account>[\w-]+){TAIL}",
                ),
            ),
        ),
    ),
    Preset(
        name="tumblr", title="Tumblr", group=Group.SITES, titles=True,
        about=N_("posts of a blog on Tumblr"),
        limits=N_("20 posts; no replies"),
        source="help.tumblr.com: RSS; " + FEEDSCOUT,
        entries=("https://{account}.tumblr.com/rss",),
        parameters=(
            Parameter(
                name="account", about=N_("its name, or its address at tumblr.com"), example="nordelait",
                wrong=N_("{value} is no blog at tumblr.com"),
                forms=(
                    r"@?(?P<account>[\w-]+)",
                    rf"(?:https?://)?(?!www\.)(?P<account>[\w-]+)\.tumblr\.com{TAIL}",
                    rf"{WEB}tumblr\.com/(?:blog/(?:view/)?)?(?P<account>[\w-]+){TAIL}",
                ),
            ),
        ),
    ),
)
# fmt: on
