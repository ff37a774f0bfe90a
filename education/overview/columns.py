"""Columns of the admin's lists: how each row stands with clinical review, and where it is used."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy
from wagtail.snippets.views.snippets import IndexView

from education.models import ArticlePage, Benefit, Question
from education.overview.standing import standings
from education.overview.states import PRESSING
from education.ownership import LibraryPolicy


def note_standings(model, rows) -> None:
    """Give each row of a list its `standing`, for the columns here."""
    found = standings(model, rows)
    for row in rows:
        row.standing = found[row.pk]


class DayColumn(Column):
    """A date in few characters; nothing where there is none."""

    def get_value(self, row):
        day = super().get_value(row)
        return date_format(day, "j M Y") if day else ""


class StateColumn(StatusTagColumn):
    """The state in words; what staff should not overlook stands out."""

    cell_template_name = "education/admin/state_cell.html"

    def __init__(self):
        super().__init__("review_state", label=_("Review"), primary=is_pressing)

    def get_value(self, row):
        standing = getattr(row, "standing", None)
        return standing.label if standing else ""


def is_pressing(row) -> bool:
    standing = getattr(row, "standing", None)
    return standing is not None and standing.state in PRESSING


class UsedInColumn(Column):
    """In how many articles, benefits and questions an item stands that this person may know of."""

    def __init__(self):
        super().__init__("used_in", label=_("Used in"), accessor=lambda row: row.used_in)


class LibraryList(IndexView):
    """A list of library items with what these columns show."""

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        rows = context["object_list"]
        note_standings(self.model, rows)
        note_uses(self.model, rows, self.request.user)
        return context


def note_uses(model, rows, user) -> None:
    """Give each row the number of places it is used in, as saved, within this person's reach."""
    found = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(row.pk) for row in rows],
    )
    users: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for kind, key in ((Page, ArticlePage), (Benefit, Benefit), (Question, Question)):
        base = ContentType.objects.get_for_model(kind)
        uses = found.filter(base_content_type=base).order_by()
        pairs = {(int(by), int(item)) for by, item in uses.values_list("object_id", "to_object_id")}
        known = _known(key, {by for by, _item in pairs}, user) if pairs else set()
        for by, item in pairs:
            if by in known:
                users[item].add((base.pk, by))
    for row in rows:
        row.used_in = len(users[row.pk])


def _known(model, keys: set[int], user) -> set[int]:
    if issubclass(model, Page):
        reach = page_permission_policy.explorable_instances(user)
    else:
        policy = LibraryPolicy(model)
        reach = policy.instances_user_has_any_permission_for(user, ["view"])
    return set(reach.order_by().filter(pk__in=keys).values_list("pk", flat=True))
