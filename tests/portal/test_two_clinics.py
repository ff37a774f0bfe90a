"""Two clinics on one installation: staff of one see, choose and change nothing of the other's.

Every address of the admin is tried, with whatever it names taken from the other clinic. An address
that this file does not know fails `test_every_address_of_the_admin_is_tried`, so a new Wagtail
version cannot add a way in unnoticed.
"""

import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Locale,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    Site,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from education.finding.missed import add_miss
from education.models import (
    ArticlePage,
    Benefit,
    ClaimPhrase,
    ClinicalReview,
    Clinician,
    Picture,
    ReviewRules,
)
from education.withdrawal.withdrawal import withdraw
from portal.models import Clinic, Location, StaffGroup, User
from portal.staff_roles import collection_of
from tests import factories
from tests.base import article_form, benefit_form, chooser_block, edit_url, text_block

Role = StaffGroup.Role
SECRETS = (b"Zebrafish", b"zebrafish", b"Meadow", b"other.example")
ROLES = [role.value for role in Role]

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(other_clinic, other_author):
    """One of everything at the other clinic, each with "Zebrafish" in its name."""
    site = other_clinic
    benefit = factories.make_benefit(site, "Zebrafish benefit")
    question = factories.make_question(site, "Zebrafish question?")
    source = factories.make_source(site, "Zebrafish source")
    clinician = factories.make_clinician(site, "Dr Zebrafish")
    term = factories.make_term(site, "Zebrafish term")
    synonym = factories.make_synonym(site, "Zebrafish", "striped fish")
    claimphrase = ClaimPhrase.objects.create(
        site=site, locale=Locale.get_default(), phrase="zebrafish wording"
    )
    for _ in range(3):
        add_miss(site, "en", "zebrafish missed")
    picture = factories.make_picture(site, "Zebrafish picture")
    withdrawn = factories.make_picture(site, "Zebrafish withdrawn")
    withdraw(withdrawn, other_author, "advice", "Zebrafish reason")
    topic = factories.make_topic(site, "Zebrafish topic")
    article = factories.make_article(
        site,
        "Zebrafish article",
        topic=topic,
        author=other_author,
        picture=picture,
        benefits=[benefit],
        questions=[question],
        sources=[source],
    )
    promotedresult = factories.make_promotion(site, "Zebrafish words", article)
    safetyalert = factories.make_alert(
        site, "Zebrafish alert", topics=[topic], articles=[article], source_name="Zebrafish agency"
    )
    article.save_revision(user=other_author)
    workflow = ClinicalReview.set_up()
    workflow.start(article, other_author)
    term = factories.make_term(site, "Zebrafish word")
    housenote = factories.make_house_note(site, article, heading="Zebrafish note")
    for item in (benefit, question, source, clinician, term, housenote):
        item.save_revision(user=other_author)
        workflow.start(item, other_author)
    factories.clinic_of(site).save_revision(user=other_author)
    person = factories.make_person(
        site, Role.AUTHOR, "zebrafish", first_name="Zebrafish", last_name="Author"
    )
    return SimpleNamespace(
        site=site,
        home=factories.home_of(site),
        topic=topic,
        article=article,
        benefit=benefit,
        question=question,
        source=source,
        clinician=clinician,
        term=term,
        synonym=synonym,
        housenote=housenote,
        promotedresult=promotedresult,
        reviewrules=ReviewRules.objects.get(site=site),
        claimphrase=claimphrase,
        safetyalert=safetyalert,
        picture=picture,
        document=factories.make_document(site, "Zebrafish document"),
        person=person,
        clinic=factories.clinic_of(site),
        shelf=collection_of(site),
        group=factories.group_of(site, Role.AUTHOR),
        redirect=Redirect.add_redirect("/zebrafish-old/", article),
        upload=UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(Picture),
            uploaded_by_user=other_author,
            file="uploads/zebrafish.png",
        ),
        session=EditingSession.objects.create(
            user=other_author,
            content_type=ContentType.objects.get_for_model(ArticlePage),
            object_id=str(article.pk),
            last_seen_at=article.latest_revision_created_at,
        ),
    )


@pytest.fixture
def staff(request, clinic, article, theirs):
    """A member of staff of this clinic, in the role that the test names."""
    return factories.make_person(clinic, request.param)


in_every_role = pytest.mark.parametrize("staff", ROLES, indirect=True)


# --- Every address ----------------------------------------------------------------------------

