"""The application with the bare page."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.load.settings"
from config.wsgi import application

__all__ = ["application"]
