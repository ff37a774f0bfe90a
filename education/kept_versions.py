"""Versions that must stay as they are, because someone approved, submitted or published them."""

from wagtail.models import TaskState


class KeepsVersions:
    """For pages and library items: autosave writes into its own version, never into such a one."""

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        if overwrite_revision is not None and self.must_stay(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def must_stay(self, revision) -> bool:
        """Whether this version is live, waits for its day, or was ever submitted for review."""
        return (
            revision.pk == self.live_revision_id
            or revision.approved_go_live_at is not None
            or TaskState.objects.filter(revision=revision).exists()
        )