# Nothing of a clinic's in these, or nothing that names anything.
HARMLESS = {
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_editing_sessions:release",  # deletes one's own sessions only
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_pages:choose_parent",  # names a kind of page: among the lists below
    "wagtailadmin_workflows:task_chosen",  # the one review task, which all clinics share
}
WORDED = ("articlepage", "benefit", "question", "term")
SNIPPETS = (
    "benefit",
    "question",
    "source",
    "clinician",
    "term",
    "housenote",
    "synonym",
    "promotedresult",
    "claimphrase",
    "reviewrules",
    "safetyalert",
)


def admin_addresses():
    """(name with namespace, the arguments it takes) of every address under /admin/."""

    def walk(resolver, spaces=(), route="", taken=()):
        for entry in resolver.url_patterns:
            names = (*taken, *entry.pattern.converters, *entry.pattern.regex.groupindex)
            if isinstance(entry, URLResolver):
                inner = (*spaces, entry.namespace) if entry.namespace else spaces
                yield from walk(entry, inner, route + str(entry.pattern), names)
            elif entry.name and (route + str(entry.pattern)).startswith("admin/"):
                yield ":".join((*spaces, entry.name)), tuple(dict.fromkeys(names))

    return list(walk(get_resolver()))


def named_object(name: str, theirs):
    """What an address whose argument is only called `pk` names, by its namespace."""
    space = name.rpartition(":")[0]
    for kind in SNIPPETS:
        if space.endswith(f"_{kind}"):
            return getattr(theirs, kind)
    return {
        "clinic_settings": theirs.clinic,
        "wagtailsnippetchoosers_portal_clinic": theirs.clinic,
        "wagtailadmin_api:pages": theirs.article,
        "wagtailadmin_api:images": theirs.picture,
        "wagtailadmin_api:documents": theirs.document,
        "wagtailimages_chooser": theirs.picture,
        "wagtaildocs_chooser": theirs.document,
        "wagtailusers_users": theirs.person,
        "wagtailusers_groups": theirs.group,
        "wagtailsites": theirs.site,
        "wagtailadmin_collections": theirs.shelf,
        "wagtailadmin_workflows": ClinicalReview.objects.get(),
        "wagtaillocales": theirs.article.locale,
    }.get(space)


def arguments(name: str, wanted: tuple, theirs):
    """Keyword arguments that make this address name something of the other clinic, or None."""
    thing = named_object(name, theirs)
    if "page_id" in wanted or "page_to_move_id" in wanted:
        thing = theirs.article
    state = None
    if hasattr(thing, "current_workflow_state"):
        state = thing.current_workflow_state
    values = {
        "pk": getattr(thing, "pk", None),
        "parent_page_id": theirs.topic.pk,
        "page_id": theirs.article.pk,
        "page_to_move_id": theirs.article.pk,
        "page_pk": theirs.article.pk,
        "destination_id": theirs.home.pk,
        "workflow_pk": Workflow.objects.get(name="Clinical review").pk,
        "image_id": theirs.picture.pk,
        "document_id": theirs.document.pk,
        "doc_id": theirs.document.pk,
        "uploaded_file_id": theirs.upload.pk,
        "collection_id": theirs.shelf.pk,
        "redirect_id": theirs.redirect.pk,
        "query_id": 1,
        "person_id": theirs.person.pk,
        "site_id": theirs.site.pk,
        "filter_spec": "width-100",
        "content_type_app_name": "education",
        "content_type_model_name": "articlepage",
        "revision_id": getattr(thing, "latest_revision_id", None),
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "workflow_state_id": getattr(state, "pk", None),
        "task_state_id": getattr(state, "current_task_state_id", None),
        "task_id": ClinicalReview.objects.get().pk,
        "action_name": "approve",
    }
    if name.startswith("wagtailadmin_api:pages") and "action_name" in wanted:
        values["action_name"] = "copy"
    if any(values.get(argument) is None for argument in wanted):
        return None
    return {argument: values[argument] for argument in wanted}


