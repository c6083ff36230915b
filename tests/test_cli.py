from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from conftest import BRIDGE
from typer.testing import CliRunner

import bias
from bias import resources
from bias.cli import app
from bias.corpus import known
from bias.corpus.store import Corpus

runner = CliRunner()


DEMO_TEXT = """Outlet: The Lantern
Title: Bridge
Published: 2026-02-09

"""


def run(*arguments: object, code: int = 0) -> str:
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.output


def stdout(*arguments: object) -> str:
    """What a program that reads the output sees: no progress, no warnings."""
    return runner.invoke(app, [str(argument) for argument in arguments]).stdout


def as_list(spans: object) -> list[int]:
    return json.loads(spans) if isinstance(spans, str) else list(spans)  # type: ignore[call-overload]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "articles.csv"
    rows = [
        ("The Lantern", "Bridge", "2026-02-09", BRIDGE),
        ("Radio Varn", "Bridge open", "2026-02-10", BRIDGE + " It rained."),
    ]
    pd.DataFrame(rows, columns=["paper", "headline", "date", "text"]).to_csv(path, index=False)
    return path


def test_one_article_is_no_articles(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(f'outlet,text\nThe Lantern,"{BRIDGE}"\nThe Lantern,\n', encoding="utf-8")
    said = run("import", tmp_path / "corpus", path)
    assert "1 article added, 0 already there, 1 rejected." in said
    assert "The rejected row is in" in said
    assert "1 row of articles in" in run(
        "export", tmp_path / "corpus", "articles", "--to", tmp_path / "out.csv"
    )


def test_from_files_to_a_table(tmp_path: Path, table: Path) -> None:
    corpus = tmp_path / "corpus"
    assert "2 articles added, 0 already there, 0 rejected" in run(
        "import", corpus, table, "--map", "outlet=paper"
    )
    assert "0 articles added, 2 already there" in run("import", corpus, table, "--map", "outlet=paper")
    assert "2 read" in run("analyse", corpus, "--workers", 1)
    for ending, reader in ((".csv", pd.read_csv), (".parquet", pd.read_parquet), (".xlsx", pd.read_excel)):
        path = tmp_path / f"out{ending}"
        assert "8 rows" in run("export", corpus, "attributions", "--to", path)
        found = reader(path)
        assert set(found["outlet"]) == {"The Lantern", "Radio Varn"}
        assert [as_list(spans) for spans in found["cue_spans"]] == [
            list(spans) for spans in Corpus(corpus).table("attributions")["cue_spans"]
        ]
    run("export", corpus, "articles", "--to", tmp_path / "out.jsonl")
    assert [json.loads(line)["title"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == [
        "Bridge",
        "Bridge open",
    ]


def test_rejected_rows_are_counted_and_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"outlet": "A", "title": f"T{n}", "text": f"Text {n}."}) for n in range(1000)]
    for at in (10, 500, 999):
        lines[at] = "{broken"
    path.write_text("\n".join(lines))
    said = run("import", tmp_path / "corpus", path)
    assert "997 articles added, 0 already there, 3 rejected" in said
    assert [f"row {row}: broken JSON" in said for row in (11, 501, 1000)] == [True] * 3
    assert "rejected.jsonl" in said
    assert Corpus(tmp_path / "corpus").rejected()["row"].tolist() == [11, 501, 1000]


