"""Any text is a search or is refused at a place inside it, and a search prints as it reads."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from mlsd_cards.review.query import (
    EVERYTHING,
    Added,
    All,
    Deck,
    Flag,
    Id,
    Introduced,
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

searches = st.text(st.one_of(st.sampled_from('ab1 -:()"\\*<=>.'), st.characters()), max_size=40) | st.lists(
    st.sampled_from(
        [
            "or",
            "and",
            "-",
            "(",
            ")",
            '"',
            "is:due",
            "is:",
            "prop:s<",
            "3",
            " ",
            "tag:",
            "a*",
            "w:",
            "rated:1:",
        ]
    ),
    max_size=12,
).map("".join)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
days = st.integers(1, 99_999)
whole = (Property.INTERVAL, Property.DUE, Property.REVIEWS, Property.LAPSES, Property.POSITION)
leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(Words, texts.filter(lambda text: any(map(str.isalnum, text))), st.booleans()),
    st.builds(Tag, texts),
    st.builds(Deck, texts),
    st.builds(Id, texts),
    st.builds(Is, st.sampled_from(State)),
    st.builds(Flag, st.integers(0, 7)),
    st.builds(Prop, st.sampled_from(whole), st.sampled_from(Sign), st.integers(-999, 999).map(float)),
    st.builds(
        Prop, st.just(Property.STABILITY), st.sampled_from(Sign), st.floats(-1e6, 1e6).map(lambda x: x + 0.0)
    ),
    st.builds(
        Prop,
        st.sampled_from((Property.RECALL, Property.DIFFICULTY)),
        st.sampled_from(Sign),
        st.floats(0, 1).map(abs),
    ),
    st.builds(Rated, days, st.none() | st.integers(1, 4)),
    st.builds(Added, days),
    st.builds(Introduced, days),
)


def several(inner: st.SearchStrategy[Query], kind: type[All | Some]) -> st.SearchStrategy[Query]:
    """None of the terms is of the kind itself: that is the one form that trees have."""
    terms = st.lists(inner.filter(lambda term: not isinstance(term, kind)), min_size=2, max_size=3)
    return terms.map(lambda found: kind(tuple(found)))


queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.filter(lambda term: not isinstance(term, Not)).map(Not),
        several(inner, All),
        several(inner, Some),
    ),
    max_leaves=8,
)


@given(searches)
@example('"')
@example("(" * 400)
@example("-" * 999 + "a")
@example("-(" * 60 + "a")
@example("a " * 499)
@example("a or ")
@example("prop:r<")
@example("rated:1:")
@example('tag:"')
@example("\ud800")
def test_any_text_is_read_or_refused_at_a_place_inside_it(text: str) -> None:
    refused: SearchError | None = None
    try:
        found = parse(text)
    except SearchError as error:
        refused = error
    else:
        assert parse(str(found)) == found
    if refused is not None:
        assert 0 <= refused.at < len(text)
        assert refused.pointed().split("\n")[-1].endswith("^")


@given(queries)
def test_a_search_reads_as_it_prints(query: Query) -> None:
    assert parse(str(query)) == query


@given(st.text(st.sampled_from(" \t\n\u2003")))
def test_blanks_look_for_everything(text: str) -> None:
    assert parse(text) == EVERYTHING
