"""Every formula of the shipped decks, typeset by the MathJax that Anki itself carries, in Chromium."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path

import pytest

from mlsd_cards.deckfile.deck import load, open_folder
from mlsd_cards.markup.scan import without_deletions

PAGE = """<!doctype html><meta charset="utf-8"><title>formulae</title>
<script>window.MathJax = {{tex: {{inlineMath: [["\\\\(", "\\\\)"]], displayMath: [["\\\\[", "\\\\]"]],
 processEnvironments: false, processRefs: false, packages: {{"[+]": ["noerrors"]}}}}, startup: {{typeset: false, ready: () => {{
 MathJax.startup.defaultReady(); MathJax.startup.promise.then(() => MathJax.typesetPromise()).then(() => {{
 document.title = "done"; }}); }} }} }};</script>
<script src="{script}"></script>
<body>{body}</body>"""


def chromium() -> str:
    """The browser's path; `make system-deps` installs it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.fail("no Chromium on PATH: run `make system-deps` (Debian: apt-get install chromium)")


def mathjax() -> Path:
    """Anki's own MathJax, from its package's web assets."""
    for package in ("_aqt", "aqt"):
        spec = importlib.util.find_spec(package)
        roots = spec.submodule_search_locations if spec else None
        for root in roots or ():
            if found := sorted(Path(root).rglob("tex-chtml*.js")):
                return found[0]
    pytest.fail("Anki's web assets are missing: run `make .venv/.dev`")


def dump(page: Path, folder: Path) -> str:
    """The page's DOM after its scripts have run."""
    command = [
        chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=60000", "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=240).stdout


def test_every_formula_typesets_in_ankis_mathjax(project: Path, tmp_path: Path) -> None:
    loaded = load(open_folder(project / "decks"))
    formulas = sorted(
        {
            (without_deletions(formula.latex), formula.display)
            for read in loaded.reads
            for text in read.texts.values()
            for parsed in (text.front, text.back, text.extra)
            if parsed is not None
            for formula in parsed.formulas
        }
    )
    assert len(formulas) > 300
    delimiters = {True: (r"\[", r"\]"), False: (r"\(", r"\)")}
    body = "".join(
        f"<p>{escape(delimiters[display][0] + latex + delimiters[display][1])}</p>"
        for latex, display in formulas
    )
    page = tmp_path / "formulae.html"
    page.write_text(PAGE.format(script=mathjax().as_uri(), body=body), encoding="utf-8")
    dom = dump(page, tmp_path)
    assert "<title>done</title>" in dom
    errors = re.findall(r'data-mjx-error="([^"]*)"', dom)
    assert not errors, [unescape(error) for error in errors]
    assert dom.count("<mjx-container") == len(formulas)
