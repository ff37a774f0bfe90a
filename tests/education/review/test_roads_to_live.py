"""Every road to live that Wagtail offers, by everybody who might take it: only sign-off arrives.

Three tables: roads through the admin to pages, roads through the admin to library items, roads in
code. After each, whatever is live is exactly what a clinician signed, and nothing anyone wrote is lost.
"""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    Workflow,
    WorkflowTask,
)
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from education.models import (
    ArticlePage,
    Benefit,
    ClinicalReview,
    Clinician,
    HouseNote,
    OtherName,
    Question,
    ReviewRules,
    SignOff,
    Source,
    Term,
)
from education.signed_content import NotSignedOff, is_copy_in_step, is_signed_off
from tests import factories
from tests.base import article_form, edit_url, paragraph

pytestmark = pytest.mark.django_db

SIGNED, UNSIGNED = "Signed words", "Unsigned words"
SIGNED_MODELS = (ArticlePage, Benefit, Question, Term, Source, HouseNote)
ROLES = ["author", "reviewer", "administrator", "superuser"]
EARLIER, LATER = timedelta(hours=-1), timedelta(hours=1)


# --- What must hold at the end of every road ------------------------------------------------------


def unsigned_and_live() -> list:
    """Everything that patients can read and no clinician stands for."""
    return [
        row
        for model in SIGNED_MODELS
        for row in model.objects.filter(live=True)
        if not (is_signed_off(row) or is_copy_in_step(row))
    ]


def times_published(content) -> int:
    log = PageLogEntry if isinstance(content, Page) else ModelLogEntry
    entries = log.objects.for_instance(content)
    return entries.filter(action__startswith="wagtail.publish").count()


def everything_written() -> set[str]:
    titles = set(Revision.objects.values_list("object_str", flat=True))
    return titles | {str(row) for model in SIGNED_MODELS for row in model.objects.all()}


def fresh(content):
    return type(content).objects.get(pk=content.pk)


def publish_due() -> str:
    """The command that cron runs; what it complained about."""
    complaints = io.StringIO()
    try:
        call_command("publish_scheduled", stdout=io.StringIO(), stderr=complaints)
    except CommandError as error:
        complaints.write(str(error))
    return complaints.getvalue()


# --- Who takes them, and where they start ---------------------------------------------------------


@pytest.fixture
def people(clinic, author, reviewer, administrator, superuser):
    return {
        "author": author,
        "reviewer": reviewer,
        "administrator": administrator,
        "superuser": superuser,
    }


@pytest.fixture
def signed(clinic, topic):
    """A live article, signed off, with a newer draft that nobody has approved."""
    writer = factories.make_person(clinic, "author", "writer")
    article = factories.make_article(clinic, SIGNED, topic=topic)
    article.title = UNSIGNED
    article.save_revision(user=writer)
    return fresh(article)


@pytest.fixture
def draft(clinic, topic, signed):
    """An article that never was online."""
    return factories.make_article(clinic, "Never approved", topic=topic, live=False)


# --- Roads through the admin to pages -------------------------------------------------------------


def page_url(name, *args) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def forged(**fields) -> dict:
    return {"action-publish": "action-publish", **fields}


def publish_in_editor(browser, signed, draft):
    browser.post(edit_url(signed), article_form(UNSIGNED) | forged())
    browser.post(edit_url(draft), article_form("Never approved") | forged())


def publish_an_older_version(browser, signed, draft):
    oldest = signed.revisions.order_by("pk").first()
    browser.get(page_url("revisions_revert", signed.pk, oldest.pk))
    form = article_form("Not what it was") | forged(revision=str(oldest.pk))
    browser.post(edit_url(signed), form)


def create_and_publish(browser, signed, draft):
    add = page_url("add", "education", "articlepage", signed.get_parent().pk)
    browser.post(add, article_form("New and live") | forged())


def bulk_publish(browser, signed, draft):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    browser.post(f"{address}?id={signed.pk}&id={draft.pk}", {"include_descendants": "on"})


def bulk_publish_below_a_topic(browser, signed, draft):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    topic = signed.get_parent()
    browser.post(f"{address}?id={topic.pk}", {"include_descendants": "on"})


def schedule(browser, signed, draft):
    past = (timezone.now() + EARLIER).strftime("%Y-%m-%d %H:%M")
    for article in (signed, draft):
        form = article_form(str(article), go_live_at=past)
        browser.post(edit_url(article), form)
        browser.post(edit_url(article), form | forged())
    publish_due()


