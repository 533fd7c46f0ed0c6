"""The index files of control lists: written by the worker, found by every process of this installation."""

from __future__ import annotations

from exeat.domain.controls import build_index, index_fits
from exeat.web.registers.lists import index_path, read_control_list, versions_in_force
from exeat.web.registers.models import ControlListVersion


def index_control_lists() -> int:
    """Write the index of every list in force that has none yet; how many were written. Until then words alone serve."""
    written = 0
    for version in versions_in_force(ControlListVersion):
        path, control_list = index_path(version.list_id, version.version), read_control_list(version)
        if not index_fits(control_list, path):
            path.parent.mkdir(parents=True, exist_ok=True)
            build_index(control_list, path)
            written += 1
    return written
