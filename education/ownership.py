"""Who may see, choose and change what belongs to a clinic.

A clinic is a Wagtail `Site`. What belongs to no clinic is the shared library: every clinic may use
it; only people with a permission for the whole installation may change it. Permissions on one
clinic are Wagtail's `GroupSitePermission` rows; permissions on all are Django's own.
"""

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.blocks import StreamValue
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
)
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.rich_text import extract_references_from_rich_text

REVIEW_PERMISSION = "review_content"
TAKE_DOWN_PERMISSION = "take_down_content"
CONFIRM_PERMISSION = "confirm_clinicians"


class LibraryPolicy(SitePermissionPolicy):
    """Wagtail's policy per site, with the shared library open to all staff for use."""

    def instances_user_has_any_permission_for(self, user, actions):
        """Own clinics' items; also the shared library's when looking, choosing or if global."""
        sites = self.sites_user_has_any_permission_for(user, actions)
        mine = Q(**{f"{self.site_field_name}__in": sites})
        if self.may_use_shared(user, actions):
            mine |= Q(**{f"{self.site_field_name}__isnull": True})
        return self.model._default_manager.filter(mine)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        shared = (
            not isinstance(instance, Site) and getattr(instance, self.site_fk_field_name) is None
        )
        if shared and set(actions) <= {"view", "choose"}:
            return self.user_has_any_permission(user, actions)
        return super().user_has_any_permission_for_instance(user, actions, instance)

    def user_has_permission(self, user, action):
        """On some item. Nobody publishes by hand; taking offline is a permission of its own."""
        codename = self.by_hand(action)
        if codename is None:
            return super().user_has_permission(user, action)
        return bool(codename) and (
            _holds(user, None, codename) or _sites_with(user, codename).exists()
        )

    def user_has_permission_for_instance(self, user, action, instance):
        codename = self.by_hand(action)
        if codename is None:
            return super().user_has_permission_for_instance(user, action, instance)
        return bool(codename) and _holds(user, instance.site, codename)

    def by_hand(self, action: str) -> str | None:
        """The permission behind putting online and taking offline; "": nobody has it; else None.

        Superusers neither: only sign-off publishes. A clinician's entry is confirmed instead.
        """
        if action == "publish":
            return getattr(self.model, "publish_permission", "")
        return TAKE_DOWN_PERMISSION if action == "unpublish" else None

    def may_use_shared(self, user, actions):
        """Whether items of the shared library are among those `actions` may be done to."""
        if not (user.is_authenticated and user.is_active):
            return False
        if user.is_superuser or self._user_has_global_permission(user, actions):
            return True
        return "view" in actions and self.user_has_any_permission(user, ["view"])


def homes_of_sites(keys=None) -> dict[str, Site]:
    """The clinics by the tree path of their home page, translations of it included.

    `keys`: only these clinics; None among them, the shared library, has no pages.
    """
    sites = Site.objects.select_related("root_page")
    if keys is not None:
        sites = sites.filter(pk__in=[key for key in keys if key is not None])
    owners = {site.root_page.translation_key: site for site in sites}
    homes = Page.objects.filter(translation_key__in=owners).only("path", "translation_key")
    return {home.path: owners[home.translation_key] for home in homes}


def site_of(item, homes: dict[str, Site] | None = None):
    """The clinic an item, page or picture belongs to, or None: shared, or a page under no site.

    For many items, `homes_of_sites()` is asked once and handed in.
    """
    if isinstance(item, AbstractImage):
        return clinic_of_shelf(item.collection)
    if not isinstance(item, Page):
        return getattr(item, "site", None)
    return site_above(item.path) if homes is None else site_at(item.path, homes)


def site_above(path: str):
    """The clinic of one tree path: asks for the few homes above it, however many clinics there are."""
    above = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    homes = Page.objects.filter(path__in=above, depth__gt=1).only("path", "translation_key")
    return site_at(path, _owners(homes))


def _owners(homes) -> dict[str, Site]:
    """Which of these pages are a clinic's home page, in whatever language: path -> clinic."""
    found = {home.path: home.translation_key for home in homes}
    sites = Site.objects.select_related("root_page")
    sites = sites.filter(root_page__translation_key__in=set(found.values()))
    owners = {site.root_page.translation_key: site for site in sites}
    return {path: owners[key] for path, key in found.items() if key in owners}


def pages_of_sites(keys, path: str = "path") -> Q:
    """For filters: pages of these clinics; `path` is the name of the field with their tree path."""
    within = Q(pk__in=[])
    for home in homes_of_sites(keys):
        within |= Q(**{f"{path}__startswith": home})
    return within


def site_at(path: str, homes: dict[str, Site]):
    """The clinic whose home page stands at or above this tree path, or None."""
    above = [home for home in homes if path.startswith(home)]
    return homes[max(above, key=len)] if above else None


def clinic_of_shelf(collection):
    """The one clinic whose roles change the pictures on this shelf; None if none or several do."""
    above = collection.get_ancestors(inclusive=True)
    changing = GroupCollectionPermission.objects.filter(
        collection__in=above, permission__codename="change_image"
    )
    sites = Site.objects.filter(group_permissions__group__in=changing.values("group")).distinct()
    found = list(sites[:2])
    return found[0] if len(found) == 1 else None


