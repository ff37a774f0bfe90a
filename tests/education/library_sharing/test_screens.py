"""The screen "Shared library": administrators decide for their own clinic, nobody for another."""

import pytest
from django.urls import reverse

from education.library_sharing.choosing import leave_out, offer, take_topic
from education.models import ArticlePage, SharingRules, TakenArticle, TakenTopic
from portal.models import StaffGroup
from tests import factories
from tests.base import words_of

from .conftest import approve, copy_at, fresh, shown_at

pytestmark = pytest.mark.django_db

Role = StaffGroup.Role


def screen(site) -> str:
    return reverse("shared_library_of", args=[site.pk])


@pytest.fixture
def other_administrator(other_clinic):
    return factories.make_person(other_clinic, Role.ADMINISTRATOR)


@pytest.fixture
def admin(signed_in, other_administrator):
    """The browser of an administrator of the clinic that takes."""
    return signed_in(other_administrator, "other.example")


def press(browser, site, action, **named):
    named = {name: getattr(thing, "pk", thing) for name, thing in named.items()}
    return browser.post(screen(site), {"action": action, **named}, follow=True)


def test_an_administrator_takes_leaves_out_and_takes_again(admin, library, other_clinic, shelf):
    assert "Not taken" in words_of(admin.get(screen(other_clinic)))
    said = words_of(press(admin, other_clinic, "take", article=library.acne, under=shelf))
    assert "“Acne” now stands under “Skin help”" in said and "Read your copy" in said
    assert shown_at(other_clinic, library.acne)
    assert "left out" in words_of(press(admin, other_clinic, "leave-out", article=library.acne))
    assert not shown_at(other_clinic, library.acne)
    press(admin, other_clinic, "take", article=library.acne, under=shelf)
    assert shown_at(other_clinic, library.acne)


def test_a_whole_topic_is_taken_and_stopped(admin, library, other_clinic, shelf):
    press(admin, other_clinic, "take-topic", topic=library.topic, under=shelf)
    assert shown_at(other_clinic, library.acne) and shown_at(other_clinic, library.warts)
    words = words_of(admin.get(screen(other_clinic)))
    assert "You take this topic as a whole" in words and "Taken with its topic" in words
    press(admin, other_clinic, "stop-topic", topic=library.topic)
    assert not shown_at(other_clinic, library.acne)


def test_an_address_in_use_is_said(admin, library, other_clinic, shelf):
    factories.make_article(other_clinic, "Acne", topic=shelf)
    said = words_of(press(admin, other_clinic, "take", article=library.acne, under=shelf))
    assert "Its address ends in “acne-1”, because “acne” was in use there." in said


def test_a_deleted_topic_is_said_and_another_one_helps(admin, taken, other_clinic, shelf):
    type(shelf).objects.get(pk=shelf.pk).delete()
    words = words_of(admin.get(screen(other_clinic)))
    assert "your own topic for it was deleted. Choose another." in words
    second = factories.make_topic(other_clinic, "Second shelf")
    said = words_of(press(admin, other_clinic, "take-topic", topic=taken.topic, under=second))
    assert "All articles of “Treatments” now stand under “Second shelf”" in said
    assert shown_at(other_clinic, taken.acne)


def test_search_finds_by_title_and_other_name(admin, library, other_clinic):
    assert "Warts" not in words_of(admin.get(screen(other_clinic), {"q": "acn"}))
    nothing = words_of(admin.get(screen(other_clinic), {"q": "zebra"}))
    assert "No offered article has this name." in nothing


@pytest.mark.parametrize(
    ("action", "named", "said"),
    [
        ("take", {"article": "x"}, "no longer offered"),
        ("take", {"article": "99999999999999999999"}, "no longer offered"),
        ("take", {}, "no longer offered"),
        ("leave-out", {"article": "0"}, "no longer offered"),
        ("take-topic", {"topic": "-1"}, "no longer offered"),
        ("stop-topic", {}, "no longer offered"),
        ("", {}, "press one of the buttons"),
        ("named", {}, "press one of the buttons"),
    ],
)
def test_nonsense_is_answered_with_a_message(admin, library, other_clinic, action, named, said):
    answer = press(admin, other_clinic, action, **named)
    assert answer.status_code == 200 and said in words_of(answer)
    assert not TakenArticle.objects.exists() and not TakenTopic.objects.exists()


