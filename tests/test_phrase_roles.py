"""Phrases that describe somebody → role and side: ten of each kind, about invented people and bodies."""

from __future__ import annotations

import pytest

from bias.model import Span
from bias.reading.roles.role_evidence import Evidence, evidence, judge

PEOPLES = {
    "Iranians": "citizen", "ordinary Danes": "citizen", "several Ukrainians in Lviv": "citizen",
    "some Israelis": "citizen", "a Nigerian who lives in Lagos": "citizen", "most Japanese": "citizen",
    "two Swedish women": "citizen", "Moscow": "government_official", "the US": "government_official",
    "Denmark": "government_official",
}  # fmt: skip
BODIES_BY_NAME = {
    "Friends of the Earth Nigeria": "civil_society", "Doctors Without Borders Sudan": "civil_society",
    "the Friends of Tilbrook Library": "civil_society", "Parents Against Fumes": "civil_society",
    "the human rights organisation Quay Defenders": "civil_society",
    "homelessness charity Lantern": "civil_society",
    "the Kivo Foundation": "civil_society", "the newspaper Dagens Kurir": "media_journalist",
    "Halvex Mining": "business", "the crime prevention agency Advisor One": "",
}  # fmt: skip
OFFICES = {
    "vice president of Halvex Mining": "business", "president of Halvex": "", "its general secretary": "",
    "president of the football federation": "civil_society", "the hospital's director": "expert_academic",
    "general secretary of the dockers' union": "civil_society", "director of the festival": "",
    "officials at Halvex Bank": "business", "WHO officials": "intl_org", "FIFA officials": "intl_org",
    "a senior official": "government_official", "the Danish president": "head_of_state_gov",
    "Kazakh leader": "head_of_state_gov", "Western leaders": "", "a Kremlin official": "government_official",
    "the UN's legal counsel": "intl_org", "the university's vice president": "expert_academic",
    "minister of Grace Church": "civil_society", "the minister of transport": "government_official",
    "a board member of the nurses' association": "civil_society",
    # a part of a body gives way to the body
    "head of fundamental research at Halvex Securities": "business",
    "head of sales at the museum": "expert_academic",
    "director of outreach for the dockers' union": "civil_society", "head of sales at Halvex": "business",
    "managing director of Halvex Partners": "business", "head of mission at Halvex": "",
    "Halvex Institutional Equities": "business", "chief investment officer at Halvex": "business",
}  # fmt: skip
SOURCES = {
    "a government source": "government_official", "a police source": "law_enforcement_military",
    "a senior Labour source": "legislator_party", "industry insiders": "unspecified",
    "a source close to the talks": "unspecified", "sources": "unspecified", "many": "unspecified",
    "a Downing Street insider": "government_official", "a source at the ministry": "government_official",
    "a hospital source": "expert_academic", "one union insider": "civil_society",
}  # fmt: skip
KIN_AND_LAW = {
    "her father": "citizen", "Mara's father": "citizen", "his sister": "citizen",
    "the boy's grandmother": "citizen", "their son-in-law": "citizen", "her advocate": "judiciary_legal",
    "the accused's advocate": "judiciary_legal", "a longtime advocate for the homeless": "civil_society",
    "gun control advocates": "civil_society", "senior counsel for the state": "judiciary_legal",
}  # fmt: skip
FORMER = {
    "former president": "", "the former foreign minister": "", "ex-minister": "",
    "a former teacher": "citizen",
    "the former chief executive of Halvex": "", "a retired general": "", "a former senator": "",
    "the outgoing mayor": "government_official", "a former miner": "citizen", "the former party leader": "",
}  # fmt: skip
JOINT = {
    "the FBI and federal prosecutors": "law_enforcement_military", "Galler and his colleagues": "",
    "teachers' unions and Democrats": "civil_society", "police and prosecutors": "law_enforcement_military",
    "Danish and Hezbollah leaders": "government_official", "residents and the mayor": "citizen",
    "the bank and its owners": "business", "doctors and nurses": "expert_academic",
    "the army and the militia": "law_enforcement_military", "activists and lawyers": "civil_society",
}  # fmt: skip
DOCUMENTS = {
    "a poll this week": "document_data", "the Swedish brochure": "document_data",
    "its advice": "document_data",
    "campaign finance disclosures": "document_data", "an investigation": "document_data",
    "the ministry's guidance": "document_data", "a leaked memo": "document_data", "Open Page": "",
    "the audit": "document_data", "court papers": "document_data",
}  # fmt: skip


