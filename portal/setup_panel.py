"""The dashboard panel "Finish setting up"; it leaves when everything is done."""

from wagtail.admin.ui.components import Component
from wagtail.permission_policies.sites import SitePermissionPolicy

from portal.models import Clinic
from portal.setup_steps import setup_steps


class SetupPanel(Component):
    """What a clinic still has to do before its portal is ready for patients."""

    name = "finish_setting_up"
    template_name = "portal/admin/setup_panel.html"
    order = 50

    def __init__(self, clinic: Clinic):
        self.clinic = clinic
        self.steps = setup_steps(clinic)

    @property
    def left(self) -> int:
        return sum(not step.done for step in self.steps)

    def get_context_data(self, parent_context):
        return {"clinic": self.clinic, "steps": self.steps, "left": self.left}


def add_setup_panel(request, panels: list) -> None:
    """One panel for each clinic this person may set up and that is not finished."""
    policy = SitePermissionPolicy(Clinic)
    clinics = policy.instances_user_has_any_permission_for(request.user, ["change"])
    panels += [panel for panel in map(SetupPanel, clinics) if panel.left]
