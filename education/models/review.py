"""Clinical review: the step between a draft and a page that patients read."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import (
    Page,
    Task,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from education.forms import ApprovalForm
from education.overview.waiting import approvable, contents_of
from education.ownership import (
    CONFIRM_PERMISSION,
    REVIEW_PERMISSION,
    TAKE_DOWN_PERMISSION,
    may_review,
    reviewers,
    site_of,
)
from education.review.approval import (
    signing_clinician,
    signing_entries,
    why_not_approved,
    why_not_by,
)
from education.review.fingerprint import words_of
from education.review.signing import sign
from education.signed_content import SignedContent


class ClinicalReview(Task):
    """One task for all clinics: who may approve depends on whose content it is.

    The author of the latest words never approves them, and whoever does is a clinician with a valid
    credential. Asked twice: when the buttons are offered, and again when one is pressed, because a
    reviewer can change the words in that same request.
    """

    class Meta:
        verbose_name = _("clinical review")
        verbose_name_plural = _("clinical reviews")
        permissions = [
            (REVIEW_PERMISSION, _("Can approve health content")),
            (TAKE_DOWN_PERMISSION, _("Can take health content down")),
            (CONFIRM_PERMISSION, _("Can confirm clinicians and their credentials")),
        ]

    @classmethod
    def get_description(cls):
        return _("A clinician of the clinic that owns the content approves it.")

    def user_can_access_editor(self, obj, user):
        return may_review(user, site_of(obj))

    def locked_for_user(self, obj, user):
        return not may_review(user, site_of(obj))

    def user_can_lock(self, obj, user):
        return may_review(user, site_of(obj))

    def get_actions(self, obj, user):
        if not may_review(user, site_of(obj)):
            return []
        actions = [("reject", _("Ask for changes"), True)]
        if not why_not_by(user, obj):
            # Wagtail adds "and Publish" to each where approval is the last step, as it is here.
            # A shared item is always asked about: its change may reach many articles.
            if isinstance(obj, Page):
                actions += [("approve", _("Approve"), False)]
                actions += [("approve", _("Approve with a comment"), True)]
            else:
                actions += [("approve", _("Approve"), True)]
        return actions

    def get_form_for_action(self, action):
        return ApprovalForm if action == "approve" else super().get_form_for_action(action)

    def get_template_for_action(self, action):
        return "education/admin/approve.html" if action == "approve" else ""

    def on_action(self, task_state, user, action_name, **kwargs):
        """Sign off the words that were shown, or send them back. What may not be approved waits on.

        Returns where to go on: to the editor, which says why an approval did not count.
        """
        comment = str(kwargs.get("comment") or "")
        if action_name != "approve":
            return super().on_action(task_state, user, action_name, comment=comment)
        with transaction.atomic():
            # The second of two approvals at once finds this one finished.
            state = TaskState.objects.select_for_update().get(pk=task_state.pk)
            obj = content_of(state)
            finished = state.status != TaskState.STATUS_IN_PROGRESS
            if finished or not shown_is_newest(state, obj) or why_not_approved(obj, user):
                return AdminURLFinder(user).get_edit_url(obj)
            # Only a shared item has articles that another look could be spared.
            wording_only = kwargs.get("wording_only") is True and not isinstance(obj, Page)
            self._sign(task_state, obj, user, comment, wording_only)
            return super().on_action(task_state, user, action_name, comment=comment)

    @staticmethod
    def _sign(task_state, obj, user, comment: str, wording_only: bool) -> None:
        newest = obj.get_latest_revision()
        task_state.revision = newest
        task_state.save(update_fields=["revision"])
        if isinstance(obj, SignedContent):
            clinician = signing_clinician(user, site_of(obj))
            sign(obj, newest, user, clinician, comment=comment, wording_only=wording_only)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for this person: content of the clinics they review, not their own words."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        states = {task.workflow_state: task.pk for task in waiting.select_related("workflow_state")}
        contents = contents_of(states)
        mine = set(approvable(user, list(contents.values())))
        return self.task_states.filter(
            pk__in=[
                task
                for state, task in states.items()
                if contents.get((state.base_content_type_id, state.object_id)) in mine
            ]
        )

    @classmethod
    def set_up(cls) -> Workflow:
        """Make clinical review the way to live for every page and library item; safe to repeat."""
        from education.models.glossary import Term
        from education.models.house_notes import HouseNote
        from education.models.people import Clinician
        from education.models.snippets import Benefit, Question, Source

        task, _created = cls.objects.get_or_create(name="Clinical review")
        workflow, _created = Workflow.objects.get_or_create(name="Clinical review")
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
        for root in Page.get_root_nodes():
            WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        for model in (Benefit, Question, Term, Source, HouseNote):
            WorkflowContentType.objects.get_or_create(
                content_type=ContentType.objects.get_for_model(model),
                defaults={"workflow": workflow},
            )
        leave_to_administrators(Clinician)
        retire_stock_roles(workflow)
        return workflow


def leave_to_administrators(model: type) -> None:
    """What an administrator confirms goes through no review; what still waits there is let go."""
    kind = ContentType.objects.get_for_model(model)
    WorkflowContentType.objects.filter(content_type=kind).delete()
    for state in WorkflowState.objects.active().filter(content_type=kind):
        state.cancel()


def retire_stock_roles(workflow: Workflow) -> None:
    """Take away what Wagtail sets up by itself: groups that may publish, and its own workflow."""
    for name in ("Moderators", "Editors"):
        group = Group.objects.filter(name=name).first()
        if group is not None and not group.user_set.exists():
            group.delete()
    stock = Workflow.objects.filter(name="Moderators approval", workflow_pages=None, active=True)
    stock.exclude(pk=workflow.pk).update(active=False)


def content_of(state: TaskState):
    """The article or item that a task is about, as its own class."""
    content = state.workflow_state.content_object
    return content.specific if isinstance(content, Page) else content


def shown_is_newest(state: TaskState, obj) -> bool:
    """Whether the words that were submitted, or since then opened to be read, are the newest."""
    newest = obj.get_latest_revision()
    return state.revision_id == newest.pk or words_of(state.revision.content) == words_of(
        newest.content
    )


def people_to_ask(obj) -> models.QuerySet:
    """The clinicians who may approve this content as it stands."""
    latest = obj.get_latest_revision()
    site = site_of(obj)
    accounts = signing_entries(site).exclude(account=None).values("account")
    people = reviewers(site).filter(pk__in=accounts)
    return people.exclude(pk=latest.user_id) if latest and latest.user_id else people
