"""What the health content adds to the admin. Registration only; the work is done elsewhere."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from education.alerts.screens import alert_log_actions
from education.finding import missed_report
from education.library_sharing import screens as sharing_screens
from education.library_use import refuse_deletion_in_use
from education.overview import report as content_report
from education.overview.dashboard import add_review_panels
from education.overview.explorer import articles_in_explorer
from education.ownership import pages_within_reach
from education.pictures import skin_tones
from education.reading.term_editor import register_terms
from education.record import page as record_page
from education.review import screens
from education.review.messages import after_editing, before_editing
from education.review.schedule import name_actions
from education.review.viewsets import ReviewSettings
from education.review_dates.overdue import register_log_actions
from education.viewsets import OwnedDeletion, PatientLibrary, SearchHelp
from education.withdrawal import buttons as withdrawal_buttons
from education.withdrawal import report as withdrawals_report
from education.withdrawal import screens as withdrawal_screens
from education.wording import page as wording_page

register_snippet(PatientLibrary)
register_snippet(SearchHelp)
register_snippet(ReviewSettings)
hooks.register("register_rich_text_features", register_terms)
hooks.register("before_delete_snippet", refuse_deletion_in_use)
# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", OwnedDeletion, order=100)
hooks.register("construct_page_chooser_queryset", pages_within_reach)
hooks.register("before_edit_page", before_editing)
hooks.register("before_edit_snippet", lambda request, item: before_editing(request, item))
hooks.register("after_edit_page", after_editing)
hooks.register("after_edit_snippet", after_editing)
hooks.register("register_log_actions", register_log_actions)
hooks.register("register_page_header_buttons", wording_page.page_buttons)
hooks.register("register_admin_urls", wording_page.addresses)
hooks.register("register_log_actions", wording_page.log_actions)
hooks.register("register_admin_urls", skin_tones.addresses)
hooks.register("register_reports_menu_item", skin_tones.menu_item)
hooks.register("register_admin_urls", missed_report.addresses)
hooks.register("register_reports_menu_item", missed_report.menu_item)
hooks.register("register_log_actions", name_actions)
hooks.register("register_admin_urls", screens.addresses)
hooks.register("register_page_header_buttons", screens.buttons)
hooks.register("register_page_listing_more_buttons", screens.buttons)
hooks.register("register_log_actions", screens.register_log_actions)
hooks.register("register_admin_urls", withdrawal_screens.addresses)
hooks.register("register_admin_urls", withdrawals_report.addresses)
hooks.register("register_reports_menu_item", withdrawals_report.menu_item)
hooks.register("register_page_listing_more_buttons", withdrawal_buttons.on_page)
hooks.register("register_page_header_buttons", withdrawal_buttons.on_page)
hooks.register("register_snippet_listing_buttons", withdrawal_buttons.on_item)
hooks.register("construct_snippet_action_menu", withdrawal_buttons.in_editor)
hooks.register("before_edit_page", withdrawal_buttons.say_withdrawn)
hooks.register("before_edit_snippet", withdrawal_buttons.say_withdrawn)
hooks.register("construct_image_chooser_queryset", withdrawal_buttons.offer_shown_pictures)
hooks.register("register_log_actions", withdrawal_buttons.log_actions)
hooks.register("register_log_actions", alert_log_actions)
hooks.register("register_admin_urls", sharing_screens.addresses)
hooks.register("register_admin_menu_item", sharing_screens.menu_item)
hooks.register("register_log_actions", sharing_screens.log_actions)
hooks.register("register_admin_urls", content_report.addresses)
hooks.register("register_reports_menu_item", content_report.menu_item)
hooks.register("register_admin_viewset", articles_in_explorer)
hooks.register("construct_homepage_panels", add_review_panels)
hooks.register("register_admin_urls", record_page.addresses)
hooks.register("register_page_header_buttons", record_page.article_button)
hooks.register("register_page_listing_more_buttons", record_page.article_button)
hooks.register("register_snippet_listing_buttons", record_page.item_button)
