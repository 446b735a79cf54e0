"""`mlsd mock`: hold a mock interview in the app; list the cases and print reports without it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlsd_cards.cli.options import decks_option

if TYPE_CHECKING:
    from mlsd_cards.mock.report import Report, StopResult
    from mlsd_cards.rehearsal import Case

_LAST = "last"


@click.command()
@click.argument("case", required=False, default="")
@click.option("--minutes", type=click.Choice(["45", "60"]), help="Length of the whole interview.")
@click.option("--step", default="", metavar="STEP", help="Only this step, such as serving.")
@click.option("--list", "lists", is_flag=True, help="Print the cases and how the last attempt went.")
@click.option(
    "--report",
    "session",
    is_flag=False,
    flag_value=_LAST,
    metavar="[SESSION]",
    help="Print the report of the last finished interview, or of this one.",
)
@click.option("--json", "as_json", is_flag=True, help="With --report: as JSON.")
@decks_option
def mock(
    case: str,
    minutes: str | None,
    step: str,
    lists: bool,
    session: str | None,
    as_json: bool,
    decks: Path | None,
) -> None:
    """Hold a mock interview on a case study: a clock, notes, and points to check them against.

    An unfinished interview is offered first. What was missed can be put into today's queue.

    \b
    Examples:
      mlsd mock
      mlsd mock video-rec --minutes 60
      mlsd mock video-rec --step serving
      mlsd mock video-rec --report
    """
    if as_json and session is None:
        raise click.UsageError("--json goes with --report")
    if lists or session is not None:
        _print(case, session, as_json=as_json, decks=decks)
        return
    from mlsd_cards.cli.review import NoTerminalError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminalError("a mock interview needs a terminal; without one: mlsd mock --list, or --report")
    _check(case, step, decks)
    from mlsd_cards.cli.app import Request, run_app

    length = int(minutes) if minutes is not None else None
    raise SystemExit(run_app("mock", Request(minutes=length, decks=decks, case=case, step=step)))


def _check(name: str, step: str, decks: Path | None) -> None:
    """Refuse an unknown case or step before the app takes the terminal."""
    if not name and not step:
        return
    from mlsd_cards.cli.context import opened
    from mlsd_cards.cli.review import warn_of_problems
    from mlsd_cards.mock.script import TITLES
    from mlsd_cards.rehearsal import case_of, cases

    if step and step not in TITLES:
        raise click.BadParameter(f"no step {step!r}; there are: {', '.join(TITLES)}", param_hint="--step")
    if name:
        with opened(decks) as at:
            warn_of_problems(at.library)
            case_of(name, cases(at.library, at.store))


def _print(name: str, session: str | None, *, as_json: bool, decks: Path | None) -> None:
    from mlsd_cards.cli.context import opened
    from mlsd_cards.cli.review import warn_of_problems
    from mlsd_cards.rehearsal import MockError, case_of, cases, report_of

    with opened(decks) as at:
        warn_of_problems(at.library)
        known = cases(at.library, at.store)
        chosen = [case_of(name, known)] if name else known
        if session is None:
            click.echo(_table(chosen) if chosen else "The decks hold no case studies: mlsd new case_study ID")
            return
        attempt = _attempt(chosen, session)
        if attempt is None:
            what = "no finished interview" if session == _LAST else f"no interview {session!r}"
            raise MockError(f"{what} on {name or 'any case'} in the review log")
        told = report_of(at.store, *attempt)
    if as_json:
        click.echo(json.dumps(as_dict(told), indent=1, ensure_ascii=False))
    else:
        for line in _lines(told):
            click.echo(line)


def _attempt(among: list[Case], session: str) -> tuple[Case, str] | None:
    """The case and the id of a session, or of the one that was finished last."""
    found = [
        (attempt.ended or attempt.started, case, attempt.id)
        for case in among
        for attempt in case.attempts
        if (attempt.is_finished if session == _LAST else attempt.id == session)
    ]
    if not found:
        return None
    _, case, name = max(found, key=lambda one: one[0])
    return case, name


def _table(among: list[Case]) -> str:
    from mlsd_cards.cli.browse import visible_table
    from mlsd_cards.mock.words import attempt_words

    rows: list[list[object]] = []
    for case in among:
        last = "-"
        if case.unfinished is not None:
            last = "unfinished"
        elif case.last is not None:
            last = attempt_words(case.last)
        study = case.study
        rows.append(
            [
                *(case.id, case.definition.title, study.family),
                *(case.definition.priority, ", ".join(study.level), last),
            ]
        )
    return visible_table(["Id", "Title", "Family", "Priority", "Level", "Last"], rows)


def _lines(told: Report) -> Iterator[str]:
    from mlsd_cards.cli.browse import visible_table
    from mlsd_cards.cli.report import visible
    from mlsd_cards.mock.clock import clock_text
    from mlsd_cards.mock.words import caps, comparison, percent

    score, title = told.score, told.script.definition.title
    grade = score.grade.words if score.grade is not None else told.script.stops[0].title
    time = f"{clock_text(told.seconds)} of {clock_text(told.script.seconds)}"
    yield visible(f"{title}: {grade}, {percent(score.all.share)} of the points in {time}")
    yield from caps(told)
    if told.before is not None:
        ended = datetime.fromtimestamp(told.before.session.touched / 1000).astimezone()
        yield comparison(told, f"{ended:%Y-%m-%d}")
    yield ""
    compared = any(result.before is not None for result in told.results)
    yield visible_table(
        ["Step", "Points", "Time", "Plan", *(["Before"] if compared else [])],
        [_row(result, compared=compared) for result in told.results],
    )
    yield ""
    for flag in told.red_flags:
        yield visible(f"Red flag{' (repaired)' if flag.repaired else ''}: {flag.text}")
    for missed in told.missed:
        word = "In part" if missed.partly else "Missed"
        yield visible(f"{word}, {missed.stop.title.lower()}: {missed.point.text}")
    for source in told.reading:
        yield visible(f"To read: {source.title}, {source.by}, {source.year}: {source.url}")


def _row(result: StopResult, *, compared: bool) -> list[object]:
    from mlsd_cards.mock.clock import clock_text

    row: list[object] = [
        f"{result.stop.title}{' (skipped)' if result.skipped else ''}",
        f"{result.earned.earned:g} of {result.earned.total:g}",
        clock_text(result.seconds),
        clock_text(result.stop.seconds),
    ]
    if compared:
        row.append(f"{result.before.earned:g}" if result.before is not None else "-")
    return row


def as_dict(told: Report) -> dict[str, Any]:
    """A report as JSON shows it; the keys are part of the interface.

    Times are in seconds of the interview's clock, `score` and `must` are shares of the weights, 0 to 1.
    `grade` is null for a single step; `before` is the score of the attempt before, or null.
    """
    return {
        "session": told.session.id,
        "case": told.script.case,
        "minutes": told.session.minutes,
        "started_ms": told.session.started,
        "score": told.score.all.share,
        "must": told.score.must.share,
        "grade": told.score.grade,
        "before": told.before.score.all.share if told.before is not None else None,
        "steps": [
            {
                "key": result.stop.key,
                "seconds": result.seconds,
                "planned": result.stop.seconds,
                "earned": result.earned.earned,
                "total": result.earned.total,
                "skipped": result.skipped,
                "notes": told.session.notes.get(result.stop.key, ""),
            }
            for result in told.results
        ],
        "missed": [
            {"step": missed.stop.key, "point": missed.point.key, "partly": missed.partly}
            for missed in told.missed
        ],
        "red_flags": [
            {"step": flag.stop.key, "text": flag.text, "repaired": flag.repaired} for flag in told.red_flags
        ],
        "reading": [{"title": source.title, "url": source.url} for source in told.reading],
    }
