"""Write files so that a crash, a full disk or a second writer never leaves half of one."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from mlsd_cards.errors import FileError


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file in one step: temporary file beside it, flushed, renamed. Raises `FileError`."""
    temporary: str | None = None
    path = path.resolve()  # a link stays a link
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or a pipe (`-o /dev/null`) is written to, never replaced
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # noqa: PTH101
        os.replace(temporary, path)  # noqa: PTH105
        _flush_folder(path.parent)
    except OSError as error:
        raise FileError(f"cannot write {path}: {error.strerror}") from error
    finally:
        if temporary is not None:
            with suppress(OSError):  # renamed by now, unless something went wrong
                os.unlink(temporary)  # noqa: PTH108


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
