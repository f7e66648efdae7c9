"""The page of reason codes, from `corpusclean/codes.py`."""

from corpusclean.codes import CODES
from docs.derive.markdown import code, escaped, table

SEVERITIES = {
    "error": "What `clean` rejects and `check` fails on; drift, which `diff` fails on.",
    "warning": "A contradiction, or something doubtful. The document is kept; its column `warnings` says it.",
    "info": "Nothing is wrong: an edit, a notice, a duplicate.",
}


def codes_page() -> str:
    """Return `docs/reference/codes.md`."""
    lines = [
        "# Codes",
        "",
        "For whoever reads rejects, warnings and findings: what each code means, and the way out. `corpusclean",
        "explain CODE` says the same. Made from the code by `make reference`.",
        "",
    ]
    for severity, means in SEVERITIES.items():
        rows = [
            (f"`{name}`", escaped(each.meaning), code(each.example), escaped(each.way_out))
            for name, each in sorted(CODES.items())
            if each.severity == severity
        ]
        lines += [f"## {severity.title()}", "", means, ""]
        lines += table(("code", "meaning", "example", "way out"), rows)
    return "\n".join(lines).rstrip("\n") + "\n"
