"""The screens on which somebody who leaves a clinic is handed over to a colleague."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from education.record.sign_offs import name_of
from education.review.approval import signing_clinician
from education.review.handing_over import (
    Holdings,
    approvers,
    held_by,
    only_they_can_approve,
    unfinished_of,
)
from portal.leaving import (
    clinics_of,
    leave,
    people_at,
    record_of,
    stays_elsewhere,
    successors_at,
    works_at,
)
from portal.models import User


class SuccessorField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return name_of(person)


class HandOverForm(forms.Form):
    """Who takes over; and, where nobody else can approve, that this is understood."""

    successor = SuccessorField(
        User.objects.none(),
        label=gettext_lazy("Who takes over"),
        help_text=gettext_lazy("An active colleague at the same clinic."),
    )
    understood = forms.BooleanField(
        label=gettext_lazy("I understand that nobody here can approve health content after this"),
        error_messages={
            "required": gettext_lazy(
                "Nobody else can approve here. Tick this to go on all the same, or have another "
                "clinician's entry confirmed first."
            )
        },
    )

    def __init__(self, *args, successors, nobody_approves, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors
        if not nobody_approves:
            del self.fields["understood"]


class LeavingView(WagtailAdminTemplateMixin, TemplateView):
    """The people of the clinics one looks after, each with the way to hand them over."""

    template_name = "portal/admin/leaving.html"
    page_title = gettext_lazy("People who leave")
    header_icon = "user"

    def dispatch(self, request, *args, **kwargs):
        self.clinics = list(clinics_of(request.user))
        if not self.clinics:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        people = {"url": reverse("wagtailusers_users:index"), "label": _("People")}
        return [*self.breadcrumbs_items, people, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        by = self.request.user
        clinics = [
            {"site": site, "people": people_at(site, by), "record": record_of(site)}
            for site in self.clinics
        ]
        return super().get_context_data(clinics=clinics, **kwargs)


class HandOverView(WagtailAdminTemplateMixin, FormView):
    """Shows what waits for a person at a clinic; pressed, hands it over and ends their work there."""

    template_name = "portal/admin/hand_over.html"
    form_class = HandOverForm
    page_title = gettext_lazy("Hand over")
    header_icon = "user"

    def dispatch(self, request, *args, **kwargs):
        self.site = get_object_or_404(clinics_of(request.user), pk=kwargs["site_id"])
        self.person = User.objects.filter(pk=kwargs["person_id"]).first()
        if self.person == request.user:
            messages.error(
                request,
                _("You cannot hand over your own account. Please ask another administrator."),
            )
            return redirect("leaving")
        if not self.is_here():
            # The same answer whether they left already, work elsewhere or never were.
            messages.info(
                request, _("There is nobody here to hand over: perhaps it was done before.")
            )
            return redirect("leaving")
        return super().dispatch(request, *args, **kwargs)

    def is_here(self) -> bool:
        if self.person is None:
            return False
        if self.person.is_superuser and not self.request.user.is_superuser:
            return False
        return works_at(self.person, self.site) or self.site in held_by(self.person)

    @cached_property
    def other_approvers(self) -> list:
        return approvers(self.site, without=self.person)

    @cached_property
    def nobody_approves(self) -> bool:
        """Whether the clinic loses the last one who can approve."""
        signs = signing_clinician(self.person, self.site) is not None
        return signs and not self.other_approvers

    def get_form_kwargs(self):
        successors = successors_at(self.site, self.person, self.request.user)
        asked = {"successors": successors, "nobody_approves": self.nobody_approves}
        return super().get_form_kwargs() | asked

    def get_breadcrumbs_items(self):
        leaving = {"url": reverse("leaving"), "label": LeavingView.page_title}
        here = {"url": "", "label": self.page_title, "sublabel": name_of(self.person)}
        return [*self.breadcrumbs_items, leaving, here]

    def get_context_data(self, **kwargs):
        held = held_by(self.person).get(self.site) or Holdings()
        return super().get_context_data(
            name=name_of(self.person),
            clinic_name=self.site.site_name or self.site.hostname,
            held=held,
            drafts=unfinished_of(self.person, self.site),
            stuck=only_they_can_approve(self.person, self.site),
            approvers=[name_of(other) for other in self.other_approvers],
            nobody_approves=self.nobody_approves,
            account_stays=stays_elsewhere(self.person, self.site),
            back=reverse("leaving"),
            **kwargs,
        )

    def form_valid(self, form):
        successor = form.cleaned_data["successor"]
        closed = leave(self.person, successor, self.site, by=self.request.user)
        names = {"person": name_of(self.person), "successor": name_of(successor)}
        if closed:
            done = _(
                "Everything was handed over to %(successor)s. The account of %(person)s is closed."
            )
        else:
            done = _(
                "Everything here was handed over to %(successor)s. %(person)s has no role here any "
                "more; the account stays open, because it is used elsewhere."
            )
        messages.success(self.request, done % names)
        return redirect("leaving")


def addresses() -> list:
    return [
        path("leaving/", LeavingView.as_view(), name="leaving"),
        path("leaving/<int:person_id>/<int:site_id>/", HandOverView.as_view(), name="hand_over"),
    ]
