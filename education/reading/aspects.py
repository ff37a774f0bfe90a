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

SCHEMA_ASPECTS: Final[dict[str, str]] = {
    "overview": "OverviewHealthAspect",
    "symptoms": "SymptomsHealthAspect",
    "causes": "CausesHealthAspect",
    "how_it_works": "HowItWorksHealthAspect",
    "benefits": "BenefitsHealthAspect",
    "effectiveness": "EffectivenessHealthAspect",
    "safety": "SafetyHealthAspect",
    "side_effects": "SideEffectsHealthAspect",
    "treatment": "TreatmentsHealthAspect",
    "usage": "UsageOrScheduleHealthAspect",
    "self_care": "SelfCareHealthAspect",
    "prevention": "PreventionHealthAspect",
    "living_with": "LivingWithHealthAspect",
    "see_doctor": "SeeDoctorHealthAspect",
}
"""Our code to its member of schema.org. "getting_ready" and "other" have none that says the same."""
