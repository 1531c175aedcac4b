"""Where blog and forum software has its feeds, as data: what shows it on a page, and its addresses. No code.

An address is from the root of the host ("/feed"), from where the platform is installed ("feed/"), from the page's own
("./feed/", "./?format=rss"), or whole. {names} are groups of the row's patterns. Addresses with " | " between them
bring the same: the first that is a feed is enough.

Guessing is for where a page names no feed, or not that of its comments: most of these name their main feed themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Feeds of some of a platform's pages. The first row that fits is taken, and of those without a condition all."""

    at: str = ""  # what the page's path and query begin with
    holds: str = ""  # what the page's text has somewhere
    entries: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What shows that a page is of a platform (any of the three), and where its feeds are."""

    name: str
    source: str  # who says so
    hosts: str = ""  # the whole host name
    marks: tuple[str, ...] = ()  # in the page, lower case
    headers: tuple[tuple[str, str], ...] = ()  # a header's name, and what it has in it, lower case
    root: str = ""  # what the page's text has of where the platform is installed: a group "root"
    rows: tuple[Row, ...]


FEEDSCOUT: Final = "github.com/macieklamberski/feedscout: docs/feeds/platform.md, src/feeds/platform/handlers/"

PLATFORMS: Final = (
    Platform(
        name="WordPress",
        source="codex.wordpress.org/WordPress_Feeds; developer.wordpress.org/reference: get_post_comments_feed_link, "
        "body_class; REST API handbook, Discovery (api.w.org)",
        hosts=r".+\.wordpress\.com|.+\.wpengine(?:powered)?\.com",
        marks=("/wp-content/", "/wp-includes/", 'content="wordpress', "https://api.w.org/"),
        root=r"""["'](?P<root>(?:https?:)?/[^"'\s<>]{0,300}?/|/)(?:wp-(?:content|includes|json)/|\?rest_route=)""",
        rows=(
            Row(at=r"[^?]*\?(?:.*&)?p=(?P<id>\d+)", comments=("?feed=rss2&p={id}",)),
            Row(at=r"[^?]*\?(?:.*&)?page_id=(?P<id>\d+)", comments=("?feed=rss2&page_id={id}",)),
            Row(at=r"/(?:.*/)?(?:category|tag|author|categorie|etiquette|auteur)/[^?]+", entries=("./feed/",)),
            Row(
                holds=r"\bclass=[\"'][^\"'<>]{0,500}\bpostid-\d",
                comments=("./feed/",),
            ),
            Row(entries=("feed/ | ?feed=rss2",), comments=("comments/feed/ | ?feed=comments-rss2",)),
        ),
    ),
    Platform(
        name="Blogger",
        source="support.google.com/blogger/answer/97933",
        hosts=r".+\.blogspot\.(?:com|com?\.[a-z]{2}|[a-z]{2,3})",
        marks=("content='blogger'", 'content="blogger"', "www.blogger.com/static"),
        rows=(
            Row(at=r"/search/label/(?P<label>[^/?]+)", entries=("/feeds/posts/default/-/{label}",)),
            Row(holds=r"/feeds/(?P<post>\d{5,25})/comments/default", comments=("/feeds/{post}/comments/default",)),
            Row(
                at=r"/\d{4}/\d\d/[^/?]+\.html",
                holds=r"postid[\"']?\s?[=:]\s?[\"']?(?P<post>\d{5,25})",
                comments=("/feeds/{post}/comments/default",),
            ),
            Row(
                entries=("/feeds/posts/default | /feeds/posts/default?alt=rss",), comments=("/feeds/comments/default",)
            ),
        ),
    ),
    Platform(
        name="Discourse",
        source="meta.discourse.org: Finding Discourse RSS feeds; " + FEEDSCOUT,
        marks=('content="discourse', 'id="data-discourse-setup"'),
        headers=(("x-discourse-route", ""),),
        root=r"data-base-uri=[\"'](?P<root>/[^\"'\s<>]{0,200})",
        rows=(
            Row(at=r"(?P<in>.*?)/t/(?P<slug>[^/?]+)/(?P<id>\d+)", comments=("{in}/t/{slug}/{id}.rss",)),
            Row(at=r"(?P<in>.*?)/c/(?P<slug>[^?]+?\d)/?(?:\?|$)", entries=("{in}/c/{slug}.rss",)),
            Row(at=r"(?P<in>.*?)/tag/(?P<tag>[^/?]+)", entries=("{in}/tag/{tag}.rss",)),
            Row(at=r"(?P<in>.*?)/u/(?P<user>[^/?]+)", comments=("{in}/u/{user}/activity.rss",)),
            Row(entries=("latest.rss",), comments=("posts.rss",)),
        ),
    ),
    Platform(
        name="Mastodon",
        source="docs.joinmastodon.org: Using Mastodon, Posting to your profile; " + FEEDSCOUT,
        marks=("id='mastodon'", 'id="mastodon"', 'content="mastodon'),
        headers=(("server", "mastodon"),),
        rows=(
            Row(at=r"/(?:web/)?@(?P<user>\w[\w.-]*)(?![\w.@-])", entries=("/@{user}.rss",)),
            Row(at=r"/tags/(?P<tag>[^/?]+)", entries=("/tags/{tag}.rss",)),
        ),
    ),
    Platform(
        name="Substack",  # it has no feeds of comments
        source="support.substack.com: Is there an RSS feed for my publication?",
        hosts=r"(?!www\.).+\.substack\.com",
        marks=("https://substackcdn.com/bundle",),
        rows=(Row(entries=("/feed",)),),
    ),
    Platform(
        name="Medium on hosts of their own",
        source="help.medium.com/hc/en-us/articles/214874118",
        hosts=r".+\.medium\.com",
        marks=('property="al:ios:app_name" content="medium"',),
        rows=(Row(at=r"/tagged/(?P<tag>[^/?]+)", entries=("/feed/tagged/{tag}",)), Row(entries=("/feed",))),
    ),
    Platform(
        name="Ghost",
        source="ghost.org/help: RSS; " + FEEDSCOUT,
        hosts=r".+\.ghost\.io",
        marks=('content="ghost ',),
        rows=(Row(at=r"/(?:.*/)?(?:tag|author)/[^/?]+", entries=("./rss/",)), Row(entries=("rss/",))),
    ),
    Platform(
        name="Drupal",
        source="drupal.org: core, modules node, taxonomy and views; the module commentrss",
        marks=('content="drupal', "/sites/default/files/", "data-drupal-selector"),
        headers=(("x-generator", "drupal"),),
        rows=(
            Row(at=r"/taxonomy/term/(?P<id>\d+)", entries=("/taxonomy/term/{id}/feed",)),
            Row(at=r"/node/(?P<id>\d+)", comments=("/crss/node/{id}",)),
            Row(entries=("rss.xml | ./feed",), comments=("crss",)),
        ),
    ),
    Platform(
        name="Joomla",
        source="docs.joomla.org: Syndicating your website",
        marks=('content="joomla!', "/media/jui/js/", "/media/system/js/core"),
        rows=(Row(entries=("./?format=feed&type=rss | index.php?format=feed&type=rss",)),),
    ),
    Platform(
        name="TypePad and Movable Type",
        source="movabletype.org: default templates (atom.xml); github.com/feedjira/feedjira: PaulDixExplainsNothing",
        hosts=r".+\.typepad\.(?:com|fr)",
        marks=('content="http://www.typepad.com', 'content="movable type'),
        rows=(
            Row(at=r"(?P<post>/.*\d{4}/\d\d/[^/?]+)\.html", comments=("{post}/comments/atom.xml",)),
            Row(entries=("atom.xml | index.rdf | index.xml",), comments=("comments/atom.xml",)),
        ),
    ),
    Platform(
        name="Squarespace",
        source="support.squarespace.com: Finding your RSS feed URL",
        hosts=r".+\.squarespace\.com",
        marks=("<!-- this is squarespace. -->", "static1.squarespace.com"),
        rows=(Row(entries=("./?format=rss | blog?format=rss | news?format=rss",)),),
    ),
    Platform(
        name="Tumblr",
        source="help.tumblr.com: RSS; " + FEEDSCOUT,
        hosts=r"(?!www\.).+\.tumblr\.com",
        marks=('name="twitter:app:name:iphone" content="tumblr"', "//assets.tumblr.com/"),
        rows=(Row(at=r"/tagged/(?P<tag>[^/?]+)", entries=("/tagged/{tag}/rss",)), Row(entries=("/rss",))),
    ),
    Platform(
        name="Dotclear",
        source="fr.dotclear.org/documentation/2.0/usage/feeds",
        marks=('content="dotclear', "dotclear.org"),
        root=r"""["'](?P<root>(?:https?:)?/[^"'\s<>]{0,300}?/(?:index\.php[/?])?)(?:feed/atom|feed/rss2|rsd["'])""",
        rows=(
            Row(
                entries=("feed/atom | index.php?feed/atom | index.php/feed/atom | feed/rss2",),
                comments=("feed/atom/comments | index.php?feed/atom/comments | index.php/feed/atom/comments",),
            ),
        ),
    ),
    Platform(
        name="SPIP",
        source="spip.net: backend; the plugin comments; " + FEEDSCOUT,
        marks=('content="spip', "spip.php?"),
        headers=(("composed-by", "spip"), ("x-spip-cache", "")),
        rows=(
            Row(
                at=r"[^?]*\?(?:.*[&?])?(?:id_)?article=?(?P<id>\d+)",
                comments=("spip.php?page=comments-rss&id_article={id}",),
            ),
            *(
                Row(
                    at=rf"[^?]*\?(?:.*&)?(?:id_)?{what}=?(?P<id>\d+)",
                    entries=(f"spip.php?page=backend&id_{what}={{id}}",),
                )
                for what in ("rubrique", "mot", "auteur")
            ),
            Row(entries=("spip.php?page=backend",)),
        ),
    ),
    Platform(
        name="Hugo",
        source="gohugo.io/templates/rss",
        marks=('content="hugo ', "content='hugo "),
        rows=(Row(entries=("./index.xml",)), Row(entries=("index.xml",))),
    ),
    Platform(
        name="Jekyll",
        source="github.com/jekyll/jekyll-feed",
        marks=('content="jekyll',),
        rows=(Row(entries=("feed.xml | atom.xml",)),),
    ),
    Platform(
        name="Lemmy",
        source="join-lemmy.org; github.com/LemmyNet/lemmy: crates/routes/src/feeds.rs; " + FEEDSCOUT,
        marks=('class="lemmy-site"', 'content="lemmy'),
        headers=(("x-powered-by", "lemmy"),),
        rows=(
            Row(at=r"/(?P<what>[cu])/(?P<name>[\w.@-]+)", entries=("/feeds/{what}/{name}.xml?sort=New",)),
            Row(at=r"/(?:home)?/?(?:\?|$)", entries=("/feeds/local.xml?sort=New | /feeds/all.xml?sort=New",)),
        ),
    ),
    Platform(
        name="XenForo",
        source=FEEDSCOUT,
        marks=('id="xf"', 'id="xenforo"'),
        rows=(
            Row(at=r"(?P<forum>/(?:.*/)?(?:forums|f)/[^/?]+\.\d+)", entries=("{forum}/index.rss",)),
            Row(entries=("forums/-/index.rss | index.rss",)),
        ),
    ),
    Platform(
        name="phpBB",
        source="github.com/phpbb/phpbb: config/default/routing/feed.yml",
        marks=("phpbb.com/", 'content="phpbb'),
        rows=(
            Row(
                at=r"[^?]*viewtopic\.php\?(?:.*&)?t=(?P<id>\d+)",
                comments=("app.php/feed/topic/{id} | feed.php?t={id}",),
            ),
            Row(
                at=r"[^?]*viewforum\.php\?(?:.*&)?f=(?P<id>\d+)",
                comments=("app.php/feed/forum/{id} | feed.php?f={id}",),
            ),
            Row(comments=("app.php/feed | feed.php | feed",)),
        ),
    ),
    Platform(
        name="vBulletin",
        source="vbulletin.com: vB4 manual, RSS (external.php)",
        marks=('content="vbulletin',),
        rows=(Row(entries=("external.php?type=RSS2",)),),
    ),
    Platform(
        name="Wix",
        source="support.wix.com: Wix Blog, RSS feed",
        marks=('content="wix.com', "static.parastorage.com"),
        rows=(Row(entries=("/blog-feed.xml",)),),
    ),
    Platform(
        name="Shopify",
        source="help.shopify.com: Blogs, RSS",
        marks=("cdn.shopify.com",),
        rows=(
            Row(at=r"(?P<blog>(?:/[a-z]{2}(?:-[a-z]{2})?)?/blogs/[^/?]+)", entries=("{blog}.atom",)),
            Row(at=r"/?$", entries=("/blogs/news.atom",)),
        ),
    ),
)
