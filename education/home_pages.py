"""A clinic's home page in the language of the address."""

from django.conf import settings
from django.utils.translation import get_language


def home_of(site):
    """The live home page of a site in the language being read, or None if there is none.

    The default language's is at hand; only other languages cost a query.
    """
    if site is None:
        return None
    home = site.root_page
    if get_language() == settings.LANGUAGE_CODE:
        return home
    translations = home.get_translations().live()
    return translations.filter(locale__language_code=get_language()).first()
