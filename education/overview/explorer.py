"""The page explorer below a topic: articles with their review state and next review."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables.pages import PageTypeColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from education.models import ArticlePage
from education.overview.columns import DayColumn, StateColumn, note_standings


class NextReviewColumn(DayColumn, PageTypeColumn):
    """Sorts, but as Wagtail's kind of page does, not among the results of a search."""


NEXT_REVIEW = NextReviewColumn(
    "next_review", label=_("Next review"), sort_key="next_review", width="12%"
)


class ShowsReview:
    """For listings of pages: the articles among them say how they stand."""

    def get_valid_orderings(self):
        orderings = super().get_valid_orderings()
        if not self.is_searching:
            return orderings
        return [each for each in orderings if each.removeprefix("-") != NEXT_REVIEW.sort_key]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        pages = context["object_list"]
        note_standings(ArticlePage, [page for page in pages if isinstance(page, ArticlePage)])
        return context


class ArticleListing(ShowsReview, ExplorableIndexView):
    """All of them are articles, so in place of the kind of page stands the review."""

    base_columns = [
        column
        for wagtails in ExplorableIndexView.base_columns
        for column in ((StateColumn(), NEXT_REVIEW) if wagtails.name == "type" else (wagtails,))
    ]

    def annotate_queryset(self, pages):
        # To sort by: these are rows of the page table.
        pages = pages.annotate(next_review=F("articlepage__next_review"))
        return super().annotate_queryset(pages)

    def order_queryset(self, pages):
        """Those without a date last, in either order; databases disagree about them."""
        day = F(NEXT_REVIEW.sort_key)
        if self.ordering == NEXT_REVIEW.sort_key:
            return pages.order_by(day.asc(nulls_last=True), "title")
        if self.ordering == f"-{NEXT_REVIEW.sort_key}":
            return pages.order_by(day.desc(nulls_last=True), "title")
        return super().order_queryset(pages)


class ArticleUses(ShowsReview, ContentTypeUseView):
    pass


class ArticlesInExplorer(PageViewSet):
    """Wagtail shows this below pages that only articles may stand under: topics."""

    model = ArticlePage
    index_view_class = ArticleListing
    content_type_use_view_class = ArticleUses

    def get_index_view_kwargs(self, **kwargs):
        # A search "in all pages" goes on finding topics and other pages.
        everything = {"model": Page, "filterset_class": GenericPageFilterSet}
        return super().get_index_view_kwargs(**everything, **kwargs)


def articles_in_explorer() -> ArticlesInExplorer:
    return ArticlesInExplorer("articles_in_explorer")
