from .alerts import SafetyAlert
from .articles import ArticlePage, ArticleSource, OtherName, RelatedArticle
from .finding import KnownWord, MissedSearch, PromotedResult, SearchAid, SearchEntry, Synonym
from .glossary import Term
from .house_notes import HouseNote
from .library_sharing import SharingRules, TakenArticle, TakenTopic
from .looks import AnotherLook
from .people import Clinician
from .pictures import Picture, PictureRendition
from .reminders import ReviewReminder
from .review import ClinicalReview
from .rules import ReviewRules
from .signoff import SignOff
from .snippets import (
    Benefit,
    BenefitSource,
    LibraryItem,
    Question,
    QuestionSource,
    Source,
)
from .topics import TopicPage
from .withdrawal import Withdrawal
from .wording import ClaimPhrase, ClaimReason

__all__ = [
    "AnotherLook",
    "ArticlePage",
    "ArticleSource",
    "Benefit",
    "BenefitSource",
    "ClaimPhrase",
    "ClaimReason",
    "ClinicalReview",
    "Clinician",
    "HouseNote",
    "KnownWord",
    "LibraryItem",
    "MissedSearch",
    "OtherName",
    "Picture",
    "PictureRendition",
    "PromotedResult",
    "Question",
    "QuestionSource",
    "RelatedArticle",
    "ReviewReminder",
    "ReviewRules",
    "SafetyAlert",
    "SearchAid",
    "SearchEntry",
    "SharingRules",
    "SignOff",
    "Source",
    "Synonym",
    "TakenArticle",
    "TakenTopic",
    "Term",
    "TopicPage",
    "Withdrawal",
]