def copy_form(page, parent, **fields) -> dict:
    values = {"new_title": "A copy", "new_slug": f"copy-of-{page.pk}"}
    return values | {"new_parent_page": str(parent.pk), **fields}


def copy_and_publish(browser, signed, draft):
    form = copy_form(signed, signed.get_parent(), publish_copies="on")
    browser.post(page_url("copy", signed.pk), form)


def copy_as_alias(browser, signed, draft):
    form = copy_form(signed, signed.get_parent(), alias="on")
    browser.post(page_url("copy", signed.pk), form)


def copy_a_topic_and_publish(browser, signed, draft):
    topic = signed.get_parent()
    form = copy_form(topic, topic.get_parent(), publish_copies="on", copy_subpages="on")
    browser.post(page_url("copy", topic.pk), form)


def copy_a_topic_as_aliases(browser, signed, draft):
    topic = signed.get_parent()
    form = copy_form(topic, topic.get_parent(), alias="on", copy_subpages="on")
    browser.post(page_url("copy", topic.pk), form)


def move_to_another_topic(browser, signed, draft):
    shelf = signed.get_parent().get_siblings(inclusive=False).first()
    browser.post(page_url("move_confirm", signed.pk, shelf.pk))
    browser.post(page_url("move_confirm", draft.pk, shelf.pk))


def convert_an_alias(browser, signed, draft):
    alias = signed.create_alias(update_slug="same-again")
    browser.post(page_url("convert_alias", alias.pk))


def api(action: str, of_topic: bool = False, **data):
    """A road through the admin's own API."""

    def road(browser, signed, draft):
        page = signed.get_parent() if of_topic else signed
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        if action == "convert_alias":
            alias = signed.create_alias(update_slug="same-again")
            address = reverse("wagtailadmin_api:pages:action", args=[alias.pk, action])
        if action == "revert_to_page_revision":
            data["revision_id"] = signed.revisions.order_by("pk").first().pk
        browser.post(address, data, content_type="application/json")
        other = reverse("wagtailadmin_api:pages:action", args=[draft.pk, action])
        browser.post(other, data, content_type="application/json")

    road.__name__ = f"api_{action}{'_of_a_topic' if of_topic else ''}"
    return road


def workflow_buttons_without_a_workflow(browser, signed, draft):
    for name in ("approve", "reject"):
        form = article_form(UNSIGNED) | {"action-workflow-action": "true"}
        browser.post(edit_url(signed), form | {"workflow-action-name": name})
    for button in ("action-cancel-workflow", "action-restart-workflow"):
        browser.post(edit_url(signed), article_form(UNSIGNED) | {button: "true"})


def cancel_and_restart_a_review(browser, signed, draft):
    ClinicalReview.set_up().start(signed, signed.get_latest_revision().user)
    for button in ("action-cancel-workflow", "action-restart-workflow"):
        browser.post(edit_url(signed), article_form(UNSIGNED) | {button: "true"})


def hide_lock_and_reorder(browser, signed, draft):
    restriction = {"restriction_type": PageViewRestriction.LOGIN}
    browser.post(page_url("set_privacy", signed.pk), restriction)
    browser.post(page_url("lock", signed.pk))
    browser.post(page_url("unlock", signed.pk))
    browser.post(page_url("set_page_position", draft.pk) + "?position=0")


def unschedule_a_version(browser, signed, draft):
    """A forged one, too: it names a version that never was scheduled."""
    newest = draft.get_latest_revision()
    browser.post(page_url("revisions_unschedule", draft.pk, newest.pk))


def unpublish_and_publish_again(browser, signed, draft):
    browser.post(page_url("unpublish", signed.pk))
    browser.post(edit_url(signed), article_form(UNSIGNED) | forged())


def autosave_over_what_is_live(browser, signed, draft):
    form = article_form(UNSIGNED) | {"overwrite_revision_id": str(signed.live_revision_id)}
    browser.post(edit_url(signed), form, headers={"accept": "application/json"})


def translate(browser, signed, draft):
    locale, _made = Locale.objects.get_or_create(language_code="es")
    topic = signed.get_parent()
    for page in (topic.get_parent(), topic, signed):
        address = reverse("simple_translation:submit_page_translation", args=[page.pk])
        browser.post(address, {"locales": [locale.pk], "include_subtree": "on"})


