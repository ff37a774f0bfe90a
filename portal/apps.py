"""The portal as a Django app, and Wagtail's staff accounts with our own screens."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"


class StaffConfig(WagtailUsersAppConfig):
    user_viewset = "portal.viewsets.StaffViewSet"
