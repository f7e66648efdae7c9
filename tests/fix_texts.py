"""Texts rich in what repair takes hold of, and ways to switch it."""
# text as it is written in many languages

from hypothesis import strategies as st

from corpusclean.settings import Fix

TRIGGERS = (
    "\u00e2\u20ac\u2122",  # a curly quote, read as windows-1252
    "caf\u00c3\u00a9",
    "voil\u00c3 ",
    "\u00e2\u20ac\u0153lost\u00e2\u20ac\ufffd",
    "\u00d0\u009c\u00d0\u00be",
    "\u00ed\u00a0\u20ac",
    "\u00f0\u0178\u02dc\u20ac",
    "&amp;",
    "&amp;amp;",
    "&lt;",
    "&EACUTE;",
    "&#13;&#10;",
    "&#xD800;",
    "&nbsp",
    "&",
    "<",
    "\u0085",
    "\u0093word\u0094",
    "\u001b[31m",
    "\u001b",
    "\u0000",
    "\u000b",
    "\u000c",
    "\u007f",
    "\u00a0",
    "\ufeff",
    "e\u0301",
    "\u0301",
    "\u0928\u093c",
    "\u2126",
    "\n",
    "\r\n",
    "\r",
    "\u2028",
    "\u2029",
    "\u201cquoted\u201d",
    "\ufb01",
    "\uff26\uff55\uff4c\uff4c",
    "\U0001f327",
    "A ",
)
TEXTS = st.lists(st.sampled_from(TRIGGERS) | st.text(max_size=4), max_size=10).map("".join)
LINES = TEXTS.map(lambda text: text.replace("\r", "").replace("\n", ""))

EVERYTHING = Fix(
    unescape_html=True,
    fix_latin_ligatures=True,
    fix_character_width=True,
    uncurl_quotes=True,
    fix_line_breaks=True,
    normalization="NFKC",
)
EACH = {
    name: st.sampled_from(["line", True, False])
    if name == "unescape_html"
    else st.sampled_from(["NFC", "NFD", "NFKC", "NFKD", "none"])
    if name == "normalization"
    else st.booleans()
    for name in Fix.model_fields
}
SWITCHES = st.sampled_from([Fix(), EVERYTHING]) | st.fixed_dictionaries(EACH).map(Fix.model_validate)
