"""The way from the clinic's home page down to a page."""

from wagtail.models import Page, Site


def breadcrumbs(page: Page, request) -> list[dict]:
    """Title and address of each page from home to this one; the last has no address.

    One query. Outside any clinic (a page in a preview, say) the trail starts at the page itself.
    """
    site = Site.find_for_request(request)
    ancestors = page.get_ancestors().filter(depth__gt=1).order_by("depth") if page.path else []
    trail = [{"title": above.title, "url": above.get_url(request)} for above in ancestors]
    if trail and site is not None:
        trail[0]["is_home"] = True
    return [*trail, {"title": page.title}]
