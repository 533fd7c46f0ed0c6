"""What gunicorn serves: read once, before it forks."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exeat.web.settings")
application = get_wsgi_application()

# All that is read stays: its pages are shared by the processes, and a collection of garbage, which would go through it
# in the midst of an answer, passes it over.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
