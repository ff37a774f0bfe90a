"""Production, with its collected files in the folder of this measurement."""

import os

from portal.settings.production import *

STATIC_ROOT = os.environ["STATIC_ROOT"]
