"""The account of a member of staff. Patients never have one."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff who can sign in to the admin.

    Our own class from the first migration on, so that fields can be added later without a rebuild.
    """
