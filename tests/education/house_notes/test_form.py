"""Writing a clinic's own words: for which articles, once for each, by whom; what is refused and why."""

import pytest
from django.urls import reverse

from education.models import ClinicalReview, HouseNote, SignOff
from education.signed_content import is_signed_off
from tests import factories
from tests.base import edit_url, house_note_form, words_of

pytestmark = pytest.mark.django_db

SUBMIT = {"action-submit": "action-submit"}


def add_url() -> str:
    return reverse(HouseNote.snippet_viewset.get_url_name("add"))


@pytest.fixture
def library_article(other_clinic):
    return factories.make_article(other_clinic, "Sun spots")


@pytest.fixture
def copy(library_article, clinic):
    return factories.make_copy(library_article, clinic)


def added(browser, *args, **fields):
    answer = browser.post(add_url(), house_note_form(*args, **fields), follow=True)
    return answer, HouseNote.objects.first()


class TestWhichArticle:
    def test_ones_own(self, signed_in, author, clinic, article):
        _answer, note = added(signed_in(author), article, site=clinic)
        assert (note.article, note.site, note.live) == (article, clinic, False)

    def test_a_copy_is_kept_as_what_it_is_a_copy_of(
        self, signed_in, author, clinic, copy, library_article
    ):
        _answer, note = added(signed_in(author), copy, site=clinic)
        assert note.article_id == library_article.pk
        words = note.get_latest_revision_as_object()
        assert words.article_id == library_article.pk

    def test_the_editor_shows_the_clinics_own_copy_and_saves_again(
        self, signed_in, author, clinic, copy, library_article
    ):
        browser = signed_in(author)
        _answer, note = added(browser, copy, site=clinic)
        opened = browser.get(edit_url(note))
        assert opened.context["form"].initial["article"] == copy.pk
        assert edit_url(library_article) not in opened.content.decode()
        browser.post(edit_url(note), house_note_form(copy, "Changed.", site=clinic))
        newest = HouseNote.objects.get().get_latest_revision_as_object()
        assert "Changed." in newest.text and newest.article_id == library_article.pk

    @pytest.mark.parametrize("who", ["author", "superuser"])
    def test_none_that_the_clinic_does_not_show(
        self, signed_in, clinic, library_article, author, superuser, who
    ):
        browser = signed_in({"author": author, "superuser": superuser}[who])
        answer, note = added(browser, library_article, site=clinic)
        assert note is None
        assert "Choose one that stands there" in words_of(answer)
        assert "Our nurse calls you." in answer.content.decode()

    def test_an_administrator_of_all_may_name_the_original_of_a_copy(
        self, signed_in, superuser, clinic, copy, library_article
    ):
        _answer, note = added(signed_in(superuser), library_article, site=clinic)
        assert (note.article_id, note.site) == (library_article.pk, clinic)

    def test_words_for_an_article_the_clinic_gave_up_can_still_be_saved(
        self, signed_in, author, clinic, copy, library_article
    ):
        browser = signed_in(author)
        _answer, note = added(browser, copy, site=clinic)
        copy.delete()
        browser.post(edit_url(note), house_note_form(library_article, "Kept.", site=clinic))
        assert "Kept." in HouseNote.objects.get().get_latest_revision_as_object().text
        listed = words_of(browser.get(reverse(HouseNote.snippet_viewset.get_url_name("list"))))
        assert "Sun spots (your clinic does not show it)" in listed

    def test_the_chooser_offers_own_articles_and_copies_and_no_page_of_others(
        self, signed_in, author, clinic, article, copy, library_article
    ):
        search = reverse("wagtailadmin_choose_page_search")
        kind = {"page_type": "education.ArticlePage"}
        browser = signed_in(author)
        found = browser.get(search, kind | {"q": "Sun"}).content.decode()
        assert f'data-id="{copy.pk}"' in found and f'data-id="{library_article.pk}"' not in found


