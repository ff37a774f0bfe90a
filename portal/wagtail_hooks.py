"""What the portal adds to the admin. Registration only; the work is done elsewhere."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.setup_panel import add_setup_panel
from portal.viewsets import ClinicViewSet, keep_people_within_reach
from portal.walls import offer_no_closed_door

register_snippet(ClinicViewSet)
hooks.register("before_bulk_action", keep_people_within_reach)
hooks.register("construct_homepage_panels", add_setup_panel)
hooks.register("construct_reports_menu", offer_no_closed_door)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
