"""What schema.org 30.0 says about the types we use, copied by hand from its pages.

Source: https://schema.org/<type> for each type below, and https://schema.org/HealthAspectEnumeration.
Only properties that we use or plausibly might are listed; add one after reading its page.
"""

PARENTS = {
    "Thing": "",
    "CreativeWork": "Thing",
    "WebPage": "CreativeWork",
    "MedicalWebPage": "WebPage",
    "FAQPage": "WebPage",
    "WebContent": "CreativeWork",
    "HealthTopicContent": "WebContent",
    "WebPageElement": "CreativeWork",
    "Comment": "CreativeWork",
    "Question": "Comment",
    "Answer": "Comment",
    "EducationalOccupationalCredential": "CreativeWork",
    "Organization": "Thing",
    "MedicalOrganization": "Organization",
    "MedicalClinic": "MedicalOrganization",
    "Action": "Thing",
    "ReserveAction": "Action",
    "EntryPoint": "Thing",
    "ContactPoint": "Thing",
    "OpeningHoursSpecification": "Thing",
    "Person": "Thing",
    "Audience": "Thing",
    "MedicalAudience": "Audience",
    "Patient": "MedicalAudience",
    "MedicalEntity": "Thing",
    "ItemList": "Thing",
    "BreadcrumbList": "ItemList",
    "ListItem": "Thing",
    "HealthAspectEnumeration": "Thing",
}

# Of each type's own properties: what a value may be. "Text", "URL", "Date" and "Integer" are plain.
PROPERTIES = {
    "Thing": {
        "name": {"Text"},
        "alternateName": {"Text"},
        "description": {"Text"},
        "url": {"URL"},
        "potentialAction": {"Action"},
    },
    "Organization": {
        "address": {"Text"},
        "contactPoint": {"ContactPoint"},
        "email": {"Text"},
        "parentOrganization": {"Organization"},
        "telephone": {"Text"},
    },
    # A MedicalBusiness too, and so a Place.
    "MedicalClinic": {
        "hasMap": {"URL"},
        "openingHoursSpecification": {"OpeningHoursSpecification"},
        "specialOpeningHoursSpecification": {"OpeningHoursSpecification"},
    },
    "ContactPoint": {"availableLanguage": {"Text"}, "telephone": {"Text"}},
    "OpeningHoursSpecification": {
        "closes": {"Text"},
        "dayOfWeek": {"URL"},
        "opens": {"Text"},
        "validFrom": {"Date"},
        "validThrough": {"Date"},
    },
    "Action": {"target": {"EntryPoint", "URL"}},
    "EntryPoint": {"urlTemplate": {"Text"}},
    "CreativeWork": {
        "about": {"Thing"},
        "audience": {"Audience"},
        "citation": {"CreativeWork", "Text"},
        "dateModified": {"Date"},
        "datePublished": {"Date"},
        "hasPart": {"CreativeWork"},
        "inLanguage": {"Text"},
        "isPartOf": {"CreativeWork", "URL"},
        "mainEntity": {"Thing"},
        "publisher": {"Organization", "Person"},
        "text": {"Text"},
    },
    "WebPage": {
        "breadcrumb": {"BreadcrumbList", "Text"},
        "lastReviewed": {"Date"},
        "mainContentOfPage": {"WebPageElement"},
        "reviewedBy": {"Organization", "Person"},
    },
    "MedicalWebPage": {"medicalAudience": {"MedicalAudience"}},
    "HealthTopicContent": {"hasHealthAspect": {"HealthAspectEnumeration"}},
    "WebPageElement": {"cssSelector": {"Text"}},
    "Question": {"acceptedAnswer": {"Answer"}},
    "EducationalOccupationalCredential": {"credentialCategory": {"Text"}},
    "Person": {"jobTitle": {"Text"}, "hasCredential": {"EducationalOccupationalCredential"}},
    "ItemList": {"itemListElement": {"ListItem", "Text", "Thing"}},
    "ListItem": {"item": {"Thing", "URL"}, "position": {"Integer"}},
}

HEALTH_ASPECTS = {
    f"https://schema.org/{name}HealthAspect"
    for name in (
        "Allergies",
        "Benefits",
        "Causes",
        "Contagiousness",
        "Effectiveness",
        "GettingAccess",
        "HowItWorks",
        "HowOrWhere",
        "Ingredients",
        "LivingWith",
        "MayTreat",
        "Misconceptions",
        "Overview",
        "PatientExperience",
        "Pregnancy",
        "Prevention",
        "Prognosis",
        "RelatedTopics",
        "RisksOrComplications",
        "Safety",
        "Screening",
        "SeeDoctor",
        "SelfCare",
        "SideEffects",
        "Stages",
        "Symptoms",
        "Treatments",
        "Types",
        "UsageOrSchedule",
    )
}


def family(kind: str) -> list[str]:
    """A type and all it descends from."""
    found = []
    while kind:
        found.append(kind)
        kind = PARENTS[kind]
    return found


def faults(document: dict) -> list[str]:
    """Everything in a JSON-LD document that schema.org, as told above, does not know."""
    found = [] if document.get("@context") == "https://schema.org" else ["no @context"]
    for node in document["@graph"]:
        found += _node_faults(node)
    return found


def _node_faults(node: dict) -> list[str]:
    kind = node.get("@type")
    if kind not in PARENTS:
        return [f"unknown type {kind}"]
    known = {}
    for ancestor in family(kind):
        known |= PROPERTIES.get(ancestor, {})
    found = []
    for name, value in node.items():
        if name in ("@type", "@id"):
            continue
        if name not in known:
            found.append(f"{kind} has no property {name}")
            continue
        for each in value if isinstance(value, list) else [value]:
            found += _value_faults(f"{kind}.{name}", each, known[name])
    return found


def _value_faults(where: str, value, allowed: set[str]) -> list[str]:
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            return []
        fits = allowed & set(family(value.get("@type", "Thing")))
        return ([] if fits else [f"{where} cannot be {value['@type']}"]) + _node_faults(value)
    if allowed == {"HealthAspectEnumeration"}:
        return [] if value in HEALTH_ASPECTS else [f"{where}: unknown aspect {value}"]
    if not value and value != 0:
        return [f"{where} is empty"]
    if isinstance(value, int):
        return [] if "Integer" in allowed else [f"{where} cannot be a number"]
    if allowed.isdisjoint({"Text", "URL", "Date"}):
        return [f"{where} cannot be plain text"]
    if allowed == {"URL"} and not value.startswith("http"):
        return [f"{where} is no whole address: {value}"]
    return []
