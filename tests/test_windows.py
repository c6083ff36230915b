from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bias.reading.text.decoding import FEATURES, MAX_PIECES, batch, windows
from bias.reading.text.encoder import _reader


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_windows_hold_every_piece_once_and_in_order(text: str) -> None:
    safe = "".join(c for c in text if not 0xD800 <= ord(c) <= 0xDFFF)
    found = list(windows(safe, _reader().tokenizer))
    assert all(len(w.ids) <= MAX_PIECES for w in found)
    starts = [int(s) for w in found for s in w.starts]
    assert starts == sorted(starts)
    assert all(0 <= s <= e <= len(safe) for w in found for s, e in zip(w.starts, w.ends, strict=True))


def test_quoted_and_capital_pieces_carry_features() -> None:
    text = "Ann said “yes”."
    (window,) = windows(text, _reader().tokenizer)
    by_word = {text[s:e]: f for s, e, f in zip(window.starts, window.ends, window.features, strict=True)}
    assert by_word["Ann"] == 2 * 1 + 0 + FEATURES // 2
    assert by_word["said"] == 0
    assert by_word["yes"] == 1


def test_marks_of_every_form_give_the_same_pieces() -> None:
    texts = ["He said “yes”.", 'He said "yes".', "He said «yes»."]
    ids = [next(iter(windows(text, _reader().tokenizer))).ids.tolist() for text in texts]
    assert ids[0] == ids[1] == ids[2]


def test_a_batch_is_padded_and_masked() -> None:
    group = [next(iter(windows(text, _reader().tokenizer))) for text in ("Rain.", "Rain fell on Varn.")]
    ids, _, mask = batch(group, cls=101, sep=102)
    assert ids.shape == mask.shape
    assert mask.sum(1).tolist() == [len(w.ids) + 2 for w in group]
    assert (ids[mask == 0] == 0).all()
