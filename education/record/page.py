"""The page "Record of sign-offs" of an article or library item: to read, never to change."""

from itertools import pairwise

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from education.models import ArticlePage, Clinician, SignOff
from education.record.happenings import happenings_of
from education.signed_content import SignedContent, sign_off_of_live

LABEL = _("Record")


class RecordView(WagtailAdminTemplateMixin, TemplateView):
    """Every sign-off of one article or library item, and what else happened to it."""

    template_name = "education/admin/record.html"
    page_title = _("Record of sign-offs")
    header_icon = "list-ul"

    def get_page_subtitle(self):
        return str(self.content)

    def get_context_data(self, **kwargs):
        signed = list(SignOff.objects.of(self.content).select_related("revision"))
        # Each beside the one before it, which is what its words are compared with.
        rows = [
            {
                "sign_off": sign_off,
                "number": len(signed) - place,
                "version": self.version_link(sign_off),
                "changes": self.changes_link(before, sign_off),
            }
            for place, (sign_off, before) in enumerate(pairwise([*signed, None]))
        ]
        return super().get_context_data(**kwargs) | {
            "content": self.content,
            "rows": rows,
            "newest": signed[0] if signed else None,
            "holds": sign_off_of_live(self.content) if self.content.live else None,
            "happenings": happenings_of(self.content),
        }

    def version_link(self, sign_off) -> str:
        if sign_off.revision_id is None:
            return ""
        return self.address("revisions_view", sign_off.revision_id)

    def changes_link(self, before, sign_off) -> str:
        if before is None or None in (before.revision_id, sign_off.revision_id):
            return ""
        if before.revision_id == sign_off.revision_id:
            return ""
        return self.address("revisions_compare", before.revision_id, sign_off.revision_id)


class ArticleRecordView(RecordView):
    """For articles: open to whoever may edit the article."""

    @cached_property
    def content(self):
        # A copy in step has no record of its own: its source's is its own.
        articles = ArticlePage.objects.filter(alias_of=None)
        article = get_object_or_404(articles, pk=self.kwargs["page_id"])
        if not article.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return article

    def address(self, name: str, *keys) -> str:
        return reverse(f"wagtailadmin_pages:{name}", args=[self.content.pk, *keys])

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.content.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": str(self.content)},
            {"url": "", "label": self.page_title},
        ]


class ItemRecordView(RecordView):
    """For library items; `SignedViewSet` asks whether the person may see the item."""

    viewset = None

    @cached_property
    def content(self):
        return get_object_or_404(self.viewset.model, pk=unquote(str(self.kwargs["pk"])))

    def address(self, name: str, *keys) -> str:
        return reverse(self.viewset.get_url_name(name), args=[quote(self.content.pk), *keys])

    def get_breadcrumbs_items(self):
        kind = capfirst(self.viewset.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.viewset.get_url_name("list")), "label": kind},
            {"url": self.address("edit"), "label": str(self.content)},
            {"url": "", "label": self.page_title},
        ]


def article_button(page, user, next_url=None, **kwargs):
    """The button "Record" of an article, in its header and in lists."""
    if page.specific_class is not ArticlePage or page.alias_of_id is not None:
        return
    if page.specific_deferred.permissions_for_user(user).can_edit():
        yield Button(LABEL, article_address(page), icon_name="list-ul", priority=66)


def item_button(item, user, next_url=None):
    """The button "Record" of a library item, in its header and in lists."""
    # A clinician's entry is confirmed, not signed off.
    if isinstance(item, SignedContent) and not isinstance(item, Clinician):
        address = reverse(item.snippet_viewset.get_url_name("record"), args=[quote(item.pk)])
        yield Button(LABEL, address, icon_name="list-ul", priority=66)


def article_address(page: Page) -> str:
    return reverse("article_record", args=[page.pk])


def addresses() -> list:
    return [path("pages/<int:page_id>/record/", ArticleRecordView.as_view(), name="article_record")]
