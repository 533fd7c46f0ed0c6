"""The server that `exeat case` speaks to: its address, the user's token, and how its refusals read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import httpx

from exeat.cli._common import Refused

DEFAULT = "http://localhost:8000"
_WAIT = httpx.Timeout(120, connect=10)  # classifying and screening a long application takes its time


def credentials_path() -> Path:
    """Where tokens are kept: readable by their owner alone."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "exeat" / "credentials.json"


def store_token(server: str, token: str, email: str) -> None:
    """Keep the token as the one to use, whole or not at all."""
    path = credentials_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"server": server, "token": token, "email": email}, file)
    fresh.replace(path)


def _stored() -> dict[str, str]:
    path = credentials_path()
    try:
        stored = json.loads(path.read_text())
        return {"server": str(stored["server"]), "token": str(stored["token"])}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(f"{path} cannot be read: run `exeat login` again")


class Server:
    """Sends requests as the user of `exeat login`, or of EXEAT_TOKEN and EXEAT_SERVER."""

    def __init__(self, address: str | None = None, *, anonymous: bool = False) -> None:
        stored = {} if anonymous else _stored()
        self.address = (address or os.environ.get("EXEAT_SERVER") or stored.get("server") or DEFAULT).rstrip("/")
        own = stored.get("token") if stored.get("server") == self.address else None  # a token goes nowhere else
        token = None if anonymous else os.environ.get("EXEAT_TOKEN") or own
        if token is None and not anonymous:
            raise Refused(f"not signed in to {self.address}: run `exeat login`, or set EXEAT_TOKEN")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            self._client = httpx.Client(base_url=f"{self.address}/api/", headers=headers, timeout=_WAIT)
        except (httpx.InvalidURL, UnicodeEncodeError):
            raise Refused(f"{self.address!r} is not an address of a server, such as {DEFAULT}")

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """What the server answers; raises Refused with its reasons."""
        return self._read(self._send("GET", path, params=params))

    def get_file(self, path: str) -> bytes:
        """The file that the server answers with; raises Refused with its reasons."""
        return self._send("GET", path).content

    def post(self, path: str, **content: Any) -> Any:
        """What the server answers to `json`, `data` or `files`; raises Refused with its reasons."""
        return self._read(self._send("POST", path, **content))

    def _read(self, answer: httpx.Response) -> Any:
        try:
            return answer.json()
        except ValueError:
            raise Refused(f"{self.address} answered something else than Exeat would: is the address right?")

    def _send(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **content)
        except (httpx.TransportError, httpx.InvalidURL, httpx.UnsupportedProtocol) as problem:
            raise Refused(f"no answer from {self.address}: {problem}; is the server running (`exeat run`)?")
        if answer.is_success:
            return answer
        raise Refused("; ".join(reasons(answer)))


def reasons(answer: httpx.Response) -> list[str]:
    """Why a request was refused, in the server's words: a sentence each."""
    if answer.status_code == 401 and answer.request.headers.get("Authorization"):
        return ["the token is not valid, or has expired: run `exeat login` again"]
    try:
        said = answer.json()
    except ValueError:
        said = None
    if isinstance(said, dict):
        if "refusals" in said:
            return [refusal["message"] for refusal in said["refusals"]]
        if "errors" in said:
            return [f"{field}: {message}" if field else message for field, message in said["errors"].items()]
        if "message" in said:
            return [said["message"]]
    return [f"the server answered {answer.status_code} to {answer.request.method} {answer.request.url.path}"]


def echo_list(title: str, lines: list[str]) -> None:
    """A heading with indented lines, or nothing where there are none."""
    if lines:
        click.echo(f"\n{title}")
        for line in lines:
            click.echo(f"  {line}")
