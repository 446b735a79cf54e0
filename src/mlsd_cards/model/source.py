"""Where statements can be checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement can be checked."""

    title: str
    by: str
    year: int
    ref: str

    @property
    def url(self) -> str:
        """The address to open: arXiv and DOI short forms are written out."""
        if self.ref.startswith("arXiv:"):
            return "https://arxiv.org/abs/" + self.ref.removeprefix("arXiv:")
        if self.ref.startswith("doi:"):
            return "https://doi.org/" + self.ref.removeprefix("doi:")
        return self.ref
