"""What a source's `ref` can be."""

from __future__ import annotations

import re

_REFERENCE = re.compile(
    r"^(https?://[^\s/]+\S*|(https://doi\.org/|doi:)10\.\d{4,9}/\S+|arXiv:(\d{4}\.\d{4,5}|[a-z-]+/\d{7}))$"
)

HINT = "https://…, doi:10.… or arXiv:1234.56789"


def is_reference(ref: str) -> bool:
    """Whether it is an address, a DOI or an arXiv number."""
    return _REFERENCE.match(ref) is not None
