"""The codes of `mlsd check`: what each one means. `docs/checks.md` is written from this table."""

from __future__ import annotations

CODES: dict[str, str] = {
    "E01": "a key is unknown, missing or of the wrong type, or keys of two forms are mixed",
    "E02": "an id or key occurs twice, or is not a slug",
    "E03": "front and back are the same, or one of them shows nothing",
    "E04": "two fronts are the same or nearly the same",
    "E05": "a cloze has no deletion, more than three, a gap in its numbers, or a nested or empty one",
    "E06": "a formula does not parse, does not balance or uses a command that is not on the list",
    "E07": "a link or picture that could do harm: only https:// or http:// links, only pictures from media/",
    "E08": "an area, `requires` or `contrast` names something that does not exist, or goes in a circle",
    "E09": "a topic without one to three sources, or a source whose `ref` is no address, DOI or arXiv number",
    "E10": "a calculation that does not match its result, or whose answer does not show it",
    "E11": "a formula note without an intuition note and a use note beside it",
    "E12": "a role that the kind needs is missing",
    "E13": "a picture that does not exist, is no picture, or is used by no note",
    "E20": "a file that cannot be read: missing, too large, not regular, or a link out of the folder",
    "E21": "a file that is not UTF-8, or holds control characters",
    "E22": "a file that is not YAML",
    "E23": "YAML that is refused: too deep, too many aliases, a tag or a merge key",
    "E24": "an escape in double quotes: `\\f` of `\\frac` would become a form feed",
    "E30": "the lock file cannot be read, or disagrees with itself",
    "E31": "a note of the lock file has vanished: its learners keep the card for ever",
    "E32": "a note would change its Anki note type: that needs a new key",
    "E33": "the lock file is not up to date (with --locked)",
    "E80": "config.toml: an unknown key, or a value that it cannot have",
    "W01": "front or back longer than the limit (220 and 280 characters; 400 for calculations and scenarios)",
    "W02": "back of more than 45 words, or more than two sentences (three for scenarios)",
    "W03": "a yes/no question",
    "W04": "a front that begins with a pronoun that stands for nothing",
    "W05": "a vague verb: Explain, Describe, Discuss, List …",
    "W06": "an enumeration of more than three items",
    "W07": "two questions on one front",
    "W08": "a number with a unit but without year, source, assumption or calculation",
    "W09": "'it depends' or 'various factors' without saying on what",
    "W10": "the answer stands in the question",
    "W11": "a front too short to fix its context (25 characters, 5 words)",
    "W12": "fewer than 2 or more than 12 cards in a topic",
    "W13": "an acronym that neither glossary.yaml nor the topic explains",
    "W14": "an absolute word (always, never, best, all) without a condition",
    "W15": "filler words or first person",
    "W16": "a deletion of stop words only, or of more than 60 % of the sentence",
    "W17": "the mix of facts, numbers, choices and scenarios is outside ±8 points of 30/20/25/25",
    "W18": "a priority-1 topic without a choice, contrast or scenario card",
    "W19": "a pair of confusions.yaml without a contrast card that names both",
    "W20": "a choice card that names its pick without a reason",
    "W22": "sentences of more than 22 words on average",
    "W23": "a plain text is cut by ` #`, which starts a comment",
    "W24": "an inline formula wider than a phone: display it",
}

WAIVABLE = frozenset(CODES) & frozenset(
    "W01 W02 W03 W04 W05 W06 W07 W08 W09 W10 W11 W13 W14 W15 W16 W20 W22 W24".split()
)
"""The warnings of single notes: what `lint: {allow: […]}` may name."""
