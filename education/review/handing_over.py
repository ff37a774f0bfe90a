"""What waits for one person at a clinic, and handing it to a colleague.

Who owns an article is book-keeping: no sign-off covers it, so it changes past `save()`, in the live
row and in the versions that are still to come, and no new version is made. Who wrote a version is
history and stays.
"""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision, WorkflowState

from education.models import (
    ArticlePage,
    Benefit,
    ClinicalReview,
    Clinician,
    HouseNote,
    Question,
    Source,
    Term,
)
from education.ownership import homes_of_sites, reviewers, site_of
from education.record.sign_offs import name_of
from education.review.approval import signing_clinician, why_not_by

HAND_OVER = "education.hand_over"
OPEN = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
WRITTEN = (ArticlePage, Benefit, Question, Term, Source, HouseNote)
LOCKABLE = (Page, Benefit, Question, Term, Source, HouseNote, Clinician)


@dataclass
class Holdings:
    """What waits for one person at one clinic, or in the shared library."""

    articles: list[ArticlePage] = field(default_factory=list)  # live or in a version to come
    requests: list[WorkflowState] = field(default_factory=list)  # whose answer comes to them
    locks: list = field(default_factory=list)  # pages and items that nobody else may change


def held_by(person) -> dict:
    """Holdings by clinic, only where there are any; None: the shared library."""
    homes = homes_of_sites()
    found: dict = {}

    def at(thing) -> Holdings:
        return found.setdefault(site_of(thing, homes), Holdings())

    for article in _owned_by(person):
        at(article).articles.append(article)
    for state in WorkflowState.objects.filter(requested_by=person, status__in=OPEN):
        if (content := state.content_object) is not None:
            at(content).requests.append(state)
    for model in LOCKABLE:
        for thing in model.objects.filter(locked_by=person):
            at(thing).locks.append(thing)
    return found


def owners_at(site) -> set[int]:
    """The accounts that own an article of the clinic."""
    homes = homes_of_sites()
    articles = ArticlePage.objects.exclude(content_owner=None).only("path", "content_owner")
    return {article.content_owner_id for article in articles if site_of(article, homes) == site}


def unfinished_of(person, site) -> list:
    """What the person wrote last at the clinic and nobody has approved yet; it stays as it is."""
    homes = homes_of_sites()
    written = (
        draft
        for model in WRITTEN
        for draft in model.objects.filter(
            has_unpublished_changes=True, latest_revision__user=person
        )
    )
    return [draft for draft in written if site_of(draft, homes) == site]


def approvers(site, *, without) -> list:
    """Who else can approve the clinic's content today."""
    others = reviewers(site).exclude(pk=without.pk)
    return [person for person in others if signing_clinician(person, site) is not None]


def only_they_can_approve(person, site) -> list:
    """What waits at the clinic for an approval that nobody but this person could give."""
    homes, others = homes_of_sites(), approvers(site, without=person)
    waiting = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__task__in=ClinicalReview.objects.all(),
    )
    contents = (state.content_object for state in waiting)
    return [
        content
        for content in contents
        if content is not None
        and site_of(content, homes) == site
        and not why_not_by(person, content)
        and all(why_not_by(other, content) for other in others)
    ]


@transaction.atomic
def hand_over(person, successor, site, *, by) -> dict[str, int]:
    """All that waits for the person at the clinic (None: the shared library) goes to the successor.

    Locks are released. A clinician's entry stays visible, as the one who signed, but signs no more.
    Returns how many of what.
    """
    held = held_by(person).get(site) or Holdings()
    names = {"from": name_of(person), "to": name_of(successor)}
    for article in held.articles:
        _change_versions(article, "content_owner", person.pk, successor.pk)
        ArticlePage.objects.filter(pk=article.pk, content_owner=person).update(
            content_owner=successor
        )
        ReferenceIndex.create_or_update_for_object(ArticlePage.objects.get(pk=article.pk))
        log(article, HAND_OVER, user=by, data=names)
    for state in held.requests:
        WorkflowState.objects.filter(pk=state.pk).update(requested_by=successor)
    for thing in held.locks:
        unlocked = {"locked": False, "locked_by": None, "locked_at": None}
        type(thing).objects.filter(pk=thing.pk).update(**unlocked)
        log(thing, "wagtail.unlock", user=by)
    return {
        "articles": len(held.articles),
        "pages": _hand_over_pages(person, successor, site),
        "requests": len(held.requests),
        "locks": len(held.locks),
        "clinicians": _untie_clinicians(person, site),
    }


def _owned_by(person):
    """Articles whose live row, newest version or scheduled version names this owner."""
    scheduled = Revision.objects.filter(
        approved_go_live_at__isnull=False,
        content__content_owner=person.pk,
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return ArticlePage.objects.for_lists().filter(
        Q(content_owner=person)
        | Q(latest_revision__content__content_owner=person.pk)
        | Q(pk__in=[int(key) for key in scheduled.values_list("object_id", flat=True)])
    )


def _change_versions(content, name: str, old: int, new: int | None) -> None:
    """In the newest version and in scheduled ones; those that were are history."""
    to_come = Q(pk=content.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    for revision in Revision.objects.for_instance(content).filter(to_come):
        if revision.content.get(name) == old:
            changed = revision.content | {name: new}
            Revision.objects.filter(pk=revision.pk).update(content=changed)


def _hand_over_pages(person, successor, site) -> int:
    """Wagtail's own owner of a page: whoever made it."""
    homes = homes_of_sites()
    pages = Page.objects.filter(owner=person).only("path")
    made = [page.pk for page in pages if site_of(page, homes) == site]
    return Page.objects.filter(pk__in=made).update(owner=successor)


def _untie_clinicians(person, site) -> int:
    entries = Clinician.objects.filter(account=person, site=site)
    for entry in entries:
        _change_versions(entry, "account", person.pk, None)
    return entries.update(account=None)
