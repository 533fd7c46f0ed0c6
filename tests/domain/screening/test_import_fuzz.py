"""Sources with something wrong in them: an importer reads a file or refuses it, and never breaks or invents."""

import importlib.util
import tempfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.screening.importers import FORMATS, Imported, ImportRefused, import_list


def beside(name: str) -> ModuleType:
    """Another test module of this folder, for its invented sources."""
    spec = importlib.util.spec_from_file_location(f"sources_of_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SOURCES: dict[str, str] = {
    **beside("test_import_xml").SOURCES,
    **beside("test_import_schema_xml").SOURCES,
    **beside("test_import_schema_tables").SOURCES,
}
OTHERS = st.one_of(st.binary(max_size=6), st.sampled_from([b'"', b"<", b"\n", b"\xff"]))
DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), OTHERS), min_size=1, max_size=3)


def damaged(source: bytes, damage: list[tuple[float, int, bytes]]) -> bytes:
    """At each place, a share of the length, so many bytes are replaced by others."""
    for share, length, other in damage:
        at = int(share * len(source))
        source = source[:at] + other + source[at + length :]
    return source


@pytest.mark.parametrize("name", sorted(SOURCES))
@given(damage=DAMAGE)
@settings(max_examples=60, deadline=None)
def test_a_damaged_source_is_read_or_refused(name: str, damage: list[tuple[float, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.src"
        path.write_bytes(damaged(SOURCES[name].encode(), damage))
        try:
            imported = import_list(name, [path])
        except ImportRefused as refusal:
            assert str(refusal).startswith("list.src")
        else:
            assert isinstance(imported, Imported)
            assert all(count.read == count.in_source for count in imported.counts)


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\0" * 100, b"\xff\xfe\x00", b"<html><body>Maintenance</body></html>\n"]
)
def test_a_file_that_is_no_list_is_refused_by_every_format(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "list.src"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"^list\.src"):
        import_list(name, [path])
