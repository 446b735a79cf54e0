"""Short, stable hashes: of texts, and of our own code where that decides a result."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def content_hash(*parts: str | bytes) -> str:
    """A short, stable hash of several texts; their borders count."""
    digest = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:16]


def code_hash(*names: str) -> str:
    """Hash of modules and packages of ours: no version number that somebody must remember to raise."""
    root = Path(__file__).resolve().parent
    paths = [path for name in names for path in (sorted((root / name).glob("*.py")) or [root / f"{name}.py"])]
    return content_hash(*(path.read_bytes() for path in paths))