def by_hand(theirs) -> list[str]:
    """Addresses whose arguments say which model is meant, or that have none with a name."""
    article = theirs.article.pk
    found = [
        reverse("wagtailadmin_pages:revisions_compare", args=[article, "earliest", "latest"]),
        reverse("wagtailadmin_workflows:add_task", args=["education", "clinicalreview"]),
        *(
            reverse("wagtailadmin_api:pages:action", args=[article, action])
            for action in (
                "convert_alias",
                "copy",
                "delete",
                "publish",
                "unpublish",
                "move",
                "copy_for_translation",
                "create_alias",
                "revert_to_page_revision",
            )
        ),
    ]
    for thing in (theirs.article, theirs.topic, *(getattr(theirs, kind) for kind in SNIPPETS)):
        label = (thing._meta.app_label, thing._meta.model_name)
        found.append(
            reverse(
                "wagtailadmin_editing_sessions:ping", args=[*label, thing.pk, theirs.session.pk]
            )
        )
        if thing._meta.model_name in WORDED:
            found.append(reverse("wording", args=[thing._meta.model_name, thing.pk]))
        if thing._meta.model_name in SNIPPETS:
            found.append(
                reverse("simple_translation:submit_snippet_translation", args=[*label, thing.pk])
            )
    bulk = [
        *((theirs.article, action) for action in ("delete", "move", "publish", "unpublish")),
        *((getattr(theirs, kind), "delete") for kind in SNIPPETS),
        *((theirs.picture, action) for action in ("delete", "add_to_collection", "add_tags")),
        *((theirs.document, action) for action in ("delete", "add_to_collection", "add_tags")),
        *((theirs.person, action) for action in ("delete", "assign_role", "set_active_state")),
    ]
    for thing, action in bulk:
        model = Page if isinstance(thing, Page) else type(thing)
        label = (model._meta.app_label, model._meta.model_name)
        address = reverse("wagtail_bulk_action", args=[*label, action])
        found.append(f"{address}?next=/admin/account/&id={thing.pk}")
    return found


BY_HAND = {
    "wording",
    "wagtailadmin_pages:revisions_compare",
    "wagtailadmin_workflows:add_task",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_editing_sessions:ping",
    "simple_translation:submit_snippet_translation",
    "wagtail_bulk_action",
}


def addresses_that_name(theirs) -> tuple[list[str], list[str]]:
    """Every address naming something of the other clinic's, and the names we could not fill."""
    found, unknown = by_hand(theirs), []
    for name, wanted in admin_addresses():
        if not wanted or name in HARMLESS | BY_HAND:
            continue
        if set(wanted) == {"content_type_app_name", "content_type_model_name"}:
            continue  # a kind of page, nobody's page: among the lists below
        values = arguments(name, wanted, theirs)
        if values is None:
            unknown.append(f"{name} {wanted}")
            continue
        found.append(reverse(name, kwargs=values))
    return found, unknown


def lists() -> list[str]:
    """Every address of the admin that names nothing: lists, choosers, reports."""
    found = []
    for name, wanted in admin_addresses():
        if name in {"wagtailadmin_error_test", "wagtailadmin_logout"}:
            continue
        if not wanted:
            try:
                found.append(reverse(name))
            except NoReverseMatch:
                continue
    kinds = [("education", "articlepage"), ("education", "topicpage"), ("portal", "homepage")]
    for kind in kinds:
        found.append(reverse("wagtailadmin_pages:type_use", args=kind))
        found.append(reverse("wagtailadmin_pages:type_use_results", args=kind))
        found.append(reverse("wagtailadmin_pages:choose_parent", args=kind))
    return found


