"""Each warning fires on a bad card and stays silent on its repair."""

from __future__ import annotations

from pathlib import Path

import pytest

from decks import topic, write_deck
from mlsd_cards.deckfile.codes import WAIVABLE
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.deckfile.lint import NOTE_RULES, Lint, lint

HEAD = "    priority: 2\n    sources: [{title: T, by: B, year: 2000, ref: 'https://a.b/c'}]\n"
FINE = "- {key: fine, role: use, ask: 'Which store keeps only the newest value of each entity?', answer: The online part.}"


def linted(folder: Path, notes: str, head: str = HEAD) -> Lint:
    root = write_deck(folder / "deck", {"one/a.yaml": topic(f"{FINE}\n{notes}", kind="data", head=head)})
    loaded = load(open_folder(root))
    assert {problem.code for problem in loaded.problems} <= {"E12"}, loaded.problems
    return lint(loaded)


def codes(folder: Path, notes: str) -> set[str]:
    return {problem.code for problem in linted(folder, notes).warnings}


def ask(ask_: str, answer: str, role: str = "definition") -> str:
    quoted = ["'" + text.replace("'", "''") + "'" for text in (ask_, answer)]
    return f"- key: x\n  role: {role}\n  ask: {quoted[0]}\n  answer: {quoted[1]}"


Q = "Which part of a feature store serves training with past values?"
PAIRS: list[tuple[str, str, str]] = [
    ("W01", ask(Q + " word" * 45, "The offline store."), ask(Q, "The offline store.")),
    ("W02", ask(Q, "word " * 46), ask(Q, "word " * 20)),
    ("W03", ask("Is the order of messages kept inside one partition?", "It is."), ask("Within which scope of a Kafka topic is order kept?", "One partition.")),
    ("W04", ask("Why does the following matter for the store?", "Latency."), ask("Why does batching matter for a Redis store?", "Latency.")),
    ("W05", ask("Explain the partitions of a Kafka topic in detail", "Logs."), ask("How are the partitions of a Kafka topic stored?", "As logs.")),
    ("W06", ask(Q, "Joins, reads, writes, scans and sorts."), ask(Q, "Joins and reads.")),
    ("W07", ask("What is the offline store? What is the online store?", "Two."), ask(Q, "The offline store.")),
    ("W08", ask("How long does a read from main memory take on a server?", "About 100 ns."), ask("How long does a read from main memory take on a server?", "About 100 ns (2012 figures).")),
    ("W09", ask(Q, "It depends."), ask(Q, "It depends on the freshness that is needed.")),
    ("W10", ask("Which offline store of features serves training?", "The offline store."), ask("Which part of the platform serves training with old values?", "The offline store.")),
    ("W11", ask("Which store?", "The offline one."), ask(Q, "The offline one.")),
    ("W14", ask(Q, "The offline store always wins."), ask(Q, "The offline store wins when labels are late.")),
    ("W15", ask(Q, "Basically the offline store, of course."), ask(Q, "The offline store.")),
    ("W16", "- {key: x, role: definition, cloze: 'The store {{c1::of the}} platform keeps values.'}", "- {key: x, role: definition, cloze: 'The {{c1::offline}} store of the platform keeps values.'}"),
    ("W20", ask("Daily e-mail with ten picks for each user: which inference mode?", "Batch inference.", "choice"), ask("Daily e-mail with ten picks for each user: which inference mode?", "Batch, because inputs are known ahead.", "choice")),
    ("W24", ask(Q, r"So \(\mathrm{RMSE}^2 = \mathrm{MAE}^2 + \mathrm{Var}(|y-\hat y|) = 9 + 12 = 21\)."), ask(Q, r"So \(a = b + c\).")),
    ("W22", ask(Q, "word " * 23 + "end."), ask(Q, "word " * 8 + "end.")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "bad", "good"), PAIRS, ids=[code for code, _, _ in PAIRS])
def test_a_warning_fires_on_the_fault_and_not_on_its_repair(
    tmp_path: Path, code: str, bad: str, good: str
) -> None:
    assert code in codes(tmp_path / "bad", bad)
    assert code not in codes(tmp_path / "good", good)


def test_a_name_with_a_hyphen_is_no_first_person(tmp_path: Path) -> None:
    note = ask("Which store of my-case serves its training?", "The offline store.")
    assert "W15" not in codes(tmp_path / "deck", note)


def test_every_note_rule_has_such_a_pair_and_can_be_waived() -> None:
    assert {code for code, _, _ in PAIRS} == set(NOTE_RULES)
    assert set(NOTE_RULES) | {"W13"} == WAIVABLE


@pytest.mark.parametrize("code", ["W99", "E04", "W12", "W23"])
def test_what_no_note_can_waive_is_refused(tmp_path: Path, code: str) -> None:
    note = (
        f"- {{key: a, role: use, ask: Which?, answer: A, lint: {{allow: [{code}], why: because it is so}}}}"
    )
    problems = load(open_folder(write_deck(tmp_path / "deck", {"one/a.yaml": topic(note)}))).problems
    assert [problem.code for problem in problems] == ["E01"]
    assert code in problems[0].message


def test_a_waiver_with_a_reason_silences_its_code_and_is_counted(tmp_path: Path) -> None:
    note = "- key: x\n  role: definition\n  ask: Which store?\n  answer: The one.\n  lint: {allow: [W11], why: the shortest front of all}"
    found = linted(tmp_path, note)
    assert [problem.code for problem in found.waived] == ["W11"]
    assert "W11" not in {problem.code for problem in found.warnings}


def test_a_lone_card_a_crowd_and_a_missing_judgement_are_topic_warnings(tmp_path: Path) -> None:
    crowd = "\n".join(
        f"- {{key: k{n}, role: definition, ask: 'Which property number {n} of thing {n * 7} is meant by name {n * 3}?', answer: 'It is {n}.'}}"
        for n in range(12)
    )
    found = linted(tmp_path, crowd, HEAD.replace("priority: 2", "priority: 1")).warnings
    assert {"W12", "W18"} <= {problem.code for problem in found}


def test_the_mix_of_a_large_deck_is_watched(tmp_path: Path) -> None:
    files = {
        f"one/t{t}.yaml": topic(
            "\n".join(
                f"- {{key: k{n}, role: definition, ask: 'Which property {n} of thing {t} is meant by name {t * 31 + n}?', answer: 'It is {n}.'}}"
                for n in range(10)
            ),
            id_=f"t{t}",
            kind="data",
            head=HEAD,
        )
        for t in range(21)
    }
    found = lint(load(open_folder(write_deck(tmp_path / "deck", files)))).warnings
    assert sum(problem.code == "W17" for problem in found) == 4


def test_kinds_without_content_rules_are_left_alone(tmp_path: Path) -> None:
    root = write_deck(
        tmp_path / "deck", {"one/a.yaml": topic("- {key: a, role: use, ask: Is it?, answer: Yes}")}
    )
    assert lint(load(open_folder(root))).warnings == ()
