"""What takes all articles of a corpus together: who is who, topics, events, what is one's own."""

from __future__ import annotations

from bias.corpus.pipeline import assign_topics, cluster, entity_linking, written
from bias.corpus.pipeline.own_frames import by_own_books, learned
from bias.corpus.pipeline.own_targets import judge_targets
from bias.corpus.pipeline.polities import with_polities
from bias.corpus.store import Corpus


def relate(corpus: Corpus) -> None:
    """Put in place what takes all articles together, and the files that numbers are counted from.

    Hold `corpus.writing()`.  What a user wrote (people.csv, roles.yaml, topics.toml, targets.toml) is
    taken up here: a change of it needs no article to be read again.
    """
    people, added = written.people(corpus), corpus.codebook().added
    targets = corpus.table("targets")
    for table, found in (("speakers", corpus.table("speakers")), ("targets", targets)):
        linked = entity_linking.link(found, people, added)
        corpus.write_whole(**{f"linked_{table}": with_polities(linked, found, targets)})
    topics, terms = assign_topics.find(corpus)
    corpus.write_whole(topics=topics, topic_terms=terms)
    group_stories(corpus)
    corpus.write_whole(own_frames=by_own_books(corpus))
    results, rows = learned(corpus)  # of what is in place by now
    corpus.write_whole(learned=results, learned_frames=rows)
    judge_targets(corpus)
    corpus.write_flat()


def group_stories(corpus: Corpus) -> None:
    """Put in place which articles tell one event and which are copies.  Hold `corpus.writing()`."""
    corpus.upgrade()
    told, copies = cluster.group(corpus)
    # The stories come last: an article that has one is grouped, and its copies are not looked for again.
    corpus.write_whole(copies=copies, story_labels=cluster.labels(corpus, told), stories=told)
