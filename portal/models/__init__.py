from .appointments import AppointmentType
from .clinic import Clinic
from .home import HomeArticle, HomePage, StandardPage
from .links import CheckedLink, LinkRound
from .locations import Location
from .staff import StaffGroup
from .user import User

__all__ = [
    "AppointmentType",
    "CheckedLink",
    "Clinic",
    "HomeArticle",
    "HomePage",
    "LinkRound",
    "Location",
    "StaffGroup",
    "StandardPage",
    "User",
]
