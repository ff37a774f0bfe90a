"""Everything that belongs to one clinic, and what of other clinics leans on it."""

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.functional import cached_property
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    Page,
    ReferenceIndex,
    Site,
    WorkflowState,
)

from education.models import ArticlePage, LibraryItem, Picture, SignOff, Source, TopicPage
from education.ownership import clinic_of_shelf, homes_of_sites, site_of
from portal.leaving import stays_elsewhere
from portal.models import StaffGroup, User
from portal.output_folder import address
from portal.staff_roles import shelves_of

MOST_NAMED = 20


class Belongings:
    """What goes when a clinic goes. Asked before anything is deleted."""

    def __init__(self, site: Site):
        self.site = site
        self.homes = homes_of_sites()
        self.paths = [path for path, owner in self.homes.items() if owner.pk == site.pk]
        self.groups = Group.objects.filter(staff_group__site=site)

    @cached_property
    def pages(self) -> QuerySet:
        """Its pages in all languages, home pages included."""
        return Page.objects.filter(_below("path", self.paths))

    @cached_property
    def items(self) -> dict[type[Model], QuerySet]:
        """Its library by kind, in an order in which it can be deleted: sources last."""
        kinds = [model for model in apps.get_models() if issubclass(model, LibraryItem)]
        kinds.sort(key=lambda model: model is Source)
        return {model: model.objects.filter(site=self.site) for model in kinds}

    @cached_property
    def shelves(self) -> QuerySet:
        return Collection.objects.filter(
            _below("path", shelves_of(self.site).values_list("path", flat=True))
        )

    @property
    def files(self) -> dict[type[Model], QuerySet]:
        """Its pictures and documents."""
        return {
            model: model.objects.filter(collection__in=self.shelves)
            for model in (Picture, get_document_model())
        }

    @cached_property
    def keys(self) -> dict[int, list]:
        """The keys of all content by content type, pages under Wagtail's own and their own type."""
        kinds = {Page: self.pages, **self.items, **self.files}
        found = {
            _type(model): list(rows.values_list("pk", flat=True)) for model, rows in kinds.items()
        }
        for kind, key in self.pages.values_list("content_type", "pk"):
            found.setdefault(kind, [])
            if kind != _type(Page):
                found[kind].append(key)
        return found

    def people(self) -> list[User]:
        """Whose only work is here: their accounts are closed, and kept, because history names them."""
        elsewhere = Q(groups__staff_group__isnull=True) | Q(
            groups__staff_group__in=StaffGroup.objects.exclude(site=self.site)
        )
        here = User.objects.filter(groups__in=self.groups, is_active=True, is_superuser=False)
        only_here = here.exclude(
            pk__in=User.objects.filter(elsewhere, groups__isnull=False).values("pk")
        ).distinct()
        return [person for person in only_here if not stays_elsewhere(person, self.site)]

    def counts(self) -> dict[str, int]:
        """What goes, in words and numbers; and the sign-offs, which stay."""
        rows = {
            model._meta.verbose_name_plural: found.count() for model, found in self.items.items()
        }
        files = {
            model._meta.verbose_name_plural: found.count() for model, found in self.files.items()
        }
        articles = ArticlePage.objects.filter(_below("path", self.paths))
        waiting = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            base_content_type=_type(Page),
            object_id__in=[str(key) for key in self.keys[_type(Page)]],
        )
        return {
            "pages": self.pages.count(),
            "of these live articles": articles.live().count(),
            "of these waiting for review": waiting.count(),
            **{str(name): number for name, number in {**rows, **files}.items()},
            "accounts to close": len(self.people()),
            "sign-offs, which stay": SignOff.objects.filter(site=self.site).count(),
        }


def in_the_way(own: Belongings) -> list[str]:
    """Why the clinic cannot go yet; each sentence says what to do. Empty: it can."""
    found = []
    if own.site.is_default_site:
        found.append(
            "It is the default site, where every unknown address leads. Make another site the "
            "default under Settings, Sites."
        )
    found += [
        f"The home page of {address(other)} is among its pages. Give that site another one."
        for other in Site.objects.exclude(pk=own.site.pk).select_related("root_page")
        if own.paths and other.root_page.path.startswith(tuple(own.paths))
    ]
    found += [f"{words} Remove it there first." for words in dict.fromkeys(_leaning(own))]
    shared = GroupCollectionPermission.objects.filter(collection__in=own.shelves).filter(
        group__staff_group__in=StaffGroup.objects.exclude(site=own.site)
    )
    found += [
        f"The shelf “{name}” is also used by people of another clinic. Take that permission away."
        for name in sorted(set(shared.values_list("collection__name", flat=True)))
    ]
    if (more := len(found) - MOST_NAMED) > 0:
        found[MOST_NAMED:] = [f"And {more} more."]
    return found


def _leaning(own: Belongings):
    """What of other clinics uses this clinic's pages, items, pictures or documents."""
    for copy in Page.objects.filter(alias_of__in=own.pages).exclude(pk__in=own.pages):
        yield f"“{copy}”{_at(copy, own)} is a copy kept in step with one of its pages."
    for topic_use in ArticlePage.also_in.through.objects.filter(
        topicpage__in=TopicPage.objects.filter(_below("path", own.paths))
    ).exclude(articlepage__in=own.pages.values("pk")):
        article = topic_use.articlepage
        yield f"“{article}”{_at(article, own)} is also listed in one of its topics."
    for kind, keys in own.keys.items():
        used = ReferenceIndex.objects.filter(
            to_content_type=kind, to_object_id__in=[str(key) for key in keys]
        )
        for base, key in used.values_list("base_content_type", "object_id").distinct():
            user = ContentType.objects.get_for_id(base).model_class()._base_manager.filter(pk=key)
            if (thing := user.first()) is not None and not _is_own(thing, own):
                yield f"“{thing}”{_at(thing, own)} uses one of its pages, items or files."


def _is_own(thing, own: Belongings) -> bool:
    """Whether it goes too: content of the clinic, its settings, or what hangs on these."""
    kind = _type(type(thing))
    if thing.pk in own.keys.get(kind, ()) or thing == own.site:
        return True
    if getattr(thing, "site_id", None) is not None:
        return thing.site_id == own.site.pk
    for name in ("article", "page", "redirect_page", "image", "content_object"):
        if (onto := getattr(thing, name, None)) is not None:
            return _is_own(getattr(onto, "page_ptr", onto), own)
    return False


def _at(thing, own: Belongings) -> str:
    shelf = getattr(thing, "collection", None)
    site = clinic_of_shelf(shelf) if shelf else site_of(thing, own.homes)
    return f" at {address(site)}" if site else " of the shared library"


def _below(name: str, paths) -> Q:
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(**{f"{name}__startswith": path})
    return within


def _type(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk
