"""What every test may ask for: the published lists that stand beside the checkout."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published lists (``../shared/data``), beside the checkout and never inside it."""
    return _beside_checkout("data", "published lists absent: ../shared/data")


@pytest.fixture(scope="session")
def shared_bench() -> Path:
    """The folder of benchmark sets (``../shared/bench``), beside the checkout and never inside it."""
    return _beside_checkout("bench", "benchmark sets absent: ../shared/bench")


def _beside_checkout(name: str, absent: str) -> Path:
    folder = CHECKOUT.parent / "shared" / name
    if not folder.is_dir():
        pytest.skip(absent)
    return folder
