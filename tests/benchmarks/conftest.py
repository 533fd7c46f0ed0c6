"""Benchmarks are scripts, not a package: their helpers are found beside the script, as when it is run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks/screening"))
