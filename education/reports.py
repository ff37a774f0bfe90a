"""The reports that staff find in the admin's menu "Reports", and their addresses."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from education.pictures.skin_tones import SkinToneReport


class ReportForWriters(MenuItem):
    """A report for everyone who works on pages."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(
            request.user, ["add", "change", "publish"]
        )


def addresses() -> list:
    return [
        path("reports/skin-tones/", SkinToneReport.as_view(), name="skin_tones"),
        path(
            "reports/skin-tones/results/",
            SkinToneReport.as_view(results_only=True),
            name="skin_tones_results",
        ),
    ]


def skin_tones_item() -> MenuItem:
    return ReportForWriters(
        _("Pictures of one skin tone"),
        reverse("skin_tones"),
        name="skin-tones",
        icon_name="image",
        order=750,
    )
