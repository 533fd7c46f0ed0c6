"""What gunicorn serves: read once, before it forks."""

import gc
import os
from itertools import count
from typing import Any

from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exeat.web.settings")
application = get_wsgi_application()

# All that is read stays: its pages are shared by the processes, and a collection of garbage passes it over.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()

# A whole collection takes as long as a page does. It comes when an answer has gone out, not in the midst of one.
A_COLLECTION = 50  # answers
gc.set_threshold(700, 10, 1000)
_answers = count(1)


def _collect_garbage(**_: Any) -> None:
    if next(_answers) % A_COLLECTION == 0:
        gc.collect()


request_finished.connect(_collect_garbage)