def pages_of(site, pages):
    """Those of a queryset's pages that belong to a clinic, translations included, one by one."""
    homes = homes_of_sites()
    within = Q(pk__in=[])
    for path, owner in homes.items():
        if owner.pk == site.pk:
            within |= Q(path__startswith=path)
    for page in pages.filter(within).order_by("path").iterator(chunk_size=100):
        if site_of(page, homes) == site:
            yield page


def may_review(user, site) -> bool:
    """Whether reviewing content of this clinic (None: of the shared library) is this person's task.

    Approving it also takes a clinician's record: `education.review.approval`.
    """
    return _holds(user, site, REVIEW_PERMISSION)


def may_confirm_clinicians(user, site) -> bool:
    """Whether this person may put a clinician's entry of this clinic online."""
    return _holds(user, site, CONFIRM_PERMISSION)


def may_take_down(user, site) -> bool:
    """Whether this person may unpublish, unschedule, hide or withdraw content of this clinic."""
    return _holds(user, site, TAKE_DOWN_PERMISSION)


def _holds(user, site, codename: str) -> bool:
    if not user.is_active:
        return False
    if user.is_superuser or user.has_perm(f"education.{codename}"):
        return True
    return (
        site is not None
        and GroupSitePermission.objects.filter(
            group__user=user, site=site, permission__codename=codename
        ).exists()
    )


def sites_to_review(user):
    """The clinics whose content this person may approve."""
    return _sites_where(user, REVIEW_PERMISSION)


def sites_to_confirm(user):
    """The clinics whose clinicians this person may confirm: those they administer."""
    return _sites_where(user, CONFIRM_PERMISSION)


def _sites_where(user, codename: str):
    if _holds(user, None, codename):
        return Site.objects.all()
    return _sites_with(user, codename).distinct()


def sites_to_take_down(user):
    """The clinics whose content this person may take down."""
    return _sites_where(user, TAKE_DOWN_PERMISSION)


def _sites_with(user, codename: str):
    return Site.objects.filter(
        group_permissions__group__user=user, group_permissions__permission__codename=codename
    )


def reviewers(site):
    """The people who may approve content of this clinic (None: of the shared library)."""
    return _people_with(REVIEW_PERMISSION, site)


def people_to_warn(site):
    """The people who may take down content of this clinic (None: of the shared library)."""
    return _people_with(TAKE_DOWN_PERMISSION, site)


def _people_with(codename: str, site):
    everywhere = Q(is_superuser=True) | Q(groups__permissions__codename=codename)
    here = Q(
        groups__site_permissions__permission__codename=codename,
        groups__site_permissions__site=site,
    )
    who = everywhere | here if site is not None else everywhere
    return get_user_model().objects.filter(who, is_active=True).distinct()


def rows_in(form) -> list[dict]:
    """The filled-in rows of an editor form's inline lists, without those that are to go."""
    formsets = [each for each in getattr(form, "formsets", {}).values() if each.is_valid()]
    rows = [row.cleaned_data for formset in formsets for row in formset.forms]
    return [row for row in rows if not row.get("DELETE")]


def chosen_in(form):
    """Everything a filled-in editor form points at: chosen items, pictures, linked pages."""
    wanted: dict[type[Model], set] = {}
    for row in [form.cleaned_data, *rows_in(form)]:
        for value in row.values():
            for model, key in _points_at(value):
                wanted.setdefault(model, set()).add(key)
    for model, keys in wanted.items():
        yield from model._default_manager.filter(pk__in=keys)


def _points_at(value):
    if isinstance(value, Model):
        yield type(value), value.pk
    elif isinstance(value, QuerySet):
        yield from ((value.model, key) for key in value.values_list("pk", flat=True))
    elif isinstance(value, StreamValue):
        for model, key, _path, _content_path in value.stream_block.extract_references(value):
            yield model, key
    elif isinstance(value, str) and "linktype=" in value:
        for model, key, _path, _content_path in extract_references_from_rich_text(value):
            yield model, key


def belongs_here(thing, site, user) -> bool:
    """Whether content of clinic `site`, edited by `user`, may use this item, page or picture."""
    if isinstance(thing, Page):
        home = site_of(thing)
        return home is None or site is None or home.pk == site.pk
    # Wagtail's policies need loaded models, and this module is loaded with them.
    from wagtail.documents.permissions import permission_policy as document_policy
    from wagtail.images.permissions import permission_policy as picture_policy

    if isinstance(thing, AbstractImage):
        return picture_policy.user_has_permission_for_instance(user, "choose", thing)
    if isinstance(thing, AbstractDocument):
        return document_policy.user_has_permission_for_instance(user, "choose", thing)
    owner = getattr(thing, "site_id", None)
    return owner is None or site is None or owner == site.pk


def pages_within_reach(pages, request):
    """For page choosers: only pages of the clinics that this person works for."""
    user = request.user
    if user.is_superuser:
        return pages
    homes = [
        permission.page
        for permission in GroupPagePermission.objects.filter(group__user=user).select_related(
            "page"
        )
    ]
    within = Q(pk__in=[])
    for home in homes:
        within |= Q(path__startswith=home.path)
    return pages.filter(within)
