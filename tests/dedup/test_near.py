"""Near and contained duplicates: what is found, who stays, and that groups have no chains."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import Story, changed, documents, prose, words

from corpusclean.dedup import candidates, fingerprint, link_duplicates, near, shingle
from corpusclean.dedup.compare import CONTAINED, NEAR, Edges, judged
from corpusclean.dedup.containment import PASSAGE, winnow
from corpusclean.dedup.lead import Led, lead
from corpusclean.dedup.near import Layout, band_keys, layout, likely, minhash
from corpusclean.dedup.shingle import shingles
from corpusclean.settings import Duplicates, Settings

DEFAULTS = Duplicates()
STORY = prose(1, 200)


def links_of(*stories: Story, chosen: Duplicates = DEFAULTS) -> pa.Table:
    frame, settings = documents(*stories), Settings(duplicates=chosen)
    return link_duplicates(fingerprint(frame, settings), frame["text"].tolist(), settings)


def told(*stories: Story, chosen: Duplicates = DEFAULTS) -> dict[str, tuple[str | None, str | None]]:
    """Return of each linked document what it duplicates, and how."""
    rows = links_of(*stories, chosen=chosen).to_pylist()
    return {row["doc_id"]: (row["dup_of"], row["dup_kind"]) for row in rows}


def similarity(one: str, other: str) -> tuple[float, float]:
    """Return Jaccard similarity and containment of the shorter, by the naive way."""
    sets = [{tuple(text.split()[at : at + 5]) for at in range(len(text.split()) - 4)} for text in (one, other)]
    both = len(sets[0] & sets[1])
    return both / len(sets[0] | sets[1]), both / min(map(len, sets))


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(changed(STORY, [20, 90, 150]), id="three words corrected"),
        pytest.param(STORY.upper(), id="capitals"),
        pytest.param(STORY.replace(" ", ", "), id="commas"),
        pytest.param(f"{prose(7, 6)} {STORY}", id="a headline"),
        pytest.param(" ".join(STORY.split()[:150]), id="a cut tail"),
        pytest.param(" ".join([*STORY.split()[:100], *words(8, 12), *STORY.split()[100:]]), id="a sentence more"),
    ],
)
def test_a_copy_that_is_much_alike_is_near(copy: str) -> None:
    assert told(Story("a", STORY), Story("b", copy)) == {"a": (None, None), "b": ("a", "near")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(STORY, prose(2, 200), id="another story"),
        pytest.param(STORY, changed(STORY, range(0, 200, 4)), id="every fourth word is another"),
        pytest.param(STORY, " ".join([*STORY.split()[:60], *words(3, 140)]), id="a shared beginning"),
        pytest.param("Rain.", "Snow.", id="one word each"),
        pytest.param("...", "---", id="no words"),
    ],
)
def test_what_is_not_alike_is_left_alone(one: str, other: str) -> None:
    assert told(Story("a", one), Story("b", other)) == {}


def test_similarity_is_the_true_one() -> None:
    copy = changed(STORY, [20, 90, 150])

    (link,) = [row for row in links_of(Story("a", STORY), Story("b", copy)).to_pylist() if row["dup_of"]]

    assert link["dup_similarity"] == round(similarity(STORY, copy)[0], 4)


def test_a_brief_is_contained_in_its_story_and_never_the_other_way() -> None:
    brief = " ".join(STORY.split()[40:90])

    for one, other in itertools.permutations([Story("a", brief, 11), Story("b", STORY, 12)]):
        (link,) = [row for row in links_of(one, other).to_pylist() if row["dup_of"]]
        assert (link["doc_id"], link["dup_of"], link["dup_kind"], link["dup_similarity"]) == (
            "a",
            "b",
            "contained",
            1.0,
        )


@pytest.mark.parametrize(("count", "found"), [(29, False), (30, True)])
def test_a_few_words_are_contained_in_nothing(count: int, found: bool) -> None:  # noqa: FBT001  # a row of a table
    assert bool(told(Story("a", " ".join(STORY.split()[:count])), Story("b", STORY))) is found


def test_a_round_up_holds_the_briefs_of_several_stories() -> None:
    briefs = [prose(seed, 60) for seed in (21, 22, 23)]

    found = told(
        *(Story(name, brief) for name, brief in zip("abc", briefs, strict=True)), Story("d", " ".join(briefs))
    )

    assert found == {"d": (None, None), **dict.fromkeys("abc", ("d", "contained"))}


def test_text_without_blanks_has_words_too() -> None:
    signs = "".join(chr(0x4E00 + number * 37 % 5000) for number in range(120))

    assert told(Story("a", signs), Story("b", signs[:100]), Story("c", signs[::-1])) == {
        "a": (None, None),
        "b": ("a", "near"),
    }


POLICIES: dict[str, tuple[dict[str, Any], dict[str, tuple[str | None, str | None]]]] = {
    "first": ({"near": "first"}, {"a": (None, None), "b": ("a", "near")}),
    "longest": ({"near": "longest"}, {"a": ("b", "near"), "b": (None, None)}),
    "keep": ({"near": "keep"}, {"a": (None, None), "b": ("a", "near")}),
    "ignore": ({"near": "ignore", "contained": "ignore"}, {}),
    "a higher threshold": ({"near_similarity": 0.99, "contained": "ignore"}, {}),
    "too far apart": ({"window_days": 0}, {}),
    "near enough": ({"window_days": 1}, {"a": (None, None), "b": ("a", "near")}),
}


@pytest.mark.parametrize(("chosen", "expected"), POLICIES.values(), ids=POLICIES)
def test_policies(chosen: dict[str, Any], expected: dict[str, tuple[str | None, str | None]]) -> None:
    longer = f"{STORY} {prose(9, 5)}"

    assert told(Story("a", STORY, 12), Story("b", longer, 13), chosen=Duplicates(**chosen)) == expected


def test_an_exact_copy_of_a_member_names_the_text_that_it_equals() -> None:
    other = changed(STORY, [20])

    rows = links_of(Story("a", STORY, 11), Story("b", other, 12), Story("c", other, 13)).to_pylist()

    assert [(row["doc_id"], row["dup_group"], row["dup_of"], row["dup_kind"]) for row in rows] == [
        ("a", "a", None, None),
        ("b", "a", "a", "near"),
        ("c", "a", "b", "exact"),
    ]


def test_a_group_tells_its_outlets_agencies_and_first_date() -> None:
    rows = links_of(
        Story("a", STORY, 12, "Tarn Mail", "PTI"),
        Story("b", changed(STORY, [20]), 11, "Loch Post", None),
        Story("c", STORY, None, "Tarn Mail", "AFP"),
        Story("d", prose(5, 200), 1, "Fell News", "AP"),
    ).to_pylist()

    assert [row["doc_id"] for row in rows] == ["a", "b", "c"]
    for row in rows:
        assert row["dup_outlets"] == ["Loch Post", "Tarn Mail"]
        assert row["dup_agencies"] == ["AFP", "PTI"]
        assert str(row["dup_first_date"]) == "2021-12-11"


def copies(draw: Callable[[Any], Any]) -> list[Story]:
    """Return documents of three stories: whole, changed, cut, so that some are alike and some nearly."""
    made = []
    for number in range(draw(st.integers(0, 9))):
        text = prose(draw(st.integers(1, 3)), 60)
        places = draw(st.lists(st.integers(0, 59), max_size=4))
        text = changed(text, places, draw(st.sampled_from(["so", "thus"])))
        first, last = draw(st.integers(0, 12)), draw(st.integers(40, 60))
        day = draw(st.none() | st.integers(1, 9))
        made.append(Story(f"{number}", " ".join(text.split()[first:last]), day))
    return made


SETS = st.composite(copies)()
CHOICES = st.builds(
    Duplicates,
    near=st.sampled_from(["first", "longest"]),
    near_similarity=st.sampled_from([0.4, 0.6, 0.8]),
    containment=st.sampled_from([0.6, 0.8]),
    window_days=st.none() | st.integers(0, 4),
)


@given(SETS, CHOICES)
def test_no_chains_every_member_is_like_the_representative(stories: list[Story], chosen: Duplicates) -> None:
    texts = {story.doc_id: story for story in stories}

    for row in links_of(*stories, chosen=chosen).to_pylist():
        one, head = texts[row["doc_id"]], texts[row["dup_group"]]
        jaccard, share = similarity(one.text, head.text)
        assert jaccard >= chosen.near_similarity or (
            share >= chosen.containment and len(one.text.split()) <= len(head.text.split())
        )
        if row["dup_of"] is not None and chosen.window_days is not None:
            other = texts[row["dup_of"]]
            assert None in (one.day, other.day) or abs((one.day or 0) - (other.day or 0)) <= chosen.window_days


@given(SETS, CHOICES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(stories: list[Story], chosen: Duplicates, rng: Any) -> None:
    shuffled = list(stories)
    rng.shuffle(shuffled)

    assert links_of(*stories, chosen=chosen).equals(links_of(*shuffled, chosen=chosen))


@given(SETS, CHOICES)
def test_a_group_has_one_representative_and_two_of_them_are_not_near(
    stories: list[Story], chosen: Duplicates
) -> None:
    rows = links_of(*stories, chosen=chosen).to_pylist()
    texts = {story.doc_id: story for story in stories}
    heads = [row["doc_id"] for row in rows if row["dup_of"] is None]

    assert sorted(heads) == sorted({row["dup_group"] for row in rows})
    if chosen.window_days is None:
        for one, other in itertools.combinations(heads, 2):
            assert similarity(texts[one].text, texts[other].text)[0] < chosen.near_similarity


def edges(*rows: tuple[int, int, int, float]) -> Edges:
    one, other, kind, alike = zip(*rows, strict=True)
    return Edges(np.array(one), np.array(other), np.array(kind), np.array(alike))


LED: dict[str, tuple[Edges, list[int]]] = {
    "a chain breaks": (edges((0, 1, NEAR, 0.8), (1, 2, NEAR, 0.8)), [0, 0, 2]),
    "of two the more similar": (edges((0, 1, NEAR, 0.7), (1, 2, NEAR, 0.9)), [0, 2, 2]),
    "near goes before contained": (edges((0, 1, NEAR, 0.7), (1, 2, CONTAINED, 1.0)), [0, 0, 2]),
    "what is held does not lead": (edges((0, 2, CONTAINED, 0.9)), [2, 1, 2]),
    "held by what is held": (edges((0, 1, CONTAINED, 0.9), (1, 2, CONTAINED, 0.9)), [0, 2, 2]),
    "left over ones lead each other": (
        edges((0, 1, CONTAINED, 0.9), (1, 2, CONTAINED, 0.9), (0, 3, CONTAINED, 0.8), (3, 2, CONTAINED, 0.8)),
        [0, 2, 2, 2],
    ),
}


@pytest.mark.parametrize(("found", "leaders"), LED.values(), ids=LED)
def test_who_leads(found: Edges, leaders: list[int]) -> None:
    led: Led = lead(len(leaders), found, np.arange(len(leaders), dtype=np.int32))

    assert led.leader.tolist() == leaders


def test_a_signature_estimates_similarity() -> None:
    text = prose(4, 800).split()
    for shared in (700, 500, 200):
        one, other = " ".join(text), " ".join([*text[:shared], *words(5, 800 - shared)])
        signatures = minhash(shingles([one, other]))
        assert abs((signatures[0] == signatures[1]).mean() - similarity(one, other)[0]) < 0.12


def test_how_a_column_is_cut_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [prose(seed, count) for seed, count in enumerate([0, 3, 90, 1, 60, 0, 200, 5, 4])]
    whole = shingles(texts)
    keys = band_keys(whole, 0.6)

    monkeypatch.setattr(shingle, "_LONGEST", 300)
    monkeypatch.setattr(near, "_BLOCK", 70)

    cut = shingles(texts)
    assert cut.ends.tolist() == whole.ends.tolist()
    assert cut.values.tolist() == whole.values.tolist()
    assert band_keys(cut, 0.6).tolist() == keys.tolist()
    one_by_one = [shingles([text]).values.tolist() for text in texts]
    assert one_by_one == [whole.of(number).tolist() for number in range(len(texts))]


@pytest.mark.parametrize(("one", "other", "found"), [(-3, 3, True), (-4, 3, False), (-700, -694, True)])
def test_days_before_1970_are_days(one: int, other: int, found: bool) -> None:  # noqa: FBT001  # a row of a table
    chosen = Settings(duplicates=Duplicates(window_days=6))
    frame = documents(Story("a", STORY), Story("b", changed(STORY, [9])))
    days = pa.array([one, other], pa.int32()).cast(pa.date32())
    prints = fingerprint(frame, chosen).set_column(1, "date", days)

    assert bool(len(link_duplicates(prints, frame["text"].tolist(), chosen))) is found


def test_rows_are_independent() -> None:
    """Rows that keep the same shingle, or values of few bits, would make every pair a candidate."""
    found = shingles([prose(6, 300)])
    assert len(set(minhash(found)[0].tolist())) > 120
    stories = shingles([prose(seed, 300) for seed in range(100)])
    keys = band_keys(stories, 0.6).ravel()
    assert len(set(keys.tolist())) == len(keys)


def test_keys_are_pinned() -> None:
    """What is staged, and an archive's fingerprints, must be the same on every machine and for every version."""
    found = shingles(["The rain fell on the old town.", "北京 2021 的雨下了很久"])

    assert [hex(value) for value in found.values[[0, -1]].tolist()] == PINNED_SHINGLES
    assert [hex(int(value)) for value in band_keys(found, 0.6)[:, 0]] == PINNED_BANDS
    assert [hex(int(value)) for value in winnow(found)[0]] == PINNED_PASSAGES


