"""Where the services of the web have their feeds, as data like platforms.py: each on hosts of its own. No code."""

from __future__ import annotations

from typing import Final

from smwatch.feeds.platforms import FEEDSCOUT, Platform, Row

SERVICES: Final = (
    Platform(
        name="Reddit",
        source="www.reddit.com/wiki/rss",
        hosts=r"(?:\w+\.)?reddit\.com",
        rows=(
            Row(at=r"/r/(?P<sub>[\w+]+)/comments/(?P<id>\w+)", comments=("/r/{sub}/comments/{id}/.rss",)),
            Row(at=r"/r/(?P<sub>[\w+]+)/search/?\?(?P<query>[^#]+)", entries=("/r/{sub}/search.rss?{query}",)),
            Row(at=r"/r/(?P<sub>[\w+]+)", entries=("/r/{sub}/.rss",), comments=("/r/{sub}/comments/.rss",)),
            Row(at=r"/user/(?P<user>[\w-]+)/m/(?P<multi>\w+)", entries=("/user/{user}/m/{multi}/.rss",)),
            Row(at=r"/u(?:ser)?/(?P<user>[\w-]+)", comments=("/user/{user}/.rss",)),
            Row(at=r"/domain/(?P<domain>[\w.-]+)", entries=("/domain/{domain}/.rss",)),
            Row(at=r"/search/?\?(?P<query>[^#]+)", entries=("/search.rss?{query}",)),
            Row(at=r"/?$", entries=("/.rss",)),
        ),
    ),
    Platform(
        name="YouTube",
        source="github.com/RSS-Bridge/rss-bridge: YoutubeBridge; " + FEEDSCOUT,
        hosts=r"(?:www\.|m\.)?youtube\.com|youtu\.be",
        rows=(
            Row(
                at=r"/playlist\?(?:.*&)?list=(?P<id>[\w-]+)",
                entries=("https://www.youtube.com/feeds/videos.xml?playlist_id={id}",),
            ),
            Row(
                at=r"/channel/(?P<id>UC[\w-]{22})",
                entries=("https://www.youtube.com/feeds/videos.xml?channel_id={id}",),
            ),
            *(
                Row(holds=where, entries=("https://www.youtube.com/feeds/videos.xml?channel_id={id}",))
                for where in (
                    r"rel=\"canonical\" href=\"https://www\.youtube\.com/channel/(?P<id>UC[\w-]{22})",
                    r"\"externalId\"\s?:\s?\"(?P<id>UC[\w-]{22})",
                    r"itemprop=\"(?:channelId|identifier)\" content=\"(?P<id>UC[\w-]{22})",
                    r"\"channelId\"\s?:\s?\"(?P<id>UC[\w-]{22})",
                )
            ),
            Row(at=r"/user/(?P<user>[\w-]+)", entries=("https://www.youtube.com/feeds/videos.xml?user={user}",)),
        ),
    ),
    Platform(
        name="Substack profiles",
        source=FEEDSCOUT,
        hosts=r"(?:www\.)?substack\.com",
        rows=(Row(at=r"/@(?P<user>[\w-]+)", entries=("https://{user}.substack.com/feed",)),),
    ),
    Platform(
        name="Medium",  # it has no feeds of responses
        source="help.medium.com/hc/en-us/articles/214874118",
        hosts=r"(?:www\.)?medium\.com",
        rows=(
            Row(at=r"/(?P<user>@[\w.-]+)", entries=("/feed/{user}",)),
            Row(at=r"/tag/(?P<tag>[^/?]+)", entries=("/feed/tag/{tag}",)),
            Row(at=r"/(?P<of>[\w-]+)/tagged/(?P<tag>[^/?]+)", entries=("/feed/{of}/tagged/{tag}",)),
            Row(at=r"/(?P<of>(?!m/|me/|search|feed)[\w-]+)", entries=("/feed/{of}",)),
        ),
    ),
    Platform(
        name="Tumblr's own pages",
        source=FEEDSCOUT,
        hosts=r"(?:www\.)?tumblr\.com",
        rows=(Row(at=r"/(?:blog/(?:view/)?)?(?P<blog>[\w-]+)", entries=("https://{blog}.tumblr.com/rss",)),),
    ),
    Platform(
        name="Over-blog",
        source="pages of over-blog.com",
        hosts=r".+\.over-blog\.(?:com|fr|net|org)",
        rows=(Row(entries=("/rss",)),),
    ),
    Platform(
        name="Canalblog",
        source="pages of canalblog.com",
        hosts=r".+\.canalblog\.com",
        rows=(Row(entries=("/rss.xml | /rss",)),),
    ),
    Platform(
        name="Hatena",
        source=FEEDSCOUT,
        hosts=r".+\.(?:hatenablog\.(?:com|jp)|hateblo\.jp|hatenadiary\.(?:com|jp|org))",
        rows=(
            Row(at=r"/archive/category/(?P<name>[^/?]+)", entries=("/feed/category/{name} | /rss/category/{name}",)),
            Row(entries=("/feed | /rss",)),
        ),
    ),
    Platform(
        name="Disqus",  # of any site whose comments it holds
        source="help.disqus.com: embed.js and disqus_shortname; latest.rss in many sites' templates",
        marks=(".disqus.com/", "disqus_shortname", "data-disqus-shortname"),
        rows=tuple(
            Row(
                holds=where, comments=("https://{name}.disqus.com/latest.rss | https://{name}.disqus.com/comments.rss",)
            )
            for where in (
                r"//(?P<name>[\w-]{1,60})\.disqus\.com/(?:embed|count)\.js",
                r"disqus_?shortname[\"']?\s{0,3}[=:]\s{0,3}[\"'](?P<name>[\w-]{1,60})[\"']",
            )
        ),
    ),
    Platform(
        name="Bluesky",
        source=FEEDSCOUT,
        hosts=r"bsky\.app",
        rows=(Row(at=r"/profile/(?P<who>[\w.:-]+)", entries=("/profile/{who}/rss",)),),
    ),
    Platform(
        name="Stack Exchange",
        source="stackoverflow.com/feeds; meta.stackexchange.com: What RSS feeds are available?",
        hosts=r"(?:.+\.)?(?:stackexchange|stackoverflow|serverfault|superuser|askubuntu|stackapps)\.com|mathoverflow\.net",
        rows=(
            Row(at=r"/questions/tagged/(?P<tag>[^/?]+)", entries=("/feeds/tag/{tag}",)),
            Row(at=r"/q(?:uestions)?/(?P<id>\d+)", comments=("/feeds/question/{id}",)),
            Row(at=r"/users/(?P<id>\d+)", entries=("/feeds/user/{id}",)),
            Row(at=r"/(?:questions)?/?(?:\?|$)", entries=("/feeds",)),
        ),
    ),
    Platform(
        name="GitHub",
        source="docs.github.com/rest/activity/feeds; " + FEEDSCOUT,
        hosts=r"github\.com",
        rows=(
            Row(
                at=r"/(?P<repo>[\w-]+/[\w.-]+)/(?:tree|blob|commits)/(?P<branch>[^/?]+)",
                entries=("/{repo}/commits/{branch}.atom",),
            ),
            Row(at=r"/(?P<repo>[\w-]+/[\w.-]+)/discussions", comments=("/{repo}/discussions.atom",)),
            Row(
                at=r"/(?P<repo>[\w-]+/[\w.-]+)",
                entries=("/{repo}/releases.atom", "/{repo}/commits.atom", "/{repo}/tags.atom"),
            ),
            Row(at=r"/(?P<user>[\w-]+)/?(?:\?|$)", entries=("/{user}.atom",)),
        ),
    ),
    Platform(
        name="Forgejo and Gitea",
        source="forgejo.org/docs: RSS feeds; " + FEEDSCOUT,
        hosts=r"codeberg\.org|gitea\.com",
        rows=(
            Row(at=r"/(?P<repo>[\w.-]+/[\w.-]+)", entries=("/{repo}/releases.rss", "/{repo}.rss")),
            Row(at=r"/(?P<user>[\w.-]+)/?(?:\?|$)", entries=("/{user}.rss",)),
        ),
    ),
    Platform(
        name="Vimeo",
        source=FEEDSCOUT,
        hosts=r"(?:www\.)?vimeo\.com",
        rows=(
            Row(at=r"/(?P<of>(?:channels|groups)/[\w-]+)", entries=("/{of}/videos/rss",)),
            Row(at=r"/(?P<of>(?!\d+(?:[/?]|$))[\w-]+)", entries=("/{of}/videos/rss",)),
        ),
    ),
    Platform(
        name="Dailymotion",
        source=FEEDSCOUT,
        hosts=r"(?:www\.)?dailymotion\.com",
        rows=(
            Row(at=r"/playlist/(?P<id>\w+)", entries=("/rss/playlist/{id}",)),
            Row(at=r"/(?P<user>(?!video/|channel/)[\w.-]+)", entries=("/rss/user/{user}",)),
        ),
    ),
    Platform(
        name="Flickr",
        source="flickr.com/services/feeds/docs/photos_public",
        hosts=r"(?:www\.)?flickr\.com",
        rows=(
            Row(
                at=r"/(?:photos|people)/(?P<id>\d+@N\d\d)",
                entries=("https://www.flickr.com/services/feeds/photos_public.gne?id={id}",),
            ),
            Row(
                holds=r"\"nsid\"\s?:\s?\"(?P<id>\d+@N\d\d)",
                entries=("https://www.flickr.com/services/feeds/photos_public.gne?id={id}",),
            ),
        ),
    ),
    Platform(
        name="SoundCloud",
        source=FEEDSCOUT,
        hosts=r"(?:www\.|m\.)?soundcloud\.com",
        rows=(
            Row(
                holds=r"soundcloud://users:(?P<id>\d{1,20})",
                entries=("https://feeds.soundcloud.com/users/soundcloud:users:{id}/sounds.rss",),
            ),
        ),
    ),
    Platform(
        name="Apple Podcasts",
        source=FEEDSCOUT,
        hosts=r"podcasts\.apple\.com",
        rows=(Row(holds=r"\"feedUrl\"\s?:\s?\"(?P<feed>https?://[^\"\\\s<>]{4,500})\"", entries=("{feed}",)),),
    ),
    Platform(
        name="Acast",
        source=FEEDSCOUT,
        hosts=r"shows\.acast\.com",
        rows=(Row(at=r"/(?P<show>[\w-]+)", entries=("https://feeds.acast.com/public/shows/{show}",)),),
    ),
    Platform(
        name="Buzzsprout",
        source=FEEDSCOUT,
        hosts=r"(?:www\.)?buzzsprout\.com",
        rows=(Row(at=r"/(?P<id>\d+)", entries=("https://feeds.buzzsprout.com/{id}.rss",)),),
    ),
    Platform(
        name="Spreaker",
        source=FEEDSCOUT,
        hosts=r"(?:www\.)?spreaker\.com",
        rows=(Row(at=r"/(?:podcast|show)/(?:[\w-]*--)?(?P<id>\d+)", entries=("/show/{id}/episodes/feed",)),),
    ),
    Platform(name="Libsyn", source=FEEDSCOUT, hosts=r"(?!www\.).+\.libsyn\.com", rows=(Row(entries=("/rss",)),)),
    Platform(name="Podbean", source=FEEDSCOUT, hosts=r"(?!www\.).+\.podbean\.com", rows=(Row(entries=("/feed.xml",)),)),
    Platform(
        name="dev.to",
        source="docs.forem.com; " + FEEDSCOUT,
        hosts=r"dev\.to",
        rows=(
            Row(at=r"/t/(?P<tag>\w+)", entries=("/feed/tag/{tag}",)),
            Row(at=r"/(?P<user>\w+)", entries=("/feed/{user}",)),
            Row(entries=("/feed",)),
        ),
    ),
    Platform(name="Hashnode", source=FEEDSCOUT, hosts=r".+\.hashnode\.dev", rows=(Row(entries=("/rss.xml",)),)),
    Platform(
        name="LiveJournal",
        source=FEEDSCOUT,
        hosts=r"(?!www\.).+\.(?:livejournal\.com|dreamwidth\.org)",
        rows=(Row(entries=("/data/rss | /data/atom",)),),
    ),
    Platform(
        name="Steam",
        source=FEEDSCOUT,
        hosts=r"store\.steampowered\.com|steamcommunity\.com",
        rows=(
            Row(at=r"/(?:news/)?app/(?P<id>\d+)", entries=("https://store.steampowered.com/feeds/news/app/{id}",)),
            Row(at=r"/groups/(?P<name>\w+)", entries=("/groups/{name}/rss/",)),
        ),
    ),
)
