"""feed.xml: the clinic's newest and newly checked articles, for feed readers (Atom, RFC 4287)."""

import hashlib
from datetime import UTC, datetime, time

from django.db.models import DateTimeField
from django.db.models.functions import Cast, Coalesce, Greatest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from education.models import ArticlePage
from education.views import site_or_404

NEWEST = 30
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class ClinicFeed(Atom1Feed):
    """Atom whose date is the newest article's; a feed without articles does not change either."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


@require_safe
def feed(request) -> HttpResponse:
    """The feed, or 304 if the reader has it already."""
    site = site_or_404(request)
    articles = newest_articles(site)
    body = _feed(request, site, articles).writeString("utf-8")
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    # No Last-Modified: an article that is taken off makes the feed's newest date older, not newer.
    response = HttpResponse(body, content_type=ClinicFeed.content_type, headers={"ETag": etag})
    return get_conditional_response(request, etag, response=response)


def newest_articles(site) -> list[ArticlePage]:
    """The articles that were published or checked last; a small correction moves none up."""
    published = Coalesce("first_published_at", NEVER, output_field=DateTimeField())
    checked = Coalesce(Cast("last_reviewed", DateTimeField()), NEVER, output_field=DateTimeField())
    articles = ArticlePage.objects.findable(site).for_lists()
    return list(articles.order_by(Greatest(published, checked).desc(), "-pk")[:NEWEST])


def updated(article) -> datetime:
    """When the article was new for readers: first published, or checked again by a clinician."""
    return max(article.first_published_at or NEVER, _start_of(article.last_reviewed))


def identity(site, article) -> str:
    """The entry's name for ever, as a tag URI (RFC 4151): title, topic and scheme may all change."""
    day = (article.first_published_at or NEVER).date().isoformat()
    return f"tag:{site.hostname},{day}:{reverse('short_address', args=[article.pk])}"


def _start_of(day) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC) if day else NEVER


def _feed(request, site, articles) -> ClinicFeed:
    name = site.site_name or site.hostname
    feed = ClinicFeed(
        title=name,
        link=request.build_absolute_uri(reverse("home")),
        description=None,
        language=get_language(),
        author_name=name,
        feed_url=request.build_absolute_uri(reverse("feed")),
        feed_guid=request.build_absolute_uri(reverse("feed")),
    )
    for article in articles:
        feed.add_item(
            title=article.title,
            link=request.build_absolute_uri(article.get_url(request)),
            description=escape(article.text),  # a summary of Django's is HTML
            unique_id=identity(site, article),
            pubdate=article.first_published_at,
            updateddate=updated(article),
        )
    return feed
