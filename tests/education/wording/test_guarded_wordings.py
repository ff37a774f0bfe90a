"""The list "Guarded wordings": whose rows a clinic may change, and which it refuses."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from education.models import ClaimPhrase
from tests import factories

pytestmark = pytest.mark.django_db

PHRASES = "wagtailsnippets_education_claimphrase"


def address(name: str, *args) -> str:
    return reverse(f"{PHRASES}:{name}", args=args)


def english() -> Locale:
    return Locale.objects.get(language_code="en")


def form(phrase: str, site=None, kind: str = "promise", locale=None) -> dict:
    locale = locale or english()
    return {
        "phrase": phrase,
        "kind": kind,
        "locale": str(locale.pk),
        "site": str(site.pk) if site else "",
    }


def add(site, phrase: str, **fields) -> ClaimPhrase:
    return ClaimPhrase.objects.create(site=site, phrase=phrase, **({"locale": english()} | fields))


class TestWhoChangesWhat:
    @pytest.mark.parametrize("role", ["reviewer", "administrator"])
    def test_a_clinic_adds_changes_and_deletes_its_own(self, signed_in, clinic, role):
        browser = signed_in(factories.make_person(clinic, role))
        browser.post(address("add"), form("glow*", clinic))
        phrase = ClaimPhrase.objects.get()
        assert phrase.site == clinic
        browser.post(address("edit", phrase.pk), form("glowing", clinic))
        phrase.refresh_from_db()
        assert phrase.phrase == "glowing"
        browser.post(address("delete", phrase.pk))
        assert not ClaimPhrase.objects.exists()

    def test_an_author_reads_the_list_and_changes_nothing(self, signed_in, author, clinic):
        own = add(clinic, "glowing")
        browser = signed_in(author)
        assert "glowing" in browser.get(address("list")).content.decode()
        browser.post(address("add"), form("shining", clinic))
        browser.post(address("edit", own.pk), form("shining", clinic))
        assert [phrase.phrase for phrase in ClaimPhrase.objects.all()] == ["glowing"]

    def test_wordings_of_all_clinics_are_seen_and_not_changed(self, signed_in, reviewer, clinic):
        shared = add(None, "glowing")
        browser = signed_in(reviewer)
        assert "glowing" in browser.get(address("list")).content.decode()
        browser.post(address("edit", shared.pk), form("shining", clinic))
        browser.post(address("delete", shared.pk))
        assert ClaimPhrase.objects.get().phrase == "glowing"

    def test_another_clinics_are_neither_seen_nor_changed(
        self, signed_in, other_reviewer, other_clinic, clinic
    ):
        ours = add(clinic, "glowing")
        browser = signed_in(other_reviewer)
        assert "glowing" not in browser.get(address("list")).content.decode()
        browser.post(address("edit", ours.pk), form("shining", other_clinic))
        browser.post(address("delete", ours.pk))
        assert ClaimPhrase.objects.get().phrase == "glowing"

    def test_a_forged_owner_is_not_taken(self, signed_in, reviewer, other_clinic):
        browser = signed_in(reviewer)
        browser.post(address("add"), form("glowing", other_clinic))
        browser.post(address("add"), form("shining"))
        assert not ClaimPhrase.objects.filter(site=other_clinic).exists()
        assert not ClaimPhrase.objects.filter(site=None).exists()

    def test_the_list_can_be_narrowed_to_a_language(self, signed_in, reviewer, clinic):
        spanish, _made = Locale.objects.get_or_create(language_code="es")
        add(clinic, "glowing")
        add(clinic, "brillante", locale=spanish)
        page = signed_in(reviewer).get(address("list"), {"locale": spanish.pk}).content.decode()
        assert "brillante" in page and "glowing" not in page


class TestWhatIsRefused:
    @pytest.mark.parametrize("phrase", ["*", "a*", "!!", "gu*ar", ""])
    def test_a_wording_that_is_everywhere(self, signed_in, reviewer, clinic, phrase):
        answer = signed_in(reviewer).post(address("add"), form(phrase, clinic))
        assert len(answer.context["form"].errors["phrase"]) == 1
        assert not ClaimPhrase.objects.exists()

    @pytest.mark.parametrize("phrase", ["all-day glow", "All‑Day Glow", "all day glow"])
    def test_one_that_the_clinic_has_however_it_is_typed(self, signed_in, reviewer, clinic, phrase):
        add(clinic, "all-day glow")
        answer = signed_in(reviewer).post(address("add"), form(phrase, clinic))
        (message,) = answer.context["form"].errors["phrase"]
        assert "in the list already" in message
        assert ClaimPhrase.objects.count() == 1

    def test_one_that_the_portal_or_all_clinics_have(self, signed_in, reviewer, clinic):
        add(None, "glowing")
        browser = signed_in(reviewer)
        for phrase in ("Glowing", "Guarantee*", "risk free"):
            assert browser.post(address("add"), form(phrase, clinic)).context["form"].errors
        assert ClaimPhrase.objects.count() == 1

    def test_the_same_words_in_another_clinic_language_or_kind_are_fine(
        self, signed_in, reviewer, clinic, other_clinic
    ):
        spanish, _made = Locale.objects.get_or_create(language_code="es")
        add(other_clinic, "glowing")
        add(None, "shining")
        browser = signed_in(reviewer)
        browser.post(address("add"), form("glowing", clinic))
        browser.post(address("add"), form("glowing", clinic, locale=spanish))
        browser.post(address("add"), form("shining", clinic, kind="harmless"))
        assert ClaimPhrase.objects.filter(site=clinic).count() == 3

    def test_saving_an_unchanged_one_again_is_fine(self, signed_in, reviewer, clinic):
        own = add(clinic, "glowing")
        answer = signed_in(reviewer).post(address("edit", own.pk), form("glowing", clinic))
        assert answer.status_code == 302
