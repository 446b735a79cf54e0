"""The page of statistics in Chromium: it is drawn whole, and the browser finds nothing to complain about."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from e2e.test_maths_in_anki import chromium
from mlsd_cards.figures.page import page
from mlsd_cards.figures.pages import pages
from mlsd_cards.markup.runs import shown
from unit.figures.standings import TODAY, learner, nothing

WATCHED = """<script>
window.addEventListener("load", () => {
  const wide = [...document.querySelectorAll("figure")].filter(f => f.scrollWidth > f.clientWidth + 1).length;
  const unseen = [...document.querySelectorAll("svg rect")].filter(r => getComputedStyle(r).fill === "rgb(0, 0, 0)").length;
  const flat = [...document.querySelectorAll("svg")].filter(s => s.getBoundingClientRect().height < 20).length;
  console.log(`measured wide=${wide} unseen=${unseen} flat=${flat} drawings=${document.querySelectorAll("svg").length}`);
});
</script>"""


def opened(path: Path, folder: Path) -> list[str]:
    """What the browser's console says of a page."""
    command = [
        chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", f"--user-data-dir={folder / 'profile'}", "--window-size=420,900",
        "--enable-logging=stderr", "--v=0", "--virtual-time-budget=5000", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return re.findall(r':CONSOLE[:(]\d+\)?\] "(.*?)", source:', done.stderr)


@pytest.mark.parametrize("days", [0, 1, 300])
def test_the_console_stays_empty(days: int, tmp_path: Path) -> None:
    found = learner(days) if days else nothing()
    text = page("Where you stand", TODAY, pages(found, str, lambda words: shown(words, ascii=False)))
    path = tmp_path / "stats.html"
    path.write_text(text, encoding="utf-8")
    assert opened(path, tmp_path) == []


def test_nothing_is_black_flat_or_wider_than_a_phone_and_scripts_are_refused(tmp_path: Path) -> None:
    text = page("Where you stand", TODAY, pages(learner(300), str, lambda words: shown(words, ascii=False)))
    path = tmp_path / "watched.html"
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    path.write_text(policy.sub("", text).replace("</body>", f"{WATCHED}</body>"), encoding="utf-8")
    (line,) = opened(path, tmp_path)
    assert re.fullmatch(r"measured wide=0 unseen=0 flat=0 drawings=\d\d", line), line
    path.write_text(text.replace("</body>", f"{WATCHED}</body>"), encoding="utf-8")
    (refused,) = opened(path, tmp_path)
    assert "Content Security Policy" in refused
