"""Targets of one's own: whom or what tone is asked toward, by the words that a user gives for each.

`targets.toml` in the corpus folder, as `word_lists` has it.  Knows the file, and no article.
"""

from __future__ import annotations

from bias.corpus.topics.word_lists import WordList

TARGETS_FILE = "targets.toml"
TARGETS = WordList("targets", "target", '"the gas deal" = ["gas deal", "pipeline accord"]', may_be_empty=True)
