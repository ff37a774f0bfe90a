"""What the health content adds to the admin. Registration only; the work is done elsewhere."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from education.library_use import refuse_deletion_in_use
from education.ownership import pages_within_reach
from education.review_messages import say_if_not_approved
from education.viewsets import PatientLibrary

register_snippet(PatientLibrary)
hooks.register("before_delete_snippet", refuse_deletion_in_use)
hooks.register("construct_page_chooser_queryset", pages_within_reach)
hooks.register("after_edit_page", say_if_not_approved)
hooks.register("after_edit_snippet", say_if_not_approved)
