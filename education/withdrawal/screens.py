"""The admin's screens for "Withdraw now", and for putting a withdrawn picture back."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, ReferenceIndex

from education.models import ArticlePage, LibraryItem, Picture
from education.ownership import may_take_down, site_of
from education.withdrawal.consents import end_consent
from education.withdrawal.withdrawal import (
    PICTURE_CAUSES,
    WORDS_CAUSES,
    Cause,
    NotWithdrawn,
    put_back,
    why_not_put_back,
    why_not_withdrawn,
    withdraw,
)


class WithdrawForm(forms.Form):
    cause = forms.ChoiceField(label=gettext_lazy("Cause"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy("For staff only; it is kept. Never write a patient's name."),
    )

    def __init__(self, *args, causes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [(cause.value, cause.label) for cause in causes]


class WithdrawView(WagtailAdminTemplateMixin, FormView):
    """Asks for cause and reason, says what will happen and where it shows, and withdraws."""

    page_title = gettext_lazy("Withdraw now")
    header_icon = "warning"
    template_name = "education/admin/withdraw.html"
    form_class = WithdrawForm
    causes = WORDS_CAUSES

    def dispatch(self, request, *args, **kwargs):
        self.content = self.get_content(**kwargs)
        if not may_take_down(request.user, site_of(self.content)):
            raise PermissionDenied
        if self.why_not():
            return self.refused(self.why_not())
        return super().dispatch(request, *args, **kwargs)

    def get_content(self, **kwargs):
        raise NotImplementedError

    def why_not(self) -> str:
        return why_not_withdrawn(self.content)

    def refused(self, reason: str):
        messages.error(self.request, reason)
        return redirect(self.edit_url)

    @property
    def edit_url(self) -> str:
        home = reverse("wagtailadmin_home")
        return AdminURLFinder(self.request.user).get_edit_url(self.content) or home

    def get_breadcrumbs_items(self):
        return []  # a page of its own, with its title in the header

    def get_page_subtitle(self):
        return str(self.content)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"causes": self.causes}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            content=self.content,
            kind=self.kind,
            edit_url=self.edit_url,
            shown_in=live_users(self.content),
            staying=live_translations(self.content),
            **kwargs,
        )

    @property
    def kind(self) -> str:
        """Which sentences of the template say what will happen."""
        return "article" if isinstance(self.content, Page) else "item"

    def form_valid(self, form):
        try:
            self.act(form.cleaned_data["cause"], form.cleaned_data["reason"])
        except NotWithdrawn as refusal:
            return self.refused(str(refusal))
        return redirect(self.edit_url)

    def act(self, cause: str, reason: str) -> None:
        withdraw(self.content, self.request.user, cause, reason)
        messages.success(
            self.request,
            _(
                "“%(title)s” is withdrawn: readers no longer see it. It comes back when a clinician "
                "approves it anew."
            )
            % {"title": self.content},
        )


class WithdrawArticle(WithdrawView):
    def get_content(self, page_id: int):
        return get_object_or_404(ArticlePage, pk=page_id)


class WithdrawItem(WithdrawView):
    """For the library items of one kind: `model`."""

    model: type[LibraryItem] | None = None

    def get_content(self, pk: str):
        return get_object_or_404(self.model, pk=unquote(pk))


class WithdrawPicture(WithdrawView):
    causes = PICTURE_CAUSES
    kind = "picture"

    def get_content(self, image_id: int):
        return get_object_or_404(Picture, pk=image_id)

    def why_not(self) -> str:
        return why_not_withdrawn(self.content, Cause.CONSENT)

    @property
    def edit_url(self) -> str:
        return reverse("wagtailimages:edit", args=[self.content.pk])

    def act(self, cause: str, reason: str) -> None:
        if cause != Cause.CONSENT:
            withdraw(self.content, self.request.user, cause, reason)
            said = _("“%(title)s” is withdrawn: readers no longer see it.")
            messages.success(self.request, said % {"title": self.content})
            return
        try:
            self.say_removed(end_consent(self.content, self.request.user, reason))
        except OSError as error:
            messages.error(
                self.request,
                _(
                    "“%(title)s” is withdrawn, but the server could not delete every file of it: "
                    "%(error)s. Tell whoever runs the portal: “manage.py end_consents” tries again."
                )
                % {"title": self.content, "error": error},
            )

    def say_removed(self, rows) -> None:
        count = sum(len(row.removed_files) for row in rows)
        said = ngettext(
            "“%(title)s” is withdrawn, and %(count)s file was removed for good.",
            "“%(title)s” is withdrawn, and %(count)s files were removed for good.",
            count,
        )
        messages.success(self.request, said % {"title": self.content, "count": count})
        still = "; ".join(dict.fromkeys(name for row in rows for name in row.backups))
        messages.warning(
            self.request,
            _("These backups still hold it, so please have it removed there too: %(backups)s")
            % {"backups": still},
        )


class PutPictureBack(WithdrawPicture):
    """A second clinician shows a withdrawn picture to readers again."""

    page_title = gettext_lazy("Put the picture back")
    header_icon = "image"
    template_name = "education/admin/put_back.html"
    form_class = forms.Form

    def why_not(self) -> str:
        return why_not_put_back(self.content, self.request.user)

    def get_form_kwargs(self):
        return FormView.get_form_kwargs(self)

    def form_valid(self, form):
        try:
            put_back(self.content, self.request.user)
        except NotWithdrawn as refusal:
            return self.refused(str(refusal))
        said = _("“%(title)s” is back: readers see it again.")
        messages.success(self.request, said % {"title": self.content})
        return redirect(self.edit_url)


def live_users(content) -> list:
    """What readers see this item or picture in, by name: live pages, and whatever has no draft."""
    if isinstance(content, Page):
        return list(content.aliases.live())
    if isinstance(content, LibraryItem):
        users = content.used_by()
    else:
        users = [user for user, _how in ReferenceIndex.get_grouped_references_to(content) if user]
    return [user for user in users if getattr(user, "live", True)]


def live_translations(content) -> list:
    """The same thing in other languages, which stays online."""
    if not hasattr(content, "get_translations"):
        return []
    return list(content.get_translations().filter(live=True).select_related("locale"))


def addresses() -> list:
    return [
        path("pages/<int:page_id>/withdraw/", WithdrawArticle.as_view(), name="withdraw_article"),
        path("images/<int:image_id>/withdraw/", WithdrawPicture.as_view(), name="withdraw_picture"),
        path("images/<int:image_id>/put-back/", PutPictureBack.as_view(), name="put_picture_back"),
    ]