def test_read_prints_and_gives_json(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(f"Outlet: The Lantern\nTitle: Bridge\n\n{BRIDGE}")
    assert "Marta Quill" in run("read", path)
    record = json.loads(stdout("read", path, "--json"))
    assert record["article"]["outlet"] == "The Lantern"
    text = record["article"]["text"]
    told = next(a for a in record["attributions"] if "told" in a["cue"]["text"])
    assert (told["via"], told["role"], told["kind"]) == ("Channel 9", "government_official", "direct")
    assert told["speaker"] == "Karel Voss"
    assert {who["name"] for who in record["speakers"]} == {"Karel Voss", "Marta Quill"}
    voss = next(one for one in record["stances"] if one["target"] == "Karel Voss")
    assert voss["mentions"] == sum(
        one["target"] == "Karel Voss" and one["voice"] == "narration" for one in record["tones"]
    )
    assert sum(voss[name] for name in ("unfavourable", "plain", "favourable")) == pytest.approx(1)
    assert voss["label"] in ("unfavourable", "plain", "favourable", "uncertain")
    for found in record["attributions"]:
        for part in ("source", "cue", "content"):
            assert " … ".join(text[s:e] for s, e in found[part]["spans"]) == found[part]["text"]


def test_a_bad_file_beside_a_good_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Title: T\n\n{BRIDGE}")
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    said = run("read", tmp_path / "a.txt", tmp_path / "b.pdf", code=1)
    assert "b.pdf" in said
    assert "Marta Quill" in said


@pytest.mark.parametrize(
    ("arguments", "trouble"),
    [
        (("read", "nowhere.txt"), "nowhere.txt"),
        (("analyse", "nowhere"), "not a corpus"),
        (("import", "corpus", "nowhere.csv"), "nowhere.csv"),
        (("evaluate", "attribution", "nowhere.jsonl"), "no such file"),
        (("import", "a-file", "a-file"), "is a file"),
        (("evaluate", "attribution", "latin.jsonl"), "save it as UTF-8"),
        (("evaluate", "attribution", "no-text.jsonl"), "line 1: no text"),
    ],
)
def test_errors_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], trouble: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a-file").touch()
    Path("latin.jsonl").write_bytes(b'{"text": "\xe9"}')
    Path("no-text.jsonl").write_text('{"attributions": []}')
    said = run(*arguments, code=1)
    assert trouble in said
    assert len(said.strip().splitlines()) == 1


def test_bad_requests_say_the_way_out(tmp_path: Path, table: Path) -> None:
    corpus = tmp_path / "corpus"
    assert "FIELD=COLUMN" in run("import", corpus, table, "--map", "paper", code=1)
    run("import", corpus, table)
    assert "articles, attributions" in run("export", corpus, "nothing", "--to", tmp_path / "x.csv", code=1)
    assert ".csv, .xlsx" in run("export", corpus, "articles", "--to", tmp_path / "x.doc", code=1)


@pytest.mark.parametrize(
    ("days", "trouble"),
    [
        (("--since", "1.2.2026"), "since: '1.2.2026' is no date; write year, month and day as 2026-02-01"),
        (("--until", "2026-2-1"), "until: '2026-2-1' is no date; write year, month and day as 2026-02-01"),
        (("--since", "2026-02-30"), "since: '2026-02-30' is no date"),
        (
            ("--since", "2026-03-01", "--until", "2026-02-01"),
            "since 2026-03-01 is later than until 2026-02-01",
        ),
    ],
)
def test_a_report_from_a_day_that_is_none(
    tmp_path: Path, table: Path, days: tuple[str, ...], trouble: str
) -> None:
    run("import", tmp_path / "corpus", table)
    said = run("report", tmp_path / "corpus", "--to", tmp_path / "report.html", *days, code=1)
    assert trouble in said
    assert len(said.strip().splitlines()) == 1
    assert not (tmp_path / "report.html").exists()


