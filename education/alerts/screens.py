"""The screens of safety alerts: the list with the standing ones first, and lifting one."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import LogFormatter, log
from wagtail.snippets.views import snippets

from education.models import SafetyAlert

LIFT = "education.lift_alert"
CHANGE = "education.change_alert"


class AlertIndexView(snippets.IndexView):
    lift_url_name = ""

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if instance.lifted_at is None:
            url = reverse(self.lift_url_name, args=[instance.pk])
            buttons.append(Button(_("Lift this alert"), url=url, icon_name="cross", priority=20))
        return buttons


class AlertEditView(snippets.EditView):
    """Changes a standing alert and keeps what it said before; a lifted one stays as it was."""

    lift_url_name = ""

    def dispatch(self, request, *args, **kwargs):
        if self.object.lifted_at is not None:
            messages.info(
                request,
                _("This alert was lifted, so it stays as it was. Write a new one if you need one."),
            )
            return redirect(self.inspect_url_name, self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_buttons(self):
        url = reverse(self.lift_url_name, args=[self.object.pk])
        return [HeaderButton(_("Lift this alert"), url=url, icon_name="cross")]

    def save_instance(self):
        before = SafetyAlert.objects.get(pk=self.object.pk).what
        alert = super().save_instance()
        if alert.what != before:
            log(alert, CHANGE, user=self.request.user, data={"before": before})
        return alert


class LiftAlertView(BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks once, then takes the alert off every page. It stays in the list, with its history."""

    model = SafetyAlert
    index_url_name = ""
    template_name = "education/admin/lift_alert.html"
    page_title = gettext_lazy("Lift this alert")
    header_icon = "warning"

    def get_breadcrumbs_items(self):
        alerts = {
            "url": reverse(self.index_url_name),
            "label": capfirst(SafetyAlert._meta.verbose_name_plural),
        }
        return [*self.breadcrumbs_items, alerts, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.object,
            index_url=reverse(self.index_url_name),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            # The second of two people who press at once finds it lifted.
            alert = SafetyAlert.objects.select_for_update().get(pk=self.object.pk)
            if alert.lifted_at is None:
                alert.lift(request.user)
                log(alert, LIFT, user=request.user)
                messages.success(request, _("The alert was lifted. Readers no longer see it."))
            else:
                messages.info(request, _("This alert was lifted before. Nothing was changed."))
        return redirect(self.index_url_name)


def alert_log_actions(actions) -> None:
    actions.register_action(LIFT, _("Lift alert"), _("Lifted the safety alert"))

    @actions.register_action(CHANGE)
    class ChangedWords(LogFormatter):
        label = gettext_lazy("Change alert")

        def format_message(self, log_entry):
            before = log_entry.data.get("before", "")
            return _("Changed the words of the safety alert. It said: “%(before)s”") % {
                "before": before
            }
