"""Which article a clinic's own words stand in: its own, or a copy that is kept in step with another's.

A copy (a Wagtail alias) can be taken away and made anew, and its words are its original's. So what a
clinic adds is kept with the original, and found again on every copy that stands at the clinic.
"""

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page

from education.library_sharing.places import source_of
from education.ownership import homes_of_sites, site_at, site_of


def original_of(article):
    """The article whose words this one says: itself, unless it is a copy, or a copy of a copy."""
    return source_of(article).specific


def copies_of(originals) -> dict[int, list]:
    """Every copy of these articles, of whatever clinic, by the key of the original."""
    originals = list(originals)
    found: dict[int, list] = {}
    above = {article.pk: article.pk for article in originals}
    articles = apps.get_model("education", "ArticlePage").objects
    while above:
        copies = list(articles.filter(alias_of__in=above).for_lists())
        above = {copy.pk: above[copy.alias_of_id] for copy in copies}
        for copy in copies:
            found.setdefault(above[copy.pk], []).append(copy)
    return found


def place_at(article, site):
    """What of this article stands at the clinic: itself, a live copy, another copy; else None."""
    if article is None or site is None:
        return None
    if site_of(article) == site:
        return article
    return _best(copies_of([article]).get(article.pk, []), site, homes_of_sites())


def places_of(notes) -> dict[int, object]:
    """For a list of notes, by key: what their clinic shows of their article, or None."""
    notes, homes = list(notes), homes_of_sites()
    copies = copies_of({note.article for note in notes})
    return {
        note.pk: _best([note.article, *copies.get(note.article_id, [])], note.site, homes)
        for note in notes
    }


def same_article(page) -> Q:
    """For notes: those kept with this page, with what it is a copy of, or with a translation of that.

    Asks nothing by itself. Follows a copy of a copy, which is as far as the admin's screens go.
    """
    if page.alias_of_id is None:
        return Q(article__translation_key=page.translation_key)
    behind = Page.objects.filter(Q(pk=page.alias_of_id) | Q(aliases=page.alias_of_id))
    return Q(article__translation_key__in=behind.values("translation_key"))


def _best(pages, site, homes):
    here = [page for page in pages if site_at(page.path, homes) == site]
    return next((page for page in here if page.live), here[0] if here else None)
