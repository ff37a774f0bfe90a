"""What people may do to pages: nobody publishes health content by hand, some may take it down."""

from wagtail.models import PagePermissionTester

from education.ownership import may_take_down, site_of


class ClinicPagePermissions(PagePermissionTester):
    """For all pages: taking down is a permission of its own, not a part of "publish"."""

    def _may_take_down(self) -> bool:
        return (
            self.user.is_active
            and not self.page_is_root
            and may_take_down(self.user, site_of(self.page))
        )

    def can_unpublish(self):
        return self.page.live and not self.page_locked() and self._may_take_down()

    def can_unschedule(self):
        return self._may_take_down()

    def can_set_view_restrictions(self):
        return self._may_take_down()


class TopicPermissions(ClinicPagePermissions):
    """Nothing is made and published in one go below a topic: only sign-off publishes articles."""

    def can_publish_subpage(self):
        return False


class SignedPagePermissions(TopicPermissions):
    """For articles: nobody holds "publish", superusers neither."""

    def can_publish(self):
        return False
