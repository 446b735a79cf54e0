"""The command palette: what can be done now on the screen below it, verb first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from mlsd_cards.tui.keys import key_label

_NOT_HERE = ("move.", "page.", "window.", "app.palette")


class CommandsNow(Provider):
    """The bindings that are valid now, by their long names."""

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        seen = set()
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if not active.enabled or not binding.tooltip or binding.id in seen:
                continue
            if (binding.id or "").startswith(_NOT_HERE):
                continue
            seen.add(binding.id)
            yield (
                binding.tooltip,
                f"key {key_label(key)}",
                partial(self.app.run_action, binding.action, active.node),
            )
        yield "Choose a theme", "colours of the app", self.app.search_themes

    async def discover(self) -> Hits:
        for name, help_, command in self._commands():
            yield DiscoveryHit(name, command, help=help_)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        matcher = self.matcher(query)
        for name, help_, command in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), command, help=help_)
