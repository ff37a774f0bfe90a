from .articles import ArticlePage, ArticleSource, OtherName, RelatedArticle
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
    "LibraryItem",
    "OtherName",
    "Picture",
    "PictureRendition",
    "Question",
    "QuestionSource",
    "RelatedArticle",
    "Source",
    "TopicPage",
]