def test_no_topic_chosen_says_so(admin, library, other_clinic, shelf):
    for under in ("", library.topic, "x"):
        said = words_of(press(admin, other_clinic, "take", article=library.acne, under=under))
        assert "Choose one of your own topics first" in said
    assert copy_at(other_clinic, library.acne) is None


def test_what_is_not_offered_cannot_be_taken_and_is_not_named(
    admin, clinic, library, other_clinic, shelf
):
    offer(clinic, False, None)
    words = words_of(admin.get(screen(other_clinic)))
    assert "Acne" not in words and "Harbour" not in words
    for action, named in (
        ("take", {"article": library.acne}),
        ("leave-out", {"article": library.acne}),
        ("take-topic", {"topic": library.topic}),
        ("stop-topic", {"topic": library.topic}),
    ):
        said = words_of(press(admin, other_clinic, action, under=shelf, **named))
        assert "no longer offered" in said and "Acne" not in said and "Treatments" not in said
    assert not TakenArticle.objects.exists()


def test_drafts_and_private_articles_are_not_offered(admin, clinic, library, other_clinic, shelf):
    draft = factories.make_article(clinic, "Draft", topic=library.topic, live=False)
    fresh(library.warts).view_restrictions.create(restriction_type="login")
    words = words_of(admin.get(screen(other_clinic)))
    assert "Acne" in words and "Draft" not in words and "Warts" not in words
    for article in (draft, library.warts):
        said = words_of(press(admin, other_clinic, "take", article=article, under=shelf))
        assert "no longer offered" in said


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.BRAND])
def test_other_roles_find_no_screen(signed_in, library, other_clinic, shelf, role):
    browser = signed_in(factories.make_person(other_clinic, role))
    assert browser.get(screen(other_clinic)).status_code == 404
    assert browser.get(reverse("shared_library")).status_code == 404
    answer = browser.post(
        screen(other_clinic), {"action": "take", "article": library.acne.pk, "under": shelf.pk}
    )
    assert answer.status_code == 404 and copy_at(other_clinic, library.acne) is None
    assert b"shared-library" not in browser.get("/admin/").content


def test_staff_decide_for_no_other_clinic(signed_in, administrator, admin, taken, other_clinic):
    browser = signed_in(administrator)
    assert browser.get(screen(other_clinic)).status_code == 404
    for action in ("leave-out", "take", "offer", "stop-topic"):
        answer = browser.post(
            screen(other_clinic),
            {"action": action, "article": taken.acne.pk, "topic": taken.topic.pk},
        )
        assert answer.status_code == 404
    assert admin.post(screen(taken.site), {"action": "stop-offering"}).status_code == 404
    assert shown_at(other_clinic, taken.acne)
    assert SharingRules.objects.get().offers_articles


def test_a_superuser_chooses_the_clinic_first(signed_in, superuser, library, other_clinic, shelf):
    browser = signed_in(superuser)
    words = words_of(browser.get(reverse("shared_library")))
    assert "Harbour Skin Clinic" in words and "Meadow Dermatology" in words
    press(browser, other_clinic, "take", article=library.acne, under=shelf)
    assert shown_at(other_clinic, library.acne)


def test_the_menu_leads_an_administrator_straight_to_their_clinic(admin, other_clinic):
    assert b"shared-library" in admin.get("/admin/").content
    answer = admin.get(reverse("shared_library"))
    assert answer.headers["Location"] == screen(other_clinic)


def test_offering_and_stopping(signed_in, administrator, clinic, admin, other_clinic, article):
    browser = signed_in(administrator)
    press(browser, clinic, "offer")
    assert article.title in words_of(admin.get(screen(other_clinic)))
    press(browser, clinic, "stop-offering")
    assert article.title not in words_of(admin.get(screen(other_clinic)))
    history = browser.get(reverse("wagtailadmin_pages:history", args=[clinic.root_page_id]))
    assert "Stopped offering the clinic&#x27;s articles" in history.content.decode()


