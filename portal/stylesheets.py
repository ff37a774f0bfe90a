"""Stylesheets as production serves them: readable in `static/css`, small on the line."""

from django.core.files.base import ContentFile
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class SmallStylesheets(CompressedManifestStaticFilesStorage):
    """Collected files without comments and needless spaces in our own stylesheets.

    `collectstatic` uses it in production; development serves the files as they are written. Other
    packages' files stay as their makers sent them: they are small already.
    """

    def _save(self, name: str, content) -> str:
        if name.startswith("css/") and name.endswith(".css"):
            # chunks() starts at the beginning; Django saves one content twice, under two names.
            written = b"".join(content.chunks()).decode()
            content = ContentFile(cssmin(written).encode())
        return super()._save(name, content)
