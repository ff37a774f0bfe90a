"""What is due to go online or offline today, each by itself: one that fails stops no other."""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log
from wagtail.log_actions import registry as logs
from wagtail.models import DraftStateMixin, Page, Revision

REFUSED = "education.not_put_online"


def take_expired_offline() -> Iterator[str]:
    """Take offline what has reached its last day; yields what failed, and why."""
    for model in [Page, *_snippets()]:
        expired = model.objects.filter(live=True, expire_at__lt=timezone.now())
        for content in list(expired.order_by("expire_at")):
            yield from _failure_of(
                str(content),
                lambda content=content: content.unpublish(
                    set_expired=True, log_action="wagtail.unpublish.scheduled"
                ),
            )


def put_due_online() -> Iterator[str]:
    """Put the versions online whose day has come; yields what failed, and why.

    What is refused stays scheduled, and its history says so.
    """
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    for revision in list(due.order_by("approved_go_live_at")):
        for failure in _failure_of(
            revision.object_str,
            lambda revision=revision: revision.publish(log_action="wagtail.publish.scheduled"),
        ):
            _note(revision, failure)
            yield failure


def _snippets() -> list:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]


def _failure_of(title: str, act: Callable[[], None]) -> Iterator[str]:
    try:
        with transaction.atomic():
            act()
    except Exception as error:  # whatever is wrong with one, the others have their day too
        yield f"“{title}”: {error}"


def _note(revision, failure: str) -> None:
    """In the content's history, once for each version and day."""
    content = revision.content_object
    if content is None:
        return
    entries = logs.get_log_model_for_instance(content).objects.for_instance(content)
    since = entries.filter(
        action=REFUSED, revision=revision, timestamp__gte=revision.approved_go_live_at
    )
    if not since.exists():
        log(content, REFUSED, revision=revision, data={"reason": failure})


def name_actions(actions) -> None:
    """For the hook `register_log_actions`."""

    class Refused(LogFormatter):
        label = _("Not put online")

        def format_message(self, entry):
            reason = entry.data.get("reason", "")
            return _("Was due to go online and did not: %(reason)s") % {"reason": reason}

    actions.register_action(REFUSED)(Refused)
