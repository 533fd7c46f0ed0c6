"""What the browser fetches beside the pages."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.conf import settings

VENDORED = sorted((Path(settings.BASE) / "static" / "vendor").rglob("*.gz"))


@pytest.mark.parametrize("small", VENDORED, ids=lambda path: path.name)
def test_a_compressed_file_is_the_file_beside_it(small: Path) -> None:
    assert gzip.decompress(small.read_bytes()) == small.with_suffix("").read_bytes()


def test_a_browser_that_takes_gzip_gets_the_small_file(db, client) -> None:
    answer = client.get("/static/vendor/bootstrap/bootstrap.min.css", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert int(answer["Content-Length"]) < 40_000


def test_a_page_carries_the_policy_that_refuses_inline_scripts(db, client) -> None:
    answer = client.get("/accounts/login/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
