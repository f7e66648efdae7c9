"""The page of rules: those that ship, by kind, each with its first example."""

from corpusclean.boilerplate.rule import DATELINE, Rule, load_pack
from corpusclean.settings import NEWS_POLICY
from docs.derive.markdown import code, table

LONGEST = 160
"""Characters of an example that are shown."""


def taken(rule: Rule) -> str:
    """Return what the rule takes of its first example; the whole text where that is not one piece."""
    example = rule.examples[0]
    text, stays = example.text, example.stays
    if text.startswith(stays):
        text = text[len(stays) :]
    elif text.endswith(stays):
        text = text[: len(text) - len(stays)]
    text = text.strip()
    return text or example.text.strip()


def shortened(text: str) -> str:
    """Return the first characters of a text, and a mark where there are more."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def rules_page() -> str:
    """Return `docs/reference/rules.md`."""
    rules = load_pack(()).rules
    lines = [
        "# Rules",
        "",
        "For whoever wants to know what is taken out of a text: the rules that ship, by kind of notice, each with",
        "what it takes of its first example. `corpusclean rules show ID` has its wordings and all its examples.",
        "[Boilerplate](../explanation/boilerplate.md) says how a rule is matched,",
        "[the policy](settings.md#boilerplate) what becomes of a kind. Made from the rule files by",
        "`make reference`.",
        "",
    ]
    for kind in (*NEWS_POLICY, DATELINE):
        of_kind = sorted((rule for rule in rules if rule.kind == kind), key=lambda rule: rule.id)
        read = "Read into the column `dateline`, and kept."
        policy = read if kind == DATELINE else f"By default: `{NEWS_POLICY[kind]}`."
        lines += [f"## {kind}", "", policy, ""]
        rows = [
            (f"`{rule.id}`", " ".join(rule.languages), ", ".join(rule.where), code(shortened(taken(rule))))
            for rule in of_kind
        ]
        lines += table(("rule", "languages", "where", "takes"), rows) if rows else ["No rule ships for it.", ""]
    return "\n".join(lines).rstrip("\n") + "\n"
