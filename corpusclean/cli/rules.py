"""`corpusclean rules`: the commands about rules are its commands."""

import typer

from corpusclean.cli.app import app

rules = typer.Typer(
    name="rules",
    help="The rules by which notices are found.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(rules)
