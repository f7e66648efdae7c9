"""What is refused of the command line, in our words: typer has pydantic read values, and says what that says."""

from typing import Any

import typer
from typer.core import TyperGroup


class Commands(TyperGroup):
    """The commands, and those within them."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # typer's own click has no name for others
        """Read and run a command."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            errors = getattr(error.__cause__, "errors", None)
            if errors is not None:
                from corpusclean.refusals import refusal

                item = errors()[0]
                is_ours = item["type"] == "value_error"  # raised by a type of typer's, and a sentence of its own
                error.message = str(item["ctx"]["error"]).rstrip(".") if is_ours else refusal(item)
            raise
