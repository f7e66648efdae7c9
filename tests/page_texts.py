"""Made-up documents for the page: outlets, dates, notices, mojibake, copies, rejects, and hostile text."""

from collections.abc import Iterator

HOSTILE = '<script>document.title="canary"</script><img src=x onerror="document.title=\'canary\'">'
"""What would change the page's title, if any of it ran."""

PLACES = ("Tarn", "Fell", "Moor", "Hill")

FEED = (
    "(Only the title and picture of this report may have been reworked by {outlet} staff; the rest of the content"
    " is automatically generated from a syndicated feed.)"
)

NOTICES = ("(PTI)", "© 2021 AFP", FEED)


def article(place: str, number: int) -> str:
    """Return some sentences in which nothing is a notice."""
    return (
        f"The council of {place} met for the {number}th time and talked about the bridge over the river. "
        f"Work on it begins in spring, said the engineer, and {100 + number} people will cross it every day.\n\n"
        f"Farmers near {place} were glad to hear it. Their way to the market is now {number + 3} miles long, "
        "and in winter there is no way at all. The old bridge fell in a storm, and nobody was hurt."
    )


def files() -> Iterator[tuple[str, str | bytes]]:
    """Yield names and contents of files."""
    for number in range(24):
        place = PLACES[number % 4]
        outlet = f"{place} Mail"
        notice = NOTICES[number % 3].format(outlet=outlet)
        tail = f"\n\n{notice}" if number % 4 else ""
        text = article(place, number)
        if number % 5 == 0:
            text = text.replace("nobody was hurt", "nobody was hurt in the cafÃ©")
        date = f"20{10 + number % 12}-0{1 + number % 9}-1{number % 10}"
        head = f" date {date}\n title Bridge {number}\n source {outlet}\n"
        yield f"{place.lower()}/{number:02d}.txt", f"{head}\n{text}{tail}\n"
    # Two copies of one article, one of them under another outlet.
    yield "copy/a.txt", f" date 2015-03-11\n source Copy Post\n\n{article('Tarn', 4)}\n"
    yield "copy/b.txt", f" date 2015-03-12\n source Copy Post\n\n{article('Tarn', 4)}\n"
    yield (
        "line-ends.txt",
        f" date 2016-01-01\r\n\r\n{article('Fell', 90)}\r\n".replace("\n\n", "\r\n\r\n").encode(),
    )
    yield "bad/date.txt", f" date 2021-02-30\n\n{article('Moor', 91)}\n"
    yield "bad/none.txt", article("Moor", 92)
    yield "bad/bytes.txt", b" date 2021-02-03\n\n\xff\xfe\xfa not text"
    yield "bad/empty.txt", ""
    yield f"hostile/{HOSTILE.replace('/', '&sol;')[:90]}.txt", hostile(" date 2021-03-04\n")
    yield "hostile/no-date.txt", hostile("")
    yield "hostile/outlet.txt", hostile(" date 2021-03-05\n", "\n\n(dpa)")


def hostile(date: str, tail: str = "") -> str:
    """Return a document that tries to be more than text wherever it is shown."""
    turned = "\u202egnp.exe\u202c"
    mojibake = "The cafÃ© <b onmouseover=alert(1)>"
    head = f"{date} title {HOSTILE}\n source </title>{HOSTILE}\n"
    text = f"{HOSTILE} {article('Hill', 93)} {turned} ]]> --> {{{{7*7}}}}\n\n{mojibake} was open."
    return f"{head}\n{text}\n\nSincerely, </script>{HOSTILE}{tail}\n"
