"""`mlsd plan`: prepare for an interview on a date; say what will be recalled then and what is left out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlsd_cards.cli.options import decks_option
from mlsd_cards.errors import ExitCode, MlsdError

if TYPE_CHECKING:
    from mlsd_cards.cli.context import Opened
    from mlsd_cards.preparation import Prepared
    from mlsd_cards.review.goal import Goal
    from mlsd_cards.review.plan import Plan

_CAME_OUT = ("predicted", "actual", "reviews", "log_loss", "rmse")
_JOBS = ("ads", "search", "recsys", "llm", "platform", "fraud", "vision")


class NothingToPlanError(MlsdError):
    """There are no cards."""

    exit_code = ExitCode.USAGE


@click.command()
@click.option("--date", "on", metavar="DATE", help="The day of the interview, such as 2026-12-15.")
@click.option(
    "--minutes",
    type=int,
    help="Minutes a day until then, 5 to 600; 30 unless the plan in force says otherwise.",
)
@click.option("--for", "job", type=click.Choice(_JOBS), help="Weigh areas and topics as such a job does.")
@click.option("--try", "only_try", is_flag=True, help="Only work it out; the plan in force stays.")
@click.option("--drop", is_flag=True, help="Drop the plan: ordinary scheduling returns.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md).")
@decks_option
def plan(
    on: str | None,
    minutes: int | None,
    job: str | None,
    only_try: bool,
    drop: bool,
    as_json: bool,
    decks: Path | None,
) -> None:
    """Prepare for an interview: what you will recall on the day, and what to study until then.

    With a date the plan is put in force: each day's queue is what adds most on the day, within your minutes.
    In the last week any card may come. From the day of the interview on, ordinary scheduling returns.
    Without options the plan in force is shown.

    \b
    Examples:
      mlsd plan --date 2026-12-15 --minutes 30
      mlsd plan --date 2026-12-15 --for ads --try
      mlsd plan --drop
    """
    from mlsd_cards.cli.context import now, opened
    from mlsd_cards.review.studyday import study_day

    if drop and (on is not None or minutes is not None or job or only_try or as_json):
        raise click.UsageError("--drop goes with no other option")
    with opened(decks) as at:
        today = study_day(now(), at.store.options().rollover_hour)
        before = at.store.goal()
        if drop:
            _drop(at, before)
            return
        goal = _asked(on, minutes, job, before, today)
        if goal is None:
            _print_none(before, as_json=as_json)
            return
        _show(at, goal, before, today, keep=not only_try, as_json=as_json)


def _asked(
    on: str | None, minutes: int | None, job: str | None, before: Goal | None, today: int
) -> Goal | None:
    """The interview that the options speak of: a new one, or the one in force, changed."""
    from mlsd_cards.review.goal import FEWEST_MINUTES, MINUTES, MOST_MINUTES, Goal

    if minutes is not None and not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise click.BadParameter(
            f"a plan needs {FEWEST_MINUTES} to {MOST_MINUTES} minutes a day, not {minutes}",
            param_hint="--minutes",
        )
    valid = before if before is not None and before.holds(today) else None
    if on is not None:
        day = _day(on, today)
    elif valid is not None:
        day = valid.day
    elif minutes is not None or job is not None:
        raise click.UsageError("there is no plan to change: say when the interview is, with --date")
    else:
        return None
    own = (valid.minutes, valid.profile) if valid is not None else (MINUTES, None)
    return Goal(day, minutes or own[0], job or own[1])


def _day(text: str, today: int) -> int:
    from mlsd_cards.review.goal import FURTHEST_DAYS, day_of
    from mlsd_cards.review.studyday import date_of

    try:
        day = day_of(date.fromisoformat(text))
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date: write 2026-12-15", param_hint="--date") from None
    if day <= today:
        when = "today" if day == today else "over"
        raise click.BadParameter(
            f"{text} is {when}: a plan needs a day after {date_of(today)}", param_hint="--date"
        )
    if day > today + FURTHEST_DAYS:
        raise click.BadParameter(
            f"{text} is more than {FURTHEST_DAYS} days away: too far to plan for", param_hint="--date"
        )
    return day


def _drop(at: Opened, before: Goal | None) -> None:
    from mlsd_cards.cli.context import now

    if before is None:
        click.echo("There is no plan to drop.")
        return
    at.store.set_goal(None, now())
    click.echo("The plan is dropped: ordinary scheduling is back.")


def _print_none(before: Goal | None, *, as_json: bool) -> None:
    if as_json:
        _print_json({"date": None})
        return
    if before is not None:
        click.echo(f"The interview of {before.date} was prepared for; ordinary scheduling is back.")
    else:
        click.echo("There is no plan.")
    click.echo("mlsd plan --date DATE prepares for an interview.")


def _show(at: Opened, goal: Goal, before: Goal | None, today: int, *, keep: bool, as_json: bool) -> None:
    from mlsd_cards.cli.context import now
    from mlsd_cards.preparation import prepare

    if not any(True for _ in at.library.cards()):
        raise NothingToPlanError(
            "there are no cards to plan for; mlsd check says what is wrong with the decks"
        )
    found = prepare(at.store, goal, now())
    if not found.cards:
        raise NothingToPlanError("there are no cards to plan for: all are suspended (mlsd unsuspend)")
    if keep and goal != before:
        at.store.set_goal(goal, now())
    in_force = keep or goal == before
    if as_json:
        _print_json(as_dict(found, in_force=in_force))
        return
    click.echo("\n".join(_lines(found, {area.id: area.title for area in at.library.areas}, today)))
    if not in_force:
        click.echo("Only tried: without --try it is put in force.")


def _lines(found: Prepared, titles: dict[str, str], today: int) -> list[str]:
    from mlsd_cards import advice
    from mlsd_cards.cli.browse import visible_table

    plan = found.plan
    rows: list[list[object]] = [
        [
            title,
            found.ready[area].cards,
            advice.percent(found.ready[area].recall),
            advice.percent(plan.areas[area]),
        ]
        for area, title in titles.items()
        if area in plan.areas
    ]
    now = sum(ready.recall * ready.cards for ready in found.ready.values()) / max(found.cards, 1)
    if len(rows) > 1:
        rows.append(["Total", found.cards, advice.percent(now), advice.percent(plan.recall)])
    said = [
        advice.course(found),
        advice.step(found),
        *advice.left_out(found, titles),
        *advice.alternatives(found),
        advice.caution(found),
        advice.rules(found.goal, today),
    ]
    table = visible_table(["Predicted recall", "Cards", "Now", "On the day"], rows)
    return [advice.heading(found.goal, today), "", table, "", *(line for line in said if line)]


def as_dict(found: Prepared, *, in_force: bool) -> dict[str, Any]:
    """A plan as JSON shows it; the keys are part of the interface. Recall is a share, 0 to 1."""
    from mlsd_cards.review.studyday import date_of

    def brief(plan: Plan | None) -> dict[str, Any] | None:
        if plan is None:
            return None
        return {"date": str(date_of(plan.date)), "minutes": plan.minutes, "recall": plan.recall}

    plan, checked = found.plan, found.came_out
    return {
        **found.goal.as_value(),
        "in_force": in_force,
        "days_left": found.days,
        "cards": found.cards,
        "planned_minutes": plan.minutes,
        "recall": plan.recall,
        "new_per_day": plan.new_per_day,
        "last_new_day": None if plan.last_new_day is None else str(date_of(plan.last_new_day)),
        "answers_per_day": plan.answers_per_day,
        "minutes_per_day": plan.minutes_per_day,
        "unseen": len(plan.unseen),
        "areas": [
            {"area": area, "cards": ready.cards, "recall_now": ready.recall, "recall": plan.areas[area]}
            for area, ready in found.ready.items()
        ],
        "left_out": [part._asdict() for part in found.left_out],
        "more_minutes": brief(found.more),
        "sooner": brief(found.sooner),
        "came_out": None if checked is None else {key: getattr(checked, key) for key in _CAME_OUT},
        "days": [
            {
                "date": str(date_of(day.day)),
                "new": day.new,
                "reviews": day.reviews,
                "minutes": day.seconds / 60,
            }
            for day in plan.days
        ],
    }


def _print_json(found: dict[str, Any]) -> None:
    click.echo(json.dumps({"version": 1, **found}, indent=2))
