"""Report for staff: articles whose pictures show one skin tone only.

A rash that is pink on white skin can be purple or brown on dark brown skin. Who never sees their
own skin on a page may not know their illness again.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy

from education.models import ArticlePage, Picture

SEVERAL = Picture.SkinTone.SEVERAL


def tones_by_article() -> dict[int, list[str]]:
    """The skin tones of each article's pictures of skin, by the article's key, as saved."""
    shown = dict(
        Picture.objects.exclude(skin_tone=Picture.SkinTone.NONE).values_list("pk", "skin_tone")
    )
    uses = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Picture),
        to_object_id__in=map(str, shown),
    )
    pictures: dict[int, set[int]] = defaultdict(set)
    for article, picture in uses.values_list("object_id", "to_object_id"):
        pictures[int(article)].add(int(picture))
    return {
        article: sorted(shown[picture] for picture in named) for article, named in pictures.items()
    }


def articles_with_one_tone() -> dict[int, list[str]]:
    """Those of `tones_by_article` that leave every other skin tone out."""
    return {
        article: tones
        for article, tones in tones_by_article().items()
        if len(set(tones)) == 1 and SEVERAL not in tones
    }


class SkinToneReport(ReportView):
    """Live articles within a person's reach that need pictures of other skin tones."""

    page_title = _("Pictures of one skin tone")
    header_icon = "image"
    index_url_name = "skin_tones"
    index_results_url_name = "skin_tones_results"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    no_results_message = _(
        "No live article shows skin of one tone only. Articles without pictures of skin, or whose "
        "pictures do not say which skin tone they show, are not looked at."
    )
    columns = [
        TitleColumn("title", label=_("Article"), url_name="wagtailadmin_pages:edit"),
        Column("tone", label=_("The only skin tone shown")),
        Column("pictures", label=_("Pictures of skin")),
    ]
    list_export = ["title", "tone", "pictures"]
    export_headings = {"tone": _("The only skin tone shown"), "pictures": _("Pictures of skin")}

    def get_queryset(self):
        self.one_tone = articles_with_one_tone()
        reach = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )
        return (
            ArticlePage.objects.live()
            .filter(pk__in=self.one_tone)
            .filter(pk__in=reach.values("pk"))
            .for_lists()
            .order_by("title")
        )

    def decorate_paginated_queryset(self, articles):
        for article in articles:
            tones = self.one_tone[article.pk]
            article.tone = Picture.SkinTone(tones[0]).label
            number = len(tones)
            article.pictures = ngettext("%d picture", "%d pictures", number) % number
        return articles


class SkinToneItem(MenuItem):
    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(
            request.user, SkinToneReport.any_permission_required
        )


def menu_item() -> SkinToneItem:
    return SkinToneItem(
        _("Pictures of one skin tone"),
        reverse("skin_tones"),
        name="skin-tones",
        icon_name="image",
        order=750,
    )


def addresses() -> list:
    view, results = SkinToneReport.as_view(), SkinToneReport.as_view(results_only=True)
    return [
        path("reports/skin-tones/", view, name="skin_tones"),
        path("reports/skin-tones/results/", results, name="skin_tones_results"),
    ]
