"""Where a page stands: the way down to it from the home page, and the same page in other languages."""

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page

LANGUAGE_NAMES = dict(settings.LANGUAGES)


def whereabouts(page: Page, request) -> dict:
    """`crumbs` and `translations` for a page's template; one query for both.

    A crumb has title and address, the last one no address. A translation has its language's code,
    the language's own name, and the address of the page in it.
    """
    if not page.path:
        return {"crumbs": [{"title": page.title}], "translations": []}
    length = page.steplen
    above = [page.path[:end] for end in range(2 * length, len(page.path), length)]
    around = (
        Page.objects.filter(
            Q(path__in=above) | Q(translation_key=page.translation_key, alias_of=None), live=True
        )
        .exclude(path=page.path)
        .select_related("locale")
        .order_by("depth")
    )
    crumbs = [
        {"title": other.title, "url": other.get_url(request), "is_home": other.depth == 2}
        for other in around
        if other.path in above
    ]
    return {
        "crumbs": [*crumbs, {"title": page.title}],
        "translations": [
            {
                "code": other.locale.language_code,
                "name": LANGUAGE_NAMES.get(other.locale.language_code, ""),
                "url": other.get_url(request),
            }
            for other in around
            if other.path not in above
        ],
    }
