"""What readers of a copy are told of the clinic whose article it is."""

from dataclasses import dataclass

from wagtail.models import Page, Site

from education.library_sharing.places import source_of


@dataclass(frozen=True)
class Library:
    """The clinic that wrote and checked an article which another clinic shows, and the article there."""

    site: Site
    article: Page
    address: str  # of the article, in full
    read_at: str  # tree path of the home page of the clinic that shows the copy

    @property
    def name(self) -> str:
        return self.site.site_name or self.site.hostname

    @property
    def home_address(self) -> str:
        return f"{self.site.root_url}/"


def library_of(article: Page, request) -> Library | None:
    """Whose article this is, if it is another clinic's; one query for a copy, none for others."""
    if article.alias_of_id is None:
        return None
    source = source_of(article)
    theirs, ours = source.get_url_parts(request), article.get_url_parts(request)
    if not theirs or not ours or theirs[0] == ours[0]:
        return None
    site_id, root, path = theirs
    read_at = article.path[: 2 * article.steplen]
    return Library(Site.objects.get(pk=site_id), source, f"{root}{path}", read_at)


def own_copies(articles: list[Page], home_path: str) -> dict[int, Page]:
    """The live copies of these pages below a clinic's home page, by the key of the page they follow."""
    model = articles[0].specific_class
    copies = model.objects.live().filter(alias_of__in=articles, path__startswith=home_path)
    return {copy.alias_of_id: copy for copy in copies}
