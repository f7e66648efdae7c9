"""`corpusclean schema` on corpora that keep their contracts, and on some that do not."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import SEEDS, Run

from corpusclean.contracts import check_corpus, compared, sides
from corpusclean.errors import UsageError
from corpusclean.write.manifest import to_bytes
from corpusclean_schemas import CleanDocument, contract_of, corpus_contract
from corpusclean_schemas.export import json_schema
from corpusclean_schemas.tables import CONTRACTS, TABLES

MAJOR = int(contract_of(CleanDocument).version.split(".")[0])
NEXT, LATER = f"{MAJOR + 1}.0", f"{MAJOR}.99"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("contracts") / "corpus"
    config = out.parent / "corpusclean.toml"
    config.write_text('exclude = ["README.md"]\n[language]\nallowed = ["en"]\n[dates]\nnot_before = 1990-01-01\n')
    command = [
        sys.executable,
        "-m",
        "corpusclean",
        "clean",
        str(SEEDS),
        "--out",
        str(out),
        "--config",
        str(config),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return out


def altered(corpus: Path, folder: Path, change: Callable[[pa.Table], pa.Table]) -> Path:
    """Return a copy whose clean documents are changed, with a manifest that knows of it."""
    copy = folder / "altered"
    shutil.copytree(corpus, copy)
    for path in (copy / "data").glob("*.parquet"):
        pq.write_table(change(pq.read_table(path)), path)
    return copy


def remade(corpus: Path, folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    copy = folder / "remade"
    shutil.copytree(corpus, copy)
    manifest = json.loads((copy / "manifest.json").read_bytes())
    change(manifest)
    (copy / "manifest.json").write_bytes(to_bytes(manifest))
    return copy


def put(name: str, value: Any) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        values = [value, *table[name].to_pylist()[1:]]
        place = table.column_names.index(name)
        return table.set_column(
            place, table.schema.field(name).with_nullable(nullable=True), pa.array(values, table[name].type)
        )

    return change


def test_every_file_names_its_contract_and_so_does_the_manifest(corpus: Path) -> None:
    manifest = json.loads((corpus / "manifest.json").read_bytes())
    for table, model in TABLES.items():
        contract = contract_of(model)
        assert manifest["contracts"][table]["contract"] == contract.name
        assert manifest["contracts"][table]["version"] == contract.version
        for path in (corpus / table).glob("*.parquet"):
            footer = pq.read_schema(path).metadata
            assert footer[b"corpusclean.contract"].decode() == contract.name
            assert footer[b"corpusclean.contract.version"].decode() == contract.version


def test_a_corpus_says_what_it_is_narrowed_to(corpus: Path) -> None:
    manifest = json.loads((corpus / "manifest.json").read_bytes())
    assert manifest["contracts"]["data"]["narrowed"] == {
        "languages": ["en"], "dates": ["1990-01-01", None], "required": ["date"],
    }  # fmt: skip
    promised = contract_of(corpus_contract(corpus))
    assert not promised.column("date").nullable
    assert ("allowed", ("en",)) in promised.column("language").rules
    assert [rule.name for rule in promised.column("date").rules] == ["at_least"]


def test_a_good_corpus_passes(corpus: Path, run: Run) -> None:
    done = run("schema", "check", corpus)
    assert (done.returncode, done.stderr) == (0, "")
    assert "keep CleanDocument" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(put("size", -1), "size: -1 is less than 0", id="a value beyond a bound"),
        pytest.param(put("language", "de"), "language: 'de' is none of en", id="a value that the settings forbid"),
        pytest.param(put("date", None), "date: null", id="a null that the settings forbid"),
        pytest.param(lambda table: table.drop_columns(["agency"]), "no column agency", id="a column less"),
        pytest.param(lambda table: table.append_column("mood", table["language"]), "'mood'", id="a column more"),
        pytest.param(lambda table: pa.concat_tables([table, table]), "another row has", id="rows twice"),
        pytest.param(lambda table: table.replace_schema_metadata(), "its footer says nothing", id="no name"),
    ],
)
def test_a_corpus_that_breaks_its_contract_is_told(
    corpus: Path, tmp_path: Path, run: Run, change: Callable[[pa.Table], pa.Table], said: str
) -> None:
    done = run("schema", "check", altered(corpus, tmp_path, change))
    assert done.returncode == 1
    assert said in done.stdout
    assert "data/part-" in done.stdout


def test_each_failure_is_a_line(corpus: Path, tmp_path: Path, run: Run) -> None:
    """A shell shows no `.failures`, and reads no line end that is spelled out."""

    def shrink(table: pa.Table) -> pa.Table:
        rows = pa.concat_tables([table] * 12)
        sizes = pa.array([-1] * rows.num_rows, pa.int64())
        return rows.set_column(rows.column_names.index("size"), table.schema.field("size"), sizes)

    done = run("schema", "check", altered(corpus, tmp_path, shrink))
    first, *others, last = [line for line in done.stdout.splitlines() if line.startswith("data/part-")]
    assert re.search(r"parquet: CleanDocument \d+\.\d+: \d+ failures in \d+ of \d+ rows$", first)
    assert all(re.search(r"parquet: row \d+: ", line) for line in others)
    assert len(others) == 10
    assert re.search(r"parquet: and \d+ more$", last)
    assert "\\n" not in done.stdout


def test_a_document_in_two_files_is_found(corpus: Path, tmp_path: Path) -> None:
    copy = altered(corpus, tmp_path, lambda table: table)
    (path,) = (copy / "data").glob("*.parquet")
    shutil.copy(path, path.with_name("part-00001-" + hashlib.sha256(b"").hexdigest()[:16] + ".parquet"))
    assert [problem for problem in check_corpus(copy).problems if "repeat doc_id" in problem]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda m: m["contracts"]["data"].update(version=NEXT), "installed is", id="a major version"),
        pytest.param(lambda m: m["contracts"]["data"].update(version=LATER), "installed is", id="a later version"),
        pytest.param(
            lambda m: m["contracts"]["data"].update(contract="Article"), "not known here", id="a stranger"
        ),
        pytest.param(lambda m: m.pop("contracts"), "does not name the contract", id="nothing said"),
    ],
)
def test_a_contract_that_is_not_ours_is_refused(
    corpus: Path, tmp_path: Path, run: Run, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    copy = remade(corpus, tmp_path, change)
    done = run("schema", "check", copy)
    assert done.returncode == 2
    assert said in done.stderr
    with pytest.raises(ValueError, match=said):
        corpus_contract(copy)


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path, run: Run) -> None:
    assert run("schema", "check", tmp_path).returncode == 2
    with pytest.raises(ValueError, match=r"manifest\.json: no such file; name the folder of a corpus"):
        corpus_contract(tmp_path)


def test_nothing_differs_from_oneself(corpus: Path, run: Run, tmp_path: Path) -> None:
    done = run("schema", "diff", "installed", "installed")
    assert (done.returncode, done.stdout) == (0, "No difference.\n")
    exported = tmp_path / "exported.json"
    assert run("schema", "export", "--out", exported).returncode == 0
    assert run("schema", "diff", exported, "installed").stdout == "No difference.\n"
    for pair in (("diff", corpus), ("diff", "installed", corpus)):
        assert (found := run("schema", *pair)).returncode == 0
        assert found.stdout in {"No difference.\n", "Nothing breaks.\n"}  # not that RawDocument is new, or gone
    assert list(compared(sides(str(corpus)), {name: json_schema(TABLES[t]) for t, name in _named().items()})) == []


def _named() -> dict[str, str]:
    return {table: model.__name__ for table, model in TABLES.items()}


def written(folder: Path, schema: dict[str, Any]) -> Path:
    path = folder / "one.schema.json"
    path.write_text(json.dumps(schema))
    return path


def test_an_addition_is_no_break_and_a_removal_is(tmp_path: Path, run: Run) -> None:
    schema = json_schema(CleanDocument)
    agency = schema["properties"].pop("agency")
    schema["required"].remove("agency")
    path = written(tmp_path, schema)
    added, removed = run("schema", "diff", path, "installed"), run("schema", "diff", "installed", path)
    assert agency
    assert (added.returncode, removed.returncode) == (0, 1)
    assert added.stdout == "additive CleanDocument.agency: added\nNothing breaks.\n"
    assert removed.stdout == "breaking CleanDocument.agency: removed: readers miss it\n"


def test_a_contract_of_somebody_else_commands_no_terminal(tmp_path: Path, run: Run) -> None:
    schema = json_schema(CleanDocument)
    del schema["properties"]["agency"]
    schema["title"] = "x\x1b[31mred\n::error::told"
    said = run("schema", "diff", "installed:Edit", written(tmp_path, schema)).stdout
    assert "x\\x1b[31mred\\n::error::told" in said
    assert "\x1b" not in said


def test_a_major_version_may_break(tmp_path: Path) -> None:
    schema = json_schema(CleanDocument)
    del schema["properties"]["agency"]
    schema["x-contract"]["version"] = NEXT
    changes = list(compared(sides("installed:CleanDocument"), sides(str(written(tmp_path, schema)))))
    assert {kind for _, kind, _ in changes} == {"major"}


def test_a_corpus_with_another_column_type_differs(corpus: Path, tmp_path: Path, run: Run) -> None:
    narrow = altered(
        corpus,
        tmp_path,
        lambda table: table.set_column(table.column_names.index("size"), "size", table["size"].cast(pa.int32())),
    )
    done = run("schema", "diff", narrow, "installed:CleanDocument")
    assert done.returncode == 1
    assert "breaking CleanDocument.size: is int64 instead of int32" in done.stdout


@pytest.mark.parametrize("name", ["nothing-there", "installed:Article"])
def test_what_is_no_contract_is_refused(name: str, run: Run) -> None:
    done = run("schema", "diff", name)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"properties": 1, "required": []}',
        "\ud800",
        *(
            f'{{"title": "Edit", "required": [], "properties": {{"a": {column}}}}}'
            for column in ("1", '{"minimum": "x"}', '{"formatMinimum": 1}', '{"enum": 1}', '{"type": [1]}')
        ),
        '{"title": "Edit", "properties": {}, "required": [[]]}',
        '{"title": "Edit", "properties": {}, "required": [], "x-contract": 1}',
    ],
)
def test_a_file_that_is_no_contract_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "one.schema.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError, match="no JSON Schema of a contract"):
        sides(str(path))


def test_a_folder_without_a_contract_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds neither a corpus nor .*; name what does"):
        sides(str(tmp_path))


@pytest.mark.parametrize("name", list(CONTRACTS))
def test_every_contract_can_be_shown(name: str, run: Run) -> None:
    done = run("schema", "show", name)
    assert done.returncode == 0
    for column in contract_of(CONTRACTS[name]).columns:
        assert f"\n{column.name}  " in done.stdout
        assert column.meaning in done.stdout


def test_every_form_can_be_had(tmp_path: Path, run: Run) -> None:
    for form in ("json-schema", "duckdb", "croissant"):
        assert run("schema", "export", "Edit", "--as", form).stdout.strip()
    unread = run("schema", "export", "RawDocument", "--as", "croissant")
    assert (unread.returncode, unread.stdout) == (2, "")
    assert "RawDocument is of no file" in unread.stderr
    refused = run("schema", "export", "Edit", "--as", "arrow")
    assert (refused.returncode, "--out" in refused.stderr) == (2, True)
    run("schema", "export", "Edit", "--as", "arrow", "--out", tmp_path / "edit.arrows")
    with pa.ipc.open_stream((tmp_path / "edit.arrows").read_bytes()) as stream:
        assert stream.schema.names[0] == "doc_id"


def test_a_contract_that_finds_no_room_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "edit.json").write_text("{}")
    shell = f"ulimit -f 1; {sys.executable} -m corpusclean schema export Edit --out edit.json"
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.startswith("corpusclean: edit.json: File too large")) == (3, True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"edit.json": "{}"}


def test_a_file_may_be_called_as_a_word_is(tmp_path: Path, run: Run) -> None:
    schema = json_schema(CleanDocument)
    schema["properties"].pop("agency")
    schema["required"].remove("agency")
    written(tmp_path, schema).rename(tmp_path / "released")
    assert "additive CleanDocument.agency: added" in run("schema", "diff", "./released", "installed").stdout
