"""`mlsd review --plain`: the same study as a dialogue of lines, for screen readers, pipes and dumb terminals."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable

import click

from mlsd_cards import faces
from mlsd_cards.answers import check_number, interval_label, suggested_for_points
from mlsd_cards.cli.context import now
from mlsd_cards.cli.report import visible
from mlsd_cards.markup.terminal import Line, plain
from mlsd_cards.model.definition import Calc, Checklist
from mlsd_cards.review.events import Kind
from mlsd_cards.review.memory import Rating
from mlsd_cards.store import StoreError
from mlsd_cards.study import Shown, Study

HELP = "Enter shows the answer, then 1 Again, 2 Hard, 3 Good, 4 Easy; u undo, - bury, @ suspend, * mark, q quit, ? help"
_GRADES = {"1": Rating.Again, "2": Rating.Hard, "3": Rating.Good, "4": Rating.Easy}


class _Quit(Exception):  # noqa: N818  (it ends a dialogue, nothing failed)
    """The learner has had enough, or the input ended."""


def review_plain(study: Study, *, ascii_only: bool, until: float | None = None) -> None:
    """Ask and read lines until nothing is left, the input ends, or the time is up (monotonic seconds)."""
    dialogue = _Dialogue(study, ascii_only=ascii_only)
    try:
        while until is None or time.monotonic() < until:
            shown = study.current(now())
            if shown is None:
                break
            dialogue.card(shown)
    except _Quit:
        pass
    dialogue.farewell()


class _Dialogue:
    """The lines that are said and read for one sitting."""

    def __init__(self, study: Study, *, ascii_only: bool) -> None:
        self._study = study
        self._ascii = ascii_only
        self._trusted = False
        self._width = min(shutil.get_terminal_size((80, 24)).columns, 100) - 2

    def card(self, shown: Shown) -> None:
        """Show one card, wait for the answer, grade it."""
        left = self._study.remaining()
        found = shown.found
        title = self._study.library.area_title(found.topic.area)
        click.echo(
            f"\n[{left.total} left, about {left.minutes:.0f} min] {visible(title)}, {found.note.roles[0]}"
        )
        self._lines(faces.question(found, width=self._width, ascii=self._ascii))
        start = time.monotonic()
        typed = self._wait_for_reveal(found.note.content)
        if typed is None:
            return  # put aside or undone
        suggested = self._reveal(shown, typed)
        if suggested is None:
            return
        self._grade(shown, suggested, start)

    def _wait_for_reveal(self, content: object) -> str | None:
        prompt = (
            "Your number, or Enter for the answer: "
            if isinstance(content, Calc)
            else "Enter for the answer: "
        )
        while True:
            typed = self._read(prompt)
            if not typed or (isinstance(content, Calc) and check_number(content, typed) is not None):
                return typed
            if self._command(typed):
                return None

    def _reveal(self, shown: Shown, typed: str) -> Rating | None:
        found = shown.found
        content = found.note.content
        suggested = Rating.Good
        if isinstance(content, Calc) and typed.strip():
            right = check_number(content, typed)
            within = "the tolerance" if content.factor is None else f"a factor of {content.factor:g}"
            click.echo(f"{'Within' if right else 'Not within'} {within}.")
            suggested = Rating.Good if right else Rating.Again
        click.echo("-" * min(self._width, 40))
        self._lines(faces.answer(found, width=self._width, ascii=self._ascii))
        for further in (faces.worked, faces.explanation):
            lines = further(found, width=self._width, ascii=self._ascii)
            if lines:
                click.echo()
                self._lines(lines)
        if isinstance(content, Checklist):
            return self._points(len(content.points))
        return suggested

    def _points(self, total: int) -> Rating | None:
        """The grade that the points said suggest; None if a command asked for another card."""
        while True:
            typed = self._read(f"How many of the {total} points did you say? (Enter skips) ")
            if not typed:
                return Rating.Good
            if typed.isdecimal() and int(typed) <= total:
                return suggested_for_points(int(typed), total)
            if typed.isdecimal():
                click.echo(f"A number from 0 to {total}.")
            elif self._command(typed):
                return None

    def _grade(self, shown: Shown, suggested: Rating, start: float) -> None:
        labels = "  ".join(
            f"{rating.value} {rating.name} {interval_label(outcome.seconds)}"
            for rating, outcome in zip(Rating, shown.outcomes, strict=True)
        )
        while True:
            self._confirm_clock()
            typed = self._read(f"{labels}  [{suggested.value}] ")
            rating = suggested if not typed else _GRADES.get(typed)
            if rating is None:
                if self._command(typed):
                    return
                continue
            try:
                milliseconds = int((time.monotonic() - start) * 1000)
                if self._study.rate(rating, now(), milliseconds) is None:
                    click.echo("This card was answered elsewhere meanwhile; nothing was written.")
            except StoreError as error:
                click.echo(f"{error} Answer again to retry.")
                continue
            return

    def _confirm_clock(self) -> None:
        """An answer under a wrong clock would spoil the schedule: ask once before the first is saved."""
        doubt = None if self._trusted else self._study.clock_doubt(now())
        if doubt is None:
            return
        if self._read(f"{doubt[0].upper()}{doubt[1:]}. Save answers all the same? [y/N] ").casefold() != "y":
            raise _Quit
        self._trusted = True

    def _command(self, typed: str) -> bool:
        """Carry out a command; True if another card is to be shown."""
        actions: dict[str, Callable[[], bool]] = {
            "q": self._quit,
            "u": self._undo,
            "-": lambda: self._put_aside(Kind.BURY, "Buried until tomorrow."),
            "@": lambda: self._put_aside(Kind.SUSPEND, "Suspended."),
            "*": self._mark,
        }
        action = actions.get(typed)
        if action is None:
            click.echo(HELP)
            return False
        try:
            return action()
        except StoreError as error:
            click.echo(str(error))
            return False

    def _quit(self) -> bool:
        raise _Quit

    def _undo(self) -> bool:
        event = self._study.undo(now())
        click.echo("Nothing to undo." if event is None else f"Took back: {event.kind}.")
        return event is not None

    def _put_aside(self, kind: Kind, word: str) -> bool:
        self._study.put_aside(kind, now())
        click.echo(word)
        return True

    def _mark(self) -> bool:
        click.echo("Marked." if self._study.toggle_mark(now()) else "Mark removed.")
        return False

    def _lines(self, lines: tuple[Line, ...]) -> None:
        for line in lines:
            click.echo(visible(plain(line)))

    def _read(self, prompt: str) -> str:
        click.echo(prompt, nl=False)
        line = sys.stdin.readline()
        if not line:
            click.echo()
            raise _Quit
        if not sys.stdin.isatty():
            click.echo()
        return line.strip()

    def farewell(self) -> None:
        """Say what was done and when to come back."""
        tally = self._study.tally
        minutes = tally.milliseconds / 60_000
        answers = f"{tally.answers} answer{'s' if tally.answers != 1 else ''}"
        cards = f"{tally.new} new card{'s' if tally.new != 1 else ''}"
        click.echo(f"\n{answers}, {cards}, {minutes:.0f} min.")
        waiting = self._study.next_learning_at
        left = self._study.remaining()
        if waiting is not None and left.new + left.review == 0:
            wait = max(1, round((waiting - now().utc_ms) / 60_000))
            click.echo(f"The next learning card comes in {wait} min.")
        elif left.total == 0:
            click.echo("Nothing is left for today.")
