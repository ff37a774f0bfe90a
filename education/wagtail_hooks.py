"""What the health content adds to the admin. Registration only; the work is done elsewhere."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from education.finding import missed_report
from education.library_use import refuse_deletion_in_use
from education.ownership import pages_within_reach
from education.pictures import skin_tones
from education.reading.term_editor import register_terms
from education.review.messages import after_editing, before_editing
from education.viewsets import OwnedDeletion, PatientLibrary, SearchHelp

register_snippet(PatientLibrary)
register_snippet(SearchHelp)
hooks.register("register_rich_text_features", register_terms)
hooks.register("before_delete_snippet", refuse_deletion_in_use)
# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", OwnedDeletion, order=100)
hooks.register("construct_page_chooser_queryset", pages_within_reach)
hooks.register("before_edit_page", before_editing)
hooks.register("before_edit_snippet", lambda request, item: before_editing(request, item))
hooks.register("after_edit_page", after_editing)
hooks.register("after_edit_snippet", after_editing)
hooks.register("register_admin_urls", skin_tones.addresses)
hooks.register("register_reports_menu_item", skin_tones.menu_item)
hooks.register("register_admin_urls", missed_report.addresses)
hooks.register("register_reports_menu_item", missed_report.menu_item)
