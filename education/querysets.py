"""Ways of asking for articles."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageManager, PageQuerySet, PageViewRestriction

from education.home_pages import home_of


def kept_for_staff(path: str) -> Exists:
    """Whether the page at the tree path of this name, or a page above it, is private."""
    asked = ExpressionWrapper(OuterRef(path), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(asked=asked)
    return Exists(restrictions.filter(asked__startswith=F("page__path")))


class ArticleQuerySet(PageQuerySet):
    def for_lists(self):
        """Only what a list row shows; the body stays in the database."""
        return self.defer("body", "key_points", "conclusion", "funding")

    def in_topic(self, path: str):
        """What a reader finds in the topic at this tree path, from A to Z.

        Live and public, at home there or listed there, of the topic's own clinic and language.
        """
        step = self.model.steplen
        below = Q(path__startswith=path, depth=len(path) // step + 1)
        listed = self.model.also_in.through.objects.filter(topicpage__path=path)
        return (
            self.live()
            .exclude(kept_for_staff("path"))
            .filter(below | Q(pk__in=listed.values("articlepage")), path__startswith=path[:-step])
            .order_by("title", "path")
        )

    def in_language(self, locale_id: int, chosen) -> list:
        """The live ones of the chosen articles, in their order, each in this language.

        One that has no live, public translation is left out. No query where all are in it already.
        """
        keys = {article.translation_key for article in chosen if article.locale_id != locale_id}
        own = self.live().exclude(kept_for_staff("path")).filter(locale_id=locale_id).for_lists()
        found = own.filter(translation_key__in=keys) if keys else ()
        translated = {article.translation_key: article for article in found}
        rows = (
            article if article.locale_id == locale_id else translated.get(article.translation_key)
            for article in chosen
        )
        return list(dict.fromkeys(article for article in rows if article and article.live))

    def readable(self, site):
        """What a reader of this clinic may see: live, public, in the language of the address."""
        home = home_of(site)
        if home is None:
            return self.none()
        return self.live().public().descendant_of(home)


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
