"""Clinical review: the step between a draft and a page that patients read."""

import json
import re

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import (
    Page,
    Task,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from education.ownership import (
    REVIEW_PERMISSION,
    homes_of_sites,
    may_review,
    reviewers,
    site_of,
    sites_to_review,
)


class ClinicalReview(Task):
    """One task for all clinics: who may approve depends on whose content it is.

    The author of the latest words never approves them. Asked twice: when the buttons are offered,
    and again when one is pressed, because a reviewer can change the words in that same request.
    """

    class Meta:
        verbose_name = _("clinical review")
        verbose_name_plural = _("clinical reviews")
        permissions = [(REVIEW_PERMISSION, _("Can approve health content"))]

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
        if not wrote_latest_words(obj, user):
            # Wagtail adds "and Publish" to both where approval is the last step, as it is here.
            actions += [
                ("approve", _("Approve"), False),
                ("approve", _("Approve with a comment"), True),
            ]
        return actions

    def on_action(self, task_state, user, action_name, **kwargs):
        """Approve the newest words, or send them back. What may not be approved goes on waiting."""
        obj = task_state.workflow_state.content_object
        if action_name == "approve":
            if why_not_approved(obj, user):
                return None
            task_state.revision = obj.get_latest_revision()
            task_state.save(update_fields=["revision"])
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for this person: content of the clinics they review, not their own words."""
        sites = {site.pk for site in sites_to_review(user)}
        shared = may_review(user, None)
        homes = homes_of_sites()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        mine = []
        for state in waiting.select_related("workflow_state", "revision"):
            obj = state.workflow_state.content_object
            site = site_of(obj, homes) if obj is not None else None
            in_reach = site.pk in sites if site else shared
            if obj is not None and in_reach and not wrote_latest_words(obj, user):
                mine.append(state.pk)
        return self.task_states.filter(pk__in=mine)

    @classmethod
    def set_up(cls) -> Workflow:
        """Make clinical review the way to live for every page and library item; safe to repeat."""
        from education.models.glossary import Term
        from education.models.people import Clinician
        from education.models.snippets import Benefit, Question, Source

        task, _created = cls.objects.get_or_create(name="Clinical review")
        workflow, _created = Workflow.objects.get_or_create(name="Clinical review")
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
        for root in Page.get_root_nodes():
            WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        for model in (Benefit, Question, Term, Clinician, Source):
            WorkflowContentType.objects.get_or_create(
                content_type=ContentType.objects.get_for_model(model),
                defaults={"workflow": workflow},
            )
        retire_stock_roles(workflow)
        return workflow


def retire_stock_roles(workflow: Workflow) -> None:
    """Take away what Wagtail sets up by itself: groups that may publish, and its own workflow."""
    for name in ("Moderators", "Editors"):
        group = Group.objects.filter(name=name).first()
        if group is not None and not group.user_set.exists():
            group.delete()
    stock = Workflow.objects.filter(name="Moderators approval", workflow_pages=None, active=True)
    stock.exclude(pk=workflow.pk).update(active=False)


def why_not_approved(obj, user) -> str:
    """Why this person's approval of this content as it stands does not count; empty if it does."""
    if not may_review(user, site_of(obj)):
        return _("Only a clinical reviewer of the clinic that owns this can approve it.")
    if wrote_latest_words(obj, user):
        return _(
            "You wrote the newest words yourself, so someone else must approve them. "
            "Your changes are saved and wait for review."
        )
    newest = obj.get_latest_revision_as_object()
    if is_incomplete(newest):
        return _("Something that must be filled in is empty. Open it, complete it and save.")
    if unapproved := [str(item) for item in needed_by(newest) if not item.live]:
        names = ", ".join(f"“{name}”" for name in unapproved)
        return _("Approve these first, or patients will not see them: %(names)s.") % {
            "names": names
        }
    return ""


def may_approve_at_all(obj, user) -> bool:
    """Whether approving this kind of content of this clinic is the person's task."""
    return may_review(user, site_of(obj))


def is_incomplete(content) -> bool:
    """Whether the editor would refuse to publish this: an empty field, an empty part of a section."""
    try:
        content.full_clean()
        for field in content._meta.get_fields():
            if isinstance(field, StreamField):
                field.stream_block.clean(field.value_from_object(content))
    except ValidationError:
        return True
    return False


def needed_by(content) -> list:
    """The shared items and sources without which this content would have holes."""
    needed = content.needs() if hasattr(content, "needs") else []
    return list(dict.fromkeys(item for item in needed if item is not None))


# What a version records beside the words: Wagtail's own book-keeping.
NOT_WORDS = {
    "first_published_at",
    "has_unpublished_changes",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live",
    "live_revision",
}


# What the rich text editor changes in a text that it only opened: each paragraph gets a name, loses
# spaces at its end, and there is one where there was none. JSON writes the quotation marks escaped.
CHANGED_BY_EDITOR = re.compile(r' data-block-key=(\\*")\w*\1|\s+(?=</(?:p|li|h\d)>)')
EMPTY_PARAGRAPH = "<p></p>"


def words_of(revision) -> str:
    """The words of a version, alike for versions that say the same."""
    content = {key: value for key, value in revision.content.items() if key not in NOT_WORDS}
    text = CHANGED_BY_EDITOR.sub("", json.dumps(content, sort_keys=True))
    return text.replace(EMPTY_PARAGRAPH, "")


def wrote_latest_words(obj, user) -> bool:
    """Whether the newest words of this content are this person's.

    Pressing "approve" in a library item's editor keeps a version in the reviewer's name although
    nothing was changed, so who wrote is who kept the first of the newest versions that are alike.
    """
    newest, writer = None, None
    for revision in obj.revisions.order_by("-created_at", "-pk").iterator(chunk_size=2):
        words = words_of(revision)
        if newest is not None and words != newest:
            break
        newest, writer = words, revision.user_id
    return newest is not None and writer == user.pk


def people_to_ask(obj) -> models.QuerySet:
    """The clinicians who may approve this content as it stands."""
    latest = obj.get_latest_revision()
    people = reviewers(site_of(obj))
    return people.exclude(pk=latest.user_id) if latest and latest.user_id else people
