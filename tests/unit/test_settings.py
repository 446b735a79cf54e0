"""The settings file is read strictly and written without touching what a person wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_cards.errors import FileError
from mlsd_cards.settings import (
    Settings,
    SettingsError,
    load_settings,
    parse_settings,
    save_setting,
    with_value,
)


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "config.toml") == Settings()


def test_all_keys_are_read() -> None:
    text = 'keymap = "vim"\ntheme = "nord"\neditor = "vi"\nfolders = ["~/a", "b"]\nascii = true\n'
    assert parse_settings(text, "c") == Settings("vim", "nord", "vi", ("~/a", "b"), ascii=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\nkeymapp = "vim"\n', "config.toml:2:1: E80 unknown key 'keymapp' (did you mean 'keymap'?)"),
        ("[colours]\nred = 1\n", "config.toml:1:1: E80 unknown key 'colours' (there are: keymap,"),
        ('ascii = "yes"', "config.toml:1:1: E80 ascii is 'yes': it must be true or false"),
        ('# a\nkeymap = "emacs"', "config.toml:2:1: E80 keymap is 'emacs': it must be anki or vim"),
        ("theme = 3", "theme is 3: it must be text in quotes"),
        ('folders = "x"', "folders is 'x': it must be a list"),
        ("theme = nord", "config.toml:1:9: E80"),
        ("theme = 'a'\ntheme = 'b'\n", "config.toml:2"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text, "config.toml")
    assert said in str(caught.value)


def test_every_problem_is_reported_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings("x = 1\nascii = 1\ny = 2", "c")
    assert [problem.span.line for problem in caught.value.problems] == [1, 2, 3]


def test_writing_one_key_keeps_comments_and_order() -> None:
    text = '# mine\ntheme = "nord"  # dark # very\nfolders = [\n  "a",\n  "b",\n]\nascii = true\n'
    after = with_value(with_value(text, "theme", 'a"b'), "folders", ("c",))
    assert after == '# mine\ntheme = "a\\"b"  # dark # very\nfolders = ["c"]\nascii = true\n'


def test_a_new_key_is_added_at_the_end() -> None:
    assert with_value("", "ascii", value=True) == "ascii = true\n"
    assert with_value("# only this", "keymap", "vim") == '# only this\nkeymap = "vim"\n'


@pytest.mark.parametrize(
    "value", ["plain", 'quo"te', "back\\slash", "tab\there", "line\nbreak", "ü漢", "#no comment", "\x7f"]
)
def test_what_is_written_is_read_again(tmp_path: Path, value: str) -> None:
    path = tmp_path / "new" / "config.toml"
    assert save_setting(path, "editor", value).editor == value
    assert load_settings(path).editor == value


def test_a_wrong_value_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n")
    with pytest.raises(SettingsError):
        save_setting(path, "keymap", "emacs")
    assert path.read_text() == "# mine\n"


def test_a_file_that_cannot_be_read_or_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(FileError, match="cannot be read"):
        load_settings(tmp_path / "config.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path / "bad.toml")
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        save_setting(tmp_path / "file" / "config.toml", "keymap", "vim")
