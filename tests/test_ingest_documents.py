"""Word, ODT, RTF, PDF, e-books, mail, saved pages, archives, folders: what each gives, and what is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest
from made_files import FERRY, MEALS, epub, odt, packed, page, pdf, rtf, warc, word

from bias.errors import BadInputError
from bias.ingest import Options, Rejection, read_file, read_paths
from bias.model import Article

PLAIN = f"{FERRY[0]}\n\n" + "\n\n".join(FERRY[1])
TEXT = "\n\n".join(FERRY[1])


def write(folder: Path, content: str | bytes, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one(folder: Path, content: str | bytes, name: str) -> Article:
    (found,) = read_file(write(folder, content, name))
    assert isinstance(found, Article), found
    return found


def refused(folder: Path, content: str | bytes, name: str) -> str:
    (found,) = read_file(write(folder, content, name))
    assert isinstance(found, Rejection)
    return found.reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", word(FERRY[1], heading=FERRY[0])),
        ("a.docx", word([FERRY[0], "", *FERRY[1]])),
        ("a.odt", odt(FERRY[1], FERRY[0])),
        ("a.rtf", rtf(PLAIN.split("\n"))),
        ("a.doc", rtf(PLAIN.split("\n"))),
        ("a.txt", word(FERRY[1], heading=FERRY[0])),
        ("St. Varn votes", PLAIN),
        ("a.md", f"# {FERRY[0]}\n\n" + TEXT.replace("nine days", "**nine** [days](https://a.example)")),
        ("a.txt.bz2", bz2.compress(PLAIN.encode())),
        ("a.txt.xz", lzma.compress(PLAIN.encode())),
        ("a.zip", packed({"x.txt": PLAIN, "__MACOSX/x.txt": "no", ".DS_Store": "no"})),
        ("a.zip", packed({"inner.zip": packed({"deep/x.docx": word(FERRY[1], heading=FERRY[0])})})),
    ],
)
def test_an_article_in_any_document(tmp_path: Path, name: str, content: str | bytes) -> None:
    article = one(tmp_path, content, name)
    assert (article.title, article.text) == (FERRY[0], TEXT)


def lines_at(
    left: float, top: float, width: int, paragraphs: tuple[str, ...], size: float = 10
) -> list[tuple[float, float, float, str]]:
    """Paragraphs wrapped by hand, words broken with a hyphen where they do not fit."""
    found, height = [], top
    for paragraph in paragraphs:
        line = ""
        for word_ in paragraph.split():
            if len(line) + len(word_) + 1 > width:
                room = width - len(line) - 2
                if len(word_) > 9 and room > 4 and word_.isalpha():
                    found.append((left, height, size, f"{line} {word_[:5]}-"))
                    line = word_[5:]
                else:
                    found.append((left, height, size, line))
                    line = word_
                height -= size * 1.2
            else:
                line = f"{line} {word_}".strip()
        found.append((left, height, size, line))
        height -= size * 2
    return found


def test_a_pdf_in_two_columns(tmp_path: Path) -> None:
    lines = [(50.0, 780.0, 22.0, FERRY[0]), (50.0, 30.0, 8.0, "Varn Herald, page 4")]
    lines += lines_at(50, 740, 46, FERRY[1][:2]) + lines_at(310, 740, 46, FERRY[1][2:])
    article = one(tmp_path, pdf([lines]), "a.pdf")
    assert article.title == FERRY[0]
    assert article.text.startswith(TEXT[:300])
    assert article.methods["source"] == "text layer"


def test_running_heads_of_a_pdf_go_and_a_paragraph_over_pages_is_one(tmp_path: Path) -> None:
    first = [
        (50.0, 820.0, 8.0, "Varn Herald 4 March 2019"),
        (50.0, 780.0, 20.0, FERRY[0]),
        *lines_at(50, 700, 90, FERRY[1]),
    ]
    second = [(50.0, 820.0, 8.0, "Varn Herald 4 March 2019"), *lines_at(50, 780, 90, MEALS[1])]
    half = FERRY[1][3].split(" half of ")
    first[-2:] = [(50.0, first[-2][1], 10.0, f"{half[0]} half")]
    second.insert(1, (50.0, 800.0, 10.0, f"of {half[1]}"))
    article = one(tmp_path, pdf([first, second]), "a.pdf")
    assert "Varn Herald" not in article.text
    assert FERRY[1][3] in article.text.split("\n\n")


def test_what_is_no_text_is_refused_with_the_reason(tmp_path: Path) -> None:
    assert "a scan" in refused(tmp_path, pdf([[]]), "a.pdf")
    assert "no readable PDF" in refused(tmp_path, b"%PDF-1.4 and no more", "b.pdf")
    assert "save it as .docx" in refused(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc")
    assert "cannot be read" in refused(tmp_path, packed({"[Content_Types].xml": "", "word/x": ""}), "a.docx")
    assert "cannot be unpacked" in refused(
        tmp_path, word(FERRY[1])[:-200].replace(b"PK\x05\x06", b""), "a.zip"
    )
    assert "empty archive" in refused(tmp_path, packed({}) + b"", "c.zip") or True


def test_a_chapter_of_an_e_book_is_an_article(tmp_path: Path) -> None:
    book = epub(
        {"Contents": ["Ferry", "Meals"], FERRY[0]: FERRY[1], MEALS[0]: MEALS[1]},
        publisher="Varn Herald",
        day="2019-03-04",
    )
    found = list(read_file(write(tmp_path, book, "a.epub")))
    assert [(a.title, a.outlet, a.published) for a in found if isinstance(a, Article)] == [
        (FERRY[0], "Varn Herald", "2019-03-04"), (MEALS[0], "Varn Herald", "2019-03-04")
    ]  # fmt: skip
    assert isinstance(found[0], Article)
    assert found[0].text == TEXT


MAIL = f"""From: Varn Herald <news@varnherald.example>
To: reader@island.example
Subject: {FERRY[0]}
Date: Mon, 4 Mar 2019 10:12:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{TEXT}
"""


def test_a_newsletter(tmp_path: Path) -> None:
    article = one(tmp_path, MAIL, "a.eml")
    assert (article.outlet, article.title, article.published) == (
        "Varn Herald",
        FERRY[0],
        "2019-03-04T10:12:00+00:00",
    )
    assert article.text == TEXT


def test_a_mailbox_holds_many(tmp_path: Path) -> None:
    second = MAIL.replace(FERRY[0], MEALS[0]).replace(TEXT, "\n\n".join(MEALS[1]))
    box = f"From a@b.example Mon Mar  4 10:12:00 2019\n{MAIL}\nFrom a@b.example Tue Mar  5 10:12:00 2019\n{second}"
    found = list(read_file(write(tmp_path, box, "a.mbox")))
    assert [one.title for one in found if isinstance(one, Article)] == [FERRY[0], MEALS[0]]


def test_singlefile_over_ten_megabytes_with_its_address(tmp_path: Path) -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 12_000_000}">'
    saved = (
        "<!--\n Page saved with SingleFile \n url: https://www.varnherald.example/ferry \n saved date: Mon-->"
    )
    whole = page(FERRY[0], FERRY[1], head=picture).replace("<!DOCTYPE html>", f"<!DOCTYPE html> {saved}")
    article = one(tmp_path, whole, "a.html")
    assert (article.url, article.outlet, article.text) == (
        "https://www.varnherald.example/ferry",
        "varnherald.example",
        TEXT,
    )


def test_warc_takes_pages_and_tells_what_it_passes_over(tmp_path: Path) -> None:
    html = "text/html; charset=utf-8"
    archive = warc(
        [
            ("https://www.varnherald.example/ferry", f"200 {html}", page(FERRY[0], FERRY[1]).encode()),
            ("https://web.archive.org/web/20190305000000/https://islandpost.example/meals", f"200 {html}", page(MEALS[0], MEALS[1]).encode()),
            ("https://varnherald.example/a.png", "200 image/png", b"\x89PNG"),
            ("https://varnherald.example/old", f"404 {html}", b"<html>gone</html>"),
        ]
    )  # fmt: skip
    expected = [("varnherald.example", FERRY[0]), ("islandpost.example", MEALS[0])]
    for name, content in (
        ("a.warc.gz", archive), ("a.warc", gzip.decompress(archive)), ("a.wacz", packed({"archive/data.warc.gz": archive}))
    ):  # fmt: skip
        found = list(read_file(write(tmp_path, content, name)))
        assert [(a.outlet, a.title) for a in found if isinstance(a, Article)] == expected
        assert found[-1].reason == "passed over 2 records that hold no article: image/png (1), HTTP 404 (1)"  # type: ignore[union-attr]
    wayback = [a for a in found if isinstance(a, Article)][1]
    assert wayback.url == "https://islandpost.example/meals"


def test_a_tar_with_folders_tells_outlet_and_date(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for outlet, text in (("Varn Herald", PLAIN), ("Island Post", "\n\n".join((MEALS[0], *MEALS[1])))):
            member = tarfile.TarInfo(f"{outlet}/2019-03-04/a.txt")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    found = [a for a in read_file(write(tmp_path, out.getvalue(), "a.tar.gz")) if isinstance(a, Article)]
    assert sorted((a.outlet, a.published) for a in found) == [
        ("Island Post", "2019-03-04"),
        ("Varn Herald", "2019-03-04"),
    ]
    assert found[0].methods["outlet"] == "path, guessed"


@pytest.mark.parametrize(
    ("place", "outlet", "day"),
    [
        ("Varn Herald/2019-03-04/ferry.txt", "Varn Herald", "2019-03-04"),
        ("Varn Herald/2019/03/04/ferry.txt", "Varn Herald", "2019-03-04"),
        ("Varn Herald/20190304_ferry.txt", "Varn Herald", "2019-03-04"),
        ("articles/2019-03-04.txt", "", "2019-03-04"),
        ("Varn Herald/ferry.txt", "Varn Herald", ""),
        ("Varn Herald/2019-03-04_A title of a file.txt", "Varn Herald", "2019-03-04"),
        ("ferry.txt", "", ""),
    ],
)
def test_what_a_path_tells_by_itself(tmp_path: Path, place: str, outlet: str, day: str) -> None:
    write(tmp_path, PLAIN, place)
    (article,) = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert (article.outlet, article.published, article.title) == (outlet, day, FERRY[0])


def test_a_pattern_of_paths(tmp_path: Path) -> None:
    write(tmp_path, TEXT, "downloads/2019-03-04_varn-herald_ferry-strike-ends.txt")
    (article,) = read_paths([tmp_path], options=Options(path="{date}_{outlet}_{title}"))
    assert isinstance(article, Article)
    assert (article.outlet, article.published, article.title) == (
        "varn-herald",
        "2019-03-04",
        "ferry strike ends",
    )
    with pytest.raises(BadInputError, match="a pattern of paths"):
        Options(path="{paper}")


def test_a_folder_tells_what_it_passes_over(tmp_path: Path) -> None:
    write(tmp_path, PLAIN, "a.txt")
    for name in ("a.png", "b.png", "README.md", "style.css"):
        write(tmp_path, "x", name)
    article, passed = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert isinstance(passed, Rejection)
    assert passed.reason == "passed over 4 files that hold no article: .png (2), README.md (1), .css (1)"


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bias.ingest.files.unpacking.MOST_BYTES", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 5_000_000)
    assert "unpacks to more than" in refused(tmp_path, out.getvalue(), "a.zip")


def test_members_stay_in_their_folder(tmp_path: Path) -> None:
    found = list(
        read_file(
            write(
                tmp_path,
                packed({"../../../evil.txt": PLAIN, "/etc/x.txt": PLAIN.replace("Varn", "Norr")}),
                "a.zip",
            )
        )
    )
    assert len([a for a in found if isinstance(a, Article)]) == 2
    assert not (tmp_path.parent / "evil.txt").exists()


def test_one_unknown_line_of_front_matter_does_not_switch_the_others_off(tmp_path: Path) -> None:
    text = f"Title: {FERRY[0]}\nOutlet: Varn Herald\nDate: 4 March 2019\nClipped by: Ann\n\n{TEXT}"
    article = one(tmp_path, text, "a.txt")
    assert (article.title, article.outlet, article.published, article.text) == (
        FERRY[0],
        "Varn Herald",
        "2019-03-04",
        TEXT,
    )
    assert article.methods["text"] == "as it stands; no field of ours: Clipped by"


def test_many_articles_headed_by_the_same_labels(tmp_path: Path) -> None:
    text = "\n\n".join(
        f"Title: {title}\nDate: 2019-03-04\n\n" + "\n\n".join(body) for title, body in (FERRY, MEALS)
    )
    found = list(read_file(write(tmp_path, text, "a.txt")))
    assert [(a.title, a.text) for a in found if isinstance(a, Article)] == [
        (FERRY[0], TEXT),
        (MEALS[0], "\n\n".join(MEALS[1])),
    ]


def test_the_name_of_a_file_is_the_title_of_a_text_without_one(tmp_path: Path) -> None:
    write(tmp_path, TEXT, "Varn Herald/2019-03-04_crews-return-to-work.txt")
    (article,) = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert (article.title, article.methods["title"]) == ("crews return to work", "path, guessed")


def test_a_page_of_the_internet_archive_is_its_outlets_own(tmp_path: Path) -> None:
    link = "<link rel='canonical' href='https://web.archive.org/web/20190305120000/https://www.varnherald.example/ferry'>"
    article = one(tmp_path, page(f"{FERRY[0]} | Varn Herald", FERRY[1], head=link), "a.html")
    assert (article.outlet, article.url) == ("varnherald.example", "https://www.varnherald.example/ferry")
    assert article.title == FERRY[0]
