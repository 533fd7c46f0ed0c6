"""What a service says when a document cannot be made of what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from exeat.adapters.pdf import PdfError
from exeat.domain.licences import LicenceError
from exeat.web.errors import Invalid


@contextmanager
def printing(what: str) -> Iterator[None]:
    """Around setting a document: a text that cannot be set, such as a character that no font has, raises Invalid."""
    try:
        yield
    except (PdfError, LicenceError) as problem:
        raise Invalid({"text": f"the {what} cannot be printed: {problem}"})
