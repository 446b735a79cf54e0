"""An interview on the small case, told as entries."""

from __future__ import annotations

from collections.abc import Iterator

from cases import case_study
from mlsd_cards.mock.entries import Do, Entry
from mlsd_cards.mock.script import Script, script_of, stops_of
from mlsd_cards.mock.session import Flag, Mark, Session, replay
from mlsd_cards.model.definition import Definition

CASE = "test:feed"
DEFINITION: Definition = case_study()
STOPS = stops_of(DEFINITION)
SCRIPT: Script = script_of(CASE, DEFINITION, 45, STOPS)


def entry(do: Do, stop: str = "", seconds: float = 0.0, **details: object) -> Entry:
    return Entry("one", CASE, do, stop=stop, seconds=seconds, **details)  # type: ignore[arg-type]


def started(stops: tuple[str, ...] = STOPS) -> Entry:
    return entry(Do.START, minutes=45, stops=stops)


def told(*entries: Entry) -> Session:
    return replay(entries)["one"]


def all_marked(
    mark: Mark = Mark.YES, flags: dict[str, Flag] | None = None, seconds: float = 60.0
) -> Iterator[Entry]:
    """A whole interview in which every point gets one mark, and the named red flags are raised."""
    yield started()
    for number, key in enumerate(STOPS):
        stop = SCRIPT.stop(key)
        yield entry(Do.NOTES, key, seconds / 2, text=f"notes of {key}")
        yield entry(Do.REVEAL, key, seconds)
        for point in stop.points:
            yield entry(Do.MARK, key, seconds, key=point.key, mark=str(mark))
        for text in stop.red_flags:
            if flags and text in flags:
                yield entry(Do.FLAG, key, seconds, key=text, mark=str(flags[text]))
        if number + 1 < len(STOPS):
            yield entry(Do.NEXT, key, seconds, key=STOPS[number + 1])
    yield entry(Do.FINISH, STOPS[-1], seconds, score=1.0, grade="strong_hire")
