from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smwatch.feeds.document import Document, Draft
from smwatch.feeds.entries import MAX_TEXT, is_comment_feed, read_entries, with_language
from smwatch.models import DateTrust, Entry, Feed, FeedKind, FeedSpec

NOW = datetime(2010, 3, 24, 12, tzinfo=UTC)
POSTS = FeedSpec(url="https://blog.example.com/feed/")
COMMENTS = FeedSpec(url="https://blog.example.com/comments/feed/", kind=FeedKind.COMMENTS)


def read(draft: Draft, spec: FeedSpec = POSTS) -> Entry:
    (entry,) = read_entries(Feed(spec=spec, url=spec.url), [draft], NOW)
    return entry


def test_texts_are_cleaned_and_the_longest_is_kept() -> None:
    entry = read(Draft(title="Un&nbsp;<b>rappel</b>", bodies=("<p>Court</p>", "Un texte plus long que l'autre")))
    assert (entry.title, entry.text) == ("Un\u00a0rappel", "Un texte plus long que l'autre")
    assert read(Draft(bodies=("<p>Tout le texte</p>", "Tout […]"))).text == "Tout le texte"


def test_a_text_without_end_is_cut() -> None:
    assert len(read(Draft(bodies=("x " * MAX_TEXT,))).text) == MAX_TEXT


def test_only_title_and_text_make_the_digest() -> None:
    draft = Draft(id="1", title="t", bodies=("<p>x</p>",))
    other = Draft(id="2", title="<i>t</i>", bodies=('<p class="y">x</p>',), author="a", published=NOW)
    assert read(draft).digest == read(other).digest
    assert read(draft).digest != read(Draft(title="tx")).digest


def test_dates_that_cannot_be_are_moved_to_the_poll() -> None:
    entry = read(Draft(published=datetime(2031, 1, 1, tzinfo=UTC)))
    assert (entry.published, entry.date_trust) == (NOW, DateTrust.CLAMPED)


def test_parameters_that_only_track_are_taken_off_the_links_of_threads_alone() -> None:
    draft = Draft(url="https://blog.example.com/a/?utm_source=rss&p=1&utm_medium=rss#c")
    assert read(draft).url == draft.url
    assert read(draft, COMMENTS).thread == "https://blog.example.com/a/?p=1"


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Par : Jean-François", "Jean-François"),
        ("Par\u00a0: Jean", "Jean"),
        ("By: Jean", "Jean"),
        ("Comment on Palm oil by the numbers by Jean", "Jean"),
        ("Commentaires sur L’huile de palme par Jean", "Jean"),
        ("Commentaire sur L’huile par litre par Jean", "Jean"),
        ("Comment\u00a0on\u202fOil by\u00a0Jean", "Jean"),
        ("By:", ""),
        ("Par :Jean", "Jean"),
        ("Von: Jürgen", "Jürgen"),
        ("Kommentar zu Das Werk von Jürgen", "Jürgen"),
        ("Por: João", "João"),
        ("Comentário sobre A fábrica por João", "João"),
        ("Jean Dupont commented on 'The plant'", "Jean Dupont"),
        ("Comment from Jean on 2010-03-24", "Jean"),
    ],
)
def test_titles_that_wordpress_makes_up_for_comments_name_the_author(title: str, author: str) -> None:
    entry = read(Draft(title=title), COMMENTS)
    assert (entry.title, entry.author, entry.kind) == ("", author, FeedKind.COMMENTS)
    assert read(Draft(title=title, author="Marie"), COMMENTS).author == "Marie"


def test_a_title_of_its_own_is_kept_and_a_post_may_be_called_anything() -> None:
    assert read(Draft(title="Honteux!"), COMMENTS).title == "Honteux!"
    assert read(Draft(title="By: Jean")).title == "By: Jean"
    assert read(Draft(title="Re: L’usine"), COMMENTS).title == "Re: L’usine"
    assert read(Draft(title="Comment on vit ici"), COMMENTS).title == "Comment on vit ici"


