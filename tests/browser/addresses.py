"""The portal's addresses, and two more at which readers see what they should never see."""

from django.core.exceptions import SuspiciousOperation
from django.urls import path

from portal.urls import handler404 as handler404
from portal.urls import urlpatterns as addresses


def refused(request):
    raise SuspiciousOperation("asked for by a test")


def broken(request):
    raise RuntimeError("asked for by a test")


urlpatterns = [path("refused/", refused), path("broken/", broken), *addresses]
