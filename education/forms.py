"""The forms behind the editor: what staff may choose, and what is refused with a reason."""

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.forms import TaskStateCommentForm
from wagtail.models import ReferenceIndex, Site

from education.ownership import LibraryPolicy, belongs_here, chosen_in, rows_in, site_of

HOME_DEPTH = 2  # in Wagtail's tree: the root of all clinics is 1
APPROVAL_BUTTONS = ("action-submit", "action-restart-workflow", "action-publish")


class AsksForApproval:
    """Submitting and approving answer with an error at each field; a draft is never refused."""

    @property
    def asks_for_approval(self) -> bool:
        approves = "action-workflow-action" in self.data
        approves = approves and self.data.get("workflow-action-name") == "approve"
        return approves or any(button in self.data for button in APPROVAL_BUTTONS)

    @property
    def owner(self):
        """The clinic the content will belong to."""
        return self.cleaned_data.get("site", getattr(self.instance, "site", None))

    def is_valid(self):
        valid = super().is_valid()
        if valid and self.asks_for_approval and hasattr(self.instance, "approval_problems"):
            rows = rows_in(self)
            # The instance has its inline rows only once the form is saved.
            given = {
                "sources": sum(bool(row.get("source")) for row in rows),
                "names": [row["name"] for row in rows if row.get("name")],
            }
            for problem in self.instance.approval_problems(site=self.owner, **given):
                field = problem.field if problem.field in self.fields else None
                self.add_error(field, problem.message)
        return not self.errors and valid


class OwnedForm(WagtailAdminModelForm):
    """What belongs to a clinic: nothing of another clinic may be chosen for it."""

    def clean(self):
        cleaned = super().clean()
        site = cleaned.get("site", getattr(self.instance, "site", None))
        refuse_foreign(self, site)
        return cleaned


class ReviewRulesForm(OwnedForm):
    """A clinic's review rules: says of each number in plain words what it may be."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        months = _("Write a whole number of months from 1 to 120.")
        days = _("Write a whole number of days from 0 to 730.")
        for name, words in (("months", months), ("safety_months", months), ("grace_days", days)):
            said = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
            self.fields[name].error_messages |= said

    def clean(self):
        cleaned = super().clean()
        months, safety_months = cleaned.get("months"), cleaned.get("safety_months")
        if months and safety_months and safety_months > months:
            self.add_error(
                "safety_months",
                _(
                    "New or safety-critical topics need a check as often as the others, or more often."
                ),
            )
        return cleaned


class LibraryItemForm(AsksForApproval, OwnedForm):
    """Benefits, questions, clinicians, sources: the owner must be a clinic this person works for."""

    may_be_shared = True  # whether the shared library has items of this kind

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
        if not self.may_be_shared or not policy.may_use_shared(self.for_user, [action]):
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


class ClinicPageForm(AsksForApproval, WagtailAdminPageForm):
    """Pages of a clinic: nothing of another clinic may be chosen, also not by a forged request."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.limit_choices()

    @property
    def place(self):
        """A page in the tree whose clinic this page belongs to: itself, or what it goes below."""
        return self.instance if self.instance.path else self.parent_page

    @property
    def owner(self):
        return site_of(self.place)

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
        refuse_foreign(self, self.owner)
        return cleaned

    def clean_slug(self):
        """Directly below the home page some addresses are taken: no page could be read there."""
        slug = self.cleaned_data["slug"]
        below_home = self.parent_page is not None and self.parent_page.depth == HOME_DEPTH
        if below_home and is_taken(slug):
            raise ValidationError(
                _("The portal itself uses the address “%(slug)s”. Choose another one."),
                params={"slug": slug},
                code="taken",
            )
        return slug


def is_taken(slug: str) -> bool:
    """Whether an address of the portal that is no page begins with this word."""
    with translation.override(settings.LANGUAGE_CODE):
        try:
            return resolve(f"/{slug}/").url_name != "wagtail_serve"
        except Resolver404:
            return False


class ApprovalForm(TaskStateCommentForm):
    """What a clinician says when approving. Its window offers the box for shared items only."""

    wording_only = forms.BooleanField(
        label=_("This changes wording only: articles need no other look"),
        help_text=_(
            "For a typing mistake or a plainer word. Leave it empty if the meaning, the grade, a "
            "number or a source changes: each article is then marked until a clinician has looked."
        ),
        required=False,
    )


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
