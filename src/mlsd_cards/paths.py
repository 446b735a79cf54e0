"""Where things lie on this machine; nothing here reads or writes a file's content."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "MLSD_HOME"


def home() -> Path | None:
    """The one folder for everything, if the user asked for that with `MLSD_HOME`."""
    value = os.environ.get(HOME_VARIABLE)
    return Path(value).expanduser() if value else None


def cache_file() -> Path:
    """The disposable cache: deleting it costs a few seconds, never data."""
    root = home()
    if root is not None:
        return root / "cache" / "cache.sqlite"
    from platformdirs import user_cache_path  # noqa: PLC0415  (14 ms that `--help` does not need)

    return user_cache_path("mlsd-cards", appauthor=False) / "cache.sqlite"


def data_dir() -> Path:
    """The folder of what must never be lost: the review log and its backups."""
    root = home()
    if root is not None:
        return root / "data"
    from platformdirs import user_data_path  # noqa: PLC0415  (14 ms that `--help` does not need)

    return user_data_path("mlsd-cards", appauthor=False)


def data_file() -> Path:
    """The review log."""
    return data_dir() / "reviews.sqlite"


def backup_dir() -> Path:
    """The review log's backups; always beside the log."""
    return data_dir() / "backups"


def shipped_decks() -> Path:
    """The project's own decks: the wheel carries a copy, a checkout uses its folder."""
    package = Path(__file__).resolve().parent
    installed = package / "decks"
    return installed if installed.is_dir() else package.parents[1] / "decks"


def shipped_decks_are_writable() -> bool:
    """Whether the decks belong to a checkout, where their lock file may be updated."""
    return not (Path(__file__).resolve().parent / "decks").is_dir()


def learner_decks() -> Path:
    """The learner's own deck folder: studied with the shipped decks once it has a `deck.yaml`."""
    return data_dir() / "decks"


def config_file() -> Path:
    """The settings that do not change scheduling."""
    root = home()
    if root is not None:
        return root / "config.toml"
    from platformdirs import user_config_path  # noqa: PLC0415  (14 ms that `--help` does not need)

    return user_config_path("mlsd-cards", appauthor=False) / "config.toml"
