"""The portal as a Django app, and Wagtail's staff accounts with our own screens."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self):
        from wagtail.signals import copy_for_translation_done

        from portal.staff_roles import extend_to_translation

        copy_for_translation_done.connect(
            extend_to_translation, dispatch_uid="roles_on_translated_home_page"
        )


class StaffConfig(WagtailUsersAppConfig):
    user_viewset = "portal.viewsets.StaffViewSet"
