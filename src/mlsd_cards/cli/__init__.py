"""The command line: `mlsd`. One module a command; the only place that prints or exits.

Importing this module loads click and nothing else: each command is imported when it is asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from mlsd_cards import __version__
from mlsd_cards.errors import DeckError, ExitCode, MlsdError
from mlsd_cards.paths import HOME_VARIABLE

COMMANDS: dict[str, tuple[str, str]] = {
    # name: module.attribute, one line for the list
    "review": ("review.review", "Study what is due, in the app or line by line."),
    "drill": ("drill.drill", "Estimate with numbers that differ each time."),
    "mock": ("mock.mock", "Hold a mock interview on a case study."),
    "plan": ("plan.plan", "Prepare for an interview on a date."),
    "build": ("build.build", "Compile the decks into an Anki package."),
    "check": ("check.check", "Check deck files; list every problem with its place."),
    "list": ("browse.list_", "List topics by area and priority."),
    "new": ("new.new", "Write a scaffold for a new definition."),
    "schema": ("schema.schema", "Print the JSON Schema of deck files for editors."),
    "show": ("browse.show", "Print a topic or a note as text."),
    "search": ("search.search", "Find cards by their words, state, memory and history."),
    "suspend": ("change.suspend", "Suspend the cards that a search finds."),
    "unsuspend": ("change.unsuspend", "Let suspended cards be asked again."),
    "reset": ("change.reset", "Make the cards that a search finds new again."),
    "stats": ("stats.stats", "Show where you stand: days, retention, memory, time, cards."),
    "optimize": ("optimize.optimize", "Fit FSRS to your own answers; see what a retention costs."),
    "config": ("config.config", "Show and change settings."),
    "backup": ("keep.backup", "Write a verified copy of the review log."),
    "restore": ("keep.restore", "Put a backup in the place of the review log."),
    "doctor": ("keep.doctor", "Check the review log, or compute states anew."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(".")
        command: click.Command = getattr(import_module(f"mlsd_cards.cli.{module}"), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, 1)
            if close:
                ctx.fail(f"No such command {args[0]!r}; did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="mlsd")
@click.option(
    "--home", type=click.Path(file_okay=False), help=f"Folder for data and cache (or {HOME_VARIABLE})."
)
@click.pass_context
def cli(context: click.Context, home: str | None) -> None:
    """Prepare for ML system design interviews with spaced repetition.

    \b
    Examples:
      mlsd                opens the terminal app
      mlsd review         studies what is due
      mlsd mock           holds a mock interview
      mlsd build          writes ml-system-design.apkg for Anki
      mlsd check decks    lists every problem in deck files
    """
    if home is not None:
        os.environ[HOME_VARIABLE] = home
    if context.invoked_subcommand is None:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            click.echo(context.get_help())
            return
        from mlsd_cards.cli.app import run_app

        raise SystemExit(run_app("home"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with one of `ExitCode`."""
    _tolerant_output()
    try:
        code: Any = cli.main(args=None if arguments is None else list(arguments), standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = ExitCode.USAGE
    except click.Abort:
        click.echo("stopped", err=True)
        code = 130
    except DeckError as error:
        from mlsd_cards.cli.report import print_problems

        print_problems(error.problems, "text", sys.stderr)
        code = error.exit_code
    except MlsdError as error:
        click.echo(f"mlsd: {error}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        # The reader has gone (`mlsd list | head`); silence the flush at exit as well.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.FINE
    except Exception as error:  # noqa: BLE001  (the last line of defence: one sentence instead of a traceback)
        from mlsd_cards.cli.crash import report_crash

        report_crash(error)
        code = ExitCode.FILE
    sys.exit(int(code or 0))


def _tolerant_output() -> None:
    """An ASCII-only locale prints `?` for what it cannot show instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
