"""Ways of asking for articles."""

from wagtail.models import PageManager, PageQuerySet


class ArticleQuerySet(PageQuerySet):
    def for_lists(self):
        """Only what a list row shows; the body stays in the database."""
        return self.defer("body", "key_points", "conclusion", "funding")

    def readable(self, site):
        """What a reader of this clinic may see: live, public, in the language of the address."""
        return self.live().public().descendant_of(site.root_page.localized)


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
