"""Words as search compares them: without accents, capitals and endings.

"Moles", "mole" and "MOLES" become one stem, "infección" and "infeccion" too. Texts and queries go
through the same functions, on every database, so what is found does not depend on the database.

Stems are those of the Snowball project (snowballstemmer). A language that it does not know keeps
its words whole.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

import snowballstemmer  # type: ignore[import-untyped]

ALGORITHMS: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that carry no meaning of their own in a question. A search of nothing else keeps them.
SMALL_WORDS: Final = {
    "en": _set(
        """a about all am an and any are as at be been but by can could did do does dont for from
        get got had has have how i if im in into is it its ive me my of on or our please should so
        some that the their there these they this those to was we were what whats when where which
        who why will with would you your"""
    ),
    "es": _set(
        """a al algo como con cual cuando de del donde el en es esta este hay la las lo los me mi
        mis muy no o para pero por porque que quien se ser si sin sobre son su sus te tengo tiene
        tu un una uno unos unas y ya yo"""
    ),
}

# Letters that Unicode does not take apart.
_LIGATURES: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc]")
_POSSESSIVE: Final = re.compile("['\u2018\u2019\u02bc]s\\b|['\u2018\u2019\u02bc]\\B")
# Marks above and below letters (Latin, Greek, Cyrillic), vowel points of Hebrew and Arabic.
_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652]")


def base_language(language: str) -> str:
    """The language of a code without its country: "pt" of "pt-br"."""
    return language.lower().partition("-")[0]


def fold(word: str) -> str:
    """The word in small letters without accents ("Ácne" is "acne", "œdema" is "oedema")."""
    letters = word.casefold().translate(_LIGATURES)
    if letters.isascii():
        return letters
    # й and и are two letters to whoever reads Cyrillic.
    kept = letters.replace("й", "\ue000")
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", kept))
    return unicodedata.normalize("NFC", plain).replace("\ue000", "й")


def split_words(text: str, language: str) -> list[str]:
    """The words of `text` as they stand there, in small letters.

    Hyphens part words. In English an apostrophe does not ("athlete's" is "athlete", "don't" is
    "dont"); elsewhere it does ("l'acné" is two words).
    """
    text = unicodedata.normalize("NFC", text).casefold()
    if base_language(language) == "en":
        text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text))
    return "".join(c if _in_word(c) else " " for c in text).split()


@lru_cache(maxsize=4096)
def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """What a word shares with its plural and its other endings, folded."""
    folded = fold(word)
    algorithm = ALGORITHMS.get(base_language(language))
    if algorithm is None or not folded.isalpha():
        return folded
    # A stemmer object holds the word it works on, so threads must not share one.
    return fold(str(snowballstemmer.stemmer(algorithm).stemWord(folded)))


def stems(text: str, language: str) -> list[str]:
    """The stems of all words of `text`, in order."""
    return [stem(word, language) for word in split_words(text, language)]


def without_small_words(words: list[str], language: str) -> list[str]:
    """`words` without those that mean nothing alone; all of them if no other is left."""
    return [word for word in words if not _is_small(word, language)] or words


def has_only_small_words(text: str, language: str) -> bool:
    """Whether every word of `text` means nothing alone."""
    return all(_is_small(word, language) for word in split_words(text, language))


def _is_small(word: str, language: str) -> bool:
    return fold(word) in SMALL_WORDS.get(base_language(language), frozenset())
