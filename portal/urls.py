"""Every address of the portal."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap

from education.documents.serving import serve as serve_document
from education.sharing.sitemap import ClinicSitemap
from portal import contact_views, views
from portal.identity import CHOOSE_LOCATION
from portal.media_files import serve_picture_file
from portal.paper import FINGERPRINT_PATTERN

handler404 = "portal.views.not_found"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail's own addresses without its public log-in and password forms, here and below.
    re_path(r"^documents/(\d{1,18})/(.*)$", serve_document, name="wagtaildocs_serve"),
    path("theme/v1/<str:name>.css", views.theme, name="theme"),
    path("favicon.svg", views.favicon, name="favicon"),
    re_path(
        r"^share-(?P<fingerprint>[0-9a-f]{16})\.png$", views.clinic_picture, name="clinic_picture"
    ),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": {"pages": ClinicSitemap}},
        name="sitemap",
    ),
    # Wagtail sends readers of a page kept for staff to this name; the admin's own page answers.
    path(
        "sign-in/",
        require_safe(RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)),
        name="wagtailcore_login",
    ),
]

if settings.DEBUG:  # on a server that patients reach, the web server in front does this
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", serve_picture_file, name="media")]

# The default language has no prefix; others have theirs: /es/search/
urlpatterns += i18n_patterns(
    path("", views.page, {"path": ""}, name="home"),
    path("", include("education.urls")),
    path("contact/", contact_views.contact, name="contact"),
    path("book/", contact_views.choose_location, name=CHOOSE_LOCATION),
    path("book/<slug:kind>/", contact_views.choose_location, name=CHOOSE_LOCATION),
    re_path(
        r"^a/(?P<article_id>\d{1,18})/share-(?P<fingerprint>[0-9a-f]{16})\.png$",
        views.article_picture,
        name="article_picture",
    ),
    # The words on paper have a language, so their address has one too.
    re_path(rf"^print/({FINGERPRINT_PATTERN})\.css$", views.paper, name="paper"),
    re_path(r"^((?:[\w-]+/)*)$", views.page, name="wagtail_serve"),
    prefix_default_language=False,
)
