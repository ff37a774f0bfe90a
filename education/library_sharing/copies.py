"""Copies at the clinics that took an article: they follow it, whatever happens to it or to them.

A copy is a Wagtail alias, so what it says follows by itself. Here it is made, moved, taken off and
put back as the clinics' decisions have it. What stands is always what `places_of` says.
"""

from django.db import transaction
from django.db.models import Q
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Site
from wagtail.search import index

from education.library_sharing.places import places_of, source_of
from education.models.articles import ArticlePage
from education.models.library_sharing import TakenArticle, TakenTopic
from education.ownership import homes_of_sites, site_at, site_of


@transaction.atomic
def keep_copies_in_step(source: Page) -> None:
    """Make the copies of this article what the clinics decided. Safe to repeat; a copy has no copies."""
    locked = ArticlePage.objects.select_for_update(of=("self",))
    article = locked.filter(pk=source.pk, alias_of=None).first()
    if article is None:
        return
    homes = homes_of_sites()
    places = places_of(article, homes)
    for copy in copies_elsewhere(article, homes):
        topic = places.pop(site_at(copy.path, homes).pk, None)
        if topic is None:
            _take_off(copy)
            continue
        _move(copy, topic)
        if article.live and not copy.live:
            _put_back(article, copy)
    if article.live:
        for topic in places.values():
            _make(article, topic)


def keep_all_in_step(sources) -> None:
    """The same for each of these articles (a queryset) that has a copy or that some clinic decided on."""
    concerned = Q(pk__in=TakenArticle.objects.values("article")) | Q(aliases__isnull=False)
    for path in TakenTopic.objects.order_by().values_list("topic__path", flat=True).distinct():
        concerned |= Q(path__startswith=path)
    for article in sources.filter(concerned, alias_of=None).for_lists().distinct():
        keep_copies_in_step(article)


def copies_elsewhere(article: Page, homes: dict[str, Site] | None = None) -> list[ArticlePage]:
    """Its copies at other clinics, those not online too."""
    homes = homes_of_sites() if homes is None else homes
    library = site_of(article, homes)
    copies = ArticlePage.objects.filter(alias_of=article.pk).order_by("path")
    found = [(copy, site_at(copy.path, homes)) for copy in copies]
    return [copy for copy, site in found if site is not None and site != library]


def clinic_taken_from(page: Page) -> Site | None:
    """The clinic whose article this is a copy of, if that is another one than where it stands."""
    if page.alias_of_id is None:
        return None
    homes = homes_of_sites()
    library = site_of(source_of(page), homes)
    return None if library == site_of(page, homes) else library


def clinics_showing(article: Page) -> list[str]:
    """The names of the other clinics whose readers see a copy of this article, from A to Z."""
    homes = homes_of_sites()
    sites = {site_at(copy.path, homes) for copy in copies_elsewhere(article, homes) if copy.live}
    return sorted(site.site_name or site.hostname for site in sites)


def number_of_copies(articles) -> int:
    """How many copies of these articles (a queryset) readers see, at whatever clinic."""
    return ArticlePage.objects.live().filter(alias_of__in=articles.order_by().values("pk")).count()


def _make(article: ArticlePage, topic: Page) -> None:
    parent = Page.objects.get(pk=topic.pk)
    copy = article.create_alias(
        parent=parent, update_slug=find_available_slug(parent, article.slug)
    )
    # Whoever made the article works for another clinic.
    Page.objects.filter(pk=copy.pk).update(owner=None)
    # Wagtail indexes a page before its other names are saved: once more, now that they are.
    index.insert_or_update_object(ArticlePage.objects.get(pk=copy.pk))


def _move(copy: ArticlePage, topic: Page) -> None:
    if copy.path[: -copy.steplen] == topic.path:
        return
    slug = find_available_slug(topic, copy.slug)
    Page.objects.filter(pk=copy.pk).update(slug=slug)
    ArticlePage.objects.get(pk=copy.pk).move(Page.objects.get(pk=topic.pk), pos="last-child")


def _put_back(article: ArticlePage, copy: ArticlePage) -> None:
    """Online again with the words of today; Wagtail does it for all copies, here it is this one."""
    others = article.aliases.exclude(pk=copy.pk).values_list("pk", flat=True)
    article.update_aliases(_updated_ids=list(others))
    facts = {name: getattr(article, name) for name in article.sign_off_fields}
    first = article.first_published_at
    ArticlePage.objects.filter(pk=copy.pk).update(first_published_at=first, **facts)


def _take_off(copy: ArticlePage) -> None:
    if copy.live:
        copy.unpublish(log_action=False)
    if copy.withdrawn:
        # Readers are told of a withdrawal only where they could read the article.
        ArticlePage.objects.filter(pk=copy.pk).update(withdrawn=False)
