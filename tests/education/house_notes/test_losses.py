"""An article is deleted with what clinics added to it: each of those clinics is told, and it is logged."""

import pytest
from wagtail.models import ModelLogEntry

from education.models import HouseNote
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(clinic, other_clinic):
    article = factories.make_article(other_clinic, "Sun spots")
    copy = factories.make_copy(article, clinic)
    return factories.make_house_note(clinic, copy, "Our nurse calls you.")


def test_the_clinic_is_sent_its_words_when_the_original_is_deleted(
    note, administrator, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        note.article.delete()
    assert not HouseNote.objects.exists()
    mail = next(mail for mail in mailoutbox if mail.to == [administrator.email])
    assert "Sun spots" in mail.subject and "Our nurse calls you." in mail.body
    assert "Harbour Skin Clinic" in mail.body
    assert ModelLogEntry.objects.for_instance(note).filter(action="wagtail.delete").exists()


def test_people_of_the_clinic_whose_article_it_was_are_sent_nothing(
    note, other_clinic, administrator, mailoutbox, django_capture_on_commit_callbacks
):
    there = factories.make_person(other_clinic, "administrator")
    with django_capture_on_commit_callbacks(execute=True):
        note.article.delete()
    assert there.email not in {address for mail in mailoutbox for address in mail.to}


def test_deleting_a_copy_leaves_the_words(note, clinic, mailoutbox):
    note.article.aliases.get().delete()
    assert HouseNote.objects.get() == note and mailoutbox == []


def test_whoever_deletes_the_words_themselves_is_not_written_to(
    note, administrator, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        HouseNote.objects.get().delete()
    assert mailoutbox == []
