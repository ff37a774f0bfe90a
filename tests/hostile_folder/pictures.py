"""Builders of picture files that an honest clinic would rarely send, and a hostile one would.

Every builder returns the bytes of one file. None is stored in the project: they are made anew for
each test, in milliseconds, and kept far smaller than what they claim to be.
"""

import gzip
import io
import struct
import zipfile
import zlib
from functools import cache

from PIL import ExifTags, Image, ImageCms, PngImagePlugin

MEGABYTE = 1024 * 1024
SECRET = "Maria Example, born 1970"
RED, GREEN, BLUE = (220, 30, 30), (30, 180, 60), (20, 40, 200)


def quarters(width: int = 64, height: int = 32) -> Image.Image:
    """A still picture whose left half is red and right half blue: turns and flips show."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def zero_bytes() -> bytes:
    return b""


def forty_megabytes() -> bytes:
    return saved(quarters(), "PNG") + bytes(40 * MEGABYTE)


def png_chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def raw_png(
    width: int, height: int, depth: int, colour: int, rows: bytes, extra: bytes = b""
) -> bytes:
    """A PNG from its filtered rows; `rows` may be compressed already (it then starts with x)."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    packed = rows if rows[:1] == b"x" else zlib.compress(rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + extra
        + png_chunk(b"IDAT", packed)
        + png_chunk(b"IEND", b"")
    )


