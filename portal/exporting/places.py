"""Where everything of a clinic lies in its export, and what of the shared shelf belongs in it."""

from pathlib import PurePosixPath

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupCollectionPermission, Page
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter

from education.models import Picture, Term
from education.ownership import pages_of


class Places:
    """The file of each page, picture and document, and rich texts whose links lead to them.

    All addresses are relative to a folder one below the export's top. `used` collects the pictures
    and documents of other shelves that the clinic's content shows.
    """

    def __init__(self, site):
        self.site = site
        pages = pages_of(site, Page.objects.only("path", "slug", "translation_key"))
        self.pages = {page.pk: f"pages/{page.pk}-{short(page.slug)}" for page in pages}
        self.own_shelves, self.other_shelves = _shelves(site)
        self.terms = set(
            Term.objects.filter(Q(site=site) | Q(site=None)).values_list("pk", flat=True)
        )
        self.used: dict[type, set[int]] = {Picture: set(), get_document_model(): set()}
        self.shared_items: set = set()
        self._rewriter = MultiRuleRewriter(
            [
                LinkRewriter(
                    bulk_rules={
                        "page": lambda links: [self._page_link(link) for link in links],
                        "term": lambda links: [self._term_link(link) for link in links],
                        "document": self._document_links,
                    }
                ),
                EmbedRewriter(),
            ]
        )

    def html(self, source: str) -> SafeString:
        """A rich text with its links relative; a link to what is not exported stays as words."""
        # Safe: the stored form comes from the editor or the importer, which allow only a fixed
        # list of elements; every address put in here is escaped.
        return mark_safe(self._rewriter(source or ""))

    def page(self, key: int) -> str:
        """The web page of a page, "" if it is not this clinic's."""
        return f"../{self.pages[key]}.html" if key in self.pages else ""

    def file_of(self, stored) -> str:
        """The copy of a picture or document, "" for one that is not exported. Notes it as used."""
        if stored is None or self.is_foreign(stored) or getattr(stored, "withdrawn", False):
            return ""
        self.used[type(stored)].add(stored.pk)
        return f"../{media_path(stored)}"

    def is_foreign(self, stored) -> bool:
        """Whether it stands on another clinic's shelf."""
        return stored.collection_id in self.other_shelves

    def _page_link(self, link: dict) -> str:
        key = link.get("id", "")
        address = self.page(int(key)) if str(key).isdecimal() else ""
        return f'<a href="{escape(address)}">' if address else "<a>"

    def _term_link(self, link: dict) -> str:
        key = link.get("id", "")
        known = str(key).isdecimal() and int(key) in self.terms
        return f'<a href="../library/terms.html#term-{key}">' if known else "<a>"

    def _document_links(self, links: list[dict]) -> list[str]:
        keys = {link["id"] for link in links if str(link.get("id", "")).isdecimal()}
        documents = get_document_model().objects.in_bulk(keys)
        files = {str(key): self.file_of(document) for key, document in documents.items()}
        found = [files.get(str(link.get("id")), "") for link in links]
        return [f'<a href="{escape(file)}">' if file else "<a>" for file in found]


def media_path(stored) -> str:
    """Where the copy of a picture or document lies, from the export's top."""
    folder = "pictures" if isinstance(stored, Picture) else "documents"
    ending = PurePosixPath(stored.file.name).suffix.lower()
    return f"media/{folder}/{stored.pk}{ending}"


def short(slug: str) -> str:
    """A slug as part of a file's name, whatever alphabet it is written in."""
    return slugify(slug, allow_unicode=True)[:60] or "page"


def _shelves(site) -> tuple[set[int], set[int]]:
    """The keys of this clinic's collections, and of those that belong to other clinics only."""
    granted = GroupCollectionPermission.objects.filter(permission__codename="add_image")
    own = _with_those_below(granted.filter(group__staff_group__site=site))
    others = _with_those_below(
        granted.filter(group__staff_group__isnull=False).exclude(group__staff_group__site=site)
    )
    return own, others - own


def _with_those_below(granted) -> set[int]:
    found: set[int] = set()
    for shelf in Collection.objects.filter(pk__in=granted.values("collection")):
        found.update(shelf.get_descendants(inclusive=True).values_list("pk", flat=True))
    return found
