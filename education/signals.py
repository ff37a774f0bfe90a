"""What follows when something is saved, published, moved or deleted. Registration only."""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    published,
    task_submitted,
    unpublished,
)

from education.documents.form import note_content
from education.house_notes.losses import tell_of_loss
from education.library_sharing import following
from education.library_use import (
    make_renditions,
    refresh_search_of_article,
    refresh_search_of_users,
)
from education.models import ArticlePage, HouseNote, ReviewRules
from education.reuse import looks
from education.review.mail import ReviewRequested
from education.review.offline import take_aliases_offline, take_moved_offline
from education.review.signing import note_sign_off
from education.review_dates.overdue import apply_rules
from education.signed_content import refuse_unsigned_page

published.connect(refresh_search_of_users, dispatch_uid="library_item_published")
unpublished.connect(refresh_search_of_users, dispatch_uid="library_item_unpublished")
published.connect(note_sign_off, dispatch_uid="sign_off_noted")
pre_save.connect(refuse_unsigned_page, sender=Page, dispatch_uid="plain_page_saved")
post_page_move.connect(take_moved_offline, dispatch_uid="article_changes_clinic")
pre_delete.connect(
    following.before_deletion, sender=ArticlePage, dispatch_uid="article_of_copies_goes"
)
pre_delete.connect(take_aliases_offline, sender=ArticlePage, dispatch_uid="source_of_aliases_goes")
pre_delete.connect(tell_of_loss, sender=HouseNote, dispatch_uid="house_note_lost")
post_save.connect(apply_rules, sender=ReviewRules, dispatch_uid="review_rules_applied")
published.connect(looks.mark_users_of_changed, dispatch_uid="users_of_changed_marked")
unpublished.connect(looks.mark_users_of_removed, dispatch_uid="users_of_removed_marked")
published.connect(looks.close_looks_of_approved, dispatch_uid="looks_of_approved_closed")
page_published.connect(refresh_search_of_article, sender=ArticlePage, dispatch_uid="article_search")
page_published.connect(make_renditions, dispatch_uid="page_renditions")
# After the sign-off was noted, which copies share.
published.connect(following.after_publishing, dispatch_uid="copies_after_publishing")
post_page_move.connect(following.after_move, dispatch_uid="copies_after_move")
page_unpublished.connect(following.after_unpublishing, dispatch_uid="copies_after_unpublishing")
pre_save.connect(
    following.before_conversion, sender=ArticlePage, dispatch_uid="copies_before_conversion"
)
for change in (post_save, post_delete):
    change.connect(
        following.after_restriction, sender=PageViewRestriction, dispatch_uid="copies_kept_private"
    )
task_submitted.connect(ReviewRequested(), weak=False, dispatch_uid="review_requested")
pre_save.connect(note_content, sender=get_document_model(), dispatch_uid="document_content_noted")
