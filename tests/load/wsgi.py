"""The application with the bare page."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.load.settings"
application = get_wsgi_application()
