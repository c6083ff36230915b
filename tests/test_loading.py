"""The app and the command line start fast: what needs no text model loads none."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODEBOOKS = (
    "from bias.reading import frame_codebook, role_codebook\n"
    "assert 'citizen' in role_codebook().roles and 'conflict' in frame_codebook('generic').frames"
)
WORDS = (
    "from bias.reading import WORD, WordList, content_stems, cue_stance, find_quotes\n"
    "assert cue_stance('claimed') == 'doubting'"
)


@pytest.mark.parametrize(
    "code",
    ["import bias.api", "import bias.corpus.store", "import bias.show.widgets.session", CODEBOOKS, WORDS],
    ids=["api", "store", "app", "codebooks", "words"],
)
def test_no_text_model_is_loaded(code: str) -> None:
    heavy = "{'onnxruntime', 'spacy', 'py3langid', 'vaderSentiment'}"
    script = f"import sys\n{code}\nprint(*sorted({heavy} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.split()) == (0, []), run.stderr


def test_the_face_offers_what_it_lists() -> None:
    import bias.reading

    missing = [name for name in bias.reading.__all__ if not hasattr(bias.reading, name)]
    assert missing == []
    assert not hasattr(bias.reading, "coreference_of_nothing")
