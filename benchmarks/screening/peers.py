"""The peers' environment: made on first use, outside the tree, and asked through files."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
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


def ask(script: str, question: Any, *arguments: str | Path) -> Any:
    """The answer of a script of this folder, run on the first core in the peers' environment, to a question as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "question.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps(question), encoding="utf-8")
        command = ("taskset", "-c", "0", python(), HERE / script, *arguments, asked, answered)
        subprocess.run(command, check=True)
        return json.loads(answered.read_text(encoding="utf-8"))


def ask_once(script: str, question: Any, task: str, listed: Path) -> Any:
    """As ``ask``, but an answer to the same question is kept: for what does not depend on the run, as times do."""
    key = hashlib.sha256("\n".join(PACKAGES).encode())
    for part in ((HERE / script).read_bytes(), json.dumps(question).encode(), task.encode(), listed.read_bytes()):
        key.update(hashlib.sha256(part).digest())
    kept = CACHE / "answers" / f"{key.hexdigest()}.json"
    if not kept.exists():
        answer = json.dumps(ask(script, question, task, listed))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(answer, encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))
