"""`exeat login` and `exeat case`: applications and cases on a server, as the signed-in user."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from exeat.adapters.bundles import BundleError, read_bundle
from exeat.cli._common import Refused, echo_json, write_output
from exeat.cli._server import DEFAULT, Server, store_token
from exeat.cli._show_case import show_case
from exeat.domain.licences import KeyFileError, PublicKeys
from exeat.domain.review import Application, ApplicationError

_FILE = click.Path(path_type=Path, dir_okay=False)
_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.command()
@click.option("--server", envvar="EXEAT_SERVER", default=DEFAULT, show_default=True, help="The server's address.")
@click.option("--email", help="The address that you sign in with; asked for when absent.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--code", default="", help="The code of your second factor, if you have one.")
@click.option("--days", type=click.IntRange(1, 365), default=30, show_default=True, help="How long the token is valid.")
def login(server: str, email: str | None, password_stdin: bool, code: str, days: int) -> None:
    """Store a token that signs in to a server.

    It is kept in ~/.config/exeat/credentials.json, for you alone. EXEAT_TOKEN and EXEAT_SERVER, where set, are used
    instead.
    """
    target = Server(server, anonymous=True)
    email = email or click.prompt("E-mail address")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else click.prompt("Password", hide_input=True)
    wanted = {"email": email, "password": password, "code": code, "name": "exeat login", "days": days}
    made = target.post("tokens", json=wanted)
    store_token(target.address, made["token"], str(email))
    click.echo(f"Signed in to {target.address} as {email} until {made['expires_at'][:10]}.")


@click.group()
def case() -> None:
    """Submit and read applications on a server, as the signed-in user."""


@case.command()
@click.argument("application", type=_FILE)
@_json
def submit(application: Path, as_json: bool) -> None:
    """Submit an application with the documents that it names.

    Documents are looked for beside the application's file. When something is missing, it is said, and the application
    stays a draft on the server.
    """
    content = _application(application)
    files = _documents(application, content)
    server = Server()
    reference = server.post("cases", json=content)["reference"]
    try:
        for about, path in files:
            with path.open("rb") as file:
                server.post(f"cases/{reference}/documents", data=about, files={"file": (path.name, file)})
        made = server.post(f"cases/{reference}/submit")
    except Refused as refusal:
        raise Refused(f"{reference} stays a draft: {refusal.message}")
    if as_json:
        echo_json(made)
    else:
        click.echo(reference)


@case.command("list")
@click.option("--state", default="", help="Only cases in this state, such as under_review.")
@click.option("--late", is_flag=True, help="Only cases past their due date.")
@click.option("--text", default="", help="In the reference or the exporter's name.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Which page, of 50 cases.")
@_json
def list_cases(state: str, late: bool, text: str, page: int, as_json: bool) -> None:
    """List the cases that you may open, the newest first."""
    found = Server().get("cases", params={"state": state, "late": late, "text": text, "page": page})
    if as_json:
        echo_json(found)
        return
    for one in found["results"]:
        due = f"due {one['due']}" if one["due"] else ""
        click.echo(f"{one['reference']}  {one['state'].replace('_', ' '):24} {due:15} {one['exporter']}")
    if len(found["results"]) < found["count"]:
        click.echo(f"Page {page} of {found['count']} cases.")


@case.command()
@click.argument("reference")
@_json
def show(reference: str, as_json: bool) -> None:
    """Show a case: its clock, goods with suggested entries, parties with matches, positions, and what happened."""
    found = Server().get(f"cases/{quote(reference, safe='')}")
    if as_json:
        echo_json(found)
    else:
        show_case(found)


@case.command()
@click.argument("reference")
@click.option("--output", type=_FILE, required=True, help="The file to write.")
def export(reference: str, output: Path) -> None:
    """Write a case, as far as you may see it, into a file for another installation.

    A file that ends in .zip holds the documents and the licence too, and is signed by the authority.
    """
    case_address = f"cases/{quote(reference, safe='')}"
    if output.suffix == ".zip":
        content = Server().get_file(f"{case_address}/bundle")
    else:
        exported = Server().get(f"{case_address}/export")
        content = (json.dumps(exported, ensure_ascii=False, indent=2) + "\n").encode()
    write_output(output, content)
    click.echo(f"{reference} is in {output}.")


@case.command("import")
@click.argument("file", type=_FILE)
@click.option("--key", type=_FILE, help="The other authority's public key (JWK), to prove a signed .zip with.")
def import_case(file: Path, key: Path | None) -> None:
    """File a case that another installation exported, as a foreign record: to read, and no case of ours."""
    content = _from_bundle(file, key) if file.suffix == ".zip" else _object(file)
    if content.get("format") != "exeat-case":
        raise Refused(f"{file}: not an exported case; `exeat case export` writes one")
    filed = Server().post("foreign-records", json=content)
    click.echo(f"{filed['country']} {filed['reference']} is filed as foreign record {filed['id']}.")


def _from_bundle(path: Path, key: Path | None) -> dict[str, Any]:
    """The case inside a signed bundle, once its signature holds."""
    if key is None:
        raise Refused(f"{path}: is signed; name the other authority's public key with --key")
    try:
        bundle = read_bundle(path.read_bytes(), PublicKeys.load(key))
        content = json.loads(bundle.files["case.json"])
    except OSError as problem:
        raise Refused(f"{path}: {problem.strerror}")
    except (BundleError, KeyFileError) as problem:
        raise Refused(f"{path}: {problem}")
    except (KeyError, ValueError):
        raise Refused(f"{path}: holds no case")
    if not isinstance(content, dict):
        raise Refused(f"{path}: holds no case")
    return content


def _object(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise Refused(f"{path}: {problem.strerror}")
    except UnicodeDecodeError:
        raise Refused(f"{path}: expected text in UTF-8")
    except json.JSONDecodeError as problem:
        raise Refused(f"{path} line {problem.lineno}: not JSON: {problem.msg}")
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets within brackets
        raise Refused(f"{path}: JSON beyond all measure")
    if not isinstance(content, dict):
        raise Refused(f"{path}: expected a JSON object")
    return content


def _application(path: Path) -> dict[str, Any]:
    """The application, its form checked here, so that a typing mistake leaves no draft behind.

    What its kind asks for is the server's policy to say.
    """
    content = _object(path)
    try:
        Application.from_json(content, asks=())
    except ApplicationError as problem:
        raise Refused(f"{path}: {problem}")
    return content


def _documents(application: Path, content: dict[str, Any]) -> list[tuple[dict[str, str], Path]]:
    """Kind and marking, and the place, of each document; one that is not there is named before anything is sent."""
    files = []
    for part in content.get("documents", []):
        about = {"kind": str(part["kind"]), "marking": str(part.get("marking", "unmarked"))}
        files.append((about, application.parent / str(part["file"])))
    if absent := [str(path) for _, path in files if not path.is_file()]:
        raise Refused(f"{application}: there is no file {', '.join(absent)}")
    for part in content.get("documents", []):
        part["file"] = Path(str(part["file"])).name
    return files
