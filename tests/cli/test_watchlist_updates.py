"""`exeat watchlists update`, against a publisher of this test's own."""

import hashlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from exeat.adapters.downloads import Downloader, Publisher
from exeat.cli import main


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def published(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder that is served, and its address."""
    folder = tmp_path / "published"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exeat.cli.updates.Downloader", partial(Downloader, waits=()))


def sema(names: int) -> bytes:
    records = "".join(
        f"<record><Country>Iran</Country><EntityOrShip>Heron {number}</EntityOrShip>"
        f"<DateOfListing>2025-02-21</DateOfListing></record>\n"
        for number in range(names)
    )
    return f"<data-set>\n{records}</data-set>\n".encode()


def update(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["watchlists", "update", *(str(arg) for arg in args)])


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_a_list_is_fetched_kept_and_found_unchanged_the_next_time(published: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = published
    (folder / "sema.xml").write_bytes(sema(20))
    wanted = ("canada-sema", "--from", f"{address}/sema.xml", "--output", tmp_path / "lists")
    first = update(*wanted)
    assert (first.exit_code, lines(tmp_path / "lists/canada-sema.jsonl")) == (0, 20)
    assert f"sema.xml: SHA-256 {hashlib.sha256(sema(20)).hexdigest()}" in first.stdout
    written = (tmp_path / "lists/canada-sema.jsonl").stat().st_mtime_ns
    assert update(*wanted).stdout == "canada-sema: unchanged since the last import\n"
    assert (tmp_path / "lists/canada-sema.jsonl").stat().st_mtime_ns == written
    (folder / "sema.xml").write_bytes(sema(21))
    [told] = json.loads(update(*wanted, "--json").stdout)
    assert (told["list"], told["status"], told["parties"]) == ("canada-sema", "updated", 21)


@pytest.mark.parametrize(
    ("served", "complaint"),
    [
        (sema(20)[:-40], "sema.xml, line 21: not whole XML"),
        (b"<html><body>Maintenance</body></html>", "the root is <html>, expected <data-set>"),
        (sema(17), "the file lists 17 parties where 20 are in force; 15% fewer, and at most 10% are expected"),
        (None, "answered 404"),
    ],
)
def test_what_is_wrong_leaves_the_version_in_force(
    published: tuple[Path, str], tmp_path: Path, served: bytes | None, complaint: str
) -> None:
    folder, address = published
    (folder / "sema.xml").write_bytes(sema(20))
    wanted = ("canada-sema", "--from", f"{address}/sema.xml", "--output", tmp_path / "lists")
    assert update(*wanted).exit_code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "lists").iterdir()}
    (folder / "sema.xml").unlink()
    if served is not None:
        (folder / "sema.xml").write_bytes(served)
    result = update(*wanted)
    assert (result.exit_code, complaint in result.stderr) == (1, True)
    assert "canada-sema stays as it is" in result.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "lists").iterdir()} == before


def test_a_list_that_shrank_is_taken_when_one_says_so(published: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = published
    wanted = ("canada-sema", "--from", f"{address}/sema.xml", "--output", tmp_path / "lists")
    for names in (20, 5):
        (folder / "sema.xml").write_bytes(sema(names))
        assert update(*wanted, "--shrink-limit", "0.8").exit_code == 0
    assert lines(tmp_path / "lists/canada-sema.jsonl") == 5


def test_several_files_make_one_list(published: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = published
    nil = "-0- "
    (folder / "SDN.CSV").write_text(f'7,"ORRERY, Tamsin","individual","ONE"{f",{nil}" * 8}\r\n\x1a', newline="")
    (folder / "ALT.CSV").write_text(f'7,1,"aka","ORERY, Tamsin",{nil}\r\n\x1a', newline="")
    (folder / "ADD.CSV").write_text(f'7,1,{nil},"Valletta","Malta",{nil}\r\n\x1a', newline="")
    files = [f"--from={address}/{name}.CSV" for name in ("SDN", "ALT", "ADD")]
    assert update("ofac-sdn", *files, "--output", tmp_path / "lists").exit_code == 0
    [party] = [json.loads(line) for line in (tmp_path / "lists/ofac-sdn.jsonl").read_text().splitlines()]
    assert (party["names"], party["countries"]) == (["ORRERY, Tamsin", "ORERY, Tamsin"], ["mt"])


def test_one_list_that_fails_does_not_stop_the_others(
    published: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address = published
    (folder / "sema.xml").write_bytes(sema(3))
    known = [
        Publisher("un-sc", "UN", "un-xml", (f"{address}/un.xml",)),
        Publisher("canada-sema", "Canada", "canada-sema-xml", (f"{address}/sema.xml",)),
    ]
    monkeypatch.setattr("exeat.cli.updates.publishers", lambda: {one.list_id: one for one in known})
    result = update("un-sc", "canada-sema", "--output", tmp_path / "lists")
    assert (result.exit_code, "un-sc stays as it is" in result.stderr) == (1, True)
    assert (tmp_path / "lists/canada-sema.jsonl").stat().st_size > 0


def test_without_a_list_those_imported_before_are_updated(tmp_path: Path) -> None:
    result = update("--output", tmp_path / "lists")
    assert (result.exit_code, "name those to fetch, of un-sc" in result.stderr) == (1, True)


def test_an_address_goes_with_one_list(tmp_path: Path) -> None:
    assert update("--from", "http://127.0.0.1:9/x", "--output", tmp_path).exit_code == 2
    assert update("nowhere", "--output", tmp_path).exit_code == 2
