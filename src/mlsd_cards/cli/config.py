"""`mlsd config`: show and change settings; those that change scheduling go into the review log."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlsd_cards.errors import ExitCode, MlsdError

if TYPE_CHECKING:
    from mlsd_cards.review.options import Options
    from mlsd_cards.settings import Settings, Value


class SettingError(MlsdError):
    """A setting that does not exist, or a value that it cannot have."""

    exit_code = ExitCode.USAGE


@click.command(context_settings={"ignore_unknown_options": True})  # a value may begin with a minus
@click.argument("name", required=False)
@click.argument("value", required=False)
def config(name: str | None, value: str | None) -> None:
    """Show all settings, show one, or set one.

    Scheduling options have Anki's names and defaults; a change holds from now on and is kept in the
    review log. The others stand in config.toml.

    \b
    Examples:
      mlsd config
      mlsd config desired_retention 0.92
      mlsd config learning_steps "1m 10m"
      mlsd config keymap vim
    """
    from mlsd_cards import paths
    from mlsd_cards.cli.context import now
    from mlsd_cards.review.options import Options
    from mlsd_cards.settings import load_settings
    from mlsd_cards.store import Store

    settings = load_settings(paths.config_file())
    if name in type(settings).__dataclass_fields__:
        _application(name, value, settings)
        return
    with Store.open(paths.data_file()) as store:
        options = store.options()
        if name is None:
            click.echo(_all(options, settings))
            return
        if name not in Options.__dataclass_fields__:
            raise SettingError(
                _unknown(name, [*Options.__dataclass_fields__, *type(settings).__dataclass_fields__])
            )
        if value is None:
            click.echo(_shown(getattr(options, name)))
            return
        try:
            store.change_options(_changed(options, name, value), now())
        except ValueError as error:
            raise SettingError(str(error)) from error


def _application(name: str, value: str | None, settings: Settings) -> None:
    """Show or set a key of config.toml; the review log is left alone."""
    from mlsd_cards import paths
    from mlsd_cards.settings import SettingsError, save_setting

    old = getattr(settings, name)
    if value is None:
        click.echo(_shown(old))
        return
    try:
        save_setting(paths.config_file(), name, _setting(value, old))
    except SettingsError as error:
        raise SettingError(str(error)) from error


def _unknown(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return f"no setting {name!r}" + (
        f"; did you mean {close[0]!r}?" if close else f"; there are: {', '.join(known)}"
    )


def _all(options: object, settings: object) -> str:
    def lines(of: Any) -> list[str]:
        return [f"  {name:<31}{_shown(getattr(of, name))}".rstrip() for name in type(of).__dataclass_fields__]

    return "\n".join(
        [
            "Scheduling (kept in the review log)",
            *lines(options),
            "",
            "Application (config.toml)",
            *lines(settings),
        ]
    )


def _shown(value: object) -> str:
    from mlsd_cards.review.options import format_steps

    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return os.pathsep.join(value)
    if isinstance(value, tuple) and all(isinstance(item, int) for item in value):
        return format_steps(value)
    if isinstance(value, tuple):
        return " ".join(f"{item:g}" for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _changed(options: Options, name: str, text: str) -> Options:
    """The options with one changed; the type is that of the value that is there."""
    from dataclasses import replace

    from mlsd_cards.review.options import parse_steps

    old = getattr(options, name)
    if name.endswith("_steps"):
        new: object = parse_steps(text)
    elif isinstance(old, tuple):
        new = tuple(float(part) for part in text.replace(",", " ").split())
    else:
        new = _typed(text, old)
    return replace(options, **{name: new})  # type: ignore[arg-type]  # the option's own type


def _setting(text: str, old: object) -> Value:
    """A text as a value of config.toml: true or false, several folders, or the text itself."""
    if isinstance(old, tuple):
        return tuple(str(Path(part).expanduser().absolute()) for part in text.split(os.pathsep) if part)
    return bool(_typed(text, old)) if isinstance(old, bool) else text


def _typed(text: str, old: object) -> object:
    """A text as the type of the value that it replaces."""
    if isinstance(old, bool):
        if text.casefold() not in {"true", "false", "yes", "no", "on", "off"}:
            raise SettingError(f"{text!r} is neither true nor false")
        return text.casefold() in {"true", "yes", "on"}
    if isinstance(old, Enum):
        choices = [str(choice.value) for choice in type(old)]
        if text not in choices:
            raise SettingError(f"{text!r} is none of: {', '.join(choices)}")
        return type(old)(text)
    if isinstance(old, str):
        return text
    try:
        return type(old)(text)  # type: ignore[call-arg]
    except ValueError as error:
        raise SettingError(
            f"{text!r} is no {'whole number' if isinstance(old, int) else 'number'}"
        ) from error
