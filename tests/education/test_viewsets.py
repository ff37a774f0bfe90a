"""The patient library's screens: whose they are and what they let through."""

import pytest
from django.urls import reverse
from wagtail.admin.icons import get_icons
from wagtail.snippets.models import get_snippet_models

from education.blocks import ArticleBodyBlock
from education.finding.missed_report import MissedSearchesView
from education.models import Benefit
from education.pictures.skin_tones import SkinToneReport
from education.viewsets import READING_SCREENS, BenefitViewSet
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def test_every_screen_that_names_an_item_is_guarded():
    viewset = Benefit.snippet_viewset
    named = [p for p in viewset.get_urlpatterns() if "pk" in p.pattern.regex.groupindex]
    assert len(named) > 15
    assert all(hasattr(pattern.callback, "__wrapped__") for pattern in named)
    assert {p.name for p in named} >= READING_SCREENS
    assert isinstance(viewset, BenefitViewSet)


def test_every_symbol_of_the_admin_is_one_that_there_is():
    named = {model.__name__: model.snippet_viewset.icon for model in get_snippet_models()}
    named |= {name: block.meta.icon for name, block in ArticleBodyBlock().child_blocks.items()}
    named |= {view.__name__: view.header_icon for view in (MissedSearchesView, SkinToneReport)}
    assert {name for name, icon in named.items() if f'id="icon-{icon}"' not in get_icons()} == set()


def test_an_owner_that_may_not_be_blank_is_not_said_to_be(signed_in, author, superuser):
    add = reverse("wagtailsnippets_education_term:add")
    assert "Blank: the shared library" not in words_of(signed_in(author).get(add))
    assert "Blank: the shared library" in words_of(signed_in(superuser).get(add))


def test_a_list_shows_the_owner_and_the_grade(signed_in, author, clinic):
    factories.make_benefit(clinic, "Ours", grade="early")
    factories.make_benefit(None, "Everybody's")
    words = words_of(signed_in(author).get(reverse("wagtailsnippets_education_benefit:list")))
    assert "Early studies only" in words
    assert "Harbour Skin Clinic" in words and "Shared" in words


def test_a_brand_manager_has_no_library(signed_in, brand_manager, clinic):
    benefit = factories.make_benefit(clinic)
    browser = signed_in(brand_manager)
    for address in (
        reverse("wagtailsnippets_education_benefit:list"),
        reverse("wagtailsnippets_education_benefit:add"),
        reverse("wagtailsnippets_education_benefit:edit", args=[benefit.pk]),
    ):
        assert browser.get(address).status_code in (302, 403)


def test_an_author_cannot_delete_an_administrator_can(signed_in, author, administrator, clinic):
    benefit = factories.make_benefit(clinic)
    address = reverse("wagtailsnippets_education_benefit:delete", args=[benefit.pk])
    signed_in(author).post(address)
    assert Benefit.objects.filter(pk=benefit.pk).exists()
    signed_in(administrator).post(address)
    assert not Benefit.objects.filter(pk=benefit.pk).exists()


def several_deleted(browser, items):
    item_type = items[0]._meta.model_name
    address = reverse("wagtail_bulk_action", args=["education", item_type, "delete"])
    ids = "&".join(f"id={item.pk}" for item in items)
    browser.post(f"{address}?{ids}")
    return not type(items[0]).objects.filter(pk__in=[item.pk for item in items]).exists()


def test_whoever_may_delete_one_item_may_delete_several(
    signed_in, author, administrator, clinic, other_clinic
):
    pairs = [factories.make_synonym(clinic, "quagga", word) for word in ("zebra", "okapi")]
    assert several_deleted(signed_in(author), pairs)
    benefits = [factories.make_benefit(clinic), factories.make_benefit(clinic)]
    shared, theirs = factories.make_benefit(None), factories.make_benefit(other_clinic)
    assert not several_deleted(signed_in(author), benefits)
    for foreign in (shared, theirs):
        assert not several_deleted(signed_in(administrator), [foreign])
    assert several_deleted(signed_in(administrator), benefits)


def test_an_author_changes_no_clinician(signed_in, author, clinic):
    clinician = factories.make_clinician(clinic)
    address = reverse("wagtailsnippets_education_clinician:edit", args=[clinician.pk])
    assert signed_in(author).get(address).status_code in (302, 403)


@pytest.mark.parametrize("pk", ["0", "999999", "abc", "1%20or%201", "_5F"])
def test_an_odd_number_is_not_found(signed_in, administrator, pk):
    address = f"/admin/snippets/education/benefit/edit/{pk}/"
    assert signed_in(administrator).get(address).status_code == 404
