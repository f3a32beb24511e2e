"""A click group whose commands are imported when they are run, so that `sdc --help` is quick."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from sdc_assets.cli.exits import exit_of, say_error
from sdc_core.errors import SdcError


class LazyGroup(click.Group):
    """Commands by name, each with its one-line help; the module holds an object of that name."""

    def __init__(self, *, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a newcomer meets them."""
        del ctx
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        del ctx
        if cmd_name not in self._lazy:
            return None
        module = import_module(self._lazy[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._lazy.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error that SDC raised on purpose is one line, never a traceback."""
        try:
            return super().invoke(ctx)
        except SdcError as error:
            say_error(str(error))
            ctx.exit(exit_of(error))
