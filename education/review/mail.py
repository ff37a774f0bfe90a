"""E-mail to clinicians when something waits for their approval."""

from wagtail.admin.mail import EmailNotificationMixin, Notifier
from wagtail.models import Page, TaskState

from education.models import ClinicalReview
from education.models.review import people_to_ask


class ReviewRequested(EmailNotificationMixin, Notifier):
    """Tells everyone who may approve the content, except its author."""

    notification = "submitted"

    def __init__(self):
        super().__init__((TaskState,))

    def can_handle(self, instance, **kwargs):
        return super().can_handle(instance, **kwargs) and isinstance(
            instance.task.specific, ClinicalReview
        )

    def get_context(self, task_state, **kwargs):
        content = task_state.workflow_state.content_object
        context = super().get_context(task_state, **kwargs) | {
            "task": task_state.task.specific,
            "object": content,
            "model_name": content._meta.verbose_name,
        }
        if isinstance(content, Page):
            context["page"] = content.specific
        return context

    def get_recipient_users(self, task_state, **kwargs):
        return people_to_ask(task_state.workflow_state.content_object)

    def get_template_base_prefix(self, instance, **kwargs):
        return "task_state_"
