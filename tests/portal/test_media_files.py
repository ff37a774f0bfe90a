"""Pictures' files on one's own machine: pictures, and nothing else."""

from pathlib import Path

import pytest
from django.http import Http404
from django.urls import NoReverseMatch, reverse

from portal.media_files import serve_picture_file


@pytest.fixture
def folder(settings) -> Path:
    root = Path(settings.MEDIA_ROOT)
    for name in ("images/a.webp", "images/a.html", "images/a.svg", "documents/a.pdf", "a.png"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"<script>alert(1)</script>")
    (root / "documents" / "a.png").write_bytes(b"x")
    return root


def test_a_picture_is_handed_out_as_what_its_name_says_and_can_run_nothing(rf, folder):
    answer = serve_picture_file(rf.get("/"), "images/a.webp")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    answer.file_to_stream.close()


@pytest.mark.parametrize(
    "path",
    [
        "documents/a.pdf",
        "documents/a.png",
        "images/../documents/a.png",
        "images//..//documents/a.png",
        "./documents/a.png",
        "/documents/a.png",
        "images/a.html",
        "images/a.svg",
        "images/lost.webp",
        "images",
        "images/.webp",
        "a.png",
        "../a.png",
        "images/a\0.webp",
        "images/" + "a" * 400 + ".webp",
        "",
    ],
)
def test_nothing_else_is_handed_out(rf, folder, path):
    with pytest.raises(Http404):
        serve_picture_file(rf.get("/"), path)


def test_on_a_server_that_patients_reach_the_portal_hands_out_no_file_itself():
    with pytest.raises(NoReverseMatch):
        reverse("media", args=["images/a.webp"])