PINNED_SHINGLES = ["0x14b60242a1d7960a", "0x49cecaa11792deaa"]
PINNED_BANDS = ["0x906d180c2151b8f", "0x43a0c8f5ef25ab5"]
PINNED_PASSAGES = ["0x4567b92f1077ccb2", "0x91b40d3f41ecc5a0"]


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.6, 0.8, 0.95, 1.0])
def test_a_layout_is_sure_at_its_threshold_and_no_wider(threshold: float) -> None:
    shape = layout(threshold)

    assert shape.bands * shape.rows <= 128
    assert likely(shape, threshold) >= 0.98
    assert shape.rows == 128 or likely(Layout(128 // (shape.rows + 1), shape.rows + 1), threshold) < 0.98


@given(st.integers(0, 60), st.integers(0, 60), st.integers(PASSAGE, 40))
def test_a_shared_passage_leaves_a_shared_key(before: int, after: int, length: int) -> None:
    passage = words(1, length)
    one = " ".join([*words(2, before), *passage, *words(3, after)])
    other = " ".join([*words(4, after), *passage, *words(5, before)])

    keys, counts = winnow(shingles([one, other]))

    assert set(keys[: counts[0]].tolist()) & set(keys[counts[0] :].tolist())


def test_a_passage_of_every_document_costs_no_square() -> None:
    count = 2_000
    ranks = np.arange(count, dtype=np.int32)

    found = candidates.shared(np.full(count, 8, np.uint64), ranks, ranks[::-1])

    assert len(found.pairs) < count * (2 * candidates.HEADS + 1)
    one, other = candidates.apart(found.pairs)
    assert set(one.tolist()) | set(other.tolist()) == set(range(count))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), max_size=40))
