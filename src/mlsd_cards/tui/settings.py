"""The settings screen: options of scheduling and settings of the app, each on a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from mlsd_cards.errors import MlsdError
from mlsd_cards.tui.base import QUIET, AppScreen, Words
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.fields import (
    OPTION_FIELDS,
    Field,
    FieldError,
    changed_options,
    next_choice,
    setting_fields,
    setting_value,
)
from mlsd_cards.tui.line import Line

_NAME = 34  # cells of the first column
_TYPING_HINTS = (
    ("Enter", "bold $foreground"),
    (" take it   ", QUIET),
    ("Esc", "bold $foreground"),
    (" leave it", QUIET),
)
_HEADS = ("Scheduling (kept in the review log)", "App (kept in config.toml)")


class SettingsScreen(AppScreen):
    """Enter changes the line under the cursor: the next value of a few, or typed."""

    CSS_PATH = "settings.tcss"
    HINTS = ("settings.change", "settings.back_one", "app.help", "settings.leave")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,space,right",
            "change",
            "Change",
            tooltip="Change the setting under the cursor",
            id="settings.change",
        ),
        Binding("left", "back_one", "Previous", tooltip="Take the value before", id="settings.back_one"),
        Binding("escape", "stop", "Stop", tooltip="Leave the value as it was", id="settings.stop"),
        Binding("up", "move(-1)", "Up", tooltip="Go to the setting above", id="move.up"),
        Binding("down", "move(1)", "Down", tooltip="Go to the setting below", id="move.down"),
        Binding("q", "leave", "Back", tooltip="Leave the settings", id="settings.leave"),
    ]

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._cursor = 0
        self._fields: tuple[Field, ...] = ()

    def compose_screen(self) -> Iterable[Widget]:
        yield Words("Settings", id="head", classes="column")
        with VerticalScroll(id="body", classes="column", can_focus=False):
            yield Words(id="lines")
        yield Words(id="about", classes="column")
        yield Words(classes="message column")
        yield Line(id="typed", classes="column", compact=True)
        yield Words(id="foot", classes="hints column")

    def on_mount(self) -> None:
        themes = tuple(sorted(self.app.available_themes))
        self._fields = (*OPTION_FIELDS, *setting_fields(themes))
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    # --- drawing

    @property
    def _field(self) -> Field:
        return self._fields[self._cursor]

    @property
    def _typing(self) -> bool:
        return self.focused is not None

    def _is_option(self, field: Field) -> bool:
        return field in OPTION_FIELDS

    def _value(self, field: Field) -> str:
        holder = self.context.store.options() if self._is_option(field) else self.context.settings
        return field.show(getattr(holder, field.name))

    def _draw(self) -> None:
        if not self._fields or not self.size.width:
            return
        width = min(self.size.width, 100) - 5
        rows: list[Content] = []
        for number, field in enumerate(self._fields):
            if number in {0, len(OPTION_FIELDS)}:
                rows += [Content("")] if number else []
                rows.append(Content.styled(_HEADS[bool(number)], "bold $text-primary"))
            rows.append(self._line(number, field, width))
        self.query_one("#lines", Words).update(Content("\n").join(rows))
        self.query_one("#about", Words).update(Content.styled(self.text(self._field.meaning), QUIET))
        foot = Content.assemble(*_TYPING_HINTS) if self._typing else self.hints()
        self.query_one("#foot", Words).put(foot)

    def _line(self, number: int, field: Field, width: int) -> Content:
        here = number == self._cursor
        pointer = (">" if self.ascii else "›") if here else " "
        name = Content(f"{pointer} {field.name.replace('_', ' ')}")
        value = Content.styled(self.text(self._value(field)) or "-", "bold")
        value = value.truncate(width - _NAME, ellipsis=not self.ascii)
        line = Content.assemble(name.pad_right(_NAME - name.cell_length), value)
        line = line.pad_right(max(0, width - line.cell_length))
        return line.stylize("bold $block-cursor-foreground on $block-cursor-background") if here else line

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "stop":
            return self._typing
        if action in {"change", "move", "leave", "help"}:
            return not self._typing
        if action == "back_one":
            return bool(self._fields and self._field.choices) and not self._typing
        return True

    def action_move(self, step: int) -> None:
        self.say("")
        self._cursor = min(max(self._cursor + step, 0), len(self._fields) - 1)
        self._draw()
        line = self._cursor + (1 if self._cursor < len(OPTION_FIELDS) else 3)
        body = self.query_one("#body", VerticalScroll)
        if not body.scroll_y <= line < body.scroll_y + body.size.height:
            body.scroll_to(y=line - body.size.height // 2, animate=False)

    def action_change(self) -> None:
        self.say("")
        field = self._field
        if field.choices:
            self._take(next_choice(field, self._value(field)))
            return
        typed = self.query_one("#typed", Line)
        typed.value = self._value(field)
        typed.border_title = field.name.replace("_", " ")
        typed.add_class("shown")
        typed.focus()
        self._draw()

    def action_back_one(self) -> None:
        self.say("")
        self._take(next_choice(self._field, self._value(self._field), -1))

    def action_stop(self) -> None:
        self.say("")
        self._close_line()

    def _close_line(self) -> None:
        self.query_one("#typed", Line).remove_class("shown")
        self.set_focus(None)
        self._draw()

    def on_descendant_focus(self) -> None:
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._take(event.value):
            self._close_line()

    def _take(self, text: str) -> bool:
        """Put a value in force; otherwise say why not, and leave it on the line to be mended."""
        field, context = self._field, self.context
        try:
            if self._is_option(field):
                after = changed_options(context.store.options(), field, text)
                context.store.change_options(after, context.clock())
            else:
                context.settings = context.save_setting(field.name, setting_value(field, text))
                self.mlsd.use_settings()
        except (FieldError, MlsdError) as error:
            self.say(str(error), error=True)
            return False
        self._draw()
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on a line goes there; a second one changes it."""
        lines = self.query_one("#lines", Words)
        offset = event.get_content_offset(lines) if event.widget is lines else None
        if offset is None or self._typing:
            return
        number = offset.y - (1 if offset.y <= len(OPTION_FIELDS) else 3)
        if not 0 <= number < len(self._fields) or offset.y in {
            0,
            len(OPTION_FIELDS) + 1,
            len(OPTION_FIELDS) + 2,
        }:
            return
        if number == self._cursor:
            self.action_change()
        else:
            self.action_move(number - self._cursor)

    def action_leave(self) -> None:
        self.app.pop_screen()
