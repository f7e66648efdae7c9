"""`corpusclean sniff`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from corpusclean.cli.app import Config, Inputs, answer, app, chosen_settings, errors_told
from corpusclean.cli.inputs import given
from corpusclean.cli.outputs import apart

Sample = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Look at N documents.")]


@app.command()
def sniff(
    inputs: Inputs,
    *,
    config: Config = None,
    limit: Sample = 2_000,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the proposed settings there.", callback=apart)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was seen as JSON.")] = False,
) -> None:
    """Look at files that were never seen: their dialects, fields, encodings; and propose settings.

    Example: corpusclean sniff raw/ --out raw/corpusclean.toml
    """
    with errors_told():
        from corpusclean.errors import UsageError
        from corpusclean.kept import write_whole
        from corpusclean.report.sniffed import sniffed_lines
        from corpusclean.sniff import proposal, sniff_inputs

        settings = chosen_settings(config, inputs)
        with given(inputs, settings) as paths:
            seen = sniff_inputs(paths, settings, sample=limit)
        proposed = proposal(seen)
        if out is not None:
            if out.exists():
                raise UsageError(f"{out}: exists; name a file that does not, and compare the two")
            write_whole(out, proposed.encode())
        if as_json:
            fields = [field._asdict() for field in seen.fields]
            answer(
                json.dumps(
                    {
                        **seen._asdict(),
                        "fields": fields,
                        "date_order": seen.date_order._asdict(),
                        "proposed": proposed,
                    },
                    indent=1,
                )
            )
            return
        answer("\n".join(sniffed_lines(seen)))
        answer(f"\n{proposed}" if out is None else f"\nThe settings that fit are in {out}.")
