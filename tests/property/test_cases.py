"""Cases under any edit: cards keep their ids, places lie in the file, and nothing crashes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from cases import CASE
from mlsd_cards.deckfile.definitions import read_definitions

_LISTS = ("clarify", "features", "models", "scale", "failures", "followups", "published")


def parsed() -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(CASE, yaml.CSafeLoader)
    return document


def ids(document: dict[str, Any]) -> list[str]:
    read = read_definitions(yaml.dump(document, sort_keys=False, allow_unicode=True), "one/feed.yaml")
    assert read.problems == ()
    return [note.id for note in read.definitions[0].notes]


IDS = ids(parsed())


@given(st.randoms(use_true_random=False), st.integers(0, 3))
def test_the_order_and_number_of_blocks_change_no_id_where_cards_are_chosen(random: Any, added: int) -> None:
    document = parsed()
    case = document["definitions"][0]
    lists = [case[name] for name in _LISTS] + [
        case["data"]["traps"],
        case["data"]["sources"],
        case["metrics"]["online"],
    ]
    lists += [case["architecture"]["nodes"], case["architecture"]["edges"], case["budget"]["hops"]]
    for number in range(added):
        for block in (case["data"]["traps"], case["failures"], case["followups"]):
            element = deepcopy(block[0]) | {"key": f"new-{number}"}
            block.append(element)
    for block in lists:
        random.shuffle(block)
    blocks = list(case.items())
    random.shuffle(blocks)
    document["definitions"] = [dict(blocks)]
    assert ids(document) == IDS


@given(st.data())
def test_every_place_lies_in_its_file_and_no_damage_crashes_the_reader(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(CASE)))
    end = data.draw(st.integers(start, min(start + 40, len(CASE))))
    text = (
        CASE[:start] + data.draw(st.text(st.sampled_from("ab:{}[]#\\(\n -'\"|>,1"), max_size=8)) + CASE[end:]
    )
    lines = text.split("\n")
    for problem in read_definitions(text, "one/feed.yaml").problems:
        assert 1 <= problem.span.line <= len(lines) + 1
        line = lines[problem.span.line - 1] if problem.span.line <= len(lines) else ""
        assert 1 <= problem.span.column <= len(line) + 2


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["", "x", "app", "topic:x", "trap", "1e9"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["key", "ask", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
def test_a_value_of_any_other_shape_is_a_problem_and_no_crash(data: st.DataObject) -> None:
    document = parsed()
    place: Any = document["definitions"][0]
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inside = place[key]
        if not isinstance(inside, (dict, list)) or not inside or data.draw(st.booleans()):
            break
        place = inside
    place[key] = data.draw(_VALUES)
    read_definitions(yaml.dump(document, sort_keys=False, allow_unicode=True), "one/feed.yaml")
