"""The clinic's settings and its people in the admin."""

import smtplib

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.users.views import users

from education.viewsets import OnePerClinicIndexView, OwnedViewSet
from portal.forms import StaffCreationForm, StaffEditForm
from portal.invitations import invite
from portal.models import Clinic
from portal.staff_roles import people_within_reach


class ClinicViewSet(OwnedViewSet):
    """A clinic's settings: each brand manager sees and changes only their own clinic's."""

    model = Clinic
    icon = "home"
    menu_label = gettext_lazy("Clinic settings")
    menu_name = "clinic-settings"
    menu_order = 160
    add_to_admin_menu = True
    admin_url_namespace = "clinic_settings"
    base_url_path = "clinic-settings"
    index_view_class = OnePerClinicIndexView
    list_display = ["name", "site"]
    copy_view_enabled = False

    @cached_property
    def permission_policy(self):
        return SitePermissionPolicy(self.model)

    def get_queryset(self, request):
        return self.permission_policy.instances_user_has_any_permission_for(
            request.user, ["change"]
        )


class ForUser:
    """Hands the signed-in person to the form, which offers what that person may give."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"for_user": self.request.user}


class StaffIndexView(users.IndexView):
    def get_base_queryset(self):
        return people_within_reach(self.request.user)

    @cached_property
    def header_buttons(self):
        leaving = HeaderButton(
            _("Somebody leaves"), url=reverse("leaving"), icon_name="logout", priority=20
        )
        return [*super().header_buttons, leaving]


class StaffCreateView(ForUser, users.CreateView):
    """Adds an account and sends the invitation."""

    page_title = gettext_lazy("Invite a colleague")
    success_message = gettext_lazy("%(object)s now has an account.")

    def save_instance(self):
        user = super().save_instance()
        site = Site.objects.filter(staff_groups__group__user=user).first()
        try:
            invite(user, site.site_name if site else settings.WAGTAIL_SITE_NAME)
        except (OSError, smtplib.SMTPException):
            messages.warning(
                self.request,
                _(
                    "The account was made, but the invitation to %(email)s could not be sent. "
                    "Ask your administrator to check the e-mail settings; the person can then use "
                    "“Forgotten password?” on the sign-in page."
                )
                % {"email": user.email},
            )
        else:
            messages.info(
                self.request, _("An invitation was sent to %(email)s.") % {"email": user.email}
            )
        return user


class WithinReach:
    """Accounts of other clinics do not exist for this person."""

    def get_object(self, queryset=None):
        person = get_object_or_404(people_within_reach(self.request.user), pk=self.kwargs["pk"])
        return person


class StaffEditView(WithinReach, ForUser, users.EditView):
    pass


class StaffDeleteView(WithinReach, users.DeleteView):
    pass


class StaffHistoryView(WithinReach, users.HistoryView):
    pass


class StaffViewSet(users.UserViewSet):
    """The clinic's people."""

    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    history_view_class = StaffHistoryView
    copy_view_enabled = False
    menu_label = gettext_lazy("People")

    def get_form_class(self, for_update=False):
        return StaffEditForm if for_update else StaffCreationForm


def keep_people_within_reach(request, action_type, people, action):
    """Bulk actions on accounts: only on one's own clinic's people; roles are given one by one."""
    if action.models != [users.User] or request.user.is_superuser:
        return
    allowed = set(people_within_reach(request.user).values_list("pk", flat=True))
    if action_type == "assign_role" or any(person.pk not in allowed for person in people):
        raise PermissionDenied
