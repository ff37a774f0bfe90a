"""Panels of the clinic's settings that show rather than ask."""

from wagtail.admin.panels import HelpPanel

from portal.theme.palette import adjustments, promises


class ReadableColoursPanel(HelpPanel):
    """What was done to the brand colour so that everyone can read the page, and how well it reads."""

    def __init__(self, template="portal/admin/readable_colours.html", **kwargs):
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            colour = self.instance.theme_choice.colour
            return context | {
                "colour": colour,
                "adjustments": adjustments(colour),
                "promises": promises(colour),
            }
