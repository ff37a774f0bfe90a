"""How readers get a document: asked first, as a download, and never in any other way."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction

from portal.staff_roles import collection_of
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaflet(clinic):
    return factories.make_document(clinic, "Care at home")


def address(document) -> str:
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])


def test_a_document_is_a_download_that_can_do_nothing_in_the_portal(client, leaflet):
    answer = client.get(address(leaflet))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == leaflet.file.read()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Care_at_home.pdf"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["ETag"] == f'"{leaflet.file_hash}"'
    assert int(answer.headers["Content-Length"]) == leaflet.file.size
    assert "Content-Encoding" not in answer.headers and not answer.cookies


def test_who_has_it_already_is_told_so(client, leaflet):
    answer = client.get(address(leaflet), HTTP_IF_NONE_MATCH=f'"{leaflet.file_hash}"')
    assert answer.status_code == 304 and not answer.content


def test_a_document_without_a_known_hash_has_no_etag(client, leaflet):
    Document.objects.update(file_hash="")
    answer = client.get(address(leaflet))
    assert answer.status_code == 200 and "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('a"; filename="x.exe', "a_filenamex.exe.pdf"),
        ("line\r\nSet-Cookie: a=b", "lineSet-Cookie_ab.pdf"),
        ("../../etc/passwd", "etcpasswd.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("…", "document.pdf"),
    ],
)
def test_no_title_can_change_what_the_download_is(client, leaflet, title, name):
    Document.objects.update(title=title)
    given = client.get(address(leaflet)).headers["Content-Disposition"]
    assert given == f'attachment; filename="{name}"'


def test_a_title_in_other_letters_keeps_them(client, leaflet):
    Document.objects.update(title="Después del láser")
    given = client.get(address(leaflet)).headers["Content-Disposition"]
    assert "Despu%C3%A9s_del_l%C3%A1ser.pdf" in given


def test_a_document_for_staff_is_handed_out_after_signing_in_only(
    client, signed_in, author, clinic, leaflet
):
    CollectionViewRestriction.objects.create(
        collection=collection_of(clinic), restriction_type=CollectionViewRestriction.LOGIN
    )
    answer = client.get(address(leaflet))
    assert answer.status_code == 302 and "login" in answer.headers["Location"]
    assert signed_in(author).get(address(leaflet)).status_code == 200


@pytest.mark.parametrize("path", ["documents/%s", "documents//%s", "images/../documents/%s"])
@pytest.mark.parametrize("start", ["/media/", "/static/", "/static/../media/"])
def test_its_file_has_no_address_of_its_own(client, leaflet, start, path):
    assert client.get(start + path % leaflet.filename).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_document_can_only_be_read(client, leaflet, method):
    assert getattr(client, method)(address(leaflet)).status_code == 405


def test_another_file_name_or_number_is_not_found(client, leaflet):
    for number, name in [(leaflet.pk, "x.pdf"), (10**17, leaflet.filename), (10**30, "a.pdf")]:
        assert client.get(f"/documents/{number}/{name}").status_code == 404


def test_a_lost_file_is_a_page_that_was_not_found(client, leaflet):
    leaflet.file.storage.delete(leaflet.file.name)
    answer = client.get(address(leaflet))
    assert answer.status_code == 404 and "Harbour Skin Clinic" in words_of(answer)


def test_an_unreadable_file_is_a_page_that_was_not_found(client, leaflet, monkeypatch):
    def forbidden(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileSystemStorage, "_open", forbidden)
    assert client.get(address(leaflet)).status_code == 404


def test_a_lost_file_breaks_no_screen_of_the_staff(signed_in, author, clinic, leaflet):
    Document.objects.update(file_size=None)
    leaflet.file.storage.delete(leaflet.file.name)
    browser = signed_in(author)
    for name in ("wagtaildocs:index", "wagtaildocs_chooser:choose"):
        assert browser.get(reverse(name)).status_code == 200
    for name in ("wagtaildocs:edit", "wagtaildocs_chooser:chosen"):
        assert browser.get(reverse(name, args=[leaflet.pk])).status_code == 200
