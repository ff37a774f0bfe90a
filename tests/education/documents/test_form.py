"""Uploading documents through the admin's own screens: what is refused, and what is stored."""

import json
import re
from hashlib import sha1

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import UploadedFile

from portal.staff_roles import collection_of
from tests import factories
from tests.hostile_folder import documents as hostile
from tests.hostile_folder import pictures

pytestmark = pytest.mark.django_db

REFUSED = {
    "no bytes": (bytes, "leaflet.pdf", "empty"),
    "a program": (hostile.with_packed_script, "leaflet.pdf", "does more than show pages"),
    "Word": (hostile.archive, "leaflet.docx", "Word"),
    "a picture renamed": (pictures.photograph, "leaflet.pdf", "not a PDF document"),
    "two files in one": (hostile.with_archive_behind, "leaflet.pdf", "something else attached"),
    "11 MB": (hostile.too_large, "leaflet.pdf", "11.0 MB"),
}


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/html")


def add_several(browser, site, data: bytes, name: str, title: str = "Care at home") -> str:
    form = {"title": title, "files[]": upload(data, name), "collection": collection_of(site).pk}
    answer = browser.post(reverse("wagtaildocs:add_multiple"), form)
    assert answer.status_code == 200
    return str(answer.json().get("error_message", ""))


def add_while_choosing(browser, site, data: bytes, name: str) -> str:
    form = {
        "document-chooser-upload-title": "Care at home",
        "document-chooser-upload-file": upload(data, name),
        "document-chooser-upload-collection": collection_of(site).pk,
    }
    answer = browser.post(reverse("wagtaildocs_chooser:create"), form)
    assert answer.status_code == 200
    return json.dumps(answer.json(), ensure_ascii=False)


def add_one(browser, site, data: bytes, name: str) -> str:
    form = {
        "title": "Care at home",
        "file": upload(data, name),
        "collection": collection_of(site).pk,
    }
    return browser.post(reverse("wagtaildocs:add"), form).content.decode()


def replace(browser, site, data: bytes, name: str) -> str:
    """Another file for the document that is there, or for a new one."""
    document = Document.objects.first() or factories.make_document(site, "Care at home")
    form = {
        "title": document.title,
        "file": upload(data, name),
        "collection": collection_of(site).pk,
    }
    return browser.post(reverse("wagtaildocs:edit", args=[document.pk]), form).content.decode()


SCREENS = [add_several, add_while_choosing, add_one, replace]


@pytest.mark.parametrize("screen", SCREENS)
def test_what_is_no_plain_pdf_is_refused_with_the_reason(signed_in, author, clinic, screen):
    browser = signed_in(author)
    there = factories.make_document(clinic, "Care at home") if screen is replace else None
    for make, name, words in REFUSED.values():
        assert words in screen(browser, clinic, make(), name)
    assert [document.file_hash for document in Document.objects.all()] == (
        [there.file_hash] if there else []
    )


@pytest.mark.parametrize("screen", SCREENS)
def test_a_leaflet_is_stored_under_a_random_name_with_size_and_hash(
    signed_in, author, clinic, screen
):
    data = hostile.pdf()
    screen(signed_in(author), clinic, data, "Maria Example, results.PDF")
    document = Document.objects.get()
    assert re.fullmatch(r"documents/[0-9a-f]{16}\.pdf", document.file.name)
    assert document.file.read() == data
    assert (document.file_size, document.file_hash) == (len(data), sha1(data).hexdigest())


@pytest.mark.parametrize("name", ["a\0b.pdf", "../../etc/x.pdf", "\u202efdp.exe", "n" * 400, "🙂"])
def test_no_name_of_a_file_breaks_the_upload(signed_in, author, clinic, name):
    assert add_several(signed_in(author), clinic, hostile.pdf(), name) == ""
    assert re.fullmatch(r"documents/[0-9a-f]{16}\.pdf", Document.objects.get().file.name)


def test_a_title_that_is_too_long_is_named_and_the_file_is_kept_nowhere(signed_in, author, clinic):
    said = add_several(signed_in(author), clinic, hostile.pdf(), "a.pdf", title="x" * 400)
    assert "255" in said and "Choose the file once more" in said
    assert not Document.objects.exists() and not UploadedFile.objects.exists()


def test_a_document_put_there_by_a_program_has_size_and_hash_too(clinic):
    document = factories.make_document(clinic)
    assert document.file_hash == sha1(document.file.read()).hexdigest()
    assert document.file_size == document.file.size