def told(words: str, *, before_name: bool = False, date: str = "", places: tuple[str, ...] = ()) -> Evidence:
    return evidence(words, Span(0, len(words)), date=date, before_name=before_name, places=places)


@pytest.mark.parametrize(
    ("words", "role"),
    [
        pair
        for kind in (PEOPLES, BODIES_BY_NAME, OFFICES, SOURCES, KIN_AND_LAW, FORMER, JOINT, DOCUMENTS)
        for pair in kind.items()
    ],
)
def test_role_of_a_phrase(words: str, role: str) -> None:
    assert told(words).role == role


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Minister of Justice", "government_official"),
        ("Justice Minister", "government_official"),
        ("Justice", "judiciary_legal"),
        ("State Health Commissioner Dr.", "government_official"),
        ("Chief of Police", "law_enforcement_military"),
        ("Republican Gov.", "government_official"),
        ("Advocate", "judiciary_legal"),
        ("longtime climate advocate", "civil_society"),
        ("Father", "civil_society"),
        ("Maj-Gen", "law_enforcement_military"),
        # of an unknown body, but an officer
        ("Kestrels head Major-Gen", "law_enforcement_military"),
        ("Kestrels boss Colonel", "law_enforcement_military"),
        ("Quay unit co-ordinator Lt-Col", "law_enforcement_military"),
        ("Kestrels deputy head Brigadier", "law_enforcement_military"),
        ("acting Kestrels chief Lieutenant General", "law_enforcement_military"),
        ("former Kestrels head Major-Gen", ""),
        ("Kestrels head", ""),
        ("hospital director Col.", "expert_academic"),
        ("opposition leader Major", "legislator_party"),
        ("police spokesperson Captain", "spokesperson"),
    ],
)
def test_role_of_a_title_before_a_name(words: str, role: str) -> None:
    assert told(words, before_name=True).role == role


@pytest.mark.parametrize(
    ("words", "places", "role", "alignment"),
    [
        ("the Palestinian ambassador to the Netherlands", (), "government_official", "foreign"),
        ("the Iranian ambassador", ("Netherlands",), "government_official", "foreign"),
        ("the Dutch ambassador to Iran", ("Netherlands",), "government_official", "foreign"),
        ("Russia's ambassador to the United Nations", ("Russia",), "government_official", "incumbent"),
        ("the Danish embassy in Cairo", (), "government_official", "foreign"),
        ("chancellor of the exchequer", (), "government_official", "incumbent"),
        ("the chancellor", ("United Kingdom",), "government_official", "incumbent"),
        ("the chancellor", ("France", "Austria"), "head_of_state_gov", "incumbent"),
        ("the mayor", (), "government_official", ""),
        ("the premier of Ontario", ("Canada",), "government_official", ""),
        ("an Ohio police officer", ("United States",), "law_enforcement_military", "independent"),
        ("the police", ("United States",), "law_enforcement_military", "incumbent"),
    ],
)
def test_side_of_an_office(words: str, places: tuple[str, ...], role: str, alignment: str) -> None:
    judged = judge([told(words, places=places)])
    assert (judged.role, judged.alignment) == (role, alignment)


@pytest.mark.parametrize(
    ("words", "places", "date", "side", "polity"),
    [
        ("Labour", (), "2024-08-01", "incumbent", "United Kingdom"),
        ("Labour", ("Norway",), "2022-08-01", "incumbent", "Norway"),
        ("the Labour Party of Norway", (), "2018-08-01", "opposition", "Norway"),
        ("the Democratic Party for the People", ("Japan",), "2022-01-10", "opposition", "Japan"),
        ("the Democratic Party of the Lorms", ("United States",), "2022-01-10", "", ""),
        ("the Christian Democrats", ("Sweden",), "2023-01-10", "incumbent", "Sweden"),
        ("the Christian Democrats", ("Sweden",), "2024-01-10", "", "Sweden"),  # ParlGov ends in June 2023
        ("the EFF", ("South Africa",), "2023-01-10", "opposition", "South Africa"),
        ("leader of the PS", ("Portugal",), "2022-12-01", "incumbent", "Portugal"),
        ("the Reform Party", ("Fiji",), "2012-12-01", "", ""),
    ],
)
def test_a_party_is_of_the_country_spoken_of(
    words: str, places: tuple[str, ...], date: str, side: str, polity: str
) -> None:
    found = told(words, places=places, date=date)
    assert (found.role, found.side, found.polity) == ("legislator_party", side, polity)


def test_a_body_of_another_country_gives_way_to_a_party() -> None:
    assert told("the EFF", places=("United States",)).role == "civil_society"
    assert told("the EFF", places=("South Africa", "United States")).role == "legislator_party"
