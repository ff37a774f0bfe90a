"""The dashboard panels "Waiting for you" and "Reviews due"; each leaves when it is empty."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from education.models import AnotherLook, ArticlePage, Clinician
from education.overview.states import DUE_SOON, is_overdue
from education.overview.waiting import contents_of, signing_sites
from education.ownership import (
    LibraryPolicy,
    homes_of_sites,
    may_confirm_clinicians,
    pages_of_sites,
    reviewers,
    site_of,
    sites_to_confirm,
    sites_to_review,
)
from education.record.sign_offs import name_of
from education.review.approval import signing_entries

MOST_DUE = 10


@dataclass(frozen=True)
class Thing:
    """One line of a panel: what it is, where to open it, what is known of it."""

    title: str
    url: str
    note: str = ""
    since: datetime | None = None


class WaitingPanel(Component):
    """All that only goes on when this person does something, in one list."""

    name = "waiting_for_you"
    template_name = "education/admin/waiting_panel.html"
    order = 60

    def __init__(self, user):
        groups = [
            (_("To approve"), to_approve(user)),
            (_("Articles to look at again: something in them has changed"), to_look_at(user)),
            (_("Clinicians to confirm"), to_confirm(user)),
            (_("Nobody can approve what waits at"), without_a_clinician(user)),
            (_("Sent back to you"), sent_back(user)),
        ]
        self.groups = [(heading, things) for heading, things in groups if things]

    def get_context_data(self, parent_context):
        return {"groups": self.groups}


class DuePanel(Component):
    """Live articles whose review is due within two months, or overdue."""

    name = "reviews_due"
    template_name = "education/admin/due_panel.html"
    order = 70

    def __init__(self, user):
        self.articles = list(reviews_due(user)[:MOST_DUE])

    def get_context_data(self, parent_context):
        today = timezone.localdate()
        due = [(article, is_overdue(article.next_review, today)) for article in self.articles]
        return {"due": due, "report": f"{reverse('content_report')}?ordering=next_review"}


def add_review_panels(request, panels: list) -> None:
    """In place of Wagtail's list of what awaits review, which knows only approvals."""
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    waiting, due = WaitingPanel(request.user), DuePanel(request.user)
    panels += [
        panel for panel, filled in ((waiting, waiting.groups), (due, due.articles)) if filled
    ]


def reviews_due(user, today: date | None = None):
    """Articles this person looks after or is in charge of, their own first, the most urgent first."""
    soon = (today or timezone.localdate()) + DUE_SOON
    reach = page_permission_policy.instances_user_has_any_permission_for(user, ["change"])
    in_charge = {site.pk for site in [*sites_to_review(user), *sites_to_confirm(user)]}
    return (
        ArticlePage.objects.live()
        .filter(Q(content_owner=user) | pages_of_sites(in_charge))
        .filter(next_review__lte=soon, withdrawn=False, alias_of=None)
        .filter(pk__in=reach.order_by().values("pk"))
        .for_lists()
        .annotate(others=Case(When(content_owner=user, then=Value(0)), default=Value(1)))
        .select_related("content_owner")
        .order_by("others", "next_review", "title")
    )


def to_approve(user) -> list[Thing]:
    """Content that this person may approve as it stands, the longest waiting first."""
    tasks = TaskState.objects.reviewable_by(user).annotate(title=F("revision__object_str"))
    tasks = list(tasks.select_related("workflow_state__requested_by").order_by("started_at", "pk"))
    contents = contents_of([task.workflow_state for task in tasks])
    things = []
    for task in tasks:
        state = task.workflow_state
        if content := contents.get((state.base_content_type_id, state.object_id)):
            note = name_of(state.requested_by)
            things.append(
                Thing(task.title or str(content), edit_url(content), note, task.started_at)
            )
    return things


def to_look_at(user) -> list[Thing]:
    """Live articles with changed items that this person can confirm as a clinician."""
    signs = signing_sites(user)
    if not signs:
        return []
    open_looks = AnotherLook.objects.filter(confirmed_at=None, article__live=True)
    articles = ArticlePage.objects.filter(pages_of_sites(signs))
    rows = (
        open_looks.filter(article__in=articles.order_by().values("pk"))
        .order_by("article__title", "article")
        .values_list("article", "article__title")
        .annotate(Count("pk"))
    )
    things = []
    for key, title, number in rows:
        note = ngettext("%(n)s changed item", "%(n)s changed items", number) % {"n": number}
        things.append(Thing(title, reverse("wagtailadmin_pages:edit", args=[key]), note))
    return things


def to_confirm(user) -> list[Thing]:
    """Clinicians' entries, new or changed since they were last confirmed; never one's own."""
    near = Q(site__in=sites_to_confirm(user))
    if may_confirm_clinicians(user, None):
        near |= Q(site=None)
    # An entry that was taken offline waits for nobody, until somebody changes it.
    changed = Q(last_published_at=None) | Q(latest_revision__created_at__gt=F("last_published_at"))
    entries = Clinician.objects.filter(near, changed).exclude(account=user).order_by("name", "pk")
    return [Thing(entry.name, edit_url(entry), entry.credential) for entry in entries]


def without_a_clinician(user) -> list[Thing]:
    """Clinics this person administers where content waits and no clinician's entry is valid today."""
    sites = list(sites_to_confirm(user))
    if not sites:
        return []
    open_states = list(WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS))
    homes = homes_of_sites()
    waiting = {site_of(content, homes) for content in contents_of(open_states).values()}
    clinicians = reverse(Clinician.snippet_viewset.get_url_name("list"))
    note = _(
        "No clinician with an account has a live entry and a valid credential. Add or renew one."
    )
    return [
        Thing(site.site_name or site.hostname, clinicians, note)
        for site in sites
        if site in waiting
        and not signing_entries(site).filter(account__in=reviewers(site).values("pk")).exists()
    ]


def sent_back(user) -> list[Thing]:
    """What this person submitted and a reviewer wants changed, as far as they may still change it."""
    rejected = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user
    ).select_related("current_task_state__finished_by")
    rejected = list(rejected.order_by("current_task_state__finished_at", "pk"))
    contents = contents_of(rejected)
    may_change = _changeable(user, contents.values())
    things = []
    for state in rejected:
        content = contents.get((state.base_content_type_id, state.object_id))
        if content is not None and content in may_change:
            task = state.current_task_state
            note, day = (task.comment, task.finished_at) if task else ("", None)
            things.append(Thing(title_of(content), edit_url(content), note, day))
    return things


def _changeable(user, contents) -> set:
    found = set()
    for model in {type(content) for content in contents}:
        policy = page_permission_policy if issubclass(model, Page) else LibraryPolicy(model)
        reach = policy.instances_user_has_any_permission_for(user, ["change"])
        keys = {content.pk for content in contents if type(content) is model}
        pks = set(reach.order_by().filter(pk__in=keys).values_list("pk", flat=True))
        found |= {content for content in contents if type(content) is model and content.pk in pks}
    return found


def title_of(content) -> str:
    return content.draft_title if isinstance(content, Page) else str(content)


def edit_url(content) -> str:
    if isinstance(content, Page):
        return reverse("wagtailadmin_pages:edit", args=[content.pk])
    return reverse(content.snippet_viewset.get_url_name("edit"), args=[content.pk])