class TestStaffOfTheTakingClinic:
    """They may leave a copy out; its words are the library's."""

    @pytest.fixture
    def copy(self, taken, other_clinic):
        return copy_at(other_clinic, taken.acne)

    def page_url(self, name, page) -> str:
        return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.ADMINISTRATOR])
    def test_nobody_edits_publishes_or_submits_it(self, signed_in, other_clinic, copy, role):
        browser = signed_in(factories.make_person(other_clinic, role))
        assert "This page is an alias" in words_of(browser.get(self.page_url("edit", copy)))
        for button in ("action-publish", "action-submit", "action-save"):
            browser.post(self.page_url("edit", copy), {"title": "Hijacked", button: "1"})
        now = fresh(copy)
        assert now.title == "Acne" and now.live and not now.revisions.exists()
        assert now.current_workflow_state is None

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.ADMINISTRATOR])
    def test_nobody_reaches_the_library_from_it(self, signed_in, other_clinic, taken, copy, role):
        browser = signed_in(factories.make_person(other_clinic, role))
        for name in ("edit", "history", "unpublish", "delete", "copy"):
            answer = browser.get(self.page_url(name, taken.acne))
            assert answer.status_code in (302, 403, 404), name
            browser.post(self.page_url(name, taken.acne), {"title": "Hijacked"})
        assert fresh(taken.acne).live and fresh(taken.acne).title == "Acne"

    def test_taking_it_offline_leaves_it_out(self, signed_in, other_reviewer, taken, copy):
        signed_in(other_reviewer).post(self.page_url("unpublish", copy))
        assert not fresh(copy).live and fresh(taken.acne).live
        assert TakenArticle.objects.get().left_out

    def test_the_library_sees_who_shows_its_article(self, signed_in, author, taken, copy):
        words = words_of(signed_in(author).get(self.page_url("edit", taken.acne)))
        assert "Other clinics that show it 1: Meadow Dermatology" in words


class TestTurnedIntoAnOwnArticle:
    """A copy that is converted starts as an unsigned draft; the library's items stay the library's."""

    @pytest.fixture
    def benefit(self, clinic):
        return factories.make_sound_benefit(clinic, "Fewer spots")

    @pytest.fixture
    def converted(self, clinic, library, benefit, other_clinic, other_author, signed_in, shelf):
        source = factories.make_article(
            clinic,
            "Rosacea",
            topic=library.topic,
            benefits=[benefit],
            body=factories.safety_sections(),
        )
        take_topic(other_clinic, library.topic, shelf, None)
        copy = copy_at(other_clinic, source)
        browser = signed_in(other_author)
        browser.post(reverse("wagtailadmin_pages:convert_alias", args=[copy.pk]))
        return fresh(copy)

    def test_it_is_an_unsigned_draft_and_no_copy_comes_beside_it(
        self, converted, library, other_clinic, shelf
    ):
        assert not converted.live and converted.alias_of is None
        assert converted.last_reviewed is None and converted.reviewed_by is None
        row = TakenArticle.objects.get()
        assert row.left_out and row.article.title == "Rosacea"
        source = ArticlePage.objects.get(title="Rosacea", path__startswith=library.topic.path)
        factories.put_live(source)
        take_topic(other_clinic, library.topic, shelf, None)
        assert copy_at(other_clinic, source) is None and not fresh(converted).live

    def test_its_clinic_approves_it_and_the_librarys_items_stay_out_of_reach(
        self, converted, benefit, signed_in, other_author, other_reviewer, other_clinic
    ):
        editor = reverse("wagtailadmin_pages:edit", args=[converted.pk])
        assert signed_in(other_author).get(editor).status_code == 200
        assert converted.approval_problems() == []
        live = approve(converted, other_reviewer)
        assert live.live and live.reviewed_by.site == other_clinic
        edit = reverse(benefit.snippet_viewset.get_url_name("edit"), args=[benefit.pk])
        for person in (other_author, other_reviewer):
            assert signed_in(person).get(edit).headers["Location"] == "/admin/"


def test_leaving_out_again_changes_nothing_more(library, other_clinic):
    leave_out(other_clinic, library.acne)
    leave_out(other_clinic, library.acne)
    assert TakenArticle.objects.count() == 1
