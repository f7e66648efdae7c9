"""The page: one self-contained file, no script, no request to anywhere; document text is always escaped."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2

from corpusclean.codes import CODES
from corpusclean.report.words import sentence


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corpusclean.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja")


def page(manifest: Mapping[str, Any]) -> bytes:
    """Return the report of a corpus, from its manifest alone: it can be made again at any time."""
    documents = manifest["documents"]
    shares = [
        (name, documents[name], 100 * documents[name] / max(1, documents["found"]))
        for name in ("clean", "duplicates", "rejects")
    ]
    tables = {
        name: sorted(table.items(), key=lambda item: (-item[1], item[0]))
        for name, table in manifest["counts"].items()
    }
    return (
        _template()
        .render(manifest=manifest, sentence=sentence(documents), shares=shares, tables=tables, codes=CODES)
        .encode()
    )
