"""The admin page "Wording": what promises too much in one content, and why it may stand after all.

Whoever may edit or review the content may record a reason. Wording and sentence are taken from the
newest version on the server; a request only says which of them it means.
"""

import hashlib

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

from education.models import ArticlePage, Benefit, HouseNote, Question, Term
from education.ownership import LibraryPolicy, may_review, site_of
from education.wording.findings import GuardedText, guarded_texts, key_of, record_reason

KINDS = {
    model._meta.model_name: model for model in (ArticlePage, Benefit, Question, Term, HouseNote)
}
RECORDED = "education.reason_for_wording"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it may stand"),
        min_length=15,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "At least 15 characters. Say what it rests on: a study, an authority, a date."
        ),
    )


class WordingView(WagtailAdminTemplateMixin, View):
    """Each guarded wording in the newest version, its reason, and a form to record one."""

    template_name = "education/admin/wording.html"
    page_title = gettext_lazy("Wording")
    header_icon = "openquote"

    def setup(self, request, kind: str, pk: int):
        super().setup(request, kind=kind, pk=pk)
        if kind not in KINDS:
            raise Http404
        self.content = get_object_or_404(KINDS[kind], pk=pk)
        if not may_give_reasons(request.user, self.content):
            raise Http404

    def get_page_subtitle(self):
        return str(self.newest)

    def get_breadcrumbs_items(self):
        edit_url = AdminURLFinder(self.request.user).get_edit_url(self.content)
        return [
            *self.breadcrumbs_items,
            {"url": edit_url or "", "label": str(self.newest)},
            {"url": "", "label": self.page_title},
        ]

    @cached_property
    def newest(self):
        return self.content.get_latest_revision_as_object()

    @cached_property
    def found(self) -> list[GuardedText]:
        return guarded_texts(self.newest, site_of(self.newest))

    def get(self, request, **kwargs):
        return self.render_to_response(self.get_context_data())

    def post(self, request, **kwargs):
        form = ReasonForm(request.POST)
        meant = self._meant(request.POST.get("wording", ""))
        if meant is None:
            messages.error(
                request,
                _(
                    "That sentence has changed since you opened this page, so no reason was "
                    "recorded. Below is what it says now. You wrote: “%(reason)s”"
                )
                % {"reason": request.POST.get("reason", "")[:2000]},
            )
        elif not form.is_valid():
            return self.render_to_response(self.get_context_data(meant=meant, form=form))
        else:
            self._record(meant, form.cleaned_data["reason"])
        return redirect(request.path)

    def _meant(self, key: str) -> GuardedText | None:
        excusable = (each for each in self.found if each.text.excusable)
        return next((each for each in excusable if form_key(each) == key), None)

    def _record(self, meant: GuardedText, reason: str) -> None:
        record_reason(self.content, meant.claim, reason, self.request.user)
        log(
            instance=self.content,
            action=RECORDED,
            user=self.request.user,
            data={
                "wording": meant.claim.words,
                "sentence": meant.claim.sentence,
                "reason": reason,
            },
        )
        messages.success(
            self.request,
            _("The reason for “%(words)s” is recorded. Whoever approves the words will see it.")
            % {"words": meant.claim.words},
        )

    def get_context_data(self, meant=None, form=None, **kwargs):
        rows = []
        for number, each in enumerate(self.found):
            bound = form if each == meant else ReasonForm()
            bound.auto_id = f"wording-{number}-%s"
            rows.append(
                {
                    "guarded": each,
                    "field": field_words(self.content, each.text.field),
                    "key": form_key(each),
                    "form": bound if each.text.excusable else None,
                }
            )
        return super().get_context_data(content=self.newest, rows=rows, **kwargs)


def may_give_reasons(user, content) -> bool:
    """Whether this person may record a reason here: whoever may edit or review the content."""
    if may_review(user, site_of(content)):
        return True
    if isinstance(content, Page):
        return content.permissions_for_user(user).can_edit()
    policy = LibraryPolicy(type(content))
    return policy.user_has_permission_for_instance(user, "change", content)


def form_key(guarded: GuardedText) -> str:
    """What a form sends to say which wording it means."""
    return hashlib.sha256("\n".join(key_of(guarded.claim)).encode()).hexdigest()


def field_words(content, field: str) -> str:
    """A field as its form labels it."""
    if field == "other_names":
        return _("Also called")
    return str(content._meta.get_field(field).verbose_name).capitalize()


def button_for(content, user) -> list[Button]:
    """The way to this page from the content's editor."""
    kind = content._meta.model_name
    if kind not in KINDS or not may_give_reasons(user, content):
        return []
    address = reverse("wording", args=[kind, content.pk])
    return [Button(_("Wording"), url=address, icon_name="openquote", priority=45)]


def page_buttons(page, user, view_name, next_url=None):
    return button_for(page.specific, user) if view_name == "edit" else []


def addresses() -> list:
    return [path("wording/<str:kind>/<int:pk>/", WordingView.as_view(), name="wording")]


def log_actions(actions) -> None:
    @actions.register_action(RECORDED)
    class ReasonRecorded(LogFormatter):
        label = gettext_lazy("Reason for a wording")

        def format_message(self, entry):
            return _("Reason for “%(wording)s”: %(reason)s") % {
                "wording": entry.data.get("wording", ""),
                "reason": entry.data.get("reason", ""),
            }
