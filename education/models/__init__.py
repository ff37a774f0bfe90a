from .articles import ArticlePage, ArticleSource, OtherName, RelatedArticle
from .finding import KnownWord, MissedSearch, PromotedResult, SearchAid, SearchEntry, Synonym
from .glossary import Term
from .people import Clinician
from .pictures import Picture, PictureRendition
from .review import ClinicalReview
from .snippets import (
    Benefit,
    BenefitSource,
    LibraryItem,
    Question,
    QuestionSource,
    Source,
)
from .topics import TopicPage

__all__ = [
    "ArticlePage",
    "ArticleSource",
    "Benefit",
    "BenefitSource",
    "ClinicalReview",
    "Clinician",
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
    "SearchAid",
    "SearchEntry",
    "Source",
    "Synonym",
    "Term",
    "TopicPage",
]
