"""The journal of the archive: own files, strategy versions and nights, in order; a rebuild follows it."""

import json
import os
from typing import Any

from rhumbline.workspace import Workspace


def read_journal(workspace: Workspace) -> list[dict[str, Any]]:
    """The lines of archive/journal.jsonl: own files, strategy versions and nights, in order."""
    path = workspace.archive / "journal.jsonl"
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def append_to_journal(workspace: Workspace, **said: object) -> None:
    """Append a line to the journal and see it to the disk."""
    path = workspace.archive / "journal.jsonl"
    workspace.archive.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if (
                file.read(1) != b"\n"
            ):  # a crash cut the last line: what it began is not undone by it
                file.write(b"\n")
        file.write((json.dumps(said, ensure_ascii=False) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())
