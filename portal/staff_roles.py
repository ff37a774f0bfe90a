"""The four roles at a clinic, and exactly what each may do.

Every permission is for one clinic's own pages, library items, pictures, documents and settings. No
role holds "publish": approval by a clinical reviewer publishes. Taking down is a permission of its own.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Site,
)

from education.models import (
    Benefit,
    ClaimPhrase,
    ClinicalReview,
    Clinician,
    HouseNote,
    PromotedResult,
    Question,
    ReviewRules,
    SafetyAlert,
    SharingRules,
    Source,
    Synonym,
    Term,
)
from portal.models import Clinic, StaffGroup, User

Role = StaffGroup.Role

WRITTEN = (Benefit, Question, Term, Source, HouseNote)
# What helps readers to find; no advice, so whoever writes may also take it away.
FINDING = dict.fromkeys((Synonym, PromotedResult), ("view", "add", "change", "delete"))
GUARDED = {ClaimPhrase: ("view", "add", "change", "delete")}
PAGES: dict[str, tuple[str, ...]] = {
    Role.AUTHOR: ("add_page", "change_page"),
    Role.REVIEWER: ("add_page", "change_page", "lock_page"),
    Role.BRAND: (),
    Role.ADMINISTRATOR: ("add_page", "change_page", "lock_page", "unlock_page"),
}
# Model -> actions, on items of this clinic.
ITEMS: dict[str, dict[type, tuple[str, ...]]] = {
    Role.AUTHOR: dict.fromkeys(WRITTEN, ("view", "add", "change"))
    | {Clinician: ("view",), ClaimPhrase: ("view",)}
    | FINDING,
    Role.REVIEWER: dict.fromkeys((*WRITTEN, Clinician), ("view", "add", "change"))
    | {ClinicalReview: ("review_content", "take_down_content")}
    | FINDING
    | GUARDED,
    Role.BRAND: {Clinic: ("view", "change")},
    Role.ADMINISTRATOR: dict.fromkeys((*WRITTEN, Clinician), ("view", "add", "change", "delete"))
    | {Clinic: ("view", "change")}
    | {ClinicalReview: ("take_down_content", "confirm_clinicians")}
    | {ReviewRules: ("view", "change"), SafetyAlert: ("view", "add", "change")}
    | {SharingRules: ("view", "change")}
    | FINDING
    | GUARDED,
}
FILES: dict[str, tuple[str, ...]] = dict.fromkeys(Role, ("add", "change", "choose"))
# On the whole installation; the staff screens show administrators their own clinic's people only.
EVERYWHERE: dict[str, tuple[tuple[type, str], ...]] = {
    Role.ADMINISTRATOR: ((User, "add_user"), (User, "change_user"), (User, "delete_user")),
}

# The shelf that every clinic may choose from.
SHARED = "Shared"
LONGEST_NAME = Group._meta.get_field("name").max_length


def set_up_roles(site: Site) -> dict[str, Group]:
    """The clinic's groups with their permissions. Safe to repeat; added permissions stay."""
    own_files = collection_of(site)
    shared_files = child_collection(SHARED)
    groups = {}
    for role in Role:
        group = groups[role] = group_for(site, role)
        group.permissions.add(_permission("wagtailadmin", "admin", "access_admin"))
        for model, codename in EVERYWHERE.get(role, ()):
            group.permissions.add(_model_permission(model, codename))
        _grant_pages(group, site, PAGES[role])
        _grant_items(group, site, ITEMS[role])
        _grant_files(group, own_files, FILES[role])
        _grant_files(group, shared_files, ("choose",))
    return groups


