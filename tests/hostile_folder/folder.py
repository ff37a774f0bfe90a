"""Which files lie in the folder, and what the portal is to do with each."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hostile_folder import documents, pictures


@dataclass(frozen=True)
class HostileFile:
    """`name` as it is uploaded; `kept` is whether the portal keeps what is in it, cleaned."""

    name: str
    build: Callable[[], bytes]
    kept: bool
    what: str

    @property
    def is_document(self) -> bool:
        return self.build.__module__ == documents.__name__


def _kept(name: str, build: Callable[[], bytes], what: str) -> HostileFile:
    return HostileFile(name, build, True, what)


def _refused(name: str, build: Callable[[], bytes], what: str) -> HostileFile:
    return HostileFile(name, build, False, what)


def _of(module, build: Callable[[], bytes]) -> Callable[[], bytes]:
    """A builder put together here counts as one of that module."""
    build.__module__ = module.__name__
    return build


LARGE = (
    _kept("25-megapixel photograph.jpg", pictures.large_photograph, "25 MP, on its side, GPS"),
    _kept("25-megapixel progressive.jpg", pictures.large_progressive, "25 MP, progressive"),
    _kept("25-megapixel print.jpg", pictures.large_print, "25 MP, CMYK"),
    _kept("25-megapixel poster.png", pictures.large_poster, "25 MP, transparent"),
    _kept("25-megapixel scan.png", pictures.large_scan, "25 MP, 16-bit grey"),
    _kept("25-megapixel colour scan.png", pictures.large_colour_scan, "25 MP, 16-bit colour"),
    _kept("24-megapixel tall.jpg", pictures.tall_poster, "2,000 by 12,000 pixels"),
    _kept("16-megapixel palette.gif", pictures.large_palette, "16 MP, palette"),
    _kept("12-megapixel.webp", pictures.large_webp, "12 MP, WebP"),
    _kept("10 MB leaflet.pdf", documents.large, "close to the limit"),
)

SMALL = (
    _kept("knee.jpg", pictures.photograph, "EXIF, GPS, XMP, comment, turned"),
    _kept("broken notes.jpg", pictures.photograph_with_broken_notes, "EXIF that is nonsense"),
    _kept("words.png", pictures.png_with_words, "text chunks, XMP, EXIF"),
    _kept("notes.webp", pictures.webp_with_notes, "EXIF, XMP"),
    _kept("comment.gif", pictures.gif_with_comment, "comment"),
    _kept("page in.png", pictures.page_in_png, "a web page in a text chunk"),
    _kept("script.gif", pictures.page_in_gif, "GIF that is JavaScript too"),
    _kept("pdf in.jpg", pictures.jpeg_with_pdf, "JPEG that is a PDF too"),
    _kept(
        "zip behind.jpg",
        _of(pictures, lambda: pictures.with_tail(pictures.photograph())),
        "JPEG + HTML + zip",
    ),
    _kept("pair.jpg", pictures.phone_pair, "MPO: two pictures"),
    _kept("print.jpg", pictures.cmyk_jpeg, "CMYK"),
    _kept("scan.png", pictures.sixteen_bit_colour, "16-bit colour"),
    _kept("palette.png", pictures.palette_with_transparency, "palette with transparency"),
    _kept("rubbed out.png", pictures.rubbed_out, "colours under transparent pixels"),
    _kept("line.png", pictures.long_line, "12,000 by 1 pixels"),
    _kept("photo.png.php.exe", pictures.photograph, "JPEG under another ending"),
    _kept("n" * 400 + ".jpg", pictures.photograph, "a name of 400 letters"),
    _kept("../../../etc/passwd.jpg", pictures.photograph, "a name that leads elsewhere"),
    _kept("a\0b\u202egpj.exe", pictures.photograph, "a name with NUL, written backwards"),
    _refused("8 MB profile.png", pictures.huge_profile, "iCCP of 8 MB in 8 kB"),
    _refused("square.png", pictures.square_bomb, "11,000 px square"),
    _refused("huge.png", pictures.huge_bomb, "30,000 px square"),
    _refused("wide.png", pictures.wide_png, "30,000 px wide"),
    _refused(
        "claims.jpg",
        _of(pictures, lambda: pictures.jpeg_claiming(65_000, 65_000)),
        "claims 65,000 px square",
    ),
    _refused(
        "claims.gif",
        _of(pictures, lambda: pictures.gif_claiming(65_000, 65_000)),
        "claims 65,000 px square",
    ),
    _refused(
        "claims.webp",
        _of(pictures, lambda: pictures.webp_claiming(13_000, 13_000)),
        "claims 13,000 px square",
    ),
    _refused("frames.gif", pictures.gif_of_many_frames, "20,000 frames"),
    _refused("moving.webp", _of(pictures, lambda: pictures.moving("WEBP")), "animation"),
    _refused("moving.png", _of(pictures, lambda: pictures.moving("PNG")), "animation"),
    _refused("passes.jpg", pictures.jpeg_of_many_passes, "500 passes"),
    _refused("parts.jpg", pictures.jpeg_of_many_parts, "20,000 comments"),
    _refused("swollen.png", pictures.png_with_swollen_words, "zTXt of 50 MB"),
    _refused("heavy.png", pictures.forty_megabytes, "40 MB"),
    _refused(
        "cut.jpg", _of(pictures, lambda: pictures.truncated(pictures.noisy("JPEG"))), "cut short"
    ),
    _refused(
        "cut.webp", _of(pictures, lambda: pictures.truncated(pictures.noisy("WEBP"))), "cut short"
    ),
    _refused("empty.jpg", pictures.zero_bytes, "0 bytes"),
    _refused("drawing.svg", pictures.svg, "SVG with a script"),
    _refused("drawing.png", pictures.svg_in_utf_16, "SVG renamed, UTF-16"),
    _refused("drawing.svgz", pictures.svgz, "SVG, packed"),
    _refused("layers.jpg", pictures.psd, "Photoshop renamed"),
    _refused("icon.png", pictures.ico, "ICO renamed"),
    _refused("scan.jpg", pictures.tiff, "TIFF renamed"),
    _refused("bitmap.png", pictures.bmp, "BMP renamed"),
    _refused("phone.jpg", pictures.heic, "HEIC renamed"),
    _refused("page.jpg", pictures.web_page, "HTML renamed"),
    _refused("before.jpg", pictures.pdf_before_jpeg, "PDF + JPEG"),
    _refused("archive.png", pictures.zip_archive, "zip renamed"),
    _kept("plain.pdf", documents.pdf, "a plain leaflet"),
    _kept("newer.pdf", documents.newer, "object streams"),
    _kept("link.pdf", documents.with_a_link, "a link"),
    _kept("streams.pdf", documents.many_streams, "100,000 streams"),
    _refused("script.pdf", documents.with_script, "JavaScript"),
    _refused("escaped.pdf", documents.with_escaped_script, "JavaScript, #-escaped"),
    _refused("packed.pdf", documents.with_packed_script, "JavaScript in an object stream"),
    _refused("behind.pdf", documents.with_script_behind_a_stream, "JavaScript dressed as content"),
    _refused("on a page.pdf", documents.with_script_on_a_page, "JavaScript of a page"),
    _refused("launch.pdf", documents.with_launch, "starts a program"),
    _refused("inside.pdf", documents.with_file_inside, "a file inside"),
    _refused("sends.pdf", documents.with_form_that_sends, "sends a form"),
    _refused("locked.pdf", documents.locked, "encrypted"),
    _refused("bomb.pdf", documents.packed_bomb, "50 MB of objects in 50 kB"),
    _refused("bombs.pdf", documents.many_packed_bombs, "1.6 GB of objects in 1.6 MB"),
    _refused("other.pdf", documents.otherwise_packed, "packed twice"),
    _refused("before.pdf", documents.page_before_pdf, "HTML + PDF"),
    _refused("page behind.pdf", documents.with_page_behind, "PDF + HTML"),
    _refused("zip behind.pdf", documents.with_archive_behind, "PDF + zip"),
    _refused("signature.pdf", documents.signature_only, "nothing but its first line"),
    _refused("cut.pdf", documents.cut_short, "cut short"),
    _refused("table.pdf", documents.false_table, "a table far behind its end"),
    _refused("heavy.pdf", documents.too_large, "11 MB"),
    _refused("word.pdf", documents.archive, "Word renamed"),
    _refused("page.pdf", documents.web_page, "HTML renamed"),
)

FILES = (*SMALL, *LARGE)


def write(folder: Path) -> dict[HostileFile, Path]:
    """Every file, under a number: no file system takes all of the names."""
    written = {}
    for number, file in enumerate(FILES):
        path = folder / f"{number:03}"
        path.write_bytes(file.build())
        written[file] = path
    return written
