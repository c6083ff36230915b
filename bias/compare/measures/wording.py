"""The measures of the Wording page: one entry each."""

from __future__ import annotations

from dataclasses import dataclass

from bias.compare.measures.entry import Entry

Conditions = tuple[tuple[str, str], ...]
OWN: Conditions = (("part", "body"), ("voice", "narration"))  # the outlet's own voice, below the headline
SURE: Conditions = (("sure", "true"),)
_PER_100 = "per 100 sentences of the outlet's own voice"
_COUNTED = "marks in narration / sentences of narration, times 100"
_LISTS = (
    "Words of a list are counted wherever they stand in narration: a list knows no irony and no context.  "
    "Open the sentences."
)
_HYLAND = "hedges and boosters after Hyland 2005, “Metadiscourse”; the lists are ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingMeasure(Entry):
    """A rate of marks in an outlet's own voice, or the share of some marks among others.

    `one` and `base` are conditions on `counted_wordings`, where a name that comes twice takes either value;
    `base` may be `narrated` (sentences of narration) or `articles` (with a title) instead.
    """

    one: Conditions
    base: str | Conditions
    noun: str = "sentences"  # what n counts


def _rate(key: str, label: str, one: Conditions, reading: str, caveat: str, source: str) -> WordingMeasure:
    return WordingMeasure(
        key=key, label=label, unit="per 100", one=(*OWN, *one), base="narrated", reading=reading,
        caveat=caveat, axis=_PER_100, formula=_COUNTED, source=source,
    )  # fmt: skip


WORDINGS: tuple[WordingMeasure, ...] = (
    _rate(
        "loaded",
        "Loaded words",
        (("kind", "loaded"), *SURE),
        "Words by which an outlet judges instead of telling, praise and blame together.",
        _LISTS,
        "on biased language: Recasens, Danescu-Niculescu-Mizil & Jurafsky 2013; the list is ours",
    ),
    _rate(
        "loaded_sentences",
        "Loaded sentences",
        (("kind", "loaded_sentence"), *SURE),
        "Sentences that readers would call biased by their words, also where no list has the word.",
        "A small model judges each sentence alone, by the outlet's own words: it knows neither the outlet "
        "nor whether it is true.  Learned from American news of 2020; the card says how well.",
        "Spinde et al. 2021, “Neural Media Bias Detection Using Distant Supervision With BABE”; our model",
    ),
    _rate(
        "blame",
        "Words of blame",
        (("kind", "loaded"), ("polarity", "negative"), *SURE),
        "Loaded words that blame.",
        _LISTS,
        "as for loaded words",
    ),
    _rate(
        "praise",
        "Words of praise",
        (("kind", "loaded"), ("polarity", "positive"), *SURE),
        "Loaded words that praise.",
        _LISTS,
        "as for loaded words",
    ),
    _rate(
        "names",
        "Name-calling",
        (("kind", "name_calling"), *SURE),
        "Actors under a name that condemns them: “aggressor country”, “puppet regime”, “strongman”.",
        "That a name condemns does not make it wrong.  Names in quotations are not counted.",
        "on name-calling: Lee & Lee 1939, “The Fine Art of Propaganda”; the list is ours",
    ),
    _rate(
        "scare",
        "Scare quotes, likely",
        (("kind", "scare_quote"), *SURE),
        "Words in quotation marks that nobody is quoted with: the outlet holds them at arm's length.",
        "A small model tells them from short quotations, terms and titles.  On outlets that it had not seen "
        "14 of 27 likely ones were right by strict codes, and most scare quotes are no more than possible: "
        "compare by those too, and open them.",
        "on scare quotes: Predelli 2003; the model is ours",
    ),
    _rate(
        "scare_all",
        "Scare quotes, likely or possible",
        (("kind", "scare_quote"),),
        "Words in quotation marks that nobody is quoted with, those included where a reader has to decide.",
        "On outlets that the model had not seen a third of these were scare quotes (57 of 180), and three of "
        "four scare quotes were among them.  The others are terms, or words of somebody whom the sentence "
        "does not name.",
        "on scare quotes: Predelli 2003; the model is ours",
    ),
    _rate(
        "boosters",
        "Boosters",
        (("kind", "booster"), ("kind", "assertive"), *SURE),
        "Words that leave no room for doubt: “certainly”, “it is obvious that”, “as everyone knows”.",
        "A description, not a fault.  " + _LISTS,
        _HYLAND,
    ),
    _rate(
        "hedges",
        "Hedges",
        (("kind", "hedge"), *SURE),
        "Words that leave room for doubt: “perhaps”, “reportedly”, “may”.",
        "A description, not a fault: careful reporting hedges.  " + _LISTS,
        _HYLAND,
    ),
    WordingMeasure(
        key="agentless",
        label="Harm without an agent",
        unit="share",
        one=(*OWN, *SURE, ("kind", "harm_agentless")),
        base=(*OWN, *SURE, ("kind", "harm_agentless"), ("kind", "harm_agent")),
        reading="Of the places that tell harm done to people, those that do not say who did it: "
        "“were killed”, “violence erupted”.",
        caveat="Who did it may not be known, or stand in the next sentence.  Of 60 sentences of our own that "
        "tell harm in many words, a half was found, of either kind; 27 of 31 found were right.",
        axis="share of the places that tell harm",
        formula="harm without who did it / all harm of the lists, in narration",
        source="Trew 1979; Henley, Miller & Beazley 1995, “Syntax, Semantics, and Sexual Violence”",
        noun="places",
    ),
    WordingMeasure(
        key="adopted",
        label="Headlines that adopt a claim",
        unit="share",
        one=(("kind", "adopted"),),
        base="articles",
        reading="Headlines that state as fact what the text below has from one source alone.",
        caveat="Made to be right rather than to find all: a claim told in other words is missed, so the "
        "share is rather too low.  Routine facts from officials count too: open them.",
        axis="share of the articles with a headline",
        formula="articles whose headline adopts a claim / articles with a headline",
        source="the rule is ours; on headlines and bodies: Ecker et al. 2014",
        noun="articles",
    ),
)