def everything() -> dict:
    """Every row of what belongs to clinics, to see afterwards that nothing changed."""
    models = [
        *apps.get_app_config("education").get_models(),
        Clinic,
        Location,
        Site,
        User,
        User.groups.through,
        Page,
        Document,
        Collection,
        Revision,
        TaskState,
        WorkflowState,
        PageViewRestriction,
        Redirect,
        PageLogEntry,
        ModelLogEntry,
        GroupPagePermission,
        GroupCollectionPermission,
        GroupSitePermission,
        UploadedFile,
    ]
    hidden = {User: "last_login"}
    return {
        model.__name__: [
            {key: value for key, value in row.items() if key != hidden.get(model)}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in models
    }


def turned_away(response) -> bool:
    """Refused: not found, forbidden, not allowed, or sent to the dashboard with a message."""
    if response.status_code == 302:
        return response["Location"] in {"/admin/", reverse("wagtailadmin_home")}
    return response.status_code in {400, 403, 404, 405}


def gives_away(response) -> list[bytes]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return [secret for secret in SECRETS if secret in body]


def none_of(findings: list) -> None:
    assert not findings, f"{len(findings)} found:\n" + "\n".join(map(str, findings))


def without_the_question(text: bytes) -> bytes:
    """Without the words searched for, which a page of results repeats."""
    return re.sub(rb"(?:query|q)=Zebrafish|\"Zebrafish\\?\"|<em>Zebrafish</em>", b"", text)


FORGED = {
    "title": "Hijacked",
    "name": "Hijacked",
    "slug": "hijacked",
    "comment": "forged",
    "action-publish": "1",
    "action-submit": "1",
    "action-workflow-action": "1",
    "workflow-action-name": "approve",
    "destination_page_id": "3",
    "new_parent_page": "3",
    "new_title": "Hijacked",
    "new_slug": "hijacked",
    "is_active": "",
    "mark_as_active": "",
    "restriction_type": "login",
    "locked": "1",
    "locales": ["1"],
}


def test_every_address_of_the_admin_is_tried(theirs):
    found, unknown = addresses_that_name(theirs)
    assert unknown == []
    assert len(found) > 180


@in_every_role
def test_no_address_shows_anything_of_the_other_clinic(signed_in, staff, theirs):
    browser = signed_in(staff)
    open_doors = []
    for address in addresses_that_name(theirs)[0]:
        response = browser.get(address)
        if not turned_away(response):
            open_doors.append((address, response.status_code, response.headers.get("Location")))
        if told := gives_away(response):
            open_doors.append((address, response.status_code, told))
    none_of(open_doors)


@in_every_role
def test_no_forged_request_changes_anything_of_the_other_clinic(signed_in, staff, theirs):
    browser = signed_in(staff)
    before = everything()
    open_doors = []
    for address in addresses_that_name(theirs)[0]:
        response = browser.post(address, FORGED)
        if not turned_away(response):
            open_doors.append((address, response.status_code, response.headers.get("Location")))
        if told := gives_away(response):
            open_doors.append((address, response.status_code, told))
    none_of(open_doors)
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


@in_every_role
def test_no_list_chooser_report_or_search_shows_the_other_clinic(signed_in, staff, theirs):
    browser = signed_in(staff)
    told = []

    def read(address: str, query: dict) -> bytes:
        response = browser.get(address, query)
        assert response.status_code < 500, address
        text = without_the_question(response.content)
        if found := [secret for secret in SECRETS if secret in text]:
            where = text.index(found[0])
            told.append((address, bool(query), text[max(0, where - 60) : where + 40]))
        return text

    for address in lists():
        has_search_box = re.search(rb'name=\\?"q\\?"', read(address, {}))
        if has_search_box or "results" in address or "autocomplete" in address:
            read(address, {"q": "Zebrafish", "term": "Zebra", "query": "Zebrafish"})
    none_of(told)


@in_every_role
def test_every_address_that_the_menu_offers_opens(signed_in, staff, clinic):
    browser = signed_in(staff)
    offered = re.findall(r'"url": "(/admin/[^"]*)"', browser.get("/admin/").content.decode())
    answers = {address: browser.get(address, follow=True) for address in offered}
    closed = [
        address
        for address, answer in answers.items()
        if answer.status_code != 200 or answer.request["PATH_INFO"] == "/admin/"
    ]
    assert len(offered) > 2 and closed == []


def test_the_tags_of_another_clinics_pictures_are_not_offered(signed_in, author, theirs):
    theirs.picture.tags.add("Quagga")
    browser = signed_in(author)
    for address in (
        "/admin/tag-autocomplete/?term=Qua",
        "/admin/images/",
        "/admin/images/chooser/",
    ):
        assert b"Quagga" not in browser.get(address).content


@in_every_role
def test_the_explorer_offers_no_names_of_the_other_clinic(signed_in, staff, clinic, theirs):
    answer = signed_in(staff).get(reverse("wagtailadmin_explore", args=[clinic.root_page_id]))
    assert gives_away(answer) == []


def test_the_editors_offer_nothing_of_the_other_clinic(
    signed_in, author, administrator, brand_manager, clinic, topic, article, theirs
):
    pages = [factories.home_of(clinic), topic, article, factories.make_standard_page(clinic)]
    items = [
        factories.make_benefit(clinic),
        factories.make_question(clinic),
        factories.make_source(clinic),
        factories.make_clinician(clinic),
        factories.make_term(clinic),
        factories.make_synonym(clinic, "our word", "our other word"),
        factories.make_promotion(clinic, "spots", article),
        factories.make_alert(clinic, articles=[article]),
    ]
    told = []
    for person in (author, administrator):
        browser = signed_in(person)
        addresses = [edit_url(thing) for thing in (*pages, *items)]
        addresses += [reverse(i.snippet_viewset.get_url_name("add")) for i in items]
        addresses += [
            reverse("wagtailadmin_pages:add", args=["education", "articlepage", topic.pk]),
            reverse("wagtailadmin_pages:history", args=[article.pk]),
        ]
        for address in addresses:
            if secrets := gives_away(browser.get(address)):
                told.append((str(person), address, secrets))
    settings = reverse("clinic_settings:edit", args=[factories.clinic_of(clinic).pk])
    assert gives_away(signed_in(brand_manager).get(settings)) == []
    none_of(told)


def test_no_export_of_a_report_holds_the_other_clinic(signed_in, administrator, article, theirs):
    browser = signed_in(administrator)
    for report in ("site_history", "workflow", "workflow_tasks", "aging_pages", "locked_pages"):
        answer = browser.get(reverse(f"wagtailadmin_reports:{report}"), {"export": "csv"})
        assert answer.status_code == 200 and gives_away(answer) == [], report
    answer = browser.get(reverse("content_report"), {"export": "csv"})
    assert answer.status_code == 200 and gives_away(answer) == []


class TestForgedChoices:
    """A form that names what the other clinic owns is refused, at whatever field."""

    def test_articles_take_no_item_picture_page_or_source_of_another_clinic(
        self, signed_in, author, article, theirs
    ):
        forged = {
            "benefit": {"body": streamfield([chooser_block("benefits", [theirs.benefit])])},
            "question": {"body": streamfield([chooser_block("questions", [theirs.question])])},
            "picture": {"picture": str(theirs.picture.pk)},
            "picture in the text": {
                "body": streamfield([text_block("A", "b", pictures=[picture_row(theirs.picture)])])
            },
            "page in a link": {"conclusion": link_to(theirs.article)},
            "source": {"article_sources": inline_formset([{"source": str(theirs.source.pk)}])},
            "related": {"related_articles": inline_formset([{"related": str(theirs.article.pk)}])},
            "topic": {"also_in": [str(theirs.topic.pk)]},
        }
        before = article.latest_revision_id
        for what, fields in forged.items():
            form = article_form("Acne scars", **fields)
            signed_in(author).post(edit_url(article), form)
            fresh = ArticlePage.objects.get(pk=article.pk)
            assert fresh.latest_revision_id == before, what

    def test_the_same_form_with_ones_own_things_is_taken(self, signed_in, clinic, author, article):
        """So the refusals above are for the owner, not for a mistake in the form."""
        picture = factories.make_picture(clinic)
        neighbour = factories.make_article(clinic, "A neighbour")
        own = {
            "body": streamfield(
                [
                    chooser_block("benefits", [factories.make_benefit(clinic)]),
                    chooser_block("questions", [factories.make_question(None)]),
                    text_block("A", "b", pictures=[picture_row(picture)]),
                ]
            ),
            "picture": str(picture.pk),
            "conclusion": link_to(neighbour),
            "article_sources": inline_formset([{"source": str(factories.make_source(clinic).pk)}]),
            "related_articles": inline_formset([{"related": str(neighbour.pk)}]),
            "also_in": [str(factories.make_topic(clinic, "Another").pk)],
        }
        answer = signed_in(author).post(edit_url(article), article_form("Acne scars", **own))
        assert answer.status_code == 302
        draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
        assert [s.block_type for s in draft.body] == ["benefits", "questions", "text"]
        assert draft.picture == picture and draft.related_articles.count() == 1

    def test_a_new_article_cannot_stand_below_the_other_clinics_topic(
        self, signed_in, author, theirs
    ):
        address = reverse(
            "wagtailadmin_pages:add", args=["education", "articlepage", theirs.topic.pk]
        )
        signed_in(author).post(address, article_form("Planted"))
        assert not ArticlePage.objects.filter(title="Planted").exists()

    def test_an_article_cannot_be_moved_or_copied_there(self, signed_in, author, article, theirs):
        browser = signed_in(author)
        confirm = "wagtailadmin_pages:move_confirm"
        browser.post(reverse(confirm, args=[article.pk, theirs.topic.pk]))
        browser.post(
            reverse("wagtailadmin_pages:copy", args=[article.pk]),
            {"new_title": "C", "new_slug": "c", "new_parent_page": str(theirs.topic.pk)},
        )
        browser.post(
            reverse("wagtailadmin_api:pages:action", args=[article.pk, "copy"]),
            {"destination_page_id": theirs.topic.pk},
        )
        assert list(theirs.topic.get_children()) == [theirs.article.page_ptr]

    def test_a_home_page_takes_no_article_of_another_clinic(
        self, signed_in, author, clinic, theirs
    ):
        home = factories.home_of(clinic)
        form = nested_form_data(
            {
                "title": home.title,
                "slug": home.slug,
                "heading": home.heading,
                "intro": "",
                "chosen_articles": inline_formset([{"article": str(theirs.article.pk)}]),
                "comments": inline_formset([]),
            }
        )
        signed_in(author).post(edit_url(home), form)
        assert factories.home_of(clinic).latest_revision_id == home.latest_revision_id

    def test_a_library_item_takes_no_source_and_no_owner_of_another_clinic(
        self, signed_in, author, clinic, theirs
    ):
        benefit = factories.make_benefit(clinic, "Ours")
        rows = inline_formset([{"source": str(theirs.source.pk)}])
        browser = signed_in(author)
        browser.post(edit_url(benefit), benefit_form("Ours", clinic, benefit_sources=rows))
        browser.post(edit_url(benefit), benefit_form("Given away", theirs.site))
        browser.post(
            reverse("wagtailsnippets_education_benefit:add"), benefit_form("Planted", theirs.site)
        )
        browser.post(reverse("wagtailsnippets_education_benefit:add"), benefit_form("No owner"))
        fresh = Benefit.objects.get(pk=benefit.pk)
        assert fresh.latest_revision_id == benefit.latest_revision_id and fresh.site == clinic
        assert not Benefit.objects.filter(name="Planted").exists()
        assert Benefit.objects.get(name="No owner").site == clinic

    def test_a_clinician_takes_no_account_of_another_clinic(
        self, signed_in, reviewer, clinic, theirs
    ):
        form = nested_form_data(
            {
                "name": "Dr Forged",
                "credential": "none",
                "credential_expires": "",
                "role": "",
                "photo": "",
                "account": str(theirs.person.pk),
                "site": str(clinic.pk),
            }
        )
        signed_in(reviewer).post(reverse("wagtailsnippets_education_clinician:add"), form)
        assert not Clinician.objects.filter(name="Dr Forged").exists()

    def test_a_choosers_answer_for_several_leaves_theirs_out(
        self, signed_in, author, clinic, theirs
    ):
        ours = factories.make_benefit(clinic, "Ours")
        address = reverse("wagtailsnippetchoosers_education_benefit:chosen_multiple")
        answer = signed_in(author).get(address, {"id": [ours.pk, theirs.benefit.pk]})
        chosen = [row["id"] for row in answer.json()["result"]]
        assert chosen == [str(ours.pk)]

    def test_pictures_and_documents_cannot_be_put_on_the_other_clinics_shelf(
        self, signed_in, author, theirs
    ):
        upload = SimpleUploadedFile("a.png", factories.picture_bytes(), "image/png")
        form = {"title": "Planted", "files[]": upload, "collection": str(theirs.shelf.pk)}
        signed_in(author).post(reverse("wagtailimages:add_multiple"), form)
        assert not Picture.objects.filter(collection=theirs.shelf, title="Planted")


def picture_row(picture) -> dict:
    return {
        "image": {"image": str(picture.pk), "alt_text": "A cheek", "decorative": ""},
        "caption": "",
    }


def link_to(page) -> str:
    return rich_text(f'<p>See <a linktype="page" id="{page.pk}">this</a>.</p>', features=["link"])


def test_the_same_addresses_do_work_for_the_clinic_itself(signed_in, other_clinic, theirs):
    """The matrix above would pass on a broken admin too; this shows that it does not."""
    browser = signed_in(factories.make_person(other_clinic, Role.ADMINISTRATOR))
    for address in (
        reverse("wagtailadmin_pages:edit", args=[theirs.article.pk]),
        reverse("wagtailadmin_pages:history", args=[theirs.article.pk]),
        reverse("wagtailsnippets_education_benefit:edit", args=[theirs.benefit.pk]),
        reverse("wagtailsnippets_education_benefit:usage", args=[theirs.benefit.pk]),
        reverse("wagtailsnippetchoosers_education_benefit:choose"),
        reverse("wagtailsnippetchoosers_education_benefit:chosen", args=[theirs.benefit.pk]),
        reverse("wagtailimages:edit", args=[theirs.picture.pk]),
        reverse("wagtaildocs:edit", args=[theirs.document.pk]),
        reverse("clinic_settings:edit", args=[theirs.clinic.pk]),
        reverse("wagtailusers_users:edit", args=[theirs.person.pk]),
        reverse("wagtailadmin_reports:workflow"),
        reverse("content_report"),
    ):
        response = browser.get(address)
        assert response.status_code == 200, address
        assert gives_away(response), address
