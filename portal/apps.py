"""The portal as a Django app, and Wagtail's staff accounts with our own screens."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self):
        from wagtail.admin.forms.account import AvatarPreferencesForm
        from wagtail.models import Site
        from wagtail.signals import copy_for_translation_done

        from portal.models.clinic import validate_hostname
        from portal.portraits import PortraitField
        from portal.staff_roles import extend_to_translation
        from portal.upgrading import bring_up_to_date

        # On the field itself, so that every form asks; a list of its own, so no migration sees it.
        Site._meta.get_field("hostname").validators.append(validate_hostname)
        # Wagtail would keep a profile picture as it came: place, camera and the file's name included.
        AvatarPreferencesForm.base_fields["avatar"] = PortraitField(required=False)
        copy_for_translation_done.connect(
            extend_to_translation, dispatch_uid="roles_on_translated_home_page"
        )
        # The accounts' app comes after all of ours: by then the permissions on their models exist.
        post_migrate.connect(
            bring_up_to_date, sender=apps.get_app_config("auth"), dispatch_uid="upgrade"
        )


class StaffConfig(WagtailUsersAppConfig):
    user_viewset = "portal.viewsets.StaffViewSet"