PAGE_ROADS = [
    publish_in_editor,
    publish_an_older_version,
    create_and_publish,
    bulk_publish,
    bulk_publish_below_a_topic,
    schedule,
    copy_and_publish,
    copy_as_alias,
    copy_a_topic_and_publish,
    copy_a_topic_as_aliases,
    move_to_another_topic,
    convert_an_alias,
    api("publish"),
    api("copy", keep_live=True, slug="api-copy"),
    api("copy", of_topic=True, keep_live=True, recursive=True, slug="api-copies"),
    api("create_alias", update_slug="api-alias"),
    api("create_alias", of_topic=True, update_slug="api-aliases", recursive=True),
    api("convert_alias"),
    api("revert_to_page_revision"),
    api("copy_for_translation", locale="es", copy_parents=True),
    api("copy_for_translation", locale="es", copy_parents=True, alias=True),
    workflow_buttons_without_a_workflow,
    cancel_and_restart_a_review,
    hide_lock_and_reorder,
    unschedule_a_version,
    unpublish_and_publish_again,
    autosave_over_what_is_live,
    translate,
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("road", PAGE_ROADS, ids=lambda road: road.__name__)
def test_no_road_through_the_admin_puts_unsigned_pages_online(
    clinic, signed_in, people, signed, draft, road, role
):
    factories.make_topic(clinic, "Another shelf")
    Locale.objects.get_or_create(language_code="es")
    written, published = everything_written(), times_published(signed)
    road(signed_in(people[role]), signed, draft)
    assert unsigned_and_live() == []
    assert not ArticlePage.objects.filter(title=UNSIGNED, live=True).exists()
    row = fresh(signed)
    assert (row.title == SIGNED or not row.live) and not fresh(draft).live
    assert times_published(signed) == published and times_published(draft) == 0
    assert written <= everything_written()


# --- Roads through the admin to library items -----------------------------------------------------


KINDS = {
    Benefit: ("name", {"claim": "It may help.", "not_known": "Much.", "grade": "early"}),
    Question: ("question", {"answer": paragraph("No.")}),
    Term: ("word", {"meaning": "What it means.", "say": ""}),
    Source: ("title", {"publisher": "Journal of Skin", "year": "2025", "url": ""}),
    HouseNote: ("heading", {"text": paragraph("As we do it.")}),
}
CHILDREN = {Benefit: "benefit_sources", Question: "question_sources"}


def item_form(model, name: str, clinic, **fields) -> dict:
    field, values = KINDS[model]
    values = values | {field: name, "site": str(clinic.pk)} | fields
    if model is HouseNote:
        values["article"] = str(factories.make_article(clinic, live=False).pk)
    if model in CHILDREN:
        values[CHILDREN[model]] = inline_formset([])
    return nested_form_data(values)


def item_url(model, name, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def make_signed_item(model, clinic, live: bool = True):
    name = SIGNED if live else "Never approved"
    if model is HouseNote:
        article = factories.make_article(clinic, live=False)
        return factories.make_house_note(clinic, article, live=live, heading=name)
    make = {
        Benefit: factories.make_benefit,
        Question: factories.make_question,
        Term: factories.make_term,
        Source: factories.make_source,
    }[model]
    return make(clinic, name, live=live)


def item_publish(browser, item, draft, clinic):
    for each, name in ((item, UNSIGNED), (draft, "Never approved")):
        browser.post(edit_url(each), item_form(type(item), name, clinic) | forged())


def item_create_and_publish(browser, item, draft, clinic):
    form = item_form(type(item), "New and live", clinic) | forged()
    browser.post(item_url(type(item), "add"), form)


def item_copy(browser, item, draft, clinic):
    address = item_url(type(item), "copy", item.pk)
    browser.get(address)
    browser.post(address, item_form(type(item), "A copy", clinic) | forged())


def item_revert(browser, item, draft, clinic):
    oldest = item.revisions.order_by("pk").first()
    address = item_url(type(item), "revisions_revert", item.pk, oldest.pk)
    browser.get(address)
    browser.post(address, item_form(type(item), "Not what it was", clinic) | forged())


def item_schedule(browser, item, draft, clinic):
    past = (timezone.now() + EARLIER).strftime("%Y-%m-%d %H:%M")
    for each in (item, draft):
        form = item_form(type(item), str(each), clinic, go_live_at=past)
        browser.post(edit_url(each), form)
        browser.post(edit_url(each), form | forged())
    publish_due()


def item_translate(browser, item, draft, clinic):
    spanish = Locale.objects.get(language_code="es")
    for each in (item, draft):
        where = ["education", type(item)._meta.model_name, each.pk]
        address = reverse("simple_translation:submit_snippet_translation", args=where)
        browser.post(address, {"locales": [spanish.pk]})


def item_workflow_buttons(browser, item, draft, clinic):
    form = item_form(type(item), UNSIGNED, clinic)
    for name in ("approve", "reject"):
        more = {"action-workflow-action": "true", "workflow-action-name": name}
        browser.post(edit_url(item), form | more)
    for button in ("action-cancel-workflow", "action-restart-workflow"):
        browser.post(edit_url(item), form | {button: "true"})


def item_bulk_publish(browser, item, draft, clinic):
    where = ["education", type(item)._meta.model_name, "publish"]
    address = reverse("wagtail_bulk_action", args=where)
    browser.post(f"{address}?id={item.pk}&id={draft.pk}")


def item_autosave(browser, item, draft, clinic):
    form = item_form(type(item), UNSIGNED, clinic)
    form["overwrite_revision_id"] = str(item.live_revision_id)
    browser.post(edit_url(item), form, headers={"accept": "application/json"})


ITEM_ROADS = [
    item_publish,
    item_create_and_publish,
    item_copy,
    item_revert,
    item_schedule,
    item_translate,
    item_workflow_buttons,
    item_bulk_publish,
    item_autosave,
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_no_road_through_the_admin_puts_unsigned_items_online(
    clinic, signed_in, people, model, role
):
    Locale.objects.get_or_create(language_code="es")
    item, draft = make_signed_item(model, clinic), make_signed_item(model, clinic, live=False)
    setattr(item, KINDS[model][0], UNSIGNED)
    item.save_revision()
    item = fresh(item)
    written, published = everything_written(), times_published(item)
    for road in ITEM_ROADS:
        road(signed_in(people[role]), item, draft, clinic)
        assert unsigned_and_live() == [], road.__name__
        row = fresh(item)
        assert getattr(row, KINDS[model][0]) == SIGNED and row.live, road.__name__
        assert times_published(item) == published and times_published(draft) == 0, road.__name__
        assert not fresh(draft).live and written <= everything_written(), road.__name__


# --- Roads in code --------------------------------------------------------------------------------


def new_row(signed, draft):
    Term.objects.create(word="new", meaning="New.", live=True, locale=signed.locale)
    signed.get_parent().add_child(
        instance=ArticlePage(title="New", lede="New.", locale=signed.locale, live=True)
    )


def live_by_hand(signed, draft):
    draft.live = True
    draft.save()


def live_by_hand_with_a_version(signed, draft):
    draft.live, draft.live_revision = True, draft.latest_revision
    draft.save(update_fields=["live", "live_revision"])


def live_by_hand_as_a_plain_page(signed, draft):
    page = Page.objects.get(pk=draft.pk)
    page.live = True
    page.save()


def other_words_by_hand(signed, draft):
    signed.title = "Other words"
    signed.save()


def one_field_by_hand(signed, draft):
    signed.lede = "Other words."
    signed.save(update_fields=["lede"])


def one_field_of_what_looks_like_a_draft(signed, draft):
    signed.live, signed.lede = False, "Other words."
    signed.save(update_fields=["lede"])


def other_words_as_a_plain_page(signed, draft):
    page = Page.objects.get(pk=signed.pk)
    page.title = "Other words"
    page.save()


def only_live_of_the_signed_words(signed, draft):
    """The words in memory are signed, those in the database are not."""
    factories.put_live(draft)
    draft.refresh_from_db()
    version = draft.live_revision.as_object()
    fresh(draft).unpublish()
    ArticlePage.objects.filter(pk=draft.pk).update(lede="Other words.")
    version.live = True
    version.save(update_fields=["live", "live_revision"])


def other_name(signed, draft):
    signed.other_names = [OtherName(name="Not approved")]
    signed.save()


def publish_the_newest_version(signed, draft):
    signed.get_latest_revision().publish(skip_permission_checks=True)


def publish_an_earlier_signed_version(signed, draft):
    first = signed.live_revision
    factories.put_live(fresh(signed), signed.get_latest_revision())
    assert fresh(signed).title == UNSIGNED  # signed by now
    first.publish(skip_permission_checks=True)


def publish_past_the_page(signed, draft):
    PublishPageRevisionAction(signed.get_latest_revision()).execute(skip_permission_checks=True)


def schedule_without_sign_off(signed, draft):
    draft.go_live_at = timezone.now() + LATER
    draft.save_revision().publish(skip_permission_checks=True)


def swap_words_after_the_approval(signed, draft):
    revision = draft.save_revision()
    SignOff.objects.create(
        content=draft,
        site=SignOff.objects.of(signed).first().site,
        kind=SignOff.Kind.APPROVED,
        revision=revision,
        fingerprint=revision.as_object().fingerprint(),
        signed_at=timezone.now(),
    )
    revision.content["lede"] = "Swapped."
    revision.save()
    revision.publish(skip_permission_checks=True)


def copy_live(signed, draft):
    signed.copy(update_attrs={"slug": "a-copy"})
    CopyPageAction(signed, update_attrs={"slug": "another"}, keep_live=True).execute()


def copy_a_whole_topic_live(signed, draft):
    signed.get_parent().copy(recursive=True, update_attrs={"slug": "a-shelf"})


def alias_of_what_is_not_live(signed, draft):
    alias = draft.create_alias(update_slug="alias")
    alias.live = True
    alias.save()


def alias_of_another_clinic(signed, draft):
    there = factories.topic_of(factories.make_clinic("third.example", "Third Clinic"))
    signed.create_alias(parent=there)
    fresh(signed).update_aliases()


def alias_with_other_words(signed, draft):
    alias = signed.create_alias(update_slug="alias")
    alias.title = "Other words"
    alias.save()


def draft_that_says_it_is_an_alias(signed, draft):
    draft.alias_of, draft.live = signed, True
    draft.save()


def alias_updated_with_other_words(signed, draft):
    signed.create_alias(update_slug="alias")
    signed.update_aliases(_content=signed.serializable_data() | {"title": "Other words"})


def alias_on_its_own(signed, draft):
    alias = signed.create_alias(update_slug="alias")
    alias.alias_of = None
    alias.save()


def alias_whose_source_is_deleted(signed, draft):
    other = factories.make_article(
        factories.Site.objects.get(hostname="localhost"), "Source of an alias"
    )
    alias = other.create_alias(update_slug="alias")
    other.delete()
    assert not fresh(alias).live and fresh(alias).title == "Source of an alias"


def translation_of_live_words(signed, draft):
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    signed.copy_for_translation(spanish, copy_parents=True)
    term = factories.make_term(None, "word")
    term.copy_for_translation(spanish).save()


def approve_past_the_task(signed, draft):
    ClinicalReview.set_up().start(draft, None)
    draft.current_workflow_task_state.approve()


def finish_past_the_tasks(signed, draft):
    ClinicalReview.set_up().start(draft, None)
    draft.current_workflow_state.finish()


def workflow_without_steps(signed, draft):
    Workflow.objects.create(name="Empty").start(draft, None)


def task_of_wagtails_own(signed, draft):
    workflow = Workflow.objects.create(name="Anybody approves")
    task = GroupApprovalTask.objects.create(name="Anybody")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(draft, None)
    state = draft.current_workflow_task_state
    state.task.specific.on_action(state, None, "approve")


def task_switched_off(signed, draft):
    ClinicalReview.set_up().start(draft, None)
    ClinicalReview.objects.get().deactivate()


def workflow_switched_off(signed, draft):
    workflow = ClinicalReview.set_up()
    workflow.start(draft, None)
    workflow.deactivate()
    assert not fresh(draft).workflow_in_progress


def task_deleted(signed, draft):
    ClinicalReview.set_up().start(draft, None)
    ClinicalReview.objects.all().delete()


REFUSED = [
    live_by_hand,
    live_by_hand_with_a_version,
    live_by_hand_as_a_plain_page,
    other_words_by_hand,
    one_field_by_hand,
    one_field_of_what_looks_like_a_draft,
    other_words_as_a_plain_page,
    only_live_of_the_signed_words,
    other_name,
    publish_the_newest_version,
    publish_an_earlier_signed_version,
    publish_past_the_page,
    schedule_without_sign_off,
    swap_words_after_the_approval,
    alias_of_what_is_not_live,
    alias_with_other_words,
    draft_that_says_it_is_an_alias,
    alias_updated_with_other_words,
    alias_on_its_own,
    approve_past_the_task,
    finish_past_the_tasks,
    workflow_without_steps,
    task_of_wagtails_own,
    task_switched_off,
]
HARMLESS = [
    new_row,
    copy_live,
    copy_a_whole_topic_live,
    alias_of_another_clinic,
    alias_whose_source_is_deleted,
    translation_of_live_words,
    workflow_switched_off,
    task_deleted,
]


def state_of(article) -> tuple:
    """What patients read, what is planned, what the record says."""
    row = fresh(article)
    planned = list(row.revisions.values_list("pk", "approved_go_live_at"))
    return row.title, row.lede, row.live, row.live_revision_id, planned, times_published(row)


@pytest.mark.parametrize("road", REFUSED, ids=lambda road: road.__name__)
def test_a_refused_road_in_code_leaves_everything_as_it_was(signed, draft, road):
    road_starts = {signed: None, draft: None}
    if road not in (
        publish_an_earlier_signed_version,
        only_live_of_the_signed_words,
        schedule_without_sign_off,
        swap_words_after_the_approval,
    ):
        road_starts = {article: state_of(article) for article in (signed, draft)}
    with pytest.raises(NotSignedOff, match="a clinician must approve"):
        road(fresh(signed), fresh(draft))
    assert unsigned_and_live() == [] and not fresh(draft).live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    for article, before in road_starts.items():
        assert before is None or state_of(article) == before


@pytest.mark.parametrize("road", HARMLESS, ids=lambda road: road.__name__)
def test_what_is_not_refused_makes_drafts(signed, draft, road):
    written = everything_written()
    road(fresh(signed), fresh(draft))
    assert unsigned_and_live() == [] and not fresh(draft).live
    assert fresh(signed).live and fresh(signed).title == SIGNED
    assert written <= everything_written()
    copies = ArticlePage.objects.filter(live=False).exclude(pk=draft.pk)
    assert not any(copy.live_revision_id for copy in copies)


class TestAliases:
    def test_one_of_signed_words_is_live_and_stays_in_step(self, signed):
        alias = fresh(signed.create_alias(update_slug="alias"))
        assert alias.live and alias.title == SIGNED
        factories.put_live(fresh(signed), signed.get_latest_revision())
        assert fresh(alias).live and fresh(alias).title == UNSIGNED

    def test_one_that_is_converted_is_a_draft_with_its_words(self, signed_in, author, signed):
        alias = signed.create_alias(update_slug="alias")
        answer = signed_in(author).post(page_url("convert_alias", alias.pk))
        assert answer.status_code == 302
        alias = fresh(alias)
        assert not alias.live and alias.alias_of is None and alias.title == SIGNED

    def test_one_in_another_clinic_never_stops_the_source(self, signed, other_clinic):
        there = factories.topic_of(other_clinic)
        alias = signed.create_alias(parent=there)
        factories.put_live(fresh(signed), signed.get_latest_revision())
        assert fresh(signed).title == UNSIGNED and not fresh(alias).live


class TestMoves:
    def test_within_the_clinic_the_sign_off_goes_along(self, clinic, signed):
        shelf = factories.make_topic(clinic, "Another shelf")
        signed.move(shelf, pos="last-child")
        assert fresh(signed).live and is_signed_off(fresh(signed))

    @pytest.mark.parametrize("what", ["article", "topic"])
    def test_to_another_clinic_it_does_not(
        self, signed_in, superuser, client, signed, draft, other_clinic, what
    ):
        draft.revisions.update(approved_go_live_at=timezone.now() + EARLIER)
        moved = signed if what == "article" else signed.get_parent()
        home = factories.home_of(other_clinic)
        there = factories.make_topic(other_clinic, "There") if what == "article" else home
        answer = signed_in(superuser).post(page_url("move_confirm", moved.pk, there.pk))
        assert answer.status_code == 302
        row = fresh(signed)
        assert row.path.startswith(there.path) and not row.live and row.title == SIGNED
        signed_version = SignOff.objects.of(row).first().revision
        with pytest.raises(NotSignedOff):
            signed_version.publish(skip_permission_checks=True)
        publish_due()
        assert unsigned_and_live() == []
        if what == "topic":
            assert not fresh(draft).live


def approve_in_list(browser, content):
    state = content.current_workflow_task_state
    return browser.post(page_url("workflow_action", content.pk, "approve", state.pk))


class TestTheOneRoadThatArrives:
    """Approval by a clinician of the clinic; by whoever else it is asked, the words wait on."""

    @pytest.fixture
    def waiting(self, draft, author):
        draft.save_revision(user=author)
        ClinicalReview.set_up().start(draft, author)
        return fresh(draft)

    @pytest.mark.parametrize("role", ROLES)
    def test_only_a_clinician_arrives(self, signed_in, people, waiting, role):
        answer = approve_in_list(signed_in(people[role]), waiting)
        assert answer.status_code in (200, 302)
        row = fresh(waiting)
        assert row.live is (role == "reviewer")
        assert row.workflow_in_progress is (role != "reviewer")
        assert times_published(row) == (role == "reviewer")
        assert unsigned_and_live() == []

    def test_a_superuser_arrives_who_is_a_clinician_too(
        self, signed_in, clinic, superuser, waiting
    ):
        factories.make_clinician(clinic, "Dr Super Example", account=superuser)
        approve_in_list(signed_in(superuser), waiting)
        assert fresh(waiting).live and is_signed_off(fresh(waiting))

    def test_words_changed_in_the_same_request_wait_for_another_approval(
        self, signed_in, reviewer, waiting
    ):
        form = article_form("Changed while approving") | {"action-workflow-action": "true"}
        answer = signed_in(reviewer).post(
            edit_url(waiting), form | {"workflow-action-name": "approve"}
        )
        assert answer.status_code == 302
        row = fresh(waiting)
        assert not row.live and row.workflow_in_progress
        assert row.get_latest_revision_as_object().title == "Changed while approving"

    def test_words_changed_since_they_were_submitted_wait_on(
        self, signed_in, reviewer, author, waiting
    ):
        waiting.title = "Saved in another tab"
        waiting.save_revision(user=author)
        approve_in_list(signed_in(reviewer), fresh(waiting))
        assert not fresh(waiting).live and fresh(waiting).workflow_in_progress

    def test_an_approval_after_it_was_cancelled_keeps_the_words_and_says_so(
        self, signed_in, reviewer, waiting
    ):
        waiting.current_workflow_state.cancel()
        form = article_form("Typed with care") | {"action-workflow-action": "true"}
        answer = signed_in(reviewer).post(
            edit_url(waiting), form | {"workflow-action-name": "approve"}, follow=True
        )
        assert "does not wait for approval any more" in answer.content.decode()
        row = fresh(waiting)
        assert not row.live and row.get_latest_revision_as_object().title == "Typed with care"

    @pytest.mark.parametrize("switched_off", ["task", "workflow"])
    def test_switching_the_review_off_in_the_settings_publishes_nothing(
        self, signed_in, superuser, waiting, switched_off
    ):
        state = waiting.current_workflow_task_state
        key = state.task_id if switched_off == "task" else state.workflow_state.workflow_id
        kind = "_task" if switched_off == "task" else ""
        address = reverse(f"wagtailadmin_workflows:disable{kind}", args=[key])
        assert signed_in(superuser).post(address).status_code == 302
        row = fresh(waiting)
        # Wagtail would count the only task as skipped: refused while something waits for it.
        assert not row.live and row.workflow_in_progress is (switched_off == "task")

    def test_submitting_to_a_workflow_without_steps_is_answered_with_what_to_do(
        self, signed_in, author, waiting
    ):
        waiting.current_workflow_state.cancel()
        WorkflowTask.objects.all().delete()
        form = article_form("Typed with care") | {"action-submit": "action-submit"}
        answer = signed_in(author).post(edit_url(waiting), form, follow=True)
        assert "a clinician must approve exactly these words" in answer.content.decode()
        row = fresh(waiting)
        assert not row.live and row.get_latest_revision_as_object().title == "Typed with care"


class TestTwoPeople:
    @pytest.mark.parametrize("two_people", [True, False])
    def test_ones_own_words_count_only_where_the_rule_is_off_and_are_marked(
        self, signed_in, clinic, reviewer, draft, two_people
    ):
        ReviewRules.objects.update_or_create(site=clinic, defaults={"two_people": two_people})
        draft.title = "The reviewer's own words"
        draft.save_revision(user=reviewer)
        ClinicalReview.set_up().start(draft, reviewer)
        approve_in_list(signed_in(reviewer), fresh(draft))
        signed = SignOff.objects.of(draft).first()
        assert fresh(draft).live is (not two_people)
        assert (signed is not None and signed.self_approved) is (not two_people)

    def test_a_colleagues_words_are_not_marked_where_the_rule_is_off(
        self, signed_in, clinic, author, reviewer, draft
    ):
        ReviewRules.objects.update_or_create(site=clinic, defaults={"two_people": False})
        draft.save_revision(user=author)
        ClinicalReview.set_up().start(draft, author)
        approve_in_list(signed_in(reviewer), fresh(draft))
        assert fresh(draft).live and not SignOff.objects.of(draft).first().self_approved


def clinician_form(name: str, clinic, account=None, **fields) -> dict:
    values = {"name": name, "credential": "consultant dermatologist", "site": str(clinic.pk)}
    return values | {"account": str(account.pk) if account else "", **fields}


class TestClinicians:
    """An administrator of the clinic puts an entry online, and nobody else does."""

    add = staticmethod(lambda: item_url(Clinician, "add"))

    @pytest.mark.parametrize("role", ["administrator", "superuser"])
    def test_an_administrator_makes_and_confirms_one(self, signed_in, clinic, people, author, role):
        browser = signed_in(people[role])
        form = clinician_form("Dr New Example", clinic, author) | forged()
        assert browser.post(self.add(), form).status_code == 302
        entry = Clinician.objects.get(name="Dr New Example")
        assert entry.live
        browser.post(edit_url(entry), clinician_form("Dr New Name", clinic, author) | forged())
        assert fresh(entry).name == "Dr New Name" and fresh(entry).live

    @pytest.mark.parametrize("role", ["author", "reviewer"])
    def test_nobody_who_writes_or_reviews_does(self, signed_in, clinic, people, role):
        browser = signed_in(people[role])
        browser.post(self.add(), clinician_form("Dr New Example", clinic) | forged())
        assert not Clinician.objects.filter(name="Dr New Example", live=True).exists()
        entry = factories.make_clinician(clinic, "Dr Old Example")
        browser.post(edit_url(entry), clinician_form("Dr Forged", clinic) | forged())
        browser.post(item_url(Clinician, "copy", entry.pk), clinician_form("Dr Forged", clinic))
        assert fresh(entry).name == "Dr Old Example" and fresh(entry).live
        assert not Clinician.objects.filter(name="Dr Forged", live=True).exists()

    def test_nobody_confirms_their_own_entry_and_the_draft_is_kept(
        self, signed_in, clinic, administrator
    ):
        browser = signed_in(administrator)
        form = clinician_form("Dr Own Entry", clinic, administrator) | forged()
        answer = browser.post(self.add(), form, follow=True)
        assert "Somebody else must confirm your own entry" in answer.content.decode()
        entry = Clinician.objects.get(name="Dr Own Entry")
        assert not entry.live
        other = factories.make_clinician(clinic, "Dr Somebody Else")
        form = clinician_form("Dr Taken Over", clinic, administrator) | forged()
        answer = browser.post(edit_url(other), form, follow=True)
        assert "Somebody else must confirm your own entry" in answer.content.decode()
        assert fresh(other).name == "Dr Somebody Else"
        assert fresh(other).get_latest_revision_as_object().name == "Dr Taken Over"

    def test_an_administrator_of_another_clinic_does_not(
        self, signed_in, clinic, other_clinic, administrator
    ):
        """Nor does one who works here too, but only as a reviewer."""
        administrator.groups.add(factories.group_of(other_clinic, "reviewer"))
        entry = factories.make_clinician(other_clinic, "Dr Meadow Example")
        browser = signed_in(administrator)
        form = clinician_form("Dr Forged", other_clinic) | forged()
        answer = browser.post(edit_url(entry), form, follow=True)
        assert answer.status_code == 200
        assert fresh(entry).name == "Dr Meadow Example"
        browser.post(self.add(), form)
        assert not Clinician.objects.filter(name="Dr Forged", live=True).exists()

    def test_a_translation_of_one_is_a_draft(self, clinic):
        entry = factories.make_clinician(clinic, "Dr Old Example")
        entry.name = "Dr Not Confirmed"
        entry.save_revision()
        spanish, _made = Locale.objects.get_or_create(language_code="es")
        copy = fresh(entry).copy_for_translation(spanish)
        copy.save()
        assert not Clinician.objects.get(pk=copy.pk).live


def test_commands_that_bring_words_in_make_drafts(clinic, topic, tmp_path):
    file = tmp_path / "words.txt"
    file.write_text("From a document\n\nWhat it is.\n\nWords\n\nMore words.", encoding="utf-8")
    where = ["--topic", topic.slug, "--site", clinic.hostname]
    call_command("import_article", str(file), *where, stdout=io.StringIO())
    assert ArticlePage.objects.filter(live=False).exists() and unsigned_and_live() == []
