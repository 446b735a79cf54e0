"""Pictures of a deck: only from its `media/` folder, typed by content, named by content in the package."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from mlsd_cards.errors import Problem, Span

MAX_BYTES = 2_000_000
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
_SCRIPT = re.compile(
    rb"<script|<foreignobject|\son[a-z]+\s*=|javascript:|<!entity|@import|url\(\s*[\"']?(?!#)|(?:href|src)\s*=\s*[\"'](?!#)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes and `packaged`, its name in a package: same name, same bytes, for ever."""

    file: str
    packaged: str
    content: bytes


def read_pictures(
    folder: Path, display_name: Callable[[Path], str]
) -> tuple[dict[str, Picture], list[Problem]]:
    """All pictures in the folder, by file name, and what is wrong with the others."""
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    if not folder.is_dir():
        return pictures, problems
    if folder.is_symlink():
        return pictures, [Problem(Span(display_name(folder)), "E20", "a symbolic link", "make it a folder")]
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        return pictures, [Problem(Span(display_name(folder)), "E20", f"cannot be read: {error.strerror}")]
    for path in paths:
        if path.name.startswith("."):
            continue
        name = display_name(path)
        reason = _refusal(path)
        if reason:
            problems.append(Problem(Span(name), "E13", reason))
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            problems.append(Problem(Span(name), "E20", f"cannot be read: {error.strerror}"))
            continue
        kind = _kind(content)
        if kind is None or path.suffix.lower().lstrip(".") not in kind:
            problems.append(
                Problem(Span(name), "E13", "not a PNG, JPEG, GIF, WebP or script-free SVG of that name")
            )
            continue
        digest = sha256(content).hexdigest()[:10]
        pictures[path.name] = Picture(name, f"mlsd-{path.stem}-{digest}{path.suffix.lower()}", content)
    return pictures, problems


def _refusal(path: Path) -> str:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    if not _NAME.match(path.name):
        return "a picture's name has letters, digits, '.', '_' and '-' only"
    if status.st_size > MAX_BYTES:
        return f"larger than {MAX_BYTES:,} bytes"
    return ""


def _kind(content: bytes) -> tuple[str, ...] | None:
    """File name endings that fit what the bytes are."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return ("png",)
    if content.startswith(b"\xff\xd8\xff"):
        return ("jpg", "jpeg")
    if content.startswith((b"GIF87a", b"GIF89a")):
        return ("gif",)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return ("webp",)
    if b"<svg" in content[:1000] and not _SCRIPT.search(content):
        return ("svg",)
    return None
