"""The groups through which a clinic's people get their permissions."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


class StaffGroup(models.Model):
    """Says which clinic and which role a group of accounts stands for, whatever it is called."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("Authors")
        REVIEWER = "reviewer", _("Clinical reviewers")
        BRAND = "brand", _("Brand managers")
        ADMINISTRATOR = "administrator", _("Administrators")

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="staff_group")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="staff_groups")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("staff group")
        verbose_name_plural = _("staff groups")
        constraints = [
            models.UniqueConstraint(fields=["site", "role"], name="one_group_per_role_and_clinic")
        ]

    def __str__(self):
        return self.group.name
