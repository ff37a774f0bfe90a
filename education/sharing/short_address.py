"""The address of an article that is short enough to read out, to type from paper and for a QR code."""

from urllib.parse import urlsplit

from django.urls import reverse


def short_address(article, request) -> dict[str, str] | None:
    """`url` in full and `words` without the scheme, at the clinic's own host name.

    None for a page that has no address yet: a new draft in the preview.
    """
    parts = article.get_url_parts(request) if article.pk and article.path else None
    if not parts or not parts[1]:
        return None
    url = f"{parts[1]}{reverse('short_address', args=[article.pk])}"
    return {"url": url, "words": url.removeprefix(f"{urlsplit(url).scheme}://")}
