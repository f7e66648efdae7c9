"""`corpusclean rules`: the rules that find notices, listed, shown, tested and linted."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpusclean.cli.app import Config, Verbose, answer, app, errors_told, here, print_problem, printing

if TYPE_CHECKING:
    from corpusclean.boilerplate.rule import Pack

UNUSABLE = 2
UNWRAPPED = 1_000
"""Columns where no terminal says how many: a rule is a line."""

rules = typer.Typer(name="rules", help="The rules that find notices.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules)

Packs = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PACK...]", help="Rule files or folders, beside those of the settings.", callback=here
    ),
]


def _shipped(incomplete: str) -> list[str]:
    """Return the ids of the rules that ship, found without loading one: who presses Tab waits."""
    import re

    folder = Path(__file__).parent.parent / "boilerplate" / "rules"
    texts = (path.read_text(encoding="utf-8") for path in folder.glob("*.toml"))
    ids = {each for text in texts for each in re.findall(r'^id = "([^"]+)"', text, re.MULTILINE)}
    return sorted(each for each in ids if each.startswith(incomplete))


def _pack(packs: Sequence[Path] | None, config: Path | None) -> "Pack":
    """Return the shipped rules, those of the settings, and those named."""
    from corpusclean.boilerplate.rule import Accepted, is_rule_text, load_pack
    from corpusclean.cli.app import chosen_settings

    settled = chosen_settings(config, []).boilerplate.packs
    named = [*(Accepted(pack) if is_rule_text(pack) else Path(pack) for pack in settled), *(packs or ())]
    return load_pack(list(dict.fromkeys(named)))


def _asked(pack: "Pack", packs: Sequence[Path] | None) -> frozenset[str]:
    """Return the ids of the rules that a command is asked of: of PACKs that are named, else of all."""
    from corpusclean.boilerplate.rule import load_pack, load_rules

    named = load_pack(packs).sources.keys() if packs else set[str]()
    return frozenset(named - load_rules().sources.keys() or pack.sources)


@rules.command(name="list")
def list_rules(packs: Packs = None, *, config: Config = None) -> None:
    """List the rules: version, kind, languages, places, and how many examples they have (`rules test` tries them).

    Example: corpusclean rules list
    """
    with errors_told():
        from rich.console import Console
        from rich.table import Table

        table = Table("rule", "version", "kind", "languages", "where", "examples", box=None, pad_edge=False)
        for rule in _pack(packs, config).rules:
            where, examples = " ".join(rule.where), len(rule.examples) + len(rule.keep)
            table.add_row(rule.id, str(rule.version), rule.kind, " ".join(rule.languages), where, str(examples))
        console = Console(highlight=False, markup=False)
        console = Console(highlight=False, markup=False, width=None if console.is_terminal else UNWRAPPED)
        with printing(), console.capture() as printed:  # at its end rich writes nothing, which may fail
            console.print(table)
        for line in printed.get().splitlines():
            answer(line.rstrip())


@rules.command()
def show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="The id of a rule.", autocompletion=_shipped)],
    packs: Packs = None,
    *,
    config: Config = None,
) -> None:
    """Show the file of a rule.

    Example: corpusclean rules show inputs-from
    """
    with errors_told():
        import difflib

        from corpusclean.errors import UsageError
        from corpusclean.report.terminal import visible

        sources = _pack(packs, config).sources
        if rule_id not in sources:
            near = " or ".join(difflib.get_close_matches(rule_id, sources))
            meant = f"did you mean {near}? " if near else ""
            raise UsageError(f"no rule {rule_id!r}; {meant}`corpusclean rules list` names all")
        for line in [f"# {sources[rule_id].name}", *sources[rule_id].text.splitlines()]:
            answer(visible(line))


@rules.command(name="test")
def try_examples(packs: Packs = None, *, config: Config = None) -> None:
    """Try every example of every rule, alone and among all rules, and what each rule must keep.

    Where PACKs are named, of their rules; of all others where these find something in them.

    Example: corpusclean rules test my-rules/
    """
    with errors_told():
        from corpusclean.boilerplate.trial import try_rules
        from corpusclean.report.words import number

        pack = _pack(packs, config)
        beside = pack.sources.keys() - _asked(pack, packs)
        trials = list(try_rules(pack, beside=frozenset(beside), touched=True))
        failures = [failure for trial in trials for failure in trial.failures]
        for failure in failures:
            print_problem(str(failure))
        tried = number(sum(trial.total for trial in trials), "example")
        answer(f"{tried} of {number(len(trials), 'rule')} tried, {len(failures):,} failed.")
        if failures:
            raise typer.Exit(UNUSABLE)


@rules.command()
def lint(packs: Packs = None, *, config: Config = None, verbose: Verbose = False) -> None:
    """Show for each rule a notice that no other rule finds; refuse a rule that has none among its examples.

    Where PACKs are named, of their rules alone; all others only have to be needed. Wordings that no example shows
    are told of rules of PACKs, and with --verbose of all.

    Example: corpusclean rules lint my-rules/
    """
    with errors_told():
        from corpusclean.boilerplate.rule import load_rules
        from corpusclean.boilerplate.trial import lint_rules
        from corpusclean.report.words import number

        pack = _pack(packs, config)
        named = _asked(pack, packs)
        asked = named - load_rules().sources.keys()
        beside = frozenset() if verbose else frozenset(pack.sources.keys() - named)
        needless = 0
        for found in lint_rules(pack, beside=beside):
            source = pack.sources[found.rule.id]
            own = found.rule.id in asked
            if found.alone is None:
                needless += 1
                problem = (
                    f"other rules find all of its examples; add one that they do not, or drop rule {found.rule.id}"
                    if found.finds
                    else f"rule {found.rule.id} finds none of its own examples: see `corpusclean rules test`"
                )
                print_problem(f"{source.name}:{source.line_of('examples')}: {problem}")
            elif own or verbose or not packs:
                print_problem(f"{found.rule.id}: {' '.join(found.alone.split())!r}")
            for wording in found.unshown if own or verbose else ():
                print_problem(
                    f"{source.name}:{source.line_with(wording)}: no example shows the wording {wording!r}"
                )
        answer(f"{number(len(pack.rules), 'rule')}, {needless:,} that nothing needs.")
        if needless:
            raise typer.Exit(UNUSABLE)
