"""What headers are made of, and what nearly is one."""

PARTS = [
    *("date", "title", "Title", "DATE", "page", "X-Feed", "MOSCOW", "2021-12-13", "Rain fell.", "a: b"),
    *(": ", ":", " ", "  ", "\t", " :", "://", "\n", "\n\n", "\r\n", "\r", "\r\r\n", "\n ", "\r\n\t", "\n - "),
    *(
        "---",
        "---\n",
        "\n---\n",
        "\n...\n",
        "--- ",
        "- ",
        "[a, b]",
        "{a: b}",
        "[",
        "&x ",
        "*x",
        "!t ",
        "#",
        "|",
        '"',
    ),
    *("\ufeff", "\u200f", "\u00a0", "\u0085", "\u2028", "\u3000", "\x0b", "\x0c", "\x1c", "\0", "\U0001f327"),
]
