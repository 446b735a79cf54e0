"""The lock: times rise when content changes and only then; ids and positions stay for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsd_cards.deckfile.lock import Changes, Fresh, Lock, Locked, LockedType, read_lock, update, update_types
from mlsd_cards.errors import Problem, Span


def fresh(id_: str, hash_: str = "h", notetype: str = "question") -> Fresh:
    return Fresh(id_, f"guid-{id_}", notetype, hash_, Span("f.yaml", 3, 5))


def locked(*notes: Fresh, now: int = 100) -> Lock:
    lock, _, problems = update(Lock(), notes, now=now, lock_name="deck.lock")
    assert not problems
    return Lock(lock.notes, lock.types, {note.id: number for number, note in enumerate(notes, 4)})


def again(
    lock: Lock, *notes: Fresh, now: int = 200, retire: tuple[str, ...] = ()
) -> tuple[Lock, Changes, list[Problem]]:
    return update(lock, notes, now=now, lock_name="deck.lock", retire=retire)


def test_first_positions_are_tens_in_teaching_order() -> None:
    lock = locked(fresh("b/1"), fresh("a/1"))
    assert [(n.id, n.position) for n in lock.notes.values()] == [("b/1", 10), ("a/1", 20)]


def test_an_unchanged_note_keeps_its_time_and_a_changed_one_rises() -> None:
    lock, changes, _ = again(locked(fresh("a/1"), fresh("a/2")), fresh("a/1"), fresh("a/2", "new"))
    assert lock.notes["a/1"].modified == 100
    assert lock.notes["a/2"].modified == 200
    assert (changes.changed, changes.unchanged) == (("a/2",), 1)


def test_a_change_within_the_same_second_or_before_a_clock_jump_still_rises() -> None:
    lock, _, _ = again(locked(fresh("a/1")), fresh("a/1", "new"), now=50)
    assert lock.notes["a/1"].modified == 101


def test_new_notes_go_between_their_neighbours_and_old_positions_stay() -> None:
    lock, _, _ = again(
        locked(fresh("a/1"), fresh("a/2")), fresh("a/1"), fresh("a/new"), fresh("a/2"), fresh("a/end")
    )
    positions = {name: note.position for name, note in lock.notes.items()}
    assert positions == {"a/1": 10, "a/new": 15, "a/2": 20, "a/end": 30}


def test_positions_stay_once_assigned_even_when_the_teaching_order_turns_round() -> None:
    before = locked(fresh("a/1"), fresh("a/2"), fresh("a/3"))
    lock, changes, _ = again(before, fresh("a/3"), fresh("a/2"), fresh("a/1"))
    assert lock == before
    assert changes.changed == ()


def test_a_vanished_note_is_an_error_at_its_line_until_it_is_retired() -> None:
    before = locked(fresh("a/1"), fresh("a/2"))
    _, _, (problem,) = again(before, fresh("a/1"))
    assert (problem.code, problem.span) == ("E31", Span("deck.lock", 5, 1))
    assert "--retire a/2" in problem.hint
    lock, changes, problems = again(before, fresh("a/1"), retire=("a/2",))
    assert not problems
    assert changes.retired == ("a/2",)
    assert lock.notes["a/2"].retired


def test_a_retired_id_may_return_with_the_same_note_type_only() -> None:
    before, _, _ = again(locked(fresh("a/1"), fresh("a/2")), fresh("a/1"), retire=("a/2",))
    lock, changes, problems = again(before, fresh("a/1"), fresh("a/2"), now=300)
    assert not problems
    assert changes.returned == ("a/2",)
    assert (lock.notes["a/2"].modified, lock.notes["a/2"].retired) == (300, False)
    _, _, (problem,) = again(before, fresh("a/1"), fresh("a/2", notetype="cloze"))
    assert (problem.code, problem.span.line) == ("E32", 3)


def test_retiring_what_is_still_there_or_never_was_is_an_error() -> None:
    _, _, problems = again(locked(fresh("a/1")), fresh("a/1"), retire=("a/1", "x/y"))
    assert [problem.code for problem in problems] == ["E31", "E31"]


def test_another_guid_than_the_ids_is_an_error() -> None:
    lock = locked(fresh("a/1"))
    broken = Lock({"a/1": Locked("a/1", "other", "question", "h", 1, 10)}, {}, lock.lines)
    _, _, (problem,) = again(broken, fresh("a/1"))
    assert problem.code == "E30"


def test_building_a_part_touches_no_other_line() -> None:
    before = locked(fresh("a/1"), fresh("b/1"), fresh("gone/1"))
    lock, changes, problems = update(
        before, [fresh("a/1", "new"), fresh("b/1", "new")], now=200, lock_name="l", only=frozenset({"a/1"})
    )
    assert not problems
    assert changes.changed == ("a/1",)
    assert lock.notes["b/1"] == before.notes["b/1"]
    assert lock.notes["gone/1"] == before.notes["gone/1"]


def test_the_file_is_sorted_and_reads_back_as_it_was(tmp_path: Path) -> None:
    lock = update_types(locked(fresh("b/1"), fresh("a/1")), {"question": "q"}, now=7)
    path = tmp_path / "deck.lock"
    path.write_text(lock.text(), encoding="utf-8")
    again_, problems = read_lock(path, "deck.lock")
    assert not problems
    assert again_ == lock
    lines = [line for line in lock.text().split("\n") if line and not line.startswith("#")]
    assert lines == sorted(lines)


def test_a_torn_lock_names_each_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "deck.lock"
    path.write_text(
        "# lock\nnote a/1 g question h 1 10\n<<<<<<< HEAD\nnote a/1 g2 question h 1 10\nnote a/2 g question h x 10\n"
    )
    _, problems = read_lock(path, "deck.lock")
    assert [(problem.code, problem.span.line) for problem in problems] == [("E30", 3), ("E30", 4), ("E30", 5)]


def test_note_types_rise_only_when_their_look_changes() -> None:
    lock = update_types(Lock(), {"question": "a"}, now=10)
    assert update_types(lock, {"question": "a"}, now=20) == lock
    assert update_types(lock, {"question": "b"}, now=5).types["question"].modified == 11


@pytest.mark.parametrize(
    "line",
    [
        "note a/1 g question h 0 10",
        "note a/1 g question h 99999999999 10",
        "note a/1 g question h 5 -7",
        "note a/1 g question h 5 9999999",
    ],
)
def test_a_time_or_position_that_would_harm_a_collection_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "deck.lock"
    path.write_text(f"# lock\n{line}\n")
    assert [problem.code for problem in read_lock(path, "deck.lock")[1]] == ["E30"]


def test_an_emptied_lock_is_an_error_and_not_a_fresh_start(tmp_path: Path) -> None:
    path = tmp_path / "deck.lock"
    path.write_text("")
    assert [problem.code for problem in read_lock(path, "deck.lock")[1]] == ["E30"]


def test_a_published_note_type_keeps_the_published_time_in_every_deck() -> None:
    published = {"question": LockedType("question", "a", 500)}
    mine = update_types(Lock(), {"question": "a"}, now=900, published=published)
    assert mine.types["question"].modified == 500
    other = update_types(Lock(), {"question": "b"}, now=900, published=published)
    assert other.types["question"].modified == 900
