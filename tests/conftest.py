"""What every test may ask for: the published lists beside the checkout, and a database of this run's own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from hypothesis import HealthCheck, settings

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


# How long an example takes to draw says more of what else the machine does than of the test.
settings.register_profile("exeat", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("exeat")

# What this run writes goes into a folder that ends with it. Django reads its settings once, and so after this.
_HOME = Path(tempfile.mkdtemp(prefix="exeat-tests-"))
_HOME.chmod(0o711)  # the database's account passes through
os.environ["EXEAT_HOME"] = str(_HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "exeat.web.settings"
django.setup()


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which a test was skipped, where ``EXEAT_NO_SKIP`` is set: there nothing may be missing.

    What only root can do is no fault of a run by somebody else.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    skipped = sum(not str(report.longrepr).endswith("run as root')") for report in reports)
    if skipped and os.environ.get("EXEAT_NO_SKIP") == "1" and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\n{skipped} skipped, and EXEAT_NO_SKIP=1 allows none", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A PostgreSQL for this run alone, started by the first test that needs one; or that of ``DATABASE_URL``."""
    from exeat import pg

    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    server = pg.OwnServer(_HOME / "postgres", durable=False)
    server.start()
    os.environ["DATABASE_URL"] = server.url("postgres")  # for the programs that tests start
    try:
        yield os.environ["DATABASE_URL"]
    finally:
        del os.environ["DATABASE_URL"]
        server.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str) -> None:
    """Point Django at this run's PostgreSQL before pytest-django makes the test database on it."""
    from django.db import connections

    from exeat.web.settings import _database

    connections["default"].settings_dict.update(_database(database_url))
