"""Files from the publishers of lists, over slow and broken lines: fetched whole or not at all.

A transfer that breaks is taken up where it stopped, if the server can, and else begun again. A redirect leads to the
same host, or to one that was named before; anything else is refused, so that a hijacked address brings no list.
"""

from __future__ import annotations

import json
import tempfile
import time
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import TracebackType

import httpx

_TIME_OUT = httpx.Timeout(60, connect=15)  # seconds: for each piece, not for the whole file
_WAITS = (2.0, 8.0)  # seconds before a second and a third try
_MOST_BYTES = 1_000_000_000  # after unpacking; the largest list published is under 150 MB
_MOST_REDIRECTS = 5
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # worth another try


class DownloadFailed(Exception):
    """A file that could not be fetched; the message names address and reason."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Where a list is published. ``day`` is the address that says which day to put for ``{day}`` in ``files``."""

    list_id: str
    title: str
    format: str
    files: tuple[str, ...]
    also_from: tuple[str, ...] = ()
    day: str = ""


def publishers() -> Mapping[str, Publisher]:
    """The publishers known, by the list's id (``publishers.toml``)."""
    known = tomllib.loads(files("exeat.adapters").joinpath("publishers.toml").read_text(encoding="utf-8"))
    return {
        key: Publisher(
            list_id=key,
            title=one["title"],
            format=one["format"],
            files=tuple(one["files"]),
            also_from=tuple(one.get("also_from", ())),
            day=one.get("day", ""),
        )
        for key, one in known.items()
    }


class _Broken(Exception):
    """A try that failed in a way that another may not."""


class Downloader:
    """Fetches files; ``waits`` are the seconds before each further try. Use it as a context manager."""

    def __init__(self, *, waits: Sequence[float] = _WAITS) -> None:
        self._waits = waits
        self._client = httpx.Client(timeout=_TIME_OUT, headers={"User-Agent": "exeat"}, follow_redirects=False)

    def __enter__(self) -> Downloader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def addresses(self, publisher: Publisher) -> tuple[str, ...]:
        """The addresses of a publisher's files, of the newest day where they bear one. Raises DownloadFailed."""
        if not publisher.day:
            return publisher.files
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "days.json"
            self.fetch(publisher.day, path)
            return tuple(_of_newest_day(publisher.day, path, file) for file in publisher.files)

    def fetch_all(self, addresses: Sequence[str], folder: Path, also_from: Collection[str] = ()) -> list[Path]:
        """The files of ``addresses`` in ``folder``, under the last parts of their addresses.

        Raises DownloadFailed; what was fetched before stays in the folder.
        """
        names = [address.split("?")[0].rstrip("/").rpartition("/")[2] for address in addresses]
        paths = [folder / (f"{at}-{name}" if names.count(name) > 1 else name) for at, name in enumerate(names, start=1)]
        for address, path in zip(addresses, paths, strict=True):
            self.fetch(address, path, also_from)
        return paths

    def fetch(self, address: str, path: Path, also_from: Collection[str] = ()) -> None:
        """Writes the file at ``address`` to ``path``. Raises DownloadFailed when no try brought the whole of it."""
        part = _Part(path)
        for wait in (*self._waits, None):
            try:
                self._try(address, part, also_from)
                return
            except (_Broken, httpx.TransportError, httpx.DecodingError) as problem:
                if wait is None:
                    reason = str(problem) or type(problem).__name__
                    raise DownloadFailed(f"{address}: {reason}, after {len(self._waits) + 1} tries") from problem
                time.sleep(wait)
            except httpx.InvalidURL as problem:
                raise DownloadFailed(f"{address}: not an address ({problem})") from problem

    def _try(self, address: str, part: _Part, also_from: Collection[str]) -> None:
        url = httpx.URL(address)
        allowed = {url.host, *also_from}
        for _ in range(_MOST_REDIRECTS + 1):
            with self._client.stream("GET", url, headers=part.headers()) as answer:
                if not answer.has_redirect_location:
                    _check(address, answer)
                    part.write(answer, address)
                    return
                url = _next(address, answer, allowed)
        raise DownloadFailed(f"{address}: more than {_MOST_REDIRECTS} redirects")


@dataclass(slots=True)
class _Part:
    """What has been written of a file, and by what mark the server knows that the rest is of the same."""

    path: Path
    mark: str = ""

    def headers(self) -> dict[str, str]:
        have = self.path.stat().st_size if self.mark and self.path.exists() else 0
        return {"Range": f"bytes={have}-", "If-Range": self.mark} if have else {}

    def write(self, answer: httpx.Response, address: str) -> None:
        """Adds the answer's bytes; from the beginning where the server sends the whole."""
        resumed = answer.status_code == httpx.codes.PARTIAL_CONTENT
        if resumed and not answer.headers.get("content-range", "").startswith(f"bytes {self.path.stat().st_size}-"):
            self.mark = ""
            raise _Broken("the server sent another part than the one asked for")
        packed = "content-encoding" in answer.headers
        mark = answer.headers.get("etag", "")
        self.mark = "" if packed or mark.startswith("W/") else mark
        with self.path.open("ab" if resumed else "wb") as out:
            for piece in answer.iter_bytes():
                out.write(piece)
                if out.tell() > _MOST_BYTES:
                    raise DownloadFailed(f"{address}: more than {_MOST_BYTES // 1_000_000:,} MB; no list is so large")


def _of_newest_day(source: str, path: Path, address: str) -> str:
    """An eCFR address with the day up to which its title is complete, by the list of titles in ``path``."""
    try:
        titles = json.loads(path.read_bytes())["titles"]
        [day] = [one["up_to_date_as_of"] for one in titles if f"title-{one['number']}." in address]
        return address.replace("{day}", date.fromisoformat(day).isoformat())
    except (ValueError, KeyError, TypeError) as problem:
        raise DownloadFailed(f"{source}: does not say up to which day {address} is complete") from problem


def _check(address: str, answer: httpx.Response) -> None:
    if answer.status_code in _PASSING:
        raise _Broken(f"the server answered {answer.status_code} {answer.reason_phrase}")
    if not answer.is_success:
        raise DownloadFailed(
            f"{address}: the server answered {answer.status_code} {answer.reason_phrase}; if the list moved, "
            "name its new address with --from"
        )


def _next(address: str, answer: httpx.Response, allowed: Collection[str]) -> httpx.URL:
    """Where a redirect leads; raises DownloadFailed for a host that was not named, or a step from https to http."""
    url = answer.url.join(answer.headers["location"])
    if url.host not in allowed:
        raise DownloadFailed(
            f"{address}: redirects to {url.host}, which is not known as this publisher's; if it is, name the new "
            "address with --from"
        )
    if answer.url.scheme == "https" and url.scheme != "https":
        raise DownloadFailed(f"{address}: redirects from https to {url.scheme}")
    return url
