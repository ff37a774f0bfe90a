"""The admin pages on which a clinician confirms a live article or has another look at it."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from education.models import AnotherLook, ArticlePage, SignOff
from education.ownership import homes_of_sites, pages_within_reach, sites_to_review
from education.reuse.looks import open_looks
from education.review import confirming

CHANGED = _("This changed after you opened it. Please read it again.")
NOTHING_CHOSEN = _("Tick what you have looked at.")


class ConfirmForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2})
    )
    shown = forms.CharField(widget=forms.HiddenInput)


class LookForm(forms.Form):
    """Which of the changes were looked at; each is named as it was shown."""

    looks = forms.MultipleChoiceField(
        label=_("I have looked at the article with these changes"),
        widget=forms.CheckboxSelectMultiple,
    )


class ArticleScreen(WagtailAdminTemplateMixin, FormView):
    """About one article of the clinics this person works for. Another clinic's is not there."""

    header_icon = "tick"
    done = ""

    @cached_property
    def article(self) -> ArticlePage:
        articles = ArticlePage.objects.filter(alias_of=None)
        found = pages_within_reach(articles, self.request)
        return get_object_or_404(found, pk=self.kwargs["page_id"])

    def why_not(self) -> list[str]:
        """Why there is nothing to press for this person; empty if there is."""
        reason = confirming.why_not_acting(self.article, self.request.user)
        return [reason] if reason else []

    def get_page_subtitle(self):
        return self.article.title

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.article.title}
        edit = {"url": self.get_success_url(), "label": self.article.title}
        return [*super().get_breadcrumbs_items(), edit, here]

    def get_success_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.article.pk])

    def post(self, request, *args, **kwargs):
        if reasons := self.why_not():
            return self.again(" ".join(map(str, reasons)))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            self.act(form.cleaned_data)
        except confirming.Outdated:
            return self.again(CHANGED)
        messages.success(self.request, self.done % {"title": self.article.title})
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        return self.again(NOTHING_CHOSEN if form.has_error("looks", "required") else CHANGED)

    def again(self, reason):
        """The page as it is now, with what was wrong."""
        messages.error(self.request, reason)
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "article": self.article,
            "live_address": self.article.get_url(self.request) if self.article.live else "",
            "looks": open_looks(self.article),
            "signed": SignOff.objects.of(self.article).first(),
            "why_not": self.why_not(),
            "action_url": self.request.path,
            "submit_button_label": self.submit_words,
        }


class ConfirmAccurate(ArticleScreen):
    page_title = _("Confirm still accurate")
    template_name = "education/admin/confirm_accurate.html"
    form_class = ConfirmForm
    submit_words = _("Confirm: still accurate")
    done = _("“%(title)s” is confirmed as still accurate.")

    def why_not(self):
        return super().why_not() or confirming.why_not_confirmed(self.article)

    def get_initial(self):
        return {"shown": confirming.shown_of(self.article)}

    def act(self, given):
        confirming.confirm(
            self.article, self.request.user, shown=given["shown"], comment=given["comment"]
        )


class LookAgain(ArticleScreen):
    page_title = _("Another look")
    header_icon = "view"
    template_name = "education/admin/look_again.html"
    form_class = LookForm
    submit_words = _("Looked at it")
    done = _("Thank you. It is noted that you looked at “%(title)s”.")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        looks = open_looks(self.article)
        form.fields["looks"].choices = [(confirming.stamp(look), look.item_title) for look in looks]
        return form

    def act(self, given):
        confirming.look_at(self.article, self.request.user, given["looks"])


def addresses() -> list:
    return [
        path("review/<int:page_id>/confirm/", ConfirmAccurate.as_view(), name="confirm_accurate"),
        path("review/<int:page_id>/looks/", LookAgain.as_view(), name="look_again"),
    ]


class ConfirmButton(PageMenuItem):
    label = _("Confirm still accurate")
    icon_name = "tick"
    url_name = "confirm_accurate"
    priority = 70


class LookButton(PageMenuItem):
    label = _("Another look")
    icon_name = "view"
    url_name = "look_again"
    priority = 71


def buttons(page, user, view_name="", next_url=None):
    """In an article's menu “More”, above its editor and in lists; asked once for all rows of a list."""
    if not issubclass(page.specific_class or Page, ArticlePage):
        return
    if not page.live or page.alias_of_id is not None:
        return
    if not hasattr(user, "_review_buttons"):
        mine = set(sites_to_review(user))
        homes = [home for home, site in homes_of_sites().items() if site in mine]
        waiting = AnotherLook.objects.filter(confirmed_at=None)
        examples = ArticlePage.objects.filter(is_example=True)
        user._review_buttons = (
            homes,
            set(waiting.values_list("article", flat=True)),
            set(examples.values_list("pk", flat=True)),
        )
    homes, waiting, examples = user._review_buttons
    # What only an example's sign-off stands for is approved, not confirmed.
    if page.path.startswith(tuple(homes)) and page.pk not in examples:
        yield ConfirmButton(page=page)
    if page.pk in waiting:
        yield LookButton(page=page)


class ConfirmedFormatter(LogFormatter):
    label = _("Confirm still accurate")

    def format_message(self, log_entry):
        return _("%(clinician)s confirmed that this is still accurate") % log_entry.data


class LookedAtFormatter(LogFormatter):
    label = _("Another look")

    def format_message(self, log_entry):
        items = ", ".join(f"“{item}”" for item in log_entry.data["items"])
        words = _("%(clinician)s looked at this again, after a change of %(items)s")
        return words % {"clinician": log_entry.data["clinician"], "items": items}


def register_log_actions(actions):
    actions.register_action(confirming.CONFIRMED)(ConfirmedFormatter)
    actions.register_action(confirming.LOOKED_AT)(LookedAtFormatter)
