"""The example clinic that a new portal starts with: its values, and the texts beside this file."""

from typing import Final

NAME: Final = "Example Skin Clinic"
ADDRESS: Final = "12 Mill Lane\nExample Town"
LANGUAGES: Final = "English, Spanish"
ACCESS: Final = "There is a lift from the car park to our floor."
DIRECTIONS: Final = (
    "We are opposite the library. Bus 7 stops at the door.\n"
    "You can park behind the building. Two places are for blue badges."
)
MAP_LINK: Final = "https://maps.example/mill-lane-12"
TELEPHONE: Final = "555 010 0200"
EMAIL: Final = "hello@clinic.example"
BOOKING_LINK: Final = "https://booking.example/clinic"
APPOINTMENTS: Final = (
    {
        "kind": "new-patient",
        "name": "New patient consultation",
        "description": (
            "Your first visit. We look at your skin, hear what worries you and plan the next steps."
        ),
        "minutes": 30,
        "bring": (
            "A list of your medicines and allergies\n"
            "Letters or results from other doctors\n"
            "Your questions"
        ),
    },
    {
        "kind": "procedure",
        "name": "Procedure consultation",
        "description": (
            "We talk about a treatment before you decide: what it can do, its risks, and the cost."
        ),
        "minutes": 40,
        "bring": (
            "A list of your medicines and allergies\n"
            "The date of your last treatment, if you had one\n"
            "Your questions"
        ),
    },
    {
        "kind": "video",
        "name": "Video visit",
        "description": (
            "We talk by video. It suits follow-up questions and skin that a camera can show."
        ),
        "minutes": 20,
        "bring": (
            "A phone or computer with a camera\nA quiet room with good light\nYour questions"
        ),
        "by_video": True,
    },
)

# Topics in the order of the home page: slug, title, introduction.
TOPICS: Final = (
    ("treatments", "Treatments", "What treatments do, how sure we are, and what to ask first."),
    ("skin-conditions", "Skin conditions", "What they are, what helps, and when to get help."),
    ("skin-care", "Looking after your skin", "Everyday care, sun protection and healing skin."),
)
# Articles: the first one, and in `library/` those that name their topic themselves.
FIRST_ARTICLE: Final = ("exosomes-in-dermatology.md", "treatments")
LIBRARY: Final = "library"
# What the home page shows first, by the articles' slugs.
CHOSEN: Final = ("exosomes-in-dermatology", "moles-and-melanoma", "eczema", "acne")
# Standard pages: purpose, file.
PAGES: Final = (
    ("about", "about.md"),
    ("editorial", "editorial-policy.md"),
    ("accessibility", "accessibility.md"),
    ("privacy", "privacy.md"),
)
