"""The forms behind the editor: what staff may choose, and what is refused with a reason."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import ReferenceIndex, Site

from education.ownership import LibraryPolicy, belongs_here, chosen_in, site_of


class OwnedForm(WagtailAdminModelForm):
    """What belongs to a clinic: nothing of another clinic may be chosen for it."""

    def clean(self):
        cleaned = super().clean()
        site = cleaned.get("site", getattr(self.instance, "site", None))
        refuse_foreign(self, site)
        return cleaned


class LibraryItemForm(OwnedForm):
    """Benefits, questions, clinicians, sources: the owner must be a clinic this person works for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "site" in self.fields:
            self.limit_owner()

    def limit_owner(self):
        policy = LibraryPolicy(self._meta.model)
        action = "change" if self.instance.pk else "add"
        sites = policy.sites_user_has_any_permission_for(self.for_user, [action])
        field = self.fields["site"]
        field.queryset = Site.objects.filter(pk__in=sites)
        field.label_from_instance = lambda site: site.site_name or site.hostname
        if not policy.may_use_shared(self.for_user, [action]):
            field.required = True
            field.empty_label = None
            field.help_text = _("The clinic that owns it.")
            if not self.initial.get("site"):
                self.initial["site"] = field.queryset.first()
            self.limit_account(sites)

    def limit_account(self, sites):
        """A clinician's account is one of the clinic's own people's."""
        if "account" in self.fields:
            account = self.fields["account"]
            own = Q(groups__site_permissions__site__in=sites) | Q(pk=self.instance.account_id)
            account.queryset = account.queryset.filter(own).distinct()

    def clean(self):
        if "site" in self.fields and self.fields["site"].empty_label is None:
            # A draft may come without an owner; it never becomes part of the shared library by that.
            owner = getattr(self.instance, "site", None) or self.initial.get("site")
            self.cleaned_data["site"] = self.cleaned_data.get("site") or owner
        return super().clean()


class ClinicPageForm(WagtailAdminPageForm):
    """Pages of a clinic: nothing of another clinic may be chosen, also not by a forged request."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.limit_choices()

    @property
    def place(self):
        """A page in the tree whose clinic this page belongs to: itself, or what it goes below."""
        return self.instance if self.instance.path else self.parent_page

    def limit_choices(self):
        """The clinic's own topics and people: whose permissions are on its home page."""
        home = self.place.path[: 2 * self.place.steplen]
        if "also_in" in self.fields:
            topics = self.fields["also_in"]
            topics.queryset = topics.queryset.filter(path__startswith=home)
        if "content_owner" in self.fields:
            people = self.fields["content_owner"]
            own = Q(groups__page_permissions__page__path=home)
            own |= Q(pk__in=[self.instance.content_owner_id or 0, self.for_user.pk])
            people.queryset = people.queryset.filter(own).distinct()

    def clean(self):
        cleaned = super().clean()
        refuse_foreign(self, site_of(self.place))
        return cleaned


def refuse_foreign(form, site):
    """Add an error for each newly chosen thing that belongs to another clinic than `site`."""
    chosen_before = _references_of(form.instance)
    for thing in chosen_in(form):
        if belongs_here(thing, site, form.for_user) or _key(thing) in chosen_before:
            continue
        form.add_error(
            None,
            ValidationError(
                _("“%(thing)s” belongs to another clinic. Choose one of your own."),
                params={"thing": thing},
            ),
        )


def _references_of(instance) -> set[tuple[int, str]]:
    """What the saved content points at: it stays, whoever chose it."""
    if not instance.pk:
        return set()
    references = ReferenceIndex.get_references_for_object(instance)
    return set(references.values_list("to_content_type_id", "to_object_id"))


def _key(thing) -> tuple[int, str]:
    base = type(thing)._meta.get_parent_list()[-1] if type(thing)._meta.parents else type(thing)
    return ContentType.objects.get_for_model(base).pk, str(thing.pk)
