"""The peers' environment: made on first use, outside the tree, and asked through files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "exeat-bench"
PACKAGES = ("nomenklatura==4.17.0", "sanctions-screening-benchmark==0.1.0")
_STAMP = CACHE / "packages.txt"


def python() -> Path:
    """The interpreter of the environment, which is made when it is not there or holds other versions."""
    interpreter = CACHE / "peers/bin/python"
    wanted = "\n".join(PACKAGES)
    if interpreter.exists() and _STAMP.exists() and _STAMP.read_text() == wanted:
        return interpreter
    for tool in ("pkg-config", "g++"):
        if shutil.which(tool) is None:
            raise SystemExit(f"{tool} is not there: PyICU is compiled; apt-get install libicu-dev pkg-config g++")
    print(f"installing {', '.join(PACKAGES)} into {CACHE} (some minutes, 1 GB)", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", CACHE / "peers"], check=True)
    subprocess.run([interpreter, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    _STAMP.write_text(wanted)
    return interpreter


def ask(script: str, question: Any, *arguments: str | Path, core: int | None = None) -> Any:
    """The answer of a script of this folder, run in the peers' environment, to a question put as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "question.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps(question), encoding="utf-8")
        command: Sequence[str | Path] = (python(), HERE / script, *arguments, asked, answered)
        if core is not None:
            command = ("taskset", "-c", str(core), *command)
        subprocess.run(command, check=True)
        return json.loads(answered.read_text(encoding="utf-8"))
