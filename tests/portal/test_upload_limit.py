"""Nobody, signed in or not, can fill the disk with one request."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client

from portal.upload_limit import MAX_BYTES, UploadLimit

pytestmark = pytest.mark.django_db


def test_a_form_that_is_announced_as_too_large_is_refused_before_it_is_read():
    with pytest.raises(RequestDataTooBig):
        UploadLimit().handle_raw_input(None, {}, MAX_BYTES + 1, b"x")


def test_a_stranger_who_sends_too_much_is_refused_before_anything_reaches_the_disk(clinic):
    class NeverRead:
        def read(self, *args):
            pytest.fail("the body was read")

        readline = read

    browser = Client(enforce_csrf_checks=True)
    browser.cookies["csrftoken"] = "a" * 32
    answer = browser.generic(
        "POST",
        "/admin/login/",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(MAX_BYTES + 1),
        **{"wsgi.input": NeverRead()},
    )
    assert answer.status_code in (400, 403, 413)


def test_what_is_not_too_large_goes_on_to_the_next_in_line():
    limit = UploadLimit()
    assert limit.handle_raw_input(None, {}, MAX_BYTES, b"x") is None
    assert limit.receive_data_chunk(b"abc", 0) == b"abc" and limit.file_complete(3) is None
