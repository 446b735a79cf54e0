"""`mlsd optimize`: the learner's own FSRS parameters, and what another retention would cost."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mlsd_cards.review.fitting import Fit
    from mlsd_cards.review.histories import Quality
    from mlsd_cards.review.options import Options
    from mlsd_cards.review.workload import Workload
    from mlsd_cards.store import Store

_DAYS = 60


@click.command()
@click.option("--yes", "-y", is_flag=True, help="Use the fitted parameters without asking.")
@click.option("--force", is_flag=True, help="Offer them even if they predict the held-out answers worse.")
@click.option("--back", is_flag=True, help="Go back to the parameters in force before.")
@click.option(
    "--cost",
    type=click.FloatRange(0.7, 0.99),
    metavar="RETENTION",
    help="Say what this desired retention would cost instead of the present one.",
)
@click.option(
    "--days", type=click.IntRange(1, 730), default=_DAYS, show_default=True, help="How far --cost looks."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md) and change nothing.")
def optimize(yes: bool, force: bool, back: bool, cost: float | None, days: int, as_json: bool) -> None:
    """Fit FSRS to your own answers, look at the difference, then decide.

    Four fifths of your cards are learnt from, the rest says how much better the new parameters predict.
    Nothing changes without your yes, and --back takes it back. Needs: pip install 'mlsd-cards[optimize]'.

    \b
    Examples:
      mlsd optimize
      mlsd optimize --cost 0.85
      mlsd optimize --back
    """
    from mlsd_cards.cli.context import opened

    if back and (yes or force or as_json or cost is not None):
        raise click.UsageError("--back goes with no other option")
    if cost is not None and (yes or force):
        raise click.UsageError("--cost changes nothing: --yes and --force do not go with it")
    with opened() as at:
        if back:
            _go_back(at.store)
        elif cost is not None:
            _print_cost(at.store, cost, days, as_json=as_json)
        else:
            _fit(at.store, yes=yes, force=force, as_json=as_json)


def _fit(store: Store, *, yes: bool, force: bool, as_json: bool) -> None:
    from mlsd_cards.cli.context import now
    from mlsd_cards.review.fitting import fit
    from mlsd_cards.review.histories import histories

    options = store.options()
    found = fit(histories(store.histories().answers(), options.rollover_hour), options.fsrs_parameters)
    if as_json:
        _print_json(_as_dict(found))
        return
    click.echo(_table(found))
    if not found.is_better and not force:
        click.echo("The parameters in force predict the held-out answers at least as well: nothing changes.")
        return
    if yes or click.confirm("Schedule with the fitted parameters from now on?", default=found.is_better):
        store.change_options(replace(options, fsrs_parameters=found.parameters), now())
        click.echo(
            "Done. Intervals change from each card's next answer on; `mlsd optimize --back` takes it back."
        )
    else:
        click.echo("Nothing changed.")


def _as_dict(found: Fit) -> dict[str, Any]:
    return {
        "before": _quality(found.before),
        "after": _quality(found.after),
        "parameters": list(found.parameters),
        "histories_fitted": found.fitted_cards,
        "histories_held_out": found.held_out_cards,
    }


def _quality(found: Quality) -> dict[str, Any]:
    return {"reviews": found.reviews, "log_loss": found.log_loss, "rmse": found.rmse}


def _table(found: Fit) -> str:
    from mlsd_cards.cli.table import table

    rows: list[list[object]] = [
        ["Log loss", f"{found.before.log_loss:.4f}", f"{found.after.log_loss:.4f}"],
        ["RMSE (bins)", f"{found.before.rmse:.4f}", f"{found.after.rmse:.4f}"],
    ]
    held = f"{found.before.reviews} answers to {found.held_out_cards} cards that the fit did not see; lower is better"
    return f"{table(['', 'Now', 'Fitted'], rows)}\n{held}"


def _go_back(store: Store) -> None:
    from mlsd_cards.cli.context import now

    options = store.options()
    other = [past for past in store.past_options() if past.fsrs_parameters != options.fsrs_parameters]
    if not other:
        raise click.UsageError("there is nothing to go back to: the parameters never changed")
    store.change_options(replace(options, fsrs_parameters=other[-1].fsrs_parameters), now())
    click.echo("The parameters in force before are used again; the same command changes back.")


def _print_cost(store: Store, retention: float, days: int, *, as_json: bool) -> None:
    present, asked = _costs(store, store.options(), retention, days)
    if as_json:
        _print_json({"now": asdict(present), "asked": asdict(asked)})
        return
    from mlsd_cards import advice
    from mlsd_cards.cli.table import table

    rows: list[list[object]] = [
        ["Desired retention", f"{present.retention:g}", f"{asked.retention:g}"],
        ["Minutes a day", f"{present.minutes:.1f}", f"{asked.minutes:.1f}"],
        ["Reviews a day", f"{present.reviews:.1f}", f"{asked.reviews:.1f}"],
        ["New cards a day", f"{present.new:.1f}", f"{asked.new:.1f}"],
        [
            f"Cards remembered after {advice.count(days, 'day')}",
            f"{present.remembered:.0f} of {present.cards}",
            f"{asked.remembered:.0f} of {asked.cards}",
        ],
    ]
    click.echo(table(["", "Now", "Asked"], rows))
    click.echo("A simulation with your grades and your pace: a prediction, not a promise.")


def _costs(store: Store, options: Options, retention: float, days: int) -> tuple[Workload, Workload]:
    from mlsd_cards.cli.context import now
    from mlsd_cards.review.histories import histories
    from mlsd_cards.review.pace import seconds_of
    from mlsd_cards.review.studyday import days_elapsed, next_rollover, study_day
    from mlsd_cards.review.workload import Known, mix_of, workload

    at = now()
    day, rollover = study_day(at, options.rollover_hour), next_rollover(at, options.rollover_hour)
    known = [
        Known(memory, days_elapsed(last, rollover), (due if due is not None else day) - day)
        for memory, last, due in store.histories().known()
    ]
    unseen = sum(area.new for area in store.counts(day, at.utc_ms).values())
    mix = mix_of(
        history
        for own in histories(store.histories().answers(), options.rollover_hour).values()
        for history in own
    )
    seconds = seconds_of(mix, store.pace(), options)

    def at_retention(desired: float) -> Workload:
        model = replace(options, desired_retention=desired).model
        return workload(
            known,
            unseen,
            model,
            desired,
            days=days,
            new_per_day=options.new_per_day,
            mix=mix,
            seconds=seconds,
        )

    return at_retention(options.desired_retention), at_retention(retention)


def _print_json(found: dict[str, Any]) -> None:
    click.echo(json.dumps({"version": 1, **found}, indent=2))
