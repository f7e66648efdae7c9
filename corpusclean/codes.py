"""Every reason code: how grave it is, what it means, an example, and the way out. `corpusclean explain CODE`."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Code(NamedTuple):
    """What one code means."""

    severity: Severity
    meaning: str
    example: str
    way_out: str


class Reason(NamedTuple):
    """Why a document is rejected: a code, a sentence, the field at fault, and where in the file (from 1)."""

    code: str
    message: str
    field: str | None = None
    line: int | None = None
    column: int | None = None


CODES: Mapping[str, Code] = {
    "folder.unreadable": Code(
        "error",
        "A folder could not be listed, so nobody knows what is in it.",
        "raw/2021/ has the mode 000.",
        "Give this user the right to list it, or leave it out: exclude = [...].",
    ),
    "file.unreadable": Code(
        "error",
        "A file was found and could not be read.",
        "raw/a.txt has the mode 000.",
        "Give this user the right to read it, or leave it out: exclude = [...].",
    ),
    "file.vanished": Code(
        "error",
        "A file was listed, and was gone when its turn came.",
        "Another program deletes or renames files while the corpus is cleaned.",
        "Clean a folder that nothing else writes.",
    ),
    "file.changed": Code(
        "error",
        "A file changed while it was read, so what was read may be half of each.",
        "A crawler still appends to raw/a.txt.",
        "Clean a folder that nothing else writes.",
    ),
    "file.not_regular": Code(
        "error",
        "A FIFO, a socket or a device: reading it could last for ever.",
        "raw/pipe was made with mkfifo.",
        "Remove it, or leave it out: exclude = [...].",
    ),
    "file.symlink": Code(
        "error",
        "A symbolic link. Links are not followed: they may be broken, lead outside, or in a circle.",
        "raw/a.txt -> /elsewhere/a.txt",
        "Put the file itself there, or leave the link out: exclude = [...].",
    ),
    "file.too_large": Code(
        "error",
        "A file is larger than max_file_bytes allows for one document.",
        "raw/dump.txt has 3 GB.",
        "Split it into its documents, or raise max_file_bytes.",
    ),
    "file.empty": Code(
        "error",
        "A file holds nothing but blanks.",
        "raw/a.txt has 0 bytes.",
        "Remove the file or fetch it anew.",
    ),
    "bytes.not_utf8": Code(
        "error",
        "A file is not valid UTF-8; the message says at which byte.",
        "A file in windows-1252: the byte 0xe9 for \N{LATIN SMALL LETTER E WITH ACUTE}.",
        'Convert the file to UTF-8, for example with iconv; or declare what it is: encodings = ["windows-1252"].',
    ),
    "header.missing": Code(
        "error",
        "The file has no header, so a field that is required cannot be there.",
        "The file begins with the article's first sentence.",
        "Begin the file with lines like ` date 2021-12-13 ` and a blank line; or change `required`.",
    ),
    "header.repeated": Code(
        "error",
        "A header field stands there twice, with different values, and nothing says which is right.",
        " date 2021-12-13\n date 2021-12-14",
        "Leave one of them.",
    ),
    "field.missing": Code(
        "error",
        "A required field is absent or empty.",
        'A header with a title and no date, where required = ["date", "text"].',
        "Add the field to the header; or take it out of `required`.",
    ),
    "body.missing": Code(
        "error",
        "Nothing follows the header.",
        " date 2021-12-13\n\n",
        "Fetch the article anew, or leave the file out: exclude = [...].",
    ),
    "date.invalid": Code(
        "error",
        "A date is not written as YYYY-MM-DD, or is no day of the calendar.",
        " date 2021-02-30",
        "Write the date as YYYY-MM-DD.",
    ),
    "language.not_allowed": Code(
        "error",
        "The text is in a language that this corpus does not allow.",
        'A German article where language.allowed = ["en"].',
        "Add the language to language.allowed, or leave the file out.",
    ),
    "language.uncertain": Code(
        "error",
        "The language was found with a score below language.min_score.",
        "A text of three words.",
        "Lower language.min_score, or leave the file out.",
    ),
    "language.contradicted": Code(
        "warning",
        "The header declares another language than the one that was found in the text.",
        "language: de, and an article in English.",
        "Look at the file; correct its header.",
    ),
    "boilerplate.over_removal": Code(
        "error",
        "Rules would leave nothing of the article, or unsure matches too little: it was left whole.",
        "A file that holds a copyright notice and no article.",
        "See `corpusclean explain FILE`; give the rule a `keep` example, or leave the file out.",
    ),
    "text.unstable": Code(
        "error",
        "Repair did not come to rest within ten passes.",
        "Text made to go round in a circle of encodings.",
        "Look at the file; switch off the repair that is at fault under [fix].",
    ),
    "text.hostile": Code(
        "error",
        "Repair would take time that grows with the square of the text's length, so it was not begun.",
        "&amp;amp;amp;... a hundred deep, or a letter under a thousand accents.",
        "Look at the file: it is damaged, or made to do damage. Leave it out: exclude = [...].",
    ),
    "text.bidi_control": Code(
        "warning",
        "A control character turns the direction of the writing around; what is shown is not what is there.",
        "U+202E in a title.",
        "Look at the file; tidy.flag_bidi_controls = false stops telling.",
    ),
    "text.stray_quote": Code(
        "warning",
        "A quotation mark stands alone at the end of a paragraph. It may open the next one, so it stays.",
        "... the two sides. \u201c",
        "Look at the file; tidy.flag_stray_quotes = false stops telling.",
    ),
    "contract.violated": Code(
        "error",
        "A value breaks the contract of the output in a way that no other code names.",
        "A rule of a later version of the contract, that no code names yet.",
        "The message names the column and the check; mend the file.",
    ),
    "edit.made": Code(
        "info",
        "The text was changed, on record.",
        "Mojibake repaired.",
        "Nothing to do; see `corpusclean explain FILE`.",
    ),
    "notice.found": Code(
        "info",
        "A notice was found: text that is not the article.",
        "(PTI)",
        "Nothing to do; see `corpusclean explain FILE`.",
    ),
    "duplicate.exact": Code(
        "info",
        "The text equals that of another document.",
        "One wire story from two outlets.",
        'Nothing to do; duplicates.exact = "keep" only marks them.',
    ),
}