def test_pairs_are_those_that_share_a_key(postings: list[tuple[int, int]]) -> None:
    keys = np.array([key for key, _ in postings], np.uint64)
    ranks = np.array([rank for _, rank in postings], np.int32)

    found = candidates.shared(keys, ranks, np.arange(10, dtype=np.int32))

    expected: dict[tuple[int, int], int] = {}
    for key, members in itertools.groupby(sorted(set(postings)), key=lambda each: each[0]):
        for pair in itertools.combinations([rank for _, rank in members], 2):
            expected[pair] = expected.get(pair, 0) + (candidates.BAND if key % 2 else 1)
    pairs = zip(*(side.tolist() for side in candidates.apart(found.pairs)), strict=True)
    assert dict(zip(pairs, found.weights.tolist(), strict=True)) == expected


def test_the_verdict_is_that_of_the_shingles_alone() -> None:
    one, other = (np.arange(start, start + 100, dtype=np.uint64) for start in (0, 20))

    assert judged(one, other, Duplicates(near_similarity=0.6)) == (False, NEAR, 0.6667)
    assert judged(one, other, Duplicates(near_similarity=0.7)) == (False, CONTAINED, 0.8)
    assert judged(one, other[:70], Duplicates(near_similarity=0.9)) == (True, CONTAINED, 1.0)
    assert judged(one, other, Duplicates(near_similarity=0.7, containment=0.9)) is None


@pytest.mark.parametrize(("exact", "aside"), [("keep", ["b", "c"]), ("first", ["b", "c"])])
def test_a_copy_goes_with_the_document_that_it_is_a_copy_of(exact: Any, aside: list[str]) -> None:
    text = prose(1, 200)
    near = changed(text, [50], "otherwise")
    frame = documents(Story("a", text, 12), Story("b", near, 13), Story("c", near, 14))
    chosen = Settings(duplicates=Duplicates(exact=exact, near="first"))

    links = link_duplicates(fingerprint(frame, chosen), frame["text"].tolist(), chosen)

    assert links["dup_kind"].to_pylist() == [None, "near", "exact"]
    assert links.filter(links["aside"])["doc_id"].to_pylist() == aside
