"""Which documents are kept, which are refused, and what the refusal says."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from education.documents.pdf import DocumentRefused, check_pdf
from tests.hostile_folder import documents as hostile
from tests.hostile_folder import pictures

KEPT: list[Callable[[], bytes]] = [
    hostile.pdf,
    hostile.newer,
    hostile.with_a_link,
    hostile.with_a_view,
    hostile.large,
]
REFUSED: list[tuple[Callable[[], bytes], str]] = [
    (lambda: b"", "empty (0 bytes)"),
    (hostile.too_large, "11.0 MB. A document can be at most 10 MB"),
    (hostile.archive, "Word, PowerPoint"),
    (hostile.web_page, "not a PDF document"),
    (pictures.photograph, "not a PDF document"),
    (pictures.jpeg_with_pdf, "Something stands before"),
    (hostile.page_before_pdf, "Something stands before"),
    (hostile.with_page_behind, "something else attached"),
    (hostile.with_archive_behind, "something else attached"),
    (hostile.signature_only, "damaged"),
    (hostile.cut_short, "cut short"),
    (hostile.false_table, "damaged"),
    (hostile.without_pages, "damaged"),
    (hostile.with_script, "does more than show pages"),
    (hostile.with_escaped_script, "does more than show pages"),
    (hostile.with_packed_script, "does more than show pages"),
    (hostile.with_script_behind_a_stream, "does more than show pages"),
    (hostile.with_script_on_a_page, "does more than show pages"),
    (hostile.with_launch, "does more than show pages"),
    (hostile.with_file_inside, "another file inside"),
    (hostile.with_form_that_sends, "does more than show pages"),
    (hostile.locked, "protected"),
    (hostile.packed_bomb, "unusual way"),
    (hostile.many_packed_bombs, "unusual way"),
    (hostile.otherwise_packed, "unusual way"),
]


def refusal(data: bytes) -> str:
    with pytest.raises(DocumentRefused) as caught:
        check_pdf(data)
    assert str(caught.value) == caught.value.message
    return caught.value.message


@pytest.mark.parametrize("build", KEPT)
def test_a_plain_leaflet_is_kept(build: Callable[[], bytes]) -> None:
    check_pdf(build())


@pytest.mark.parametrize(("build", "words"), REFUSED)
def test_a_document_that_is_no_plain_leaflet_is_refused_in_plain_words(
    build: Callable[[], bytes], words: str
) -> None:
    message = refusal(build())
    assert words in message
    assert re.search(r"\b(Open|Choose|Make|Ask|upload)\b", message), "says what to do next"
    assert message.endswith(".")


@pytest.mark.parametrize("build", [hostile.many_packed_bombs, hostile.many_streams, hostile.large])
def test_no_document_keeps_the_server_busy(build: Callable[[], bytes]) -> None:
    data = build()
    started = time.process_time()
    try:
        check_pdf(data)
    except DocumentRefused as refused:
        assert "unusual" in refused.message
    assert time.process_time() - started < 3


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_leaflet_is_kept_or_refused_and_nothing_else(choice: st.DataObject) -> None:
    data = bytearray(hostile.newer())
    for _ in range(choice.draw(st.integers(1, 6))):
        place = choice.draw(st.integers(0, len(data) - 1))
        data[place] = choice.draw(st.integers(0, 255))
    try:
        check_pdf(bytes(data))
    except DocumentRefused as refused:
        assert refused.message