def group_for(site: Site, role: str) -> Group:
    """The group of a role at a clinic, found by what it stands for, not by its name."""
    existing = StaffGroup.objects.filter(site=site, role=role).select_related("group").first()
    if existing:
        return existing.group
    name = f"{site.site_name or site.hostname}: {Role(role).label}"
    if Group.objects.filter(name=name).exists():
        name = f"{name} ({site.hostname})"
    if len(name) > LONGEST_NAME:
        name = f"{site.site_name[:60]} ({site.hostname[:60]}): {Role(role).label}"
    group = Group.objects.create(name=name)
    StaffGroup.objects.create(group=group, site=site, role=role)
    return group


def collection_of(site: Site) -> Collection:
    """The clinic's own shelf of pictures and documents."""
    if first := shelves_of(site).first():
        return first
    name = site.site_name or site.hostname
    root = Collection.get_first_root_node()
    if name == SHARED or root.get_children().filter(name=name).exists():
        name = f"{name} ({site.hostname})"  # never another clinic's shelf, whatever its name
    return root.add_child(name=name)


def shelves_of(site: Site):
    """The shelves that the clinic's people fill; none before its roles are set up."""
    granted = GroupCollectionPermission.objects.filter(
        group__staff_group__site=site, permission__codename="add_image"
    )
    return Collection.objects.filter(pk__in=granted.values("collection"))


def child_collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def sites_administered_by(user) -> Iterable[Site]:
    """The clinics whose people this person may invite and change."""
    return Site.objects.filter(
        staff_groups__group__user=user, staff_groups__role=Role.ADMINISTRATOR
    )


def people_within_reach(user):
    """The accounts this person may change: their own, and staff of no clinic but theirs.

    Whoever also works elsewhere is out of reach: a changed e-mail address would open that clinic.
    """
    if user.is_superuser:
        return User.objects.all()
    sites = sites_administered_by(user)
    elsewhere = StaffGroup.objects.exclude(site__in=sites)
    colleagues = User.objects.filter(groups__staff_group__site__in=sites).exclude(
        groups__staff_group__in=elsewhere
    )
    return User.objects.filter(
        Q(pk__in=colleagues.values("pk")) | Q(pk=user.pk), is_superuser=False
    )


def groups_within_reach(user):
    """The roles this person may give: those of the clinics they administer."""
    if user.is_superuser:
        return Group.objects.all()
    return Group.objects.filter(staff_group__site__in=sites_administered_by(user))


def _permission(app_label: str, model: str, codename: str) -> Permission:
    return Permission.objects.get(
        content_type__app_label=app_label, content_type__model=model, codename=codename
    )


def _model_permission(model: type, codename: str) -> Permission:
    return Permission.objects.get(
        content_type=ContentType.objects.get_for_model(model), codename=codename
    )


def _grant_pages(group: Group, site: Site, codenames: Iterable[str]) -> None:
    for home in site.root_page.get_translations(inclusive=True):
        for codename in codenames:
            GroupPagePermission.objects.get_or_create(
                group=group,
                page=home,
                permission=_permission("wagtailcore", "page", codename),
            )


def extend_to_translation(sender, source_obj, target_obj, **kwargs) -> None:
    """A home page in a new language belongs to the clinic's staff like the first one."""
    for site in Site.objects.filter(root_page=source_obj.pk):
        for staff_group in StaffGroup.objects.filter(site=site).select_related("group"):
            _grant_pages(staff_group.group, site, PAGES[staff_group.role])


def _grant_items(group: Group, site: Site, grants: dict[type, tuple[str, ...]]) -> None:
    for model, actions in grants.items():
        for action in actions:
            codename = action if "_" in action else f"{action}_{model._meta.model_name}"
            GroupSitePermission.objects.get_or_create(
                group=group, site=site, permission=_model_permission(model, codename)
            )


def _grant_files(group: Group, collection: Collection, actions: Iterable[str]) -> None:
    # Wagtail keeps the permissions on pictures with its own Image model, whatever model is used.
    for model in (Image, Document):
        for action in actions:
            GroupCollectionPermission.objects.get_or_create(
                group=group,
                collection=collection,
                permission=_model_permission(model, f"{action}_{model._meta.model_name}"),
            )
