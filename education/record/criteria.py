"""What two quality schemes ask for, in our own short words, and which facts answer. Pure: no Django.

* PIF TICK: the ten criteria for organisations of the Patient Information Forum, in the wording of
  7 June 2022 (`PIF_SOURCE`). PIF assesses against its full document, which members get from PIF.
* HONcode: the eight principles of the Health On the Net Foundation (`HON_SOURCE`). The foundation
  announced its end for 15 December 2022, so nobody certifies it any more; the principles still
  serve as a yardstick.

A fact is named by its key: `education.record.facts` and the portal's own facts make them.
"""

from dataclasses import dataclass
from typing import Final

PIF_SOURCE: Final = "https://pifonline.org.uk/pif-tick/"
HON_SOURCE: Final = "https://www.hon.ch/cgi-bin/HONcode/principles.pl"


@dataclass(frozen=True)
class Criterion:
    """One thing a scheme asks: which facts show it, and what only the clinic itself can show."""

    number: int
    name: str
    asks: str
    facts: tuple[str, ...]
    clinic_adds: str


@dataclass(frozen=True)
class Scheme:
    name: str
    source: str
    note: str
    criteria: tuple[Criterion, ...]


PIF_TICK: Final = Scheme(
    "PIF TICK",
    PIF_SOURCE,
    "The ten criteria for organisations as published on 7 June 2022, in our own words. Check with "
    "the Patient Information Forum whether they have changed before you apply.",
    (
        Criterion(
            1,
            "Systems",
            "Information is made in the same documented way each time.",
            (
                "rules",
                "signed",
                "two_people",
                "unrecorded",
                "in_time",
                "looks",
                "withdrawals",
                "editorial_page",
            ),
            "The written procedure that staff follow, who answers for it, and how conflicts of "
            "interest are declared.",
        ),
        Criterion(
            2,
            "Training",
            "The people who make it are trained and supported, again and again.",
            ("credentials",),
            "Training records of everybody who writes or approves.",
        ),
        Criterion(
            3,
            "Need",
            "Each resource meets a real need.",
            ("missed_searches",),
            "How you know what patients need: what they ask, surveys, local figures.",
        ),
        Criterion(
            4,
            "Evidence",
            "It rests on reliable, up-to-date evidence that is explained clearly.",
            (
                "with_sources",
                "sources_checked",
                "benefits_graded",
                "limits",
                "sections",
                "wordings",
            ),
            "How sources are searched for and judged, if your procedure goes further than this.",
        ),
        Criterion(
            5,
            "Involving users",
            "Users take part in making it.",
            (),
            "Which patients or carers read which drafts, what they said, and what you changed.",
        ),
        Criterion(
            6,
            "Health inequalities",
            "It suits the health and digital literacy, languages and access needs of its readers.",
            ("readable", "languages", "glossary", "skin_tones", "accessibility_page"),
            "Who your readers are, and what you do for those who cannot read or use a website.",
        ),
        Criterion(
            7,
            "Content and design",
            "It is clear, and easy to reach and to find one's way in.",
            ("readable", "alt_texts", "accessibility_page", "built_accessible"),
            "Tests with readers, and what you changed after them.",
        ),
        Criterion(
            8,
            "Feedback",
            "There is a clear way for users to say what they think.",
            ("contact",),
            "Who answers, how fast, and a log of what was said and done.",
        ),
        Criterion(
            9,
            "Disseminating",
            "It is promoted so that it reaches as many people as it can.",
            ("built_to_share",),
            "Your plan for telling patients about it, and what you did.",
        ),
        Criterion(
            10,
            "Impact",
            "What it brings about is measured.",
            ("missed_searches",),
            "What you measure and what came out. The portal does not follow its readers, so it "
            "counts no visits.",
        ),
    ),
)

HONCODE: Final = Scheme(
    "HONcode",
    HON_SOURCE,
    "The eight principles in our own words. Health On the Net announced its end for 15 December "
    "2022: no certificate can be had any more, and its address may only be found in an archive.",
    (
        Criterion(
            1,
            "Authoritative",
            "Advice comes from qualified people, or the page says that it does not.",
            ("signed", "examples", "credentials"),
            "Proof of each credential, such as a register's entry.",
        ),
        Criterion(
            2,
            "Complementarity",
            "Information supports the relation between patient and clinician; it replaces nothing.",
            ("disclaimer", "emergency"),
            "Nothing more, if the facts above are shown in full.",
        ),
        Criterion(
            3,
            "Privacy",
            "What visitors tell the site about themselves stays confidential.",
            ("no_cookies", "privacy_page"),
            "How long your web host keeps its logs, and who may read the clinic's mailbox.",
        ),
        Criterion(
            4,
            "Attribution",
            "Sources are named, with links where possible, and pages say when they last changed.",
            ("with_sources", "sources_linked", "dated"),
            "Nothing more, if the facts above are shown in full.",
        ),
        Criterion(
            5,
            "Justifiability",
            "Claims about a treatment, product or service are balanced and backed by evidence.",
            ("benefits_graded", "limits", "sections", "wordings"),
            "Which treatments named here your clinic sells, and how you keep that apart.",
        ),
        Criterion(
            6,
            "Transparency",
            "Information is clear, and readers can find whom to ask.",
            ("contact", "about_page", "editorial_page", "readable"),
            "That somebody answers at the address given.",
        ),
        Criterion(
            7,
            "Financial disclosure",
            "Support for the site is disclosed, whoever it comes from.",
            ("funding",),
            "Who pays for the portal as a whole, and any interest of its authors.",
        ),
        Criterion(
            8,
            "Advertising policy",
            "Advertising is disclosed and kept apart from the content.",
            ("no_adverts",),
            "A sentence on your page about how you write: you take no advertising, or on which terms.",
        ),
    ),
)

SCHEMES: Final = (PIF_TICK, HONCODE)


def facts_named() -> set[str]:
    """The keys of all facts that some criterion asks for."""
    return {key for scheme in SCHEMES for each in scheme.criteria for key in each.facts}
