"""Which screen a mock interview needs now."""

from __future__ import annotations

from textual.screen import Screen

from mlsd_cards.mock.session import Phase
from mlsd_cards.rehearsal import Rehearsal, cases, report_of
from mlsd_cards.tui.context import AppContext
from mlsd_cards.tui.mock_check import MockCheckScreen
from mlsd_cards.tui.mock_report import MockReportScreen
from mlsd_cards.tui.mock_step import MockStepScreen


def screen_of(context: AppContext, rehearsal: Rehearsal) -> Screen[None]:
    """Notes while the clock runs, points while it stands, the report at the end."""
    if rehearsal.phase is Phase.ANSWERING:
        return MockStepScreen(context, rehearsal)
    if rehearsal.phase is Phase.CHECKING:
        return MockCheckScreen(context, rehearsal)
    case = next(case for case in cases(context.library, context.store) if case.name == rehearsal.session.case)
    return MockReportScreen(context, report_of(context.store, case, rehearsal.session.id))
