"""The rows of the report "Content and its review": all content a person may know of, in one table."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy

from education.models import ArticlePage, Benefit, HouseNote, Question, Source, Term
from education.overview.standing import LABELS, Standing, standings
from education.overview.states import State, is_old, weakest
from education.ownership import LibraryPolicy, homes_of_sites, site_at

KINDS: Final = {model._meta.model_name: model for model in (ArticlePage, Benefit, Question, Term)}
KINDS |= {model._meta.model_name: model for model in (Source, HouseNote)}
# The field that tells a library item from others of its kind.
TITLES: Final = {
    Benefit: "name",
    Question: "question",
    Term: "word",
    Source: "title",
    HouseNote: "article__title",
}
GRADES: Final = tuple(Benefit.Grade.values)
GRADE_LABELS: Final = dict(Benefit.Grade.choices)
PAGE_WORK: Final = ["add", "change", "publish"]
REVIEW_FIELDS: Final = ("pk", "live", "live_revision_id", "has_unpublished_changes", "withdrawn")
ARTICLE_FIELDS: Final = (
    *REVIEW_FIELDS,
    "draft_title",
    "path",
    "alias_of_id",
    "is_example",
    "last_reviewed",
    "next_review",
    "reviewed_by__name",
    "content_owner_id",
    "content_owner__first_name",
    "content_owner__last_name",
    "content_owner__username",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One article or library item and how it stands."""

    model: type
    pk: int
    title: str
    site_id: int | None
    clinic: str
    standing: Standing
    owner_id: int | None = None
    owner: str = ""
    grade: str = ""
    checked_by: str = ""
    last_reviewed: date | None = None
    old_sources: int = 0
    may_edit: bool = True
    is_copy: bool = False

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def state_label(self) -> str:
        return str(LABELS[self.state])

    @property
    def kind(self) -> str:
        return self.model._meta.model_name

    @property
    def kind_label(self) -> str:
        name = _("copy in step") if self.is_copy else self.model._meta.verbose_name
        return str(capfirst(name))

    @property
    def grade_label(self) -> str:
        return str(GRADE_LABELS.get(self.grade, ""))

    @property
    def next_review(self) -> date | None:
        return self.standing.next_review

    @property
    def looks(self) -> int:
        return self.standing.looks

    @property
    def self_approved(self) -> bool:
        return self.standing.self_approved

    @property
    def edit_url(self) -> str | None:
        if not self.may_edit:
            return None
        if issubclass(self.model, Page):
            return reverse("wagtailadmin_pages:edit", args=[self.pk])
        return reverse(self.model.snippet_viewset.get_url_name("edit"), args=[self.pk])


class Library:
    """The library items a person may know of, and which of them stand behind what."""

    def __init__(self, user):
        self.user = user
        self.items = {model: list(self._usable(model)) for model in TITLES}
        self.grades = {item.pk: item.grade for item in self.items[Benefit]}
        today = timezone.localdate()
        self.old = {s.pk for s in self.items[Source] if is_old(s.last_checked, today)}
        self.uses = self._uses()

    def _usable(self, model):
        more = {Benefit: ["grade"], Source: ["last_checked"]}.get(model, [])
        fields = [*REVIEW_FIELDS, "site_id", "site__site_name", "site__hostname", TITLES[model]]
        return self.usable(model).values_list(*fields, *more, named=True)

    def usable(self, model):
        policy = LibraryPolicy(model)
        return policy.instances_user_has_any_permission_for(self.user, ["view"]).order_by()

    def _uses(self) -> dict[tuple[type, int], set[tuple[type, int]]]:
        """What each article, benefit and question names of these items, as saved.

        Only uses of items within reach are read: of fifty clinics' uses a person needs one clinic's.
        """
        kinds = {ContentType.objects.get_for_model(model).pk: model for model in TITLES}
        users = kinds | {ContentType.objects.get_for_model(Page).pk: ArticlePage}
        within = Q(pk__in=[])
        for kind, model in kinds.items():
            keys = self.usable(model).annotate(key=Cast("pk", CharField())).values("key")
            within |= Q(to_content_type=kind, to_object_id__in=keys)
        found = ReferenceIndex.objects.filter(within, base_content_type__in=users).values_list(
            "base_content_type", "object_id", "to_content_type", "to_object_id"
        )
        uses: dict[tuple[type, int], set[tuple[type, int]]] = defaultdict(set)
        for user_kind, user, kind, item in found.order_by():
            uses[users[user_kind], int(user)].add((kinds[kind], int(item)))
        return uses

    def rows(self):
        for model, items in self.items.items():
            policy = LibraryPolicy(model)
            found = policy.sites_user_has_any_permission_for(self.user, ["change"])
            own = {site.pk for site in found}
            own |= {None} if policy.may_use_shared(self.user, ["change"]) else set()
            stand = standings(model, items, within=self.usable(model).values("pk"))
            for item in items:
                yield self._row(model, item, stand[item.pk], item.site_id in own)

    def _row(self, model, item, standing: Standing, may_edit: bool) -> Row:
        return Row(
            model=model,
            pk=item.pk,
            title=getattr(item, TITLES[model]),
            site_id=item.site_id,
            clinic=item.site__site_name or item.site__hostname or "",
            standing=standing,
            grade=item.grade if model is Benefit else "",
            checked_by=standing.signed_by,
            last_reviewed=standing.signed_on,
            old_sources=self.old_sources(model, item.pk),
            may_edit=may_edit,
        )

    def weakest_grade(self, article: int) -> str:
        used = self.uses[ArticlePage, article]
        return weakest([self.grades.get(pk, "") for model, pk in used if model is Benefit], GRADES)

    def old_sources(self, model, pk: int) -> int:
        """How many sources of it, and of the items in it, nobody has opened for a year."""
        if model is Source:
            return int(pk in self.old)
        used = self.uses[model, pk]
        behind = used.union(*(self.uses[thing] for thing in used if thing[0] is not Source))
        return sum(model is Source and key in self.old for model, key in behind)


def content_rows(user) -> list[Row]:
    """Everything this person may know of, in no order; the number of queries is always the same."""
    library = Library(user)
    return [*_articles(user, library), *library.rows()]


def _articles(user, library: Library):
    reach = page_permission_policy.instances_user_has_any_permission_for(user, PAGE_WORK)
    articles = ArticlePage.objects.filter(pk__in=reach.order_by().values("pk")).order_by()
    found = list(articles.values_list(*ARTICLE_FIELDS, named=True))
    stand = standings(ArticlePage, found, within=articles.values("pk"))
    homes = homes_of_sites()
    for article in found:
        site = site_at(article.path, homes)
        full = f"{article.content_owner__first_name or ''} {article.content_owner__last_name or ''}"
        yield Row(
            model=ArticlePage,
            pk=article.pk,
            title=article.draft_title,
            site_id=site.pk if site else None,
            clinic=(site.site_name or site.hostname) if site else "",
            standing=stand[article.pk],
            owner_id=article.content_owner_id,
            owner=full.strip() or article.content_owner__username or "",
            grade=library.weakest_grade(article.pk),
            checked_by=article.reviewed_by__name or "",
            last_reviewed=article.last_reviewed,
            old_sources=library.old_sources(ArticlePage, article.pk),
            is_copy=article.alias_of_id is not None,
        )