class TestOncePerArticle:
    def test_a_second_is_refused_with_what_to_do(self, signed_in, author, clinic, copy):
        factories.make_house_note(clinic, copy)
        answer, _note = added(signed_in(author), copy, site=clinic)
        assert HouseNote.objects.count() == 1
        assert "has its own words for “Sun spots” already. Change those" in words_of(answer)
        assert "Our nurse calls you." in answer.content.decode()

    def test_another_clinic_has_its_own(
        self, signed_in, other_author, clinic, other_clinic, copy, library_article
    ):
        factories.make_house_note(clinic, copy)
        browser = signed_in(other_author, "other.example")
        added(browser, library_article, site=other_clinic)
        assert HouseNote.objects.filter(site=other_clinic).count() == 1


class TestOwner:
    @pytest.mark.parametrize("site", ["", None])
    def test_it_is_never_shared(self, signed_in, superuser, clinic, other_clinic, article, site):
        form = house_note_form(article)
        if site is None:
            form.pop("site")
        signed_in(superuser).post(add_url(), form)
        assert not HouseNote.objects.filter(site=None).exists()

    def test_nobody_writes_for_another_clinic(
        self, signed_in, author, other_clinic, library_article
    ):
        added(signed_in(author), library_article, site=other_clinic)
        assert not HouseNote.objects.exists()

    def test_another_clinics_words_do_not_exist_for_ones_staff(
        self, signed_in, author, reviewer, administrator, other_clinic, library_article
    ):
        note = factories.make_house_note(other_clinic, library_article, "Behind the wall.")
        names = HouseNote.snippet_viewset.get_url_name
        for person in (author, reviewer, administrator):
            browser = signed_in(person)
            for screen in ("edit", "history", "usage", "record", "withdraw", "delete"):
                answer = browser.get(reverse(names(screen), args=[note.pk]))
                said = answer.content.decode()
                assert answer.status_code in (302, 403, 404), screen
                assert "Behind the wall" not in said and "Sun spots" not in said
            browser.post(edit_url(note), house_note_form(library_article, "Forged."))
            listed = browser.get(reverse(names("list")))
            assert "Sun spots" not in listed.content.decode()
        note.refresh_from_db()
        assert "Behind the wall" in note.text and note.live


class TestSignOff:
    @pytest.fixture
    def waiting(self, clinic, copy, author):
        note = factories.make_house_note(clinic, copy, live=False)
        note.save_revision(user=author)
        ClinicalReview.set_up().start(note, author)
        return HouseNote.objects.get()

    def approve(self, browser, note):
        state = note.current_workflow_task_state
        name = note.snippet_viewset.get_url_name("workflow_action")
        browser.post(reverse(name, args=[note.pk, "approve", state.pk]), {"comment": ""})
        return HouseNote.objects.get()

    def test_a_clinician_of_the_clinic_that_wrote_it_signs(
        self, signed_in, reviewer, clinic, waiting
    ):
        note = self.approve(signed_in(reviewer), waiting)
        assert note.live and is_signed_off(note)
        assert SignOff.objects.of(note).get().site == clinic

    def test_a_clinician_of_the_clinic_whose_article_it_is_does_not(
        self, signed_in, other_reviewer, waiting
    ):
        assert not self.approve(signed_in(other_reviewer, "other.example"), waiting).live

    def test_it_ends_where_the_words_come_to_stand_in_another_article(self, clinic, copy):
        note = factories.make_house_note(clinic, copy)
        other = factories.make_article(clinic)
        HouseNote.objects.filter(pk=note.pk).update(article=other)
        assert is_signed_off(note) and not is_signed_off(HouseNote.objects.get())

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            ("", "Write what is particular at your clinic."),
            ("This cures acne.", "promises too much"),
        ],
    )
    def test_what_is_empty_or_promises_is_no_words_to_approve(
        self, signed_in, author, clinic, article, words, complaint
    ):
        answer = signed_in(author).post(
            add_url(), house_note_form(article, words, site=clinic) | SUBMIT
        )
        assert complaint in words_of(answer)
        assert not HouseNote.objects.exists()
