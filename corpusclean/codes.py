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
    "folder.too_deep": Code(
        "error",
        "A folder or file lies so deep that its path is longer than the system takes (4,096 bytes on Linux).",
        "raw/d/d/d/..., two thousand folders in each other.",
        "Move it up, or give the folders on the way shorter names.",
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
        "Split it into its documents, or raise max_file_bytes; of a small file that unpacks to so much, do neither"
        " before you have looked at it.",
    ),
    "file.empty": Code(
        "error",
        "A file holds nothing but blanks.",
        "raw/a.txt has 0 bytes.",
        "Remove the file or fetch it anew.",
    ),
    "archive.damaged": Code(
        "error",
        "A compressed file or archive is cut off, damaged, or not what its name says. What came before is kept.",
        "A download of raw/2021.tar.gz that broke off.",
        "Fetch it anew; test it with `gzip -t`, `zstd -t`, `tar -t` or `unzip -t`.",
    ),
    "archive.bomb": Code(
        "error",
        "Far more comes out of a compressed file than its size allows, so it was not read further.",
        "raw/dump.jsonl.zst has 328 kB, that unpack to 10 GB.",
        "Look at the file; if it is sound, raise max_expansion.",
    ),
    "archive.unsafe_member": Code(
        "error",
        "A member of an archive is a link, a device, or has a name that leads outside. It was not read.",
        "../../etc/passwd",
        "Pack the archive anew, with plain files under plain names.",
    ),
    "archive.repeated_member": Code(
        "error",
        "An archive has two members of one name, and nothing says which is right. The first was read.",
        "`tar -r` appended a newer raw/a.txt.",
        "Pack the archive anew, or unpack it and clean the folder.",
    ),
    "archive.encrypted": Code(
        "error",
        "A member of a zip archive needs a password.",
        "raw/2021.zip was packed with a password.",
        "Unpack it and clean the folder.",
    ),
    "archive.empty": Code(
        "error",
        "A file that should hold documents holds none, or none that the settings include.",
        'An archive of .html files where include = ["*.zip", "*.txt"].',
        "Add its members to include, or rows to a table; or leave the file out: exclude = [...].",
    ),
    "archive.too_deep": Code(
        "error",
        "An archive lies within more than three others.",
        "a.zip in b.zip in c.zip in d.zip in e.zip",
        "Unpack the outer ones.",
    ),
    "record.invalid": Code(
        "error",
        "A row of a table is no document: it is no JSON object, has another number of fields, or no text.",
        '{"title": "Rain"} without a text.',
        'Mend the row; or, where no column is called text, name the one that holds it, [fields] content = "text",'
        ' or what parts columns, csv_delimiter = ";".',
    ),
    "bytes.not_utf8": Code(
        "error",
        "A file is not valid UTF-8; the message says at which byte.",
        "A file in windows-1252: the byte 0xe9 for \N{LATIN SMALL LETTER E WITH ACUTE}.",
        "Convert the file to UTF-8, for example with iconv; or, where it is no table, declare its "
        'encoding, such as encodings = ["windows-1252"] (the wrong one gives wrong letters); or, if it is no text,'
        " leave it out: exclude = [...].",
    ),
    "bytes.undecodable": Code(
        "error",
        "A file begins with the byte order mark of an encoding, and is not valid in it.",
        "A file in UTF-16 that was cut off in the middle of a character.",
        "Fetch the file anew, or convert it to UTF-8.",
    ),
    "header.missing": Code(
        "error",
        "The file has no header, and a field that is required is found nowhere else.",
        "The file begins with the article's first sentence.",
        "Write a header: lines like ` date 2021-12-13 `, then a blank line; or say where else a date is:"
        " --date-from; or change `required`.",
    ),
    "header.invalid": Code(
        "error",
        "Front matter is not in the subset of YAML that is read: a mapping without anchors, tags or a key twice.",
        "---\ndate: 2021-12-13\ndate: 2021-12-14\n---",
        "Mend the line that the message names; quotes around a value make it plain text.",
    ),
    "header.second": Code(
        "warning",
        "The body begins with what looks like another header. It stays body.",
        " date 2021-12-13\n\n date 2021-12-14\n\nRain fell.",
        "Look at the file; if it is part of the header, remove the blank line before it.",
    ),
    "header.doubtful": Code(
        "warning",
        "The file begins with what may be a header or text; the message says for which it was taken.",
        ' date 2021-12-13\nRain fell, with required = ["text"] and no blank line between.',
        "Mend the line that the message names; or require the field, so that such a file is rejected.",
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
        'Add the field; or name the one that holds it: [fields] published = "date"; or take it out of `required`.',
    ),
    "field.unrepaired": Code(
        "warning",
        "A header field holds what is repaired in a text: mojibake, entities. Fields are kept as written.",
        "title Caf\u00c3\u00a9 on the island",
        "Mend the header of the file, where the field is to be used.",
    ),
    "body.missing": Code(
        "error",
        "Nothing follows the header.",
        " date 2021-12-13\n\n",
        "Fetch the article anew, or leave the file out: exclude = [...].",
    ),
    "date.invalid": Code(
        "error",
        "A date is in no declared format, or is no day of the calendar.",
        " date 2021-02-30",
        "Mend it, best as YYYY-MM-DD; or declare how dates are written: [dates] formats, order.",
    ),
    "date.ambiguous": Code(
        "error",
        "A date can be read as two days, or its month's name is that of two months.",
        " date 05/04/2021: in April, or in May",
        'Declare the order of day and month, [dates] order = "dmy" or "mdy"; for month names, [dates] languages.',
    ),
    "date.relative": Code(
        "error",
        "A date is counted from a moment that nobody has written down.",
        " date yesterday",
        "Write the day itself as YYYY-MM-DD.",
    ),
    "date.partial": Code(
        "error",
        "A date lacks the day, the month or the year.",
        " date December 2021",
        "Write all three as YYYY-MM-DD.",
    ),
    "date.two_digit_year": Code(
        "error",
        "The year of a date has two digits, so it could be of several centuries.",
        " date 13.12.21",
        "Write the year with four digits.",
    ),
    "date.digits": Code(
        "error",
        "A date is written with other digits than 0 to 9.",
        " date \N{FULLWIDTH DIGIT TWO}\N{FULLWIDTH DIGIT ZERO}\N{FULLWIDTH DIGIT TWO}"
        "\N{FULLWIDTH DIGIT ONE}-12-13",
        "Write the date with the digits 0 to 9.",
    ),
    "date.several": Code(
        "error",
        "A line holds several dates, and nothing says which is meant.",
        " date 13 December 2021 and 14 December 2021",
        "Leave one of them.",
    ),
    "date.out_of_range": Code(
        "error",
        "A date is before dates.not_before or after dates.not_after, or its year is none of which there is news.",
        " date 2564-12-13, in the Buddhist calendar",
        "Correct the date, or change the range under [dates]: it opens years before 1500 and after 2199 too.",
    ),
    "date.contradicted": Code(
        "warning",
        "The text's own dateline or byline is further from the date than dates.contradiction_days allows.",
        " date 2021-12-13, and a text that begins MOSCOW, Jan 5 (Reuters).",
        "Look at the file; correct its header, or declare a wider window.",
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
        "Leave out a file that holds no article (exclude); else narrow the rule that is named or, where matches"
        " are not exact, allow more: [boilerplate] max_removal. `explain` shows what would be taken.",
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
    "text.lost_letter": Code(
        "warning",
        "U+FFFD stands in the text, or in a header field: who decoded it before has lost a letter there.",
        "The caf\ufffd was open.",
        "Fetch the article anew, in its own encoding; tidy.flag_lost_letters = false stops telling.",
    ),
    "text.not_plain": Code(
        "warning",
        "What stands there is not yet the text: a page of HTML or XML, RTF, JSON, or mail that is encoded or has"
        " several parts. It was taken as it is.",
        "A body that begins with <!doctype html>; mail with Content-Transfer-Encoding: base64.",
        "Take the text out first, with a library that does so (for HTML trafilatura, for mail Python's email), and"
        " clean that; write JSON as JSON Lines (.jsonl).",
    ),
    "worker.died": Code(
        "error",
        "The process that worked on the document ended, alone with it, too. The others are done.",
        "A library crashes on the text; or memory ran out and the system killed the process.",
        "Look at the file; if memory is short, fewer --workers need less. Leave it out: exclude = [...].",
    ),
    "worker.timeout": Code(
        "error",
        "The work on the document did not end in the time that it was given, and was stopped.",
        "A text on which a library computes for ever.",
        "Look at the file; give it more time: [run] timeout_seconds; or leave it out: exclude = [...].",
    ),
    "worker.memory": Code(
        "error",
        "The work on the document needed more memory than a worker may have.",
        "A document of 60 MB where a worker may have 256 MiB.",
        "Let a worker have more: [run] memory_mib; or leave the document out: exclude = [...].",
    ),
    "worker.failed": Code(
        "error",
        "The work on the document ended in a fault of corpusclean. The others are done.",
        "An exception of a library that no step foresaw.",
        "Please report it, with the message; until it is mended, leave the file out: exclude = [...].",
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
    "drift.documents": Code(
        "error",
        "Too many documents are gone, or came out otherwise, since the corpus that `diff` compares with.",
        "1,000 documents then, 600 now.",
        "Look at what is gone: `corpusclean diff OLD NEW --verbose`; if it is meant, save a new profile.",
    ),
    "drift.share": Code(
        "error",
        "A rate (of a reason, a rule, a language, a year) is far from what it was, by more than chance.",
        "A rule found a notice in 20 % of the documents, and now in 2 %: its outlet has another wording.",
        "Look at the documents; mend the rule or the source, or save a new profile. Limits: [drift] ratio, shift.",
    ),
    "drift.lengths": Code(
        "error",
        "Articles are much longer or shorter than they were, or far more or less of them is removed.",
        "Half of the articles have fewer than 900 characters; they had 2,400.",
        "Look at the shortest documents; if it is meant, save a new profile. Limits: [drift] length.",
    ),
    "duplicate.near": Code(
        "info",
        "Most of the text is that of another document.",
        "One wire story, a sentence of it corrected.",
        'Nothing to do; duplicates.near = "first" or "longest" sets all but one aside.',
    ),
    "duplicate.contained": Code(
        "info",
        "Most of the text is within a longer document.",
        "A brief, and the story that it was made of.",
        'Nothing to do; duplicates.contained = "longest" sets the shorter one aside.',
    ),
}

NO_HEADER = Reason("header.missing", "the file does not begin with a header", line=1, column=1)
"""Said where a header may be needed: whether it is, is known once all that is required was looked for."""
