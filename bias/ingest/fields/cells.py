"""What tables and programs did to a text, undone where it is plain to see: tags, entities, escapes, garbling.

Each mending says what it did; a text that shows none of these stays code point for code point.
"""

from __future__ import annotations

import html
import re

import ftfy

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|em|strong|b|i|u|ul|ol|li|h[1-6]|blockquote|figure|figcaption|img|table|tr|td|section|"
    r"article|aside|script|style|iframe|sup|sub|hl2?|font|center|pre)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|li|h[1-6]|blockquote|figure|table|tr|section|article|aside|pre|hl2?)(?:\s[^<>]*)?/?>"
    r"|<br\s*/?>\s*(?:<br\s*/?>)?",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"<(script|style|iframe|figcaption)\b.{0,50000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}\d?);")
_BREAK = re.compile(r"\\r\\n|\\n|\\r")
_GARBLED = re.compile("â€|Ã[\x80-\xbf©¨¤¶¼«¡³º±§]|Â[£©®°·»«\xa0]|â\x80")
_MOJIBAKE = ftfy.TextFixerConfig(
    unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
    uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False,
    normalization=None, fix_c1_controls=False,
)  # fmt: skip


def mended(text: str) -> tuple[str, list[str]]:
    """The text as it was written, and what was undone."""
    notes = []
    for note, mend in _MENDINGS:
        after = mend(text)
        if after != text:
            notes.append(note)
            text = after
    return text, notes


def plain(text: str) -> str:
    """HTML as its words, blocks parted by a blank line."""
    text = _BLOCK.sub("\n\n", _UNSEEN.sub(" ", text))
    text = html.unescape(_TAG.sub("", text)).replace("\xa0", " ")
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    return "\n\n".join(block for block in blocks if block)


def _without_breaks(text: str) -> str:
    r"""Line ends written as \n, where no real one is; quotation marks written as \", where all are."""
    if "\n" not in text and len(_BREAK.findall(text)) >= 2:
        text = _BREAK.sub("\n", text)
    if text.count('\\"') >= 2 and text.count('\\"') == text.count('"'):
        text = text.replace('\\"', '"')
    return text


def _without_tags(text: str) -> str:
    if _BLOCK.search(text):
        return plain(text)
    return _TAG.sub("", text) if len(_TAG.findall(text)) >= 2 else text


def _without_entities(text: str) -> str:
    return html.unescape(text) if _ENTITY.search(text) else text


def _ungarbled(text: str) -> str:
    if not _GARBLED.search(text):
        return text
    # ftfy leaves “â€\ufffd” alone, whose last byte was lost: it can only have been a closing mark
    return ftfy.fix_text(text.replace("â€\ufffd", "â€\x9d"), _MOJIBAKE)


_MENDINGS = (
    ("read as UTF-8 after all", _ungarbled),
    ("escaped line ends and marks undone", _without_breaks),
    ("HTML removed", _without_tags),
    ("entities resolved", _without_entities),
)
