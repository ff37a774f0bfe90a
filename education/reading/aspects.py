"""Which part of a health topic a section answers.

The codes are our own short names for the `HealthAspectEnumeration` members of schema.org 30.0
(https://schema.org/HealthAspectEnumeration), which other systems understand. Pure: no Django.
"""

from typing import Final

ASPECTS: Final[tuple[tuple[str, str], ...]] = (
    ("overview", "What it is"),
    ("symptoms", "Symptoms"),
    ("causes", "Causes"),
    ("how_it_works", "How it works"),
    ("benefits", "Benefits"),
    ("effectiveness", "How well it works"),
    ("safety", "Safety"),
    ("side_effects", "Side effects"),
    ("treatment", "Treatments"),
    ("usage", "How it is used"),
    ("getting_ready", "Getting ready"),
    ("self_care", "Looking after yourself"),
    ("prevention", "How to prevent it"),
    ("living_with", "Living with it"),
    ("see_doctor", "When to get help"),
    ("other", "Something else"),
)

ASPECT_CODES: Final[frozenset[str]] = frozenset(code for code, _ in ASPECTS)
