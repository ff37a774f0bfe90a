"""Ways of asking for articles."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet, PageViewRestriction

from education.home_pages import home_of
from education.review_dates.dates import is_due


def kept_for_staff(path: str) -> Exists:
    """Whether the page at the tree path of this name, or a page above it, is private."""
    asked = ExpressionWrapper(OuterRef(path), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(asked=asked)
    return Exists(restrictions.filter(asked__startswith=F("page__path")))


def restrictions_on(page):
    """As Wagtail's, in one query: a page's path holds the paths of all pages above it."""
    length = page.steplen
    paths = [page.path[:end] for end in range(length, len(page.path) + 1, length)]
    return PageViewRestriction.objects.filter(
        Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
    )


def has_left_lists(article: str = "") -> Q:
    """The articles that have been overdue for too long for lists and search.

    `article` leads there from the model asked about, for example "articlepage__".
    """
    return Q(**{f"{article}leaves_lists_on__lte": timezone.localdate()})


def is_listed(article) -> bool:
    """Whether lists may show this article, asked of one that is loaded: as `ArticleQuerySet.listed`."""
    return article.live and not is_due(article.leaves_lists_on, timezone.localdate())


class ArticleQuerySet(PageQuerySet):
    def listed(self):
        """What lists and search may show; every list asks this way, or with `is_listed`."""
        return self.live().exclude(has_left_lists())

    def for_lists(self):
        """Only what a list row shows; the body stays in the database."""
        return self.defer("body", "key_points", "conclusion", "funding")

    def in_topic(self, path: str):
        """What a reader finds in the topic at this tree path, from A to Z.

        Listed and public, at home there or listed there, of the topic's own clinic and language.
        """
        step = self.model.steplen
        below = Q(path__startswith=path, depth=len(path) // step + 1)
        listed = self.model.also_in.through.objects.filter(topicpage__path=path)
        return (
            self.listed()
            .exclude(kept_for_staff("path"))
            .filter(below | Q(pk__in=listed.values("articlepage")), path__startswith=path[:-step])
            .order_by("title", "path")
        )

    def in_language(self, locale_id: int, chosen) -> list:
        """The listed ones of the chosen articles, in their order, each in this language.

        One that has no listed, public translation is left out. No query where all are in it already.
        """
        keys = {article.translation_key for article in chosen if article.locale_id != locale_id}
        own = self.listed().exclude(kept_for_staff("path")).filter(locale_id=locale_id).for_lists()
        found = own.filter(translation_key__in=keys) if keys else ()
        translated = {article.translation_key: article for article in found}
        rows = (
            article if article.locale_id == locale_id else translated.get(article.translation_key)
            for article in chosen
        )
        return list(dict.fromkeys(article for article in rows if article and is_listed(article)))

    def readable(self, site):
        """What a reader of this clinic may see: live, public, in the language of the address."""
        return self.public_at(site).live()

    def public_at(self, site):
        """Of this clinic, in the language of the address, kept for no staff; drafts and all."""
        home = home_of(site)
        return self.public().descendant_of(home) if home else self.none()

    def findable(self, site):
        """Of what a reader of this clinic may see, what search and lists of all articles offer."""
        return self.readable(site).listed()


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
