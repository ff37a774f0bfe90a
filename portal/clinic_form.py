"""The form of a clinic's settings: what no field can tell by itself."""

from django.utils.translation import gettext as _

from education.forms import OwnedForm
from portal.booking.links import BookingLinkRefused, check_booking_link, check_hosts
from portal.booking.rule import first_host
from portal.booking.systems import CodeRefused, check_code

ROWS = ("locations", "appointment_types")


class ClinicForm(OwnedForm):
    """Each location's and appointment's link must lead to one of the clinic's booking sites.

    Rows know neither the list nor each other, so the form asks, and answers at the right row.
    """

    def is_valid(self):
        super().is_valid()
        if self.is_bound and not hasattr(self, "rows_are_checked"):
            self.rows_are_checked = True
            if not {"booking_hosts", "booking_link"} & set(self.errors):
                self.check_links()
            self.check_kinds()
        return not self.errors and all(formset.is_valid() for formset in self.formsets.values())

    def rows(self, name: str) -> list:
        """The rows that will be kept."""
        if name not in self.formsets:
            return []
        forms = [form for form in self.formsets[name].forms if form.is_valid() or form.errors]
        return [form for form in forms if not form.cleaned_data.get("DELETE")]

    def check_links(self):
        rows = [row for name in ROWS for row in self.rows(name)]
        clinics = self.instance.booking_link
        links = [clinics, *(row.cleaned_data.get("booking_link") or "" for row in rows)]
        hosts = check_hosts(self.instance.booking_hosts)
        if not hosts:
            self.instance.booking_hosts = first_host(links)
            hosts = check_hosts(self.instance.booking_hosts)
        for row in rows:
            link = row.cleaned_data.get("booking_link") or ""
            try:
                if link:
                    check_booking_link(link, allowed_hosts=hosts)
            except BookingLinkRefused as refusal:
                row.add_error("booking_link", str(refusal))
            try:
                check_code(row.cleaned_data.get("scheduler_code") or "", link or clinics)
            except CodeRefused as refusal:
                row.add_error("scheduler_code", str(refusal))

    def check_kinds(self):
        """An article's kind leads to one appointment."""
        names: dict[str, str] = {}
        for row in self.rows("appointment_types"):
            kind = row.cleaned_data.get("kind")
            if kind and kind in names:
                words = _(
                    "“%(name)s” is of this kind already. Give each kind to one appointment, "
                    "and choose “Any appointment” here."
                )
                row.add_error("kind", words % {"name": names[kind]})
            elif kind:
                names[kind] = row.cleaned_data.get("name") or row.instance.get_kind_display()
