"""Small invented lists in the formats of the published ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from exeat.domain.controls import READERS, ControlList

EU_ENTRIES = {
    "3A001": [
        "3A001 Electronic garden tools, as follows:",
        "3A001 N.B. SEE ALSO 3A201.",
        "3A001.a Rakes, having all of the following:",
        "3A001.a.1 A tine length exceeding 1,5 m; and",
        "3A001.a.2 Specially designed for underwater lawns;",
        "3A001.a Note 1: 3A001.a. does not control rakes designed for sandpits.",
        "3A001.a Technical Note: For the purposes of 3A001.a.1., tine length is measured along the curve.",
        "3A001.b Watering cans, other than those specified in 3A001.a., of more than 5 × 103 cm3.",
    ],
    "3A201": [
        "3A201 Rotating sprinklers having any of the following:",
        "3A201.a A radius of more than 20 m; or",
        "3A201.b The capability to spray heavy water.",
    ],
    "3D001": ['3D001 "Software" specially designed for the "use" of rakes specified in 3A001.a.'],
}


def eu_document(entries: dict[str, list[str]] = EU_ENTRIES) -> dict[str, Any]:
    return {
        "corpus_version": "INVENTED-20270101",
        "valid_from": "2027-01-01",
        "attribution": "Invented for tests.",
        "entry_count": len(entries),
        "index": [{"code": code, "first_line": lines[0]} for code, lines in entries.items()],
        "entries": [
            {
                "entry_code": code,
                "verbatim_text": "\n".join(lines),
                "parameters": [line for line in lines if "exceeding" in line],
                "applicable_notes": [],
            }
            for code, lines in entries.items()
        ],
        "docs": [
            {
                "doc_type": "definitions_annex",
                "title": "DEFINITIONS",
                "verbatim_text": '"Use" means use.\n"Lawn" is grass.',
            }
        ],
        "geas": [{"id": "EU000"}],
    }


US_XML = """<?xml version="1.0" encoding="UTF-8"?>
<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX">
<HEAD>Supplement No. 1 to Part 774—An Invented List
</HEAD>
<HD1>Category 1—Gardens
</HD1>
<HD1>A. “End Items”
</HD1>
<FP-2><B>1A001 Sprinklers, as follows (see List of Items Controlled).</B>
</FP-2>
<FP-1><E T="04">License Requirements</E>
</FP-1>
<FP-1><I>Reason for Control:</I> NS, AT
</FP-1>
<DIV width="100%"><DIV class="gpotbl_div"><TABLE><THEAD><TR><TH>Control(s)</TH><TH>Chart</TH></TR></THEAD>
<TBODY><TR><TD>NS applies to entire entry</TD><TD>NS Column 1.</TD></TR></TBODY></TABLE></DIV></DIV>
<FP-1><I>Related Controls:</I> See also 1A992.
</FP-1>
<FP-1><I>Related Definitions:</I> N/A
</FP-1>
<FP><I>Items:</I> a. Rotating sprinklers having both of the following:
</FP>
<P>a.1. A flux of 2 × 10
<SU>3</SU> g/cm
<SU>2</SU> of CO
<E T="52">2</E> or more; <I>and</I></P>
<P>a.2 A residue of 5 × 10<E T="51">−6</E> g;</P>
<NOTE>
<HED><I>Note:</I></HED>
<P><I>1A001.a does not apply to:</I></P>
<P><I>a. Toys;</I></P></NOTE>
<P>b. through d. [Reserved]</P>
<P>e. Hoses rated above 20 MPa.</P>
<FP-2><B>1A992 Garden equipment not controlled by 1A001.</B>
</FP-2>
<FP><I>Items:</I> The list of items controlled is contained in the ECCN heading.
</FP>
<HD1>D. “Software”
</HD1>
<FP-1><B>1D001 “Software” for sprinklers controlled by 1A001</B>.
</FP-1>
<FP><I>Items:</I>
</FP>
<P>The list of items controlled is contained in the ECCN heading.</P>
<FP-2>EAR99 Items not elsewhere specified.
</FP-2>
</DIV9>
"""

STATE_CSV = """code,parent,kind,text,regimes,hs
N-1,,heading,"Beehives, as follows:",Invented Apiary Group,0106
N-1.a,N-1,provision,Hives for more than 100 queens; or,,
N-1.b,N-1,provision,"Hives with ""active"" ventilation.",,
,N-1.b,exclusion,N-1.b does not control hives of straw.,,
N-2,,heading,Honey extractors,,
"""


@pytest.fixture
def eu_file(tmp_path: Path) -> Path:
    path = tmp_path / "annex.json"
    path.write_text(json.dumps(eu_document(), indent=1), encoding="utf-8")
    return path


@pytest.fixture
def us_file(tmp_path: Path) -> Path:
    path = tmp_path / "ccl.xml"
    path.write_text(US_XML, encoding="utf-8")
    return path


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    path = tmp_path / "national-list.csv"
    path.write_text(STATE_CSV, encoding="utf-8")
    return path


@pytest.fixture
def eu_list(eu_file: Path) -> ControlList:
    return READERS["eu-annex-i-json"]([eu_file]).control_list


@pytest.fixture
def us_list(us_file: Path) -> ControlList:
    return READERS["us-ccl-ecfr-xml"]([us_file]).control_list


@pytest.fixture
def csv_list(csv_file: Path) -> ControlList:
    return READERS["csv"]([csv_file]).control_list
