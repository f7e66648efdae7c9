"""`corpusclean cache`."""

from typing import Annotated

import typer

from corpusclean.cli.app import CachePlace, Config, answer, app, chosen_settings, errors_told, say


@app.command(name="cache")
def cache_command(
    *,
    config: Config = None,
    cache: CachePlace = None,
    clear: Annotated[bool, typer.Option("--clear", help="Remove what is kept.")] = False,
) -> None:
    """Show where finished work is kept for the next run, and how much it is; or remove it.

    It holds the text of documents. What was not used for longest goes when [run] cache_mib is reached.

    Example: corpusclean cache --clear
    """
    with errors_told():
        from corpusclean.report.terminal import visible
        from corpusclean.report.words import number
        from corpusclean.run.keeper import clear as remove
        from corpusclean.run.keeper import measure

        settings = chosen_settings(config, [], cache=cache)
        place, size = measure(settings)
        if place is None:
            answer("Nothing is kept: the cache is off.")
            return
        held = f"{number(size.entries, 'entry', 'entries')}, {size.bytes / (1 << 20):.1f} MiB"
        if clear:
            remove(settings)
            say(f"{visible(str(place))}: removed {held}.")
        else:
            answer(f"{visible(str(place))}: {held} of {settings.run.cache_mib} MiB at most.")
