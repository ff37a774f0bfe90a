"""Stylesheets as production serves them: readable in `static/css`, small on the line."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

_GAP = r"(?:\s|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)"  # a comment ends at its first "*/"
# A space before ":" or around "+" and "-" carries a meaning (`.flow :is(p)`, `1rem + 1vw`) and stays.
_PARTS = re.compile(
    rf"""(?P<text>"[^"]*"|'[^']*') | {_GAP}*(?:;{_GAP}*)*(?P<end>\}}){_GAP}*
    | {_GAP}*(?P<sign>[{{;,>]){_GAP}* | (?P<colon>:){_GAP}+ | {_GAP}+""",
    re.VERBOSE,
)


def small(css: str) -> str:
    """The same rules without comments and needless spaces; quoted text is not touched.

    The minifiers there are know no `@layer` and join `.flow :is(p)` to `.flow:is(p)` inside it.
    """
    return _PARTS.sub(lambda part: part[part.lastgroup] if part.lastgroup else " ", css).strip()


class SmallStylesheets(CompressedManifestStaticFilesStorage):
    """Collected files, with our own stylesheets made small.

    `collectstatic` uses it in production; development serves the files as they are written. Other
    packages' files stay as their makers sent them: they are small already.
    """

    def _save(self, name: str, content) -> str:
        if name.startswith("css/") and name.endswith(".css"):
            # chunks() starts at the beginning; Django saves one content twice, under two names.
            written = b"".join(content.chunks()).decode()
            content = ContentFile(small(written).encode())
        return super()._save(name, content)