@pytest.mark.parametrize(
    ("draft", "thread"),
    [
        (Draft(url="https://blog.example.com/usine/#comment-12"), "https://blog.example.com/usine/"),
        (Draft(url="https://blog.example.com/usine/comment-page-3/#comment-12"), "https://blog.example.com/usine/"),
        (Draft(url="https://b.example/p.html?showComment=12&m=1#c12"), "https://b.example/p.html?m=1"),
        (Draft(url="https://a.example/c/1", answers="https://a.example/usine/#comment-3"), "https://a.example/usine/"),
        (Draft(), ""),
    ],
)
def test_the_entry_that_a_comment_answers(draft: Draft, thread: str) -> None:
    assert read(draft, COMMENTS).thread == thread
    assert read(draft).thread == ""


def test_a_feed_of_one_thread_says_so_itself() -> None:
    spec = FeedSpec(url="https://a.example/usine/feed/", kind=FeedKind.COMMENTS, thread="https://a.example/usine/")
    assert read(Draft(url="https://a.example/elsewhere#c1"), spec).thread == "https://a.example/usine/"


@pytest.mark.parametrize(
    ("url", "title", "comments"),
    [
        ("https://blog.example.com/comments/feed/", "", True),
        ("https://blog.example.com/?feed=comments-rss2", "", True),
        ("https://b.example/feeds/123/comments/default", "", True),
        ("https://blog.example.com/usine/feed/", "Comments on: The plant", True),
        ("https://blog.example.com/usine/feed/", "Commentaires sur&nbsp;: L’usine", True),
        ("https://blog.example.com/x", "Commentaires pour Le Blogue", True),
        ("https://blog.example.com/x", "Kommentare zu: Das Werk", True),
        ("https://blog.example.com/x", "Comentários sobre A fábrica", True),
        ("https://blog.example.com/index.php/feed/atom/comments", "", True),
        ("https://blog.example.com/feed/", "Le Blogue", False),
        ("https://blog.example.com/no-comments-please/feed/", "Commentary", False),
    ],
)
def test_feeds_of_comments_are_known_by_url_or_title(url: str, title: str, *, comments: bool) -> None:
    feed = Feed(spec=FeedSpec(url=url), url=url)
    assert is_comment_feed(feed, Document(version="rss20", title=title)) is comments


def test_the_language_is_found_in_title_and_text() -> None:
    entry = read(Draft(title="L’usine ferme", bodies=("Les employés sont inquiets pour leur avenir.",)))
    assert with_language(entry, ("fr", "en")).lang == "fr"


def test_a_comment_is_in_its_own_language_whatever_its_posts_title_is_in() -> None:
    comment = Draft(title="Re : Rappel de fromages à Longueuil et à Montréal", bodies=("This is terrible!",))
    assert with_language(read(comment, COMMENTS), ("fr", "en")).lang == "en"
    bare = Draft(title="Re : Rappel de fromages à Longueuil et à Montréal", bodies=("Ok.",))
    assert with_language(read(bare, COMMENTS), ("fr", "en")).lang == "fr"


def test_a_text_too_short_to_tell_its_language_is_told_by_its_feeds_title() -> None:
    entry = read(Draft(bodies=("Scandale!",)), COMMENTS)
    assert with_language(entry, ("fr", "en")).lang == ""
    assert with_language(entry, ("fr", "en"), "Commentaires sur : L’usine de la ville").lang == "fr"
    assert with_language(entry, ("fr", "en"), "Comments on: The plant of the town").lang == "en"
    english = read(Draft(bodies=("This is what they should have told us.",)), COMMENTS)
    assert with_language(english, ("fr", "en"), "Commentaires sur : L’usine de la ville").lang == "en"


def test_another_date_is_taken_where_the_first_can_not_be() -> None:
    entry = read(Draft(published=datetime(1970, 1, 1, tzinfo=UTC), or_published=(datetime(2010, 3, 1, tzinfo=UTC),)))
    assert (entry.published.year, entry.date_trust) == (2010, DateTrust.FEED)
    twice = (datetime(2010, 3, 2, tzinfo=UTC), datetime(2010, 2, 3, tzinfo=UTC))
    doubtful = read(Draft(published=twice[0], or_published=twice[1:], doubtful=True))
    assert (doubtful.published, doubtful.date_trust) == (twice[0], DateTrust.GUESSED)
