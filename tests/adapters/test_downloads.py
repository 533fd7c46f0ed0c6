"""Fetching files over a line that breaks, from a server that misbehaves."""

import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from exeat.adapters.downloads import Downloader, DownloadFailed, Publisher, publishers
from exeat.domain.screening.importers import FORMATS

BODY = bytes(range(256)) * 400
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Answers each request with the next of ``answers``, the last again and again; notes what was asked."""

    answers: list[Answer]
    asked: list[tuple[str, dict[str, str]]]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def whole(status: int = 200, body: bytes = BODY, cut: int | None = None, **headers: str) -> Answer:
    """An answer that states the length of its body, and breaks off after ``cut`` bytes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body[:cut])

    return answer


def rest(handler: BaseHTTPRequestHandler) -> None:
    """The part that was asked for."""
    start = int(handler.headers["range"].removeprefix("bytes=").rstrip("-"))
    span = f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"
    whole(206, BODY[start:], etag='"1"', content_range=span)(handler)


def fetch(server: Server, folder: Path, *answers: Answer, path: str = "/list.csv") -> bytes:
    server.answers = list(answers)
    with Downloader(waits=(0, 0)) as downloader:
        downloader.fetch(server.address + path, folder / "list.csv")
    return (folder / "list.csv").read_bytes()


def test_a_file_comes_whole(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, whole()) == BODY


def test_a_packed_file_is_unpacked(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, whole(body=gzip.compress(BODY), content_encoding="gzip")) == BODY


def test_a_cut_transfer_is_taken_up_where_it_stopped(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, whole(cut=5000, etag='"1"'), rest) == BODY
    asked = server.asked[1][1]
    assert 0 < int(asked["Range"].removeprefix("bytes=").rstrip("-")) <= 5000
    assert asked["If-Range"] == '"1"'


@pytest.mark.parametrize(
    "first",
    [
        whole(cut=5000),  # no mark by which the server would know the file again
        whole(cut=5000, etag='W/"1"'),
        whole(body=gzip.compress(BODY), cut=500, content_encoding="gzip", etag='"1"'),
        whole(503, b"", etag='"1"'),
    ],
)
def test_what_cannot_be_taken_up_is_begun_again(server: Server, tmp_path: Path, first: Answer) -> None:
    assert fetch(server, tmp_path, first, whole()) == BODY
    assert "Range" not in server.asked[1][1]


def test_a_file_that_changed_meanwhile_is_begun_again(server: Server, tmp_path: Path) -> None:
    changed = BODY[::-1]
    assert fetch(server, tmp_path, whole(cut=5000, etag='"1"'), whole(body=changed, etag='"2"')) == changed


def test_another_part_than_the_one_asked_for_is_not_taken(server: Server, tmp_path: Path) -> None:
    wrong = whole(206, BODY[7:], content_range=f"bytes 7-{len(BODY) - 1}/{len(BODY)}")
    assert fetch(server, tmp_path, whole(cut=5000, etag='"1"'), wrong, whole()) == BODY


@pytest.mark.parametrize(
    ("answer", "complaint", "tries"),
    [
        (whole(404, b"gone"), "answered 404 Not Found; if the list moved, name its new address with --from", 1),
        (whole(500, b""), "answered 500 Internal Server Error, after 3 tries", 3),
        (whole(cut=5000), "after 3 tries", 3),
        (whole(body=b"not packed", content_encoding="gzip"), "after 3 tries", 3),
        (whole(302, b"", location="https://example.org/list.csv"), "redirects to example.org, which is not known", 1),
        (whole(302, b"", location="/again"), "more than 5 redirects", 6),
    ],
)
def test_a_file_that_does_not_come_is_said_to(
    server: Server, tmp_path: Path, answer: Answer, complaint: str, tries: int
) -> None:
    with pytest.raises(DownloadFailed, match=r"^http://127.0.0.1:\d+/list.csv: ") as problem:
        fetch(server, tmp_path, answer)
    assert complaint in str(problem.value)
    assert len(server.asked) == tries


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with Downloader(waits=()) as downloader, pytest.raises(DownloadFailed, match=r"127\.0\.0\.1:9/x"):
        downloader.fetch("http://127.0.0.1:9/x", tmp_path / "x")


def test_a_redirect_on_the_same_host_or_to_a_named_one_is_followed(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, whole(302, b"", location="/new.csv"), whole()) == BODY
    elsewhere = whole(302, b"", location=f"http://localhost:{server.server_port}/store/list.csv")
    server.answers = [elsewhere, whole(body=b"stored")]
    with Downloader(waits=()) as downloader:
        [path] = downloader.fetch_all([f"{server.address}/a.csv?token=1"], tmp_path, also_from=["localhost"])
    assert (path.name, path.read_bytes()) == ("a.csv", b"stored")


def test_files_of_one_name_are_kept_apart(server: Server, tmp_path: Path) -> None:
    server.answers = [whole(body=b"1"), whole(body=b"2")]
    with Downloader() as downloader:
        paths = downloader.fetch_all([f"{server.address}/{key}/content" for key in "ab"], tmp_path)
    assert [(path.name, path.read_bytes()) for path in paths] == [("1-content", b"1"), ("2-content", b"2")]


def test_an_ecfr_part_is_asked_for_at_the_newest_complete_day(server: Server) -> None:
    days = '{"titles": [{"number": 5, "up_to_date_as_of": "2026-01-01"}, {"number": 15, "up_to_date_as_of": "DAY"}]}'
    files = ("https://example.org/{day}/title-15.xml?part=744",)
    where = Publisher("bis-744", "Commerce", "bis-744-xml", files, day=f"{server.address}/titles.json")
    server.answers = [whole(body=days.replace("DAY", "2026-02-27").encode()), whole(body=b"{}"), whole(body=b"<html>")]
    with Downloader() as downloader:
        assert downloader.addresses(where) == ("https://example.org/2026-02-27/title-15.xml?part=744",)
        for _ in range(2):
            with pytest.raises(DownloadFailed, match="does not say up to which day"):
                downloader.addresses(where)


def test_every_publisher_has_a_known_format_and_addresses_that_nobody_can_change_on_the_way() -> None:
    for key, publisher in publishers().items():
        assert publisher.format in FORMATS, key
        assert all(address.startswith("https://") for address in publisher.files)
