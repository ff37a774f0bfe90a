from .appointments import AppointmentType
from .clinic import Clinic
from .home import HomeArticle, HomePage, StandardPage
from .locations import Location
from .staff import StaffGroup
from .user import User

__all__ = [
    "AppointmentType",
    "Clinic",
    "HomeArticle",
    "HomePage",
    "Location",
    "StaffGroup",
    "StandardPage",
    "User",
]
