"""Signed bundles: a ZIP file of JSON and documents that anybody can read, and whose reader can prove who made it.

    README.txt       what the file is, in words; nothing that is checked
    manifest.json    format, what it is about, and for every file below its size and SHA-256
    manifest.jws     the same statement, signed with the authority's key
    …                the files

Nothing in a bundle is trusted before its manifest's signature holds and each file has the digest that it names.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exeat.domain.licences import AuthorityKey, PublicKeys, UnknownKeyError, UnsignedError, open_signed, sign

FORM = "exeat-bundle-1"
MANIFEST, SIGNED, README = "manifest.json", "manifest.jws", "README.txt"
_MOST_FILES, _MOST_BYTES = 5_000, 500_000_000
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the day of every file inside: the same content gives the same bytes


class BundleError(ValueError):
    """A file that is no sound bundle; says what is wrong with which part of it."""


@dataclass(frozen=True)
class Bundle:
    """A bundle read back: what it says it is about, and its files by name. `signed` is whether a trusted key signed
    it; False when no key was given to check with."""

    about: dict[str, Any]
    files: dict[str, bytes]
    signed: bool


def write_bundle(about: Mapping[str, Any], files: Mapping[str, bytes], readme: str, key: AuthorityKey) -> bytes:
    """The bundle's bytes. `about` is JSON that says what the bundle is; `files` are named by paths with `/`."""
    listed = {name: {"size": len(content), "sha256": _digest(content)} for name, content in sorted(files.items())}
    statement = {"v": FORM, "about": dict(about), "files": listed}
    whole = {
        README: readme.encode(),
        MANIFEST: json.dumps(statement, ensure_ascii=False, indent=2).encode(),
        SIGNED: sign(statement, key).encode(),
        **dict(sorted(files.items())),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def read_bundle(content: bytes, keys: PublicKeys | None = None) -> Bundle:
    """Read what `write_bundle` wrote, here or at another authority.

    With `keys` the signature must hold; without, only the digests are checked. Raises BundleError.
    """
    whole = _unpacked(content)
    try:
        statement = json.loads(whole[MANIFEST])
        listed = {name: str(entry["sha256"]) for name, entry in statement["files"].items()}
        about = dict(statement["about"])
        form = statement["v"]
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise BundleError(f"{MANIFEST} is absent or damaged") from None
    if form != FORM:
        raise BundleError(f"{MANIFEST} is of the form {form!r}; this program reads {FORM!r}")
    if keys is not None and _proven(whole.get(SIGNED, b""), keys) != statement:
        raise BundleError(f"{MANIFEST} is not what the authority signed")
    files = {name: part for name, part in whole.items() if name not in (README, MANIFEST, SIGNED)}
    for name in sorted({*listed, *files}):
        if name not in files:
            raise BundleError(f"{name} is absent")
        if name not in listed:
            raise BundleError(f"{name} is not in {MANIFEST}")
        if _digest(files[name]) != listed[name]:
            raise BundleError(f"{name} was altered")
    return Bundle(about, files, keys is not None)


def _proven(token: bytes, keys: PublicKeys) -> dict[str, Any]:
    try:
        return open_signed(token.decode(), keys)
    except UnknownKeyError:
        raise BundleError("signed with a key that is not among those given") from None
    except (UnsignedError, UnicodeDecodeError):
        raise BundleError(f"{SIGNED} is absent or altered") from None


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The files inside by name, as long as they are as many and as large as an honest bundle's."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if len(names) > _MOST_FILES or sum(member.file_size for member in members) > _MOST_BYTES:
                raise BundleError(f"holds more than {_MOST_FILES} files or {_MOST_BYTES // 1_000_000} MB")
            if len(set(names)) != len(names):
                raise BundleError("holds two files of one name")
            return {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        if isinstance(fault, BundleError):
            raise
        raise BundleError("is not a sound ZIP file") from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