def test_evaluate_gives_the_figures_as_json(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    said = [BRIDGE.index("said"), BRIDGE.index("said") + 4]
    gold.write_text(
        json.dumps(
            {
                "doc_id": "1",
                "text": BRIDGE,
                "attributions": [{"source": [[42, 71]], "cue": [said], "content": [[0, 40]]}],
            }
        )
    )
    result = json.loads(stdout("evaluate", "attribution", gold, "--json"))
    assert result["n"]["gold"] == 1
    assert set(result["pair"]) == {"p", "r", "f"}
    assert "pair" in run("evaluate", "attribution", gold)


@pytest.fixture
def small_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo of one article where the program looks for its own; the folder that the tests stand in."""
    source = tmp_path / "source"
    (source / "articles").mkdir(parents=True)
    (source / "articles" / "bridge.txt").write_text(DEMO_TEXT + BRIDGE)
    (source / "corpus.toml").write_text('name = "Demo"\nformat = 1\ndemo = true\n')
    (source / "people.csv").write_text("name,role\nMarta Quill,expert_academic\n")
    (source / "topics.toml").write_text('[topics]\nBridges = ["bridge"]\n')
    monkeypatch.setattr(resources, "demo_folder", lambda: source)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_demo_is_made_read_and_kept(small_demo: Path) -> None:
    assert "The demo corpus is in bias-demo" in run("demo", "--no-open", "--workers", 1)
    made = Corpus("bias-demo")
    assert made.state() == {"read": 1}
    assert (made.path / "people.csv").is_file()
    assert made.topics() == ["Bridges"]
    batches = [path.stat().st_mtime_ns for path in made.path.glob("readings/*")]
    run("demo", "--no-open", "--workers", 1)
    assert [path.stat().st_mtime_ns for path in made.path.glob("readings/*")] == batches
    assert not Path("bias-demo.part").exists()


def test_the_demo_goes_to_the_folder_that_is_named_and_over_nothing_else(small_demo: Path) -> None:
    run("demo", "elsewhere/here", "--no-open", "--workers", 1)
    assert Corpus("elsewhere/here").state() == {"read": 1}
    (small_demo / "full").mkdir()
    (small_demo / "full" / "letter.txt").touch()
    assert "full holds something else" in run("demo", "full", "--no-open", code=1)
    run("import", "mine", "source/articles")
    assert "mine holds a corpus of yours" in run("demo", "mine", "--no-open", code=1)


def test_the_demo_opens_the_dashboard_on_its_corpus(
    small_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], str]] = []

    def call(command: list[str], environment: dict[str, str]) -> int:
        started.append((command, environment["BIAS_CORPUS"]))
        return 0

    monkeypatch.setattr("bias.cli.processes.run_to_the_end", call)
    assert "Dashboard: http://localhost:" in run("demo", "--workers", 1)
    [(command, corpus)] = started
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert Path(command[4]).name == "app.py"
    assert Path(corpus) == small_demo / "bias-demo"


def test_the_demo_of_the_program_is_whole() -> None:
    folder = resources.demo_folder()
    assert {"corpus.toml", "people.csv", "topics.toml"} <= {path.name for path in folder.iterdir()}
    assert len(list(folder.glob("articles/*/*.txt"))) == 72


def test_the_version_is_printed() -> None:
    assert run("--version") == f"bias {bias.__version__}\n"


def test_one_thing_is_not_called_many(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(DEMO_TEXT + BRIDGE)
    said = run("import", tmp_path / "corpus", tmp_path / "one.txt")
    assert "1 article added, 0 already there, 0 rejected." in said
    assert "1 row of articles" in run("export", tmp_path / "corpus", "articles", "--to", tmp_path / "o.csv")
    assert "No story is told by 2 outlets." in run("stories", tmp_path / "corpus")


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """What `bias open` would run, with its environment, instead of running it."""
    monkeypatch.chdir(tmp_path)
    started: list[tuple[list[str], dict[str, str]]] = []

    def call(command: list[str], environment: dict[str, str]) -> int:
        started.append((command, environment))
        return 0

    monkeypatch.setattr("bias.cli.processes.run_to_the_end", call)
    return started


def test_open_on_nothing_or_a_new_folder_leads_to_the_start_page(
    tmp_path: Path, served: list[tuple[list[str], dict[str, str]]]
) -> None:
    for arguments, new in (((), ""), (("strikes",), str(tmp_path / "strikes"))):
        run("open", *arguments)
        command, environment = served.pop()
        assert (environment["BIAS_CORPUS"], environment["BIAS_NEW_CORPUS"]) == ("", new)
        assert command[command.index("--server.address") + 1] == "localhost"
        assert command[command.index("--server.fileWatcherType") + 1] == "none"
    assert not (tmp_path / "strikes").exists(), "it is made when somebody asks for it"
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").touch()
    assert "is not a corpus" in run("open", "letters", code=1)


def test_a_corpus_that_is_opened_is_known_and_a_network_gets_none_to_choose(
    tmp_path: Path, table: Path, served: list[tuple[list[str], dict[str, str]]]
) -> None:
    run("import", "mine", table)
    run("open", "mine")
    assert known.list_known()[0].path == str(tmp_path / "mine")
    assert "name a corpus" in run("open", "--address", "0.0.0.0", code=1)
    assert "name a corpus" in run("open", "new", "--address", "0.0.0.0", code=1)
    run("open", "mine", "--address", "0.0.0.0")
    assert served[-1][1]["BIAS_CORPUS"] == str(tmp_path / "mine")
