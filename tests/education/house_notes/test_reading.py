"""What a clinic adds to an article, as its patients read it; and where nobody reads it."""

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from education.models import SignOff
from education.withdrawal.withdrawal import withdraw
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db

WORDS = "Our nurse calls you the next day."


def read(page, host: str = "localhost"):
    answer = Client(HTTP_HOST=host).get(page.get_url().removeprefix(f"http://{host}"))
    assert answer.status_code == 200
    return answer


@pytest.fixture
def clinician(clinic):
    return factories.make_clinician(clinic, "Dr Note Example")


@pytest.fixture
def library_article(other_clinic):
    """An article of another clinic, which `clinic` may show too."""
    return factories.make_article(other_clinic, "Sun spots")


class TestInTheClinicsOwnArticle:
    def test_it_names_the_clinic_who_checked_it_and_when(self, clinic, article, clinician):
        note = factories.make_house_note(clinic, article, WORDS, clinician=clinician)
        SignOff.objects.of(note).update(signed_at="2026-09-14T12:00Z", credential="dermatologist")
        said = words_of(read(article))
        assert WORDS in said and "At Harbour Skin Clinic. This part is in our own words." in said
        note = read(article).content.decode().split('id="house-note"')[1].split("</div>")[0]
        assert "Checked by Dr Note Example on <time" in note and "14 September 2026</time>" in note
        assert "(dermatologist)" in note

    def test_it_stands_after_the_sections_and_before_the_conclusion(self, clinic, article):
        factories.make_house_note(clinic, article, WORDS)
        page = read(article).content.decode()
        places = [page.index(words) for words in ("Does it hurt?", WORDS, 'id="conclusion"')]
        assert places == sorted(places) and places[-1] < page.index('id="book"')

    def test_the_list_of_sections_leads_to_it(self, clinic, article):
        factories.make_house_note(clinic, article, WORDS)
        page = read(article).content.decode()
        assert 'href="#house-note"' in page and page.count('id="house-note"') == 1

    def test_one_that_no_clinician_checked_says_so(self, clinic, article):
        factories.make_house_note(clinic, article, WORDS)
        note = read(article).content.decode().split('id="house-note"')[1].split("</div>")[0]
        assert "Not yet checked by a clinician" in note

    def test_its_marked_words_open_and_its_links_are_looked_up_with_the_others(
        self, clinic, article
    ):
        term = factories.make_term(clinic, "serum", meaning="A clear liquid.")
        text = f'<p>We use a <a linktype="term" id="{term.pk}">serum</a>.</p>'
        factories.make_house_note(clinic, article, text=text)
        assert "A clear liquid." in read(article).content.decode()


class TestInACopyOfAnotherClinicsArticle:
    @pytest.fixture
    def copy(self, library_article, clinic):
        return factories.make_copy(library_article, clinic)

    def test_patients_of_the_clinic_read_it_and_those_of_the_other_do_not(
        self, clinic, library_article, copy
    ):
        note = factories.make_house_note(clinic, copy, WORDS, locale=copy.locale)
        assert note.article_id == library_article.pk
        assert WORDS in words_of(read(copy))
        assert WORDS not in words_of(read(library_article, "other.example"))

    def test_each_clinic_has_its_own(self, clinic, other_clinic, library_article, copy):
        factories.make_house_note(clinic, copy, WORDS)
        factories.make_house_note(other_clinic, library_article, "Park behind the house.")
        here, there = words_of(read(copy)), words_of(read(library_article, "other.example"))
        assert WORDS in here and "Park behind" not in here
        assert "Park behind" in there and WORDS not in there

    def test_a_copy_of_the_copy_shows_it_too(self, clinic, copy):
        factories.make_house_note(clinic, copy, WORDS)
        assert WORDS in words_of(read(factories.make_copy(copy, clinic)))

    def test_it_stays_when_the_original_is_published_anew(self, clinic, library_article, copy):
        factories.make_house_note(clinic, copy, WORDS)
        library_article.lede = "Other words."
        factories.put_live(library_article)
        type(copy).objects.filter(pk=copy.pk).update(live=True)
        assert WORDS in words_of(read(copy))

    def test_a_new_copy_shows_it_where_the_first_was_taken_away(
        self, clinic, library_article, copy
    ):
        factories.make_house_note(clinic, copy, WORDS)
        copy.delete()
        assert WORDS in words_of(read(factories.make_copy(library_article, clinic)))


class TestNobodyReads:
    def test_a_draft(self, clinic, article):
        factories.make_house_note(clinic, article, WORDS, live=False)
        assert "house-note" not in read(article).content.decode()

    def test_what_was_withdrawn(self, clinic, article, administrator):
        note = factories.make_house_note(clinic, article, WORDS)
        withdraw(note, administrator, "advice", "We do not do that any more.")
        assert "house-note" not in read(article).content.decode()

    def test_it_where_the_article_is_offline(self, clinic, article):
        factories.make_house_note(clinic, article, WORDS)
        article.unpublish()
        assert Client().get(article.get_url()).status_code == 404

    def test_it_in_another_language(self, clinic, article):
        spanish, _made = Locale.objects.get_or_create(language_code="es")
        factories.make_house_note(clinic, article, WORDS, locale=spanish)
        assert "house-note" not in read(article).content.decode()

    def test_it_in_another_article(self, clinic, article):
        factories.make_house_note(clinic, factories.make_article(clinic), WORDS)
        assert "house-note" not in read(article).content.decode()


def test_a_translation_of_the_note_stands_in_the_translation_of_the_article(clinic, article):
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    note = factories.make_house_note(clinic, article, WORDS)
    translated = note.copy_for_translation(spanish)
    translated.text = "<p>La enfermera le llama.</p>"
    translated.save()
    factories.put_live(translated)
    page = article.copy_for_translation(spanish, copy_parents=True)
    Page.objects.filter(pk__in=page.get_ancestors()).update(live=True)
    factories.put_live(page)
    said = words_of(Client().get(page.get_url()))
    assert "La enfermera le llama." in said and WORDS not in said
