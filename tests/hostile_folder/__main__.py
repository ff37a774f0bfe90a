"""`make attack-files`: upload each hostile file through the admin, each in a process of its own.

Prints for each what came of it, the most memory its process had (the server's own of about 150 MB
and the request itself included), and the seconds of computing: once for the upload, and once for
the sizes that publishing makes. Ends with an error if a file was not treated as it should be, took
more than 400 MB or 5 seconds, left something of what it hid, or broke a screen. A word after the
command takes only the files with it in their names.
"""

import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

MOST_MEGABYTES, MOST_SECONDS = 400, 5
LEFT = (b"Exif\0", b"GPS-SECRET", b"Maria", b"xmpmeta", b"<script", b"PK\x03\x04", b"%PDF-1.7\n1 0")


def in_own_process(work: Callable[[], object]) -> tuple[dict, float, float]:
    """What `work` returned, the megabytes its process had at most, its seconds of computing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(work()).encode())
        except BaseException as error:  # told to the parent, whatever it is
            os.write(writing, json.dumps({"error": repr(error)[:400]}).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        answer = json.loads(told.read() or '{"error": "the process died"}')
    _pid, _status, used = os.wait4(child, 0)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return answer, used.ru_maxrss / unit, used.ru_utime + used.ru_stime


def prepare(folder: Path):
    """A portal of its own below `folder`; its clinic and somebody who may upload."""
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/portal.sqlite3"
    os.environ["MEDIA_ROOT"] = str(folder / "media")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from portal.models import StaffGroup
    from tests import factories

    call_command("migrate", verbosity=0)
    clinic = factories.make_clinic()
    person = factories.make_person(clinic, StaffGroup.Role.AUTHOR)
    connections.close_all()
    return clinic, person


def browser_of(person):
    from django.test import Client

    browser = Client(HTTP_HOST="localhost", raise_request_exception=False)
    browser.force_login(person)
    return browser


def upload(person, clinic, file, path: Path) -> dict:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from portal.staff_roles import collection_of

    kind = "documents" if file.is_document else "images"
    sent = SimpleUploadedFile(file.name, path.read_bytes(), "image/png")
    answer = browser_of(person).post(
        reverse(f"wagtail{kind.replace('documents', 'docs')}:add_multiple"),
        {"title": file.what, "files[]": sent, "collection": collection_of(clinic).pk},
    )
    if answer.status_code != 200:
        return {"error": f"status {answer.status_code}"}
    return answer.json()


def make_sizes(key: int) -> dict:
    from education.models import Picture
    from education.pictures.renditions import renditions_of

    return {"sizes": len(renditions_of(Picture.objects.get(pk=key)))}


def screens_and_files(person, clinic) -> dict:
    """What is wrong afterwards: a screen that breaks, or a stored file that holds what was hidden."""
    from django.conf import settings
    from django.urls import reverse

    from education.models import Picture
    from tests import factories

    faults = []
    browser = browser_of(person)
    article = factories.make_article(clinic, "With a picture", picture=Picture.objects.first())
    names = ("images:index", "images_chooser:choose", "docs:index", "docs_chooser:choose")
    for address in (*(reverse(f"wagtail{name}") for name in names), article.url):
        if browser.get(address).status_code != 200:
            faults.append(f"{address} breaks")
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file() and path.suffix != ".pdf":
            data = path.read_bytes()
            faults += [f"{path.name} still holds {left!r}" for left in LEFT if left in data]
    return {"faults": faults}


def main() -> int:
    warnings.simplefilter("ignore")  # Pillow's, of the files that are meant to be odd
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        clinic, person = prepare(root)
        from tests.hostile_folder.folder import FILES, write

        (root / "files").mkdir()
        in_own_process(lambda: len(write(root / "files")))
        print(f"{'':44}{'':10}  upload        sizes")
        for number, file in enumerate(FILES):
            if sys.argv[1:] and sys.argv[1] not in file.name:
                continue
            path = root / "files" / f"{number:03}"
            answer, memory, seconds = in_own_process(lambda: upload(person, clinic, file, path))  # noqa: B023
            line = f"{file.name[-30:].replace(chr(0), '?'):>30.30}: {file.what[:34]:34}"
            kept = bool(answer.get("success"))
            line += f" {'kept   ' if kept else 'refused'} {memory:5.0f} MB {seconds:5.2f} s"
            worst = (memory, seconds)
            if kept and not file.is_document:
                sizes, more, longer = in_own_process(lambda: make_sizes(answer["image_id"]))  # noqa: B023
                line += f" {more:5.0f} MB {longer:5.2f} s"
                worst = (max(memory, more), max(seconds, longer))
                if not sizes.get("sizes"):
                    faults.append(f"{file.name}: no sizes ({sizes})")
            print(line, flush=True)
            if "error" in answer or kept != file.kept:
                faults.append(f"{file.name}: {answer.get('error') or answer.get('error_message')}")
            if worst[0] > MOST_MEGABYTES or worst[1] > MOST_SECONDS:
                faults.append(f"{file.name}: {worst[0]:.0f} MB, {worst[1]:.2f} s")
        afterwards, _memory, _seconds = in_own_process(lambda: screens_and_files(person, clinic))
        faults += afterwards.get("faults", []) or (
            [str(afterwards)] if "error" in afterwards else []
        )
    print(f"\n{len(FILES)} files. " + ("Faults:\n" + "\n".join(faults) if faults else "No fault."))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
