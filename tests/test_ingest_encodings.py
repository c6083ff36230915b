"""Files in older encodings: whole texts are read in the likeliest one, short and mixed ones byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from bias.ingest import read_file
from bias.ingest.files import encodings
from bias.model import Article

ENGLISH = (
    "“We cannot go on like this,” the minister said — and nobody’s answer was heard in the hall.  "
    "The café on the quay was closed on Monday, said José Álvarez, who “had seen it all”.  "
)
GERMAN = (
    "Die Brücke wird im Mai wieder geöffnet, sagte der Verkehrsminister am Montag. Die Bürger hätten zu "
    "lange gewartet, erklärte die Stadträtin. Über die Kosten schwieg er. "
)
ABOUT_POLES = (
    "Wójt Łukasz Żak said in Łosicz that the bridge at Świdna would not open. “We need złoty, not words,” "
    "Małgorzata Wąs told reporters. "
)
POLISH = (
    "Most zostanie otwarty w maju, powiedział wójt Łukasz Żak. Radni głosowali w środę; są źli, że czekali. "
)
CZECH = "Starosta Jiří Dvořák řekl, že most bude otevřen v květnu. Obyvatelé čekají už dlouho, řekla Věra. "
RUSSIAN = "Мост в Варне откроют в мае, сообщил министр. Пётр Вёрстов и Ольга Мороз ждали слишком долго. "
ABOUT_RUSSIANS = "The minister said (in Russian: «мост откроют в мае») that the bridge would open. "
GREEK = "Η γέφυρα θα ανοίξει τον Μάιο, είπε ο υπουργός. Οι κάτοικοι περίμεναν πολύ, απάντησε η βουλευτής. "


def read(folder: Path, content: bytes) -> Article:
    path = folder / "a.txt"
    path.write_bytes(b"Outlet: The Lantern\nTitle: Bridge\n\n" + content)
    (article,) = read_file(path)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (GERMAN, "cp1252"),
        (ENGLISH, "mac_roman"),
        (GERMAN, "mac_roman"),
        (POLISH, "cp1250"),
        (ABOUT_POLES, "cp1250"),
        (CZECH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (ABOUT_RUSSIANS, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (GREEK, "cp1253"),
    ],
)
@pytest.mark.parametrize("times", [2, 5, 40])
def test_an_older_encoding_is_found(tmp_path: Path, text: str, encoding: str, times: int) -> None:
    content = ("The mayor spoke on Monday.  " + text) * times
    article = read(tmp_path, content.encode(encoding))
    assert article.text == content
    said = "not all UTF-8: the other bytes read as cp1252" if encoding == "cp1252" else f"read as {encoding}"
    assert said in article.methods["encoding"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, POLISH, RUSSIAN, GREEK])
def test_utf16_needs_no_mark(text: str, encoding: str) -> None:
    assert encodings.marked(text.encode(encoding)) == encoding
    assert encodings.marked(text.encode()) == ""


@pytest.mark.parametrize(
    "binary", [bytes(range(256)) * 8, b"\x00\x01" * 500, b"\x07\x00\x00\x00\x01\xff\xfe\xfd" * 90, b""]
)
def test_binary_files_are_no_utf16(binary: bytes) -> None:
    assert encodings.marked(binary) == ""


def test_too_few_bytes_are_not_guessed_at(tmp_path: Path) -> None:
    nine = "Małgorzata Wąs, Łukasz Żak; złoty złoty złoty złoty złoty"
    assert encodings.guess(nine.encode("cp1250")) == "cp1252"
    assert encodings.guess(f"{nine} są".encode("cp1250")) == "cp1250"
    assert read(tmp_path, "The café was shut.".encode("cp1252")).text == "The café was shut."


def test_rows_of_two_encodings_are_read_byte_by_byte(tmp_path: Path) -> None:
    content = (ABOUT_POLES * 3).encode() + b"\n" + (ENGLISH * 3).encode("cp1252")
    assert read(tmp_path, content).text == f"{ABOUT_POLES * 3}\n{ENGLISH * 3}"


def test_what_tells_stands_anywhere_in_a_file(tmp_path: Path) -> None:
    content = "The mayor spoke on Monday.\n" * 9_000 + f"{ABOUT_POLES}\n" * 3
    assert len(content) > 3 * 64 * 1024
    assert read(tmp_path, content.encode("cp1250")).text.count("Łukasz Żak") == 3
