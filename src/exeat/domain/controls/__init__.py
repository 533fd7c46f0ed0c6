"""Control lists: read from their publishers' files, kept by version, compared, searched, asked about goods.

imported = READERS["eu-annex-i-json"]([Path("annex.json")])
imported.control_list.save("eu.json")
ControlList.load("eu.json").classify("thermal camera with a microbolometer array")
"""

from exeat.domain.controls.classify import ENGINE_VERSION, Candidate, Reason, Release, Weighed
from exeat.domain.controls.compare import Change, Piece
from exeat.domain.controls.control_list import ControlList, in_force, with_dates
from exeat.domain.controls.errors import ControlListError, NotInForceError, SourceError, UnknownCodeError
from exeat.domain.controls.hs_table import with_customs_codes
from exeat.domain.controls.likeness import InCommon, in_common
from exeat.domain.controls.numbering import Regime, codes_in
from exeat.domain.controls.readers import READERS, Imported
from exeat.domain.controls.records import Correction, Doubt, Entry, Provision, Ref, Version
from exeat.domain.controls.repair import repaired
from exeat.domain.controls.retrieval.store import build_index, index_beside, index_fits, index_size
from exeat.domain.controls.twins import Disagreement, disagreements

__all__ = [
    "ENGINE_VERSION",
    "READERS",
    "Candidate",
    "Change",
    "ControlList",
    "ControlListError",
    "Correction",
    "Disagreement",
    "Doubt",
    "Entry",
    "Imported",
    "InCommon",
    "NotInForceError",
    "Piece",
    "Provision",
    "Reason",
    "Ref",
    "Regime",
    "Release",
    "SourceError",
    "UnknownCodeError",
    "Version",
    "Weighed",
    "build_index",
    "codes_in",
    "disagreements",
    "in_common",
    "in_force",
    "index_beside",
    "index_fits",
    "index_size",
    "repaired",
    "with_customs_codes",
    "with_dates",
]