def png_of_zeros(width: int, height: int) -> bytes:
    """A complete, valid one-bit PNG of any size, compressed row by row."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    block = row * 500
    packed = b"".join(packer.compress(block) for _ in range(height // 500))
    packed += packer.compress(row * (height % 500)) + packer.flush()
    return raw_png(width, height, 1, 0, packed)


@cache
def wide_png() -> bytes:
    """30,000 by 400 pixels: only 12 megapixels, but far too wide."""
    return png_of_zeros(30_000, 400)


@cache
def square_bomb() -> bytes:
    """11,000 by 11,000 pixels in a few kilobytes."""
    return png_of_zeros(11_000, 11_000)


@cache
def huge_bomb() -> bytes:
    """30,000 by 30,000 pixels, beyond the point where Pillow itself refuses."""
    return raw_png(30_000, 30_000, 8, 2, zlib.compress(bytes(100_000)))


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose frame header claims another size."""
    data = bytearray(saved(quarters(), "JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def gif_claiming(width: int, height: int) -> bytes:
    data = bytearray(saved(quarters(), "GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def webp_claiming(width: int, height: int) -> bytes:
    """A lossless WebP whose header claims another size (at most 16,384 on a side)."""
    data = bytearray(saved(quarters(), "WEBP", lossless=True))
    mark = data.index(b"VP8L")
    data[mark + 9 : mark + 13] = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return bytes(data)


def svg() -> bytes:
    return (
        b'<?xml version="1.0"?>\n<!-- made by hand -->\n'
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    )


def svg_in_utf_16() -> bytes:
    return svg().decode().encode("utf-16")


def text() -> bytes:
    return b"Please put our logo at the top of the page. Thank you!\n"


def web_page() -> bytes:
    return b"\n<!DOCTYPE html><html><body><svg></svg><script>alert(1)</script></body></html>"


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def word_document() -> bytes:
    return zip_archive()


def zip_archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("hidden.html", f"<script>alert(1)</script>{SECRET}")
    return written.getvalue()


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)


def avif() -> bytes:
    return b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(200)


def tiff() -> bytes:
    return saved(quarters(), "TIFF")


def bmp() -> bytes:
    return saved(quarters(), "BMP")


def truncated(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def noisy(kind: str, **options: object) -> bytes:
    """A picture with enough detail that two thirds of its file is not the whole picture."""
    rows = bytes((x * x * 7 + x * 13) % 251 for x in range(60 * 40 * 3))
    return saved(Image.frombytes("RGB", (60, 40), rows), kind, **options)


def exif(orientation: int) -> Image.Exif:
    """A camera's notes: which way is up, the place, and a name."""
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = orientation
    notes[ExifTags.Base.Artist] = SECRET
    place = notes.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (48.0, 8.0, 13.25)
    place[ExifTags.GPS.GPSMapDatum] = "GPS-SECRET-PLACE"
    return notes


def photograph(orientation: int = 6) -> bytes:
    """A phone's JPEG: place, name, comment, XMP and a note to turn it."""
    return saved(
        quarters(),
        "JPEG",
        quality=95,
        exif=exif(orientation),
        comment=SECRET.encode(),
        xmp=f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode(),
    )


def photograph_with_broken_notes() -> bytes:
    return saved(quarters(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 40)


def png_with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET)
    words.add_text("Description", SECRET, zip=True)
    words.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET}</x:xmpmeta>")
    words.add(b"prVt", SECRET.encode())
    return saved(quarters(), "PNG", pnginfo=words, exif=exif(1))


def webp_with_notes() -> bytes:
    return saved(quarters(), "WEBP", quality=95, exif=exif(6), xmp=SECRET.encode())


def gif_with_comment() -> bytes:
    return saved(quarters(), "GIF", comment=SECRET.encode())


def with_tail(picture: bytes) -> bytes:
    """Two files in one: a picture for those who read from the front, a zip for the others."""
    return picture + b"<html><script>alert(1)</script></html>" + zip_archive()


def cmyk_jpeg() -> bytes:
    return saved(Image.new("CMYK", (40, 20), (0, 255, 255, 0)), "JPEG", quality=95)


def sixteen_bit_grey() -> bytes:
    """Two pixels of mid and dark grey: 0x8000 and 0x40ff of 0xffff."""
    return raw_png(2, 1, 16, 0, b"\0" + struct.pack(">HH", 0x8000, 0x40FF))


def sixteen_bit_colour() -> bytes:
    return raw_png(1, 1, 16, 2, b"\0" + struct.pack(">HHH", 0x8000, 0x40FF, 0x0100))


def palette_with_transparency() -> bytes:
    """Two pixels of a palette: half transparent red, solid green."""
    extra = png_chunk(b"PLTE", bytes(RED + GREEN)) + png_chunk(b"tRNS", b"\x80")
    return raw_png(2, 1, 8, 3, b"\0\0\1", extra)


def rubbed_out() -> bytes:
    """A picture whose left half was made transparent, its colours still in the file."""
    picture = quarters().convert("RGBA")
    alpha = Image.new("L", picture.size, 255)
    alpha.paste(0, (0, 0, 32, 32))
    picture.putalpha(alpha)
    return saved(picture, "PNG")


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, GREEN, BLUE)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def phone_pair() -> bytes:
    """A JPEG with a second picture behind it, as some phones write (MPO)."""
    return saved(quarters(), "MPO", save_all=True, append_images=[quarters(32, 16)])


def colour_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def large_profile() -> bytes:
    """A sound profile of 100,000 bytes: the usual one with padding that its size field counts."""
    profile = colour_profile().ljust(100_000, b"\0")
    return struct.pack(">I", len(profile)) + profile[4:]


def with_profile(kind: str, profile: bytes) -> bytes:
    return saved(quarters(), kind, icc_profile=profile)


def jpeg_of_many_passes() -> bytes:
    """A progressive JPEG whose last pass is asked for five hundred times more."""
    data = saved(quarters(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 500 + data[-2:]


def jpeg_of_many_parts() -> bytes:
    data = saved(quarters(), "JPEG")
    return data[:2] + b"\xff\xfe\x00\x03x" * 20_000 + data[2:]


def png_with_swollen_words() -> bytes:
    """A text chunk of 50 MB, packed into 50 kB."""
    swollen = b"Comment\0\0" + zlib.compress(bytes(50 * MEGABYTE), 9)
    return raw_png(1, 1, 8, 0, b"\0\0", png_chunk(b"zTXt", swollen))


def psd() -> bytes:
    return b"8BPS\0\x01" + bytes(6) + struct.pack(">HIIHH", 3, 30_000, 30_000, 8, 3) + bytes(100)


def ico() -> bytes:
    return saved(quarters(), "ICO")


def svgz() -> bytes:
    return gzip.compress(svg())


def page_in_gif() -> bytes:
    """A GIF whose comment and tail are a script: `GIF89a/*…*/=1;alert(1)` runs as JavaScript too."""
    data = bytearray(saved(quarters(), "GIF", comment=b"*/=1;alert(1)/*"))
    data[6:8] = b"/*"  # as a width: 10,799 pixels
    return bytes(data)


def page_in_png() -> bytes:
    """A PNG whose text chunk is a whole web page."""
    page = png_chunk(b"tEXt", b"Comment\0" + web_page())
    return raw_png(2, 1, 8, 0, b"\0\1\2", page)


def pdf_before_jpeg() -> bytes:
    return pdf() + photograph()


def jpeg_with_pdf() -> bytes:
    """A JPEG whose first comment is a PDF: readers of PDF look for it in the first 1,024 bytes."""
    data = saved(quarters(), "JPEG")
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(pdf()) + 2) + pdf() + data[2:]


def gif_of_many_frames() -> bytes:
    """20,000 frames in a few hundred kilobytes: 64 gigapixels if they were all painted."""
    frame = saved(Image.new("P", (1_800, 1_800)), "GIF")
    start = frame.index(b",", 13 + 3 * (1 << ((frame[10] & 7) + 1)))
    small = b",\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    return frame[:-1] + small * 20_000 + frame[start:]


def huge_profile() -> bytes:
    """A colour profile of 8 MB in a PNG of two pixels, packed into a few kilobytes."""
    profile = colour_profile().ljust(8 * MEGABYTE, b"\0")
    profile = struct.pack(">I", len(profile)) + profile[4:]
    packed = png_chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile, 9))
    return raw_png(2, 1, 8, 2, b"\0" + bytes(6), packed)


def grain(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture of film grain: as hard to pack as a real photograph, and quickly made."""
    soft = Image.effect_noise((width // 4, height // 4), 60).resize((width, height))
    return Image.merge("RGB", [soft, soft.transpose(Image.Transpose.ROTATE_180), soft]).convert(
        mode
    )


def large_photograph() -> bytes:
    """25 megapixels on their side, with all that a phone writes."""
    return saved(grain(5_773, 4_330), "JPEG", quality=80, exif=exif(6))


def large_progressive() -> bytes:
    return saved(grain(5_000, 5_000), "JPEG", quality=70, progressive=True)


def large_print() -> bytes:
    return saved(grain(5_000, 5_000, "CMYK"), "JPEG", quality=25)


def large_poster() -> bytes:
    """25 megapixels of flat colours with transparency."""
    poster = Image.new("RGBA", (5_000, 5_000), (*RED, 255))
    poster.paste((*BLUE, 120), (1_000, 1_000, 4_000, 4_000))
    poster.paste((*GREEN, 0), (2_000, 2_000, 3_000, 3_000))
    return saved(poster, "PNG", compress_level=1)


def large_scan() -> bytes:
    """25 megapixels in 16-bit grey, all of one shade."""
    return raw_png(5_000, 5_000, 16, 0, zlib.compress((b"\0" + b"\x80\0" * 5_000) * 5_000, 1))


def large_colour_scan() -> bytes:
    return raw_png(
        5_000, 5_000, 16, 2, zlib.compress((b"\0" + b"\x80\0\x40\0\1\0" * 5_000) * 5_000, 1)
    )


def large_palette() -> bytes:
    return saved(grain(4_000, 4_000).quantize(16), "GIF")


def large_webp() -> bytes:
    """12 megapixels, the most a WebP may have."""
    return saved(grain(4_000, 3_000), "WEBP", quality=50, method=0)


def tall_poster() -> bytes:
    """2,000 by 12,000 pixels: narrow enough for a column, and 24 megapixels."""
    return saved(grain(2_000, 12_000), "JPEG", quality=70)


def long_line() -> bytes:
    return saved(Image.new("RGB", (12_000, 1), RED), "PNG")
