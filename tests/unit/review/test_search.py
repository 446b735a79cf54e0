"""What is typed becomes a tree, and what cannot be read is named, placed and mended."""

from __future__ import annotations

import pytest

from mlsd_cards.review.query import (
    EVERYTHING,
    All,
    Deck,
    Flag,
    Is,
    Not,
    Prop,
    Property,
    Query,
    Rated,
    Sign,
    Some,
    State,
    Tag,
    Words,
)
from mlsd_cards.review.search import SearchError, parse

A, B, C = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", EVERYTHING),
        ("a b", All((A, B))),
        ("a and b AND c", All((A, B, C))),
        ("a or b c", Some((A, All((B, C))))),
        ("(a or b) c", All((Some((A, B)), C))),
        ("a (b c)", All((A, B, C))),
        ("-(a b)", Not(All((A, B)))),
        ("--a", A),
        ("-(-a)", A),
        ('"or"', Words("or")),
        ('a"b c"', All((A, Words("b c")))),
        (r'"say \"x\" \\ \n"', Words(r"say \"x\" \ \n".replace('\\"', '"'))),
        ("gra*", Words("gra")),
        ("w:gra", Words("gra", whole=True)),
        ("co-occur", Words("co-occur")),
        (r"\frac", Words(r"\frac")),
        ("tag:a::b", Tag("a::b")),
        ('deck:"two words"', Deck("two words")),
        ("IS:Due", Is(State.DUE)),
        ("flag:0", Flag(0)),
        ("prop:s<10", Prop(Property.STABILITY, Sign.LESS, 10)),
        ("prop:due>=-3", Prop(Property.DUE, Sign.AT_LEAST, -3)),
        ("rated:7:1", Rated(7, 1)),
    ],
)
def test_a_search_is_read_as_a_tree(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a or", 2, "nothing stands behind 'or'"),
        ("or a", 0, "nothing stands before 'or'"),
        ("(a or )", 3, "nothing stands behind 'or'"),
        ("a ) b", 2, "closes nothing"),
        (") a", 0, "closes nothing"),
        ("*", 0, "no letter or digit to look for in '*'"),
        ("a (b", 2, "is not closed"),
        ("a ()", 2, "between these brackets"),
        ('a "b', 2, "quote is not closed"),
        ("a - b", 2, "nothing stands behind the minus"),
        ("a g*t", 3, "only at the end of a word"),
        ("a @", 2, "no letter or digit"),
        ('""', 1, "no letter or digit"),
        ("a tga:x", 2, "did you mean tag:?"),
        ("http://x", 0, 'put quotes round text with a colon: "http://x"'),
        ("a tag:", 5, "nothing stands behind 'tag:'"),
        ("is:nwe", 3, "there are: new, learn"),
        ("flag:8", 5, "from 0 to 7"),
        ("rated:0", 6, "from 1 to"),
        ("rated:1:5", 8, "from 1 to 4"),
        ("prop:ease<2", 5, "there are: ivl, due"),
        ("prop:ivl<x", 9, "no whole number"),
        ("prop:ivl<1.5", 9, "no whole number"),
        ("prop:s<nan", 7, "no number"),
        ("prop:r<80", 7, "between 0 and 1"),
        ("x" * 1001, 1000, "at most 1000 characters"),
        ("(" * 41 + "a", 40, "at most 40 deep"),
        ("a \udc80", 2, "no character"),
    ],
)
def test_what_cannot_be_read_is_placed(text: str, at: int, message: str) -> None:
    with pytest.raises(SearchError) as raised:
        parse(text)
    assert raised.value.at == at
    assert message in str(raised.value)


def test_the_caret_stands_under_the_place_of_a_long_search_too() -> None:
    text = "word " * 30 + "is:nwe " + "word " * 30
    with pytest.raises(SearchError) as raised:
        parse(text)
    _, line, caret = raised.value.pointed().split("\n")
    assert line[caret.index("^") :].startswith("nwe")
    assert len(line) < 80
