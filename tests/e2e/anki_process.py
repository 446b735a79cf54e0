"""Real Anki in a process of its own, where its clock can be told what time it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any


def run_anki(script: str, question: Any, *, hours_ahead: int) -> Any:
    """Run a test module as a program, with Anki in test mode and the wall clock so many hours ahead of UTC.

    The question goes in as JSON and the answer comes out as JSON.
    """
    done = subprocess.run(
        [sys.executable, script],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "ANKI_TEST_MODE": "1",
            "TZ": f"NOON{-hours_ahead:+d}",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
