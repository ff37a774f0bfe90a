"""Where copies of a clinic's article may stand: at the clinics that took it, each in a topic of its own.

Asked at the door (`education.signed_content`), so it is loaded before the models are.
"""

from django.apps import apps
from wagtail.models import Page, Site

from education.library_sharing.choice import place
from education.ownership import homes_of_sites, site_at, site_of
from education.querysets import restrictions_on


def source_of(page: Page) -> Page:
    """The page whose words a copy shows, through copies of copies; the page itself if it is none."""
    while page.alias_of_id is not None:
        page = page.alias_of
    return page


def offers_articles(site: Site | None) -> bool:
    """Whether a clinic lets the others take its articles."""
    rules = apps.get_model("education", "SharingRules").objects
    return site is not None and rules.filter(site=site, offers_articles=True).exists()


def places_of(source, homes: dict[str, Site] | None = None) -> dict[int, Page]:
    """The topics in which copies of this article have to stand, by the key of their clinic.

    None of an article that is private, or whose clinic does not offer its articles.
    """
    homes = homes_of_sites() if homes is None else homes
    library = site_of(source, homes)
    if not offers_articles(library) or restrictions_on(source).exists():
        return {}
    articles = _by_clinic("TakenArticle", article=source.pk)
    topics = _by_clinic("TakenTopic", topic__path=source.path[: -source.steplen])
    places = {key: place(articles.get(key), topics.get(key)) for key in {*articles, *topics}}
    return {
        key: topic
        for key, topic in places.items()
        if topic is not None
        and key != library.pk
        and topic.locale_id == source.locale_id
        and getattr(site_at(topic.path, homes), "pk", None) == key
    }


def may_stand_here(copy: Page) -> bool:
    """Whether this copy is at the clinic of the page it follows, or at one that has taken that page."""
    homes = homes_of_sites()
    site = site_of(copy, homes)
    if site == site_of(copy.alias_of, homes):
        return True
    return site is not None and site.pk in places_of(source_of(copy), homes)


def _by_clinic(model: str, **what) -> dict:
    rows = apps.get_model("education", model).objects.filter(**what).select_related("under")
    return {row.site_id: row for row in rows}
