"""Reading a policy folder: one file a subject, every key known, every reference from file to file followed."""

import hashlib
from pathlib import Path

from exeat.domain.review.policy import sections
from exeat.domain.review.policy.model import Policy
from exeat.domain.review.policy.tables import PolicyError, Table

FILES = (
    "policy.toml",
    "calendar.toml",
    "kinds.toml",
    "changes.toml",
    "general.toml",
    "agencies.toml",
    "criteria.toml",
    "clocks.toml",
    "grounds.toml",
    "conditions.toml",
    "obligations.toml",
    "documents.toml",
    "completeness.toml",
    "watchlists.toml",
    "control_lists.toml",
    "denials.toml",
    "inspection.toml",
    "cooperation.toml",
    "statistics.toml",
    "embargoes.toml",
    "decision.toml",
    "committee.toml",
    "appeals.toml",
    "catch_all.toml",
    "red_flags.toml",
    "risk.toml",
    "licence.toml",
    "letters.toml",
)


def default_policy_folder() -> Path:
    """The model state's policy: in the checkout, else as installed with the package.

    Raises FileNotFoundError when there is neither.
    """
    package = Path(__file__).resolve().parents[3]
    for folder in (package.parents[1] / "policies" / "model", package / "_policies" / "model"):
        if (folder / "policy.toml").is_file():
            return folder
    raise FileNotFoundError("the model policy is missing: expected policies/model in the checkout or the package")


def load_policy(folder: Path) -> Policy:
    """Read and check the policy in `folder`.

    Raises PolicyError at the first fault: a file that is missing, unknown or not TOML, an unknown or missing key, a
    value of the wrong form, a reference to something that no file defines.
    """
    if not folder.is_dir():
        raise PolicyError(str(folder), "", "no such policy folder")
    for path in sorted(folder.glob("*.toml")):
        if path.name not in FILES:
            raise PolicyError(path.name, "", f"unknown file; a policy has {', '.join(FILES)}")
    tables = {name: Table.from_file(folder / name) for name in FILES}
    policy = sections.read(tables, sha256=_sha256(folder))
    for table in tables.values():
        table.close()
    return policy


def _sha256(folder: Path) -> str:
    """Over the files' names and contents, line ends made equal; the worked examples decide nothing and are left out."""
    digest = hashlib.sha256()
    for name in FILES:
        content = (folder / name).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
