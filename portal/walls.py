"""Walls between clinics: what belongs to another clinic does not exist in this person's admin.

Wagtail keeps clinics apart by permissions, but some of its screens name a thing before they ask:
the bulk actions, the page chooser, the picture formats, the lists that its own scripts read. Here
every address of the admin that names a page, picture, document, library item or account is asked
first.
"""

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Q
from django.http import Http404
from wagtail.documents.models import AbstractDocument
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.models import AbstractImage
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from education.choosers import usable_items
from education.models import (
    ClaimPhrase,
    LibraryItem,
    Picture,
    ReviewRules,
    SafetyAlert,
    SearchAid,
)
from portal.models import User
from portal.staff_roles import people_within_reach

OWNED = (LibraryItem, SearchAid, SafetyAlert, ClaimPhrase, ReviewRules)
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# Lists over all clinics, which no screen of a clinic's staff needs.
FOR_THE_INSTALLATION_ONLY = (
    "wagtailadmin_api:images:",
    "wagtailadmin_api:documents:",
    "wagtailadmin_reports:page_types_usage",
    "wagtailsnippetchoosers_portal_clinic:",
    "wagtailadmin_tag_",
)


def clinic_walls(get_response):
    """Middleware: 404 for staff of one clinic at whatever names something of another."""

    class Walls:
        def __call__(self, request):
            return get_response(request)

        def process_view(self, request, view, args, kwargs):
            if not request.path_info.startswith("/admin/"):
                return  # readers: the session is not even looked at
            user = request.user
            if not user.is_authenticated or user.is_superuser:
                return
            if request.resolver_match.view_name.startswith(FOR_THE_INSTALLATION_ONLY):
                raise Http404
            named = [*_named_in_address(request, kwargs), *_named_in_bulk(request, kwargs)]
            if not all(within_reach(user, model, keys) for model, keys in named):
                raise Http404

        def process_template_response(self, request, response):
            if request.path_info.startswith("/admin/"):
                _limit_offers(request.user, response.context_data or {})
            return response

    return Walls()


def offer_no_closed_door(request, menu_items) -> None:
    """The menu "Reports" leaves out the report that is for the whole installation only."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


def _limit_offers(user, context: dict) -> None:
    """Lists offer to filter by people, roles, sites: by those of the person's own clinics only.

    Tags have no owner, so nobody is offered any.
    """
    filters = context.get("filters")
    if filters is None or user.is_superuser:
        return
    own_sites = Site.objects.filter(staff_groups__group__user=user)
    own = Q(groups__staff_group__site__in=own_sites) | Q(groups__staff_group__isnull=True)
    groups = Group.objects.filter(staff_group__site__in=own_sites)
    known = {User: User.objects.filter(own), Site: own_sites, Group: groups}
    filters.form.fields.pop("tag", None)
    for field in filters.form.fields.values():
        offered = getattr(field, "queryset", None)
        if offered is not None and offered.model in known:
            field.queryset = offered.filter(pk__in=known[offered.model].values("pk"))


def within_reach(user, model: type, keys: set) -> bool:
    """Whether this person may know of every thing of this kind with one of these keys."""
    found = _known_to(user, model)
    return found is None or found.filter(pk__in=keys).count() == len(keys)


def _known_to(user, model: type):
    """What of this kind the person may know of; None if clinics do not own this kind."""
    if issubclass(model, Page):
        return PagePermissionPolicy().explorable_instances(user)
    if issubclass(model, AbstractImage):
        return picture_policy.instances_user_has_any_permission_for(user, ["change", "choose"])
    if issubclass(model, AbstractDocument):
        return document_policy.instances_user_has_any_permission_for(user, ["change", "choose"])
    if issubclass(model, OWNED):
        return usable_items(model, user)
    if issubclass(model, User):
        return people_within_reach(user)
    return None


def _named_in_address(request, kwargs: dict):
    if request.resolver_match.view_name.startswith("wagtailusers_users:") and "pk" in kwargs:
        yield User, {int(kwargs["pk"])}
    for argument in PAGE_ARGUMENTS:
        if argument in kwargs:
            yield Page, {int(kwargs[argument])}
    if "image_id" in kwargs:
        yield Picture, {int(kwargs["image_id"])}


def _named_in_bulk(request, kwargs: dict):
    """Bulk actions name their things in the query: ids, or all below a page."""
    if request.resolver_match.view_name != "wagtail_bulk_action":
        return
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return
    keys = request.GET.getlist("id")
    if "all" in keys:
        if issubclass(model, OWNED):
            raise Http404  # Wagtail would take those of every clinic
        parent = request.GET.get("childOf", "")
        if issubclass(model, Page) and parent.isdigit():
            yield Page, {int(parent)}
        return
    yield model, {int(key) for key in keys if key.isdigit()}
