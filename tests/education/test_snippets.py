"""The patient library: benefits, questions, clinicians, sources."""

import pytest
from django.urls import reverse
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.test.utils.form_data import rich_text

from education.models import Benefit, Clinician, Question, Source, Term
from education.review.approval import signing_clinician
from tests import factories
from tests.base import benefit_form, edit_url, question_form, words_of

pytestmark = pytest.mark.django_db
KINDS = (Benefit, Question, Clinician, Source)


@pytest.mark.parametrize("model", KINDS)
def test_every_kind_has_drafts_history_locking_preview_review_and_languages(model):
    for feature in (
        DraftStateMixin,
        RevisionMixin,
        LockableMixin,
        PreviewableMixin,
        WorkflowMixin,
        TranslatableMixin,
    ):
        assert issubclass(model, feature)


def one_of_each(site) -> list:
    return [
        factories.make_benefit(site, "Smoother skin", sources=[factories.make_source(site)]),
        factories.make_question(site, "Does it hurt?"),
        factories.make_clinician(site),
        factories.make_source(site, "A study of skin"),
    ]


def test_every_screen_of_every_kind_opens(signed_in, administrator, clinic):
    browser = signed_in(administrator)
    for item in one_of_each(clinic):
        viewset = item.snippet_viewset
        assert str(item) in words_of(browser.get(reverse(viewset.get_url_name("list"))))
        for screen in ("edit", "usage", "history", "delete", "copy"):
            answer = browser.get(reverse(viewset.get_url_name(screen), args=[item.pk]))
            assert answer.status_code == 200, (item, screen)


def test_every_kind_has_a_preview_in_the_clinics_brand(signed_in, administrator, clinic):
    browser = signed_in(administrator)
    for item in one_of_each(clinic):
        address = reverse(
            item.snippet_viewset.get_url_name("revisions_view"),
            args=[item.pk, item.latest_revision_id],
        )
        answer = browser.get(address)
        assert answer.status_code == 200
        assert str(item) in words_of(answer) and "Harbour Skin Clinic" in words_of(answer)


def test_staff_find_items_by_their_words(signed_in, author, clinic):
    factories.make_benefit(clinic, "Smoother skin")
    factories.make_benefit(clinic, "Less redness")
    browser = signed_in(author)
    found = words_of(
        browser.get(reverse("wagtailsnippets_education_benefit:list"), {"q": "smooth"})
    )
    assert "Smoother skin" in found and "Less redness" not in found


def test_the_usage_of_an_item_names_its_articles(signed_in, author, article):
    item = Benefit.objects.get(name="Smoother skin")
    address = reverse("wagtailsnippets_education_benefit:usage", args=[item.pk])
    assert "Acne scars" in words_of(signed_in(author).get(address))


def test_an_author_saves_a_draft_of_a_question(signed_in, author, client, article, clinic):
    question = Question.objects.get(question="Does it hurt?")
    form = question_form("Does it hurt?", "A little, for an hour.", clinic)
    signed_in(author).post(edit_url(question), form)
    question.refresh_from_db()
    assert "A little" not in question.answer
    assert "A little" in question.get_latest_revision_as_object().answer
    assert "A little" not in words_of(client.get(article.url))


@pytest.mark.parametrize(
    ("model", "name"),
    [(Benefit, "name"), (Question, "question"), (Term, "word"), (Source, "title")],
)
def test_a_draft_has_a_name_at_least_and_keeps_what_else_was_typed(
    signed_in, author, clinic, model, name
):
    """Without one it could not be told apart from others in any list."""
    add = reverse(model.snippet_viewset.get_url_name("add"))
    form = {name: "", "meaning": "Typed with care.", "claim": "Typed with care.", "url": ""}
    form |= {"answer": rich_text("<p>Typed with care.</p>"), "publisher": "Typed with care."}
    form |= {f"{model._meta.model_name}_sources-TOTAL_FORMS": "0"}
    form |= {f"{model._meta.model_name}_sources-INITIAL_FORMS": "0"}
    answer = signed_in(author).post(add, form)
    assert "This field is required" in words_of(answer)
    assert b"Typed with care." in answer.content
    assert not model.objects.filter(**{name: ""}).exists()
    signed_in(author).post(add, form | {name: "A name"})
    assert model.objects.get(**{name: "A name"}).site == clinic


