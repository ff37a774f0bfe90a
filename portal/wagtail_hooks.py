"""What the portal adds to the admin. Registration only; the work is done elsewhere."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.clinic_removal import removal_log_actions
from portal.leaving import (
    leaving_log_actions,
    refuse_bulk_closing_of_holders,
    refuse_deletion_of_holders,
)
from portal.leaving_views import addresses
from portal.link_checks import report as links_report
from portal.link_checks.panel import add_broken_links_panel
from portal.setup_panel import add_setup_panel
from portal.viewsets import ClinicViewSet, keep_people_within_reach
from portal.walls import offer_no_closed_door

register_snippet(ClinicViewSet)
hooks.register("before_bulk_action", keep_people_within_reach)
hooks.register("before_bulk_action", refuse_bulk_closing_of_holders, order=1)
hooks.register("before_delete_user", refuse_deletion_of_holders)
hooks.register("register_admin_urls", addresses)
hooks.register("register_log_actions", leaving_log_actions)
hooks.register("register_log_actions", removal_log_actions)
hooks.register("construct_homepage_panels", add_setup_panel)
hooks.register("construct_homepage_panels", add_broken_links_panel)
hooks.register("register_admin_urls", links_report.addresses)
hooks.register("register_reports_menu_item", links_report.menu_item)
hooks.register("construct_reports_menu", offer_no_closed_door)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
