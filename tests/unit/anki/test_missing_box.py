"""The note type of drawings with a hidden box: Anki's own image occlusion, with our fields behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from anki.collection import Collection
from anki.models import NotetypeDict

from cases import FILES
from decks import write_deck
from mlsd_cards.anki import compiler as compiling
from mlsd_cards.anki.compile import CompiledNote
from mlsd_cards.anki.compiler import Compiler
from mlsd_cards.anki.notetypes import OCCLUSION
from mlsd_cards.cache import Cache
from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.diagram.svg import box_share, to_svg
from mlsd_cards.model.definition import MissingBox


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> NotetypeDict:
    """Anki's built-in image occlusion."""
    collection = Collection(str(tmp_path_factory.mktemp("stock") / "collection.anki2"))
    collection._backend.add_image_occlusion_notetype()
    found = collection.models.by_name("Image Occlusion")
    collection.close()
    assert found is not None
    return found


def compiled(root: Path, cache: Cache) -> dict[str, CompiledNote]:
    folder = open_folder(root)
    compiler = Compiler(folder, cache, 20_000)
    assert not load(folder, compiler.read).problems
    compiler.keep()
    return compiler.compiled


def test_ankis_own_fields_come_first_in_their_order(stock: NotetypeDict) -> None:
    names = [name for _, name in OCCLUSION.fields]
    assert names[: OCCLUSION.stock_fields] == [field["name"] for field in stock["flds"]]
    assert OCCLUSION.stock_kind == stock["originalStockKind"] == 6


def test_the_picture_and_its_script_are_ankis_own(stock: NotetypeDict) -> None:
    template = stock["tmpls"][0]
    start = template["qfmt"].index('<div style="display: none">')
    picture = template["qfmt"][start:].strip()
    assert "anki.imageOcclusion.setup();" in picture
    for side, own in ((OCCLUSION.front, template["qfmt"]), (OCCLUSION.back, template["afmt"])):
        assert side.count(picture) == 1
        assert picture in own
        assert "{{#Header}}" in side
        assert "{{Header}}" in side
    assert '<button id="toggle">' in OCCLUSION.back
    assert "{{Back Extra}}" in OCCLUSION.back


def test_the_mask_takes_its_colours_from_the_variables_of_ankis_style(stock: NotetypeDict) -> None:
    names = set(re.findall(r"(--[\w-]+):", stock["css"]))
    assert len(names) == 6
    assert names <= set(re.findall(r"(--[\w-]+):", OCCLUSION.css))


def test_a_note_hides_its_box_and_names_its_picture(tmp_path: Path) -> None:
    note = compiled(write_deck(tmp_path, FILES), Cache(None))["feed/box.rank"]
    fields = dict(zip([name for _, name in OCCLUSION.fields], note.fields, strict=True))
    definition = next(one for one in load(open_folder(tmp_path)).deck.definitions if one.id == "feed")
    (content,) = [one.content for one in definition.notes if isinstance(one.content, MissingBox)]
    share = box_share(content.diagram, "rank")
    mask = re.fullmatch(
        r"\{\{c1::image-occlusion:rect:left=(\.\d{4}):top=(\.\d{4}):width=(\.\d{4}):height=(\.\d{4}):oi=1\}\}<br>",
        fields["Occlusion"],
    )
    assert mask is not None
    expected = (share.left, share.top, share.width, share.height)
    assert [float(part) for part in mask.groups()] == [round(part, 4) for part in expected]
    assert note.notetype == "occlusion"
    assert note.ordinals == (0,)
    ((name, picture),) = note.drawings
    assert re.fullmatch(r"case-feed-arch-[0-9a-f]{16}\.svg", name)
    assert fields["Image"].startswith(f'<img src="{name}" alt="')
    assert picture == to_svg(content.diagram)
    assert ">Ranker</text>" in picture  # Anki's mask hides it
    assert "Ranker" not in fields["Image"]
    assert fields["Header"].startswith("Candidates and features")
    assert "Ranker" in fields["Back Extra"]


def test_drawings_survive_both_levels_of_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = write_deck(tmp_path / "deck", FILES), Cache(tmp_path / "cache.sqlite")
    first = compiled(root, cache)

    def not_again(*_: object) -> CompiledNote:
        raise AssertionError("compiled although it was known")

    monkeypatch.setattr(compiling, "compile_notes", not_again)
    assert compiled(root, cache) == first  # the file's text is known
    case = root / "one" / "feed.yaml"
    case.write_text(case.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert compiled(root, cache) == first  # its values are
    assert first["feed/box.rank"].drawings