def test_a_word_is_in_the_glossary_once_for_each_clinic_and_language(
    signed_in, author, clinic, other_clinic
):
    term = factories.make_term(clinic, "Sebum", meaning="Oil that the skin makes.")
    add = reverse(Term.snippet_viewset.get_url_name("add"))
    form = {"word": "sebum", "meaning": "Another meaning.", "say": "", "site": clinic.pk}
    answer = signed_in(author).post(add, form)
    assert "“sebum” is in the glossary already" in words_of(answer)
    assert b"Another meaning." in answer.content
    term.full_clean()
    spanish = factories.make_translation(factories.home_of(clinic), "es").locale
    for owner, locale in ((other_clinic, term.locale), (None, term.locale), (clinic, spanish)):
        Term(word="sebum", meaning="Oil.", site=owner, locale=locale).full_clean()


def test_a_new_item_belongs_to_the_authors_clinic(signed_in, author, clinic):
    browser = signed_in(author)
    address = reverse("wagtailsnippets_education_benefit:add")
    assert f'value="{clinic.pk}" selected' in browser.get(address).content.decode()
    browser.post(address, benefit_form("New", clinic))
    assert Benefit.objects.get(name="New").site == clinic


def test_an_author_may_use_but_not_change_the_shared_library(signed_in, author, clinic):
    shared = factories.make_benefit(None, "Shared benefit")
    browser = signed_in(author)
    chooser = browser.get(reverse("wagtailsnippetchoosers_education_benefit:choose"))
    assert "Shared benefit" in chooser.json()["html"]
    assert browser.get(edit_url(shared)).status_code in (302, 403)
    browser.post(edit_url(shared), benefit_form("Hijacked"))
    assert Benefit.objects.get(pk=shared.pk).latest_revision_id == shared.latest_revision_id


def test_the_patient_library_is_in_the_menu_of_authors_and_not_of_brand_managers(
    signed_in, author, brand_manager
):
    assert "Patient library" in signed_in(author).get("/admin/").content.decode()
    assert "Patient library" not in signed_in(brand_manager).get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("grade", "words"),
    [
        ("strong", "agree"),
        ("some", "More are needed"),
        ("early", "Only small"),
        ("none", "no study"),
    ],
)
def test_each_grade_has_plain_words(grade, words):
    assert words in str(Benefit(grade=grade).grade_words)


def test_no_grade_says_nothing_but_that(client, clinic):
    article = factories.make_article(
        clinic, "A", benefits=[factories.make_benefit(clinic, grade="")]
    )
    assert "Not graded yet" in words_of(client.get(article.url))


def test_where_nothing_was_found_patients_read_where_we_looked(client, clinic):
    benefit = factories.make_benefit(clinic, grade="none", searched="PubMed, by a librarian.")
    article = factories.make_article(clinic, "A", benefits=[benefit])
    assert "PubMed, by a librarian." in words_of(client.get(article.url))


def test_a_benefit_with_markup_in_its_words_shows_it_as_text(client, clinic):
    benefit = factories.make_benefit(clinic, "<b>Bold</b>", claim="<script>alert(1)</script>")
    page = client.get(factories.make_article(clinic, "A", benefits=[benefit]).url).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_one_account_may_sign_for_each_clinic_it_works_at(clinic, other_clinic, reviewer):
    there = factories.make_clinician(other_clinic, "Dr Ada Example", account=reviewer)
    assert signing_clinician(reviewer, other_clinic) == there
    assert signing_clinician(reviewer, clinic) == reviewer.clinicians.get(site=clinic)
