"""A bare name gives no role: names of many origins in sentences that say nothing of who speaks."""

from __future__ import annotations

import pytest

from bias.model import Article, Attribution, Span
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.speakers.role_classifier import features
from bias.reading.text.encoder import parse

NAMES = {
    "West Africa":
        "Grace Obi|Paul Okoro|Nina Okafor|Tunde Bello|Chidi Eze|Ngozi Adeyemi|Kwame Mensah|"
        "Ama Owusu|Kofi Asante|Aminata Diallo|Moussa Traoré|Fatou Ndiaye|Ibrahima Sow|Awa Cissé|"
        "Yaw Boateng|Bola Ogun|Emeka Nwosu|Abena Darko",
    "East Africa":
        "Wanjiku Kamau|Otieno Omondi|Achieng Odhiambo|Juma Mwangi|Neema Mushi|Baraka Mollel|"
        "Tesfaye Bekele|Hana Tadesse|Abebe Girma|Selam Haile|Jean Uwimana|Aline Mukamana|"
        "Okello Opio|Nakato Namuli|Halima Abdi|Mary Banda",
    "Southern Africa":
        "Thabo Nkosi|Lerato Molefe|Sipho Dlamini|Nomsa Khumalo|Tendai Moyo|Rudo Chikwanha|"
        "Johan Botha|Anele Zulu|Ndapewa Shikongo|Kagiso Tau",
    "Arab world":
        "Ahmed Hassan|Fatima Ibrahim|Mohamed Ali|Layla Haddad|Omar Khoury|Nour Mansour|"
        "Youssef Said|Rania Saleh|Khalid Al-Otaibi|Mariam Nasser|Hamza Benali|Salma Bennani|"
        "Karim Bouzid|Huda Jaber|Tariq Aziz|Samira Fares|Bilal Hamdan|Dalia Amin",
    "Iran and Turkey":
        "Reza Ahmadi|Shirin Karimi|Mehdi Rezaei|Leila Moradi|Mehmet Yılmaz|Ayşe Demir|Emre Kaya|"
        "Zeynep Çelik|Farhad Hosseini|Elif Şahin",
    "South Asia":
        "Rajesh Kumar|Priya Sharma|Amit Patel|Sunita Devi|Ali Hassan Khan|Ayesha Malik|"
        "Imran Hussain|Sana Iqbal|Rahim Uddin|Nasrin Akter|Nimal Perera|Kumari Silva|Bishnu Thapa|"
        "Sita Gurung|Arjun Reddy|Lakshmi Nair|Gurpreet Singh|Deepa Joshi",
    "East Asia":
        "Wei Zhang|Li Na|Wang Fang|Chen Jing|Haruto Sato|Yuki Tanaka|Aiko Suzuki|Kenji Watanabe|"
        "Min-jun Kim|Ji-woo Park|Seo-yeon Lee|Hye-jin Choi|Ming Liu|Xiu Huang|Batbayar Dorj|"
        "Mei-ling Lin",
    "Southeast Asia":
        "Nguyen Van Anh|Tran Thi Hoa|Pham Minh|Somchai Srisai|Malee Wong|Budi Santoso|Siti Rahma|"
        "Dewi Lestari|Agus Wijaya|Maria Santos|Jose Reyes|Liza Cruz|Aung Kyaw|Thida Win|"
        "Nur Aisyah|Hafiz Rahman",
    "Latin America":
        "Carlos Mena|María González|Juan Rodríguez|Ana Hernández|Luis Martínez|Camila Rojas|"
        "Diego Fernández|Valentina Castro|João Silva|Beatriz Oliveira|Pedro Souza|Larissa Costa|"
        "Mateo Vargas|Lucía Torres|Rosa Quispe|Javier Mamani|Andrés Mora|Gabriela Ortiz",
    "Eastern Europe":
        "Oleksandr Kovalenko|Olena Shevchuk|Ivan Petrov|Anna Smirnova|Piotr Nowak|"
        "Agnieszka Wójcik|Jan Novák|Eva Horváthová|László Nagy|Katalin Tóth|Ion Popescu|"
        "Elena Ionescu|Dragan Jovanović|Ivana Kovač|Georgi Ivanov|Nino Beridze",
    "Western Europe":
        "Hans Müller|Greta Schmidt|Pierre Dubois|Claire Moreau|Marco Rossi|Giulia Bianchi|"
        "Pilar García|Javier López|Lars Hansen|Ingrid Berg|Sven Lindqvist|Aino Virtanen|"
        "Jan de Vries|Anouk Janssen|Tiago Ferreira|Nikos Papadopoulos|Siobhán Murphy|Seán Byrne|"
        "Elin Jónsdóttir|Karin Gruber",
    "English":
        "John Smith|Tom Hale|Emily Clark|James Baker|Sarah Cook|David Mason|Mary Bishop|"
        "Peter Judge|Susan Page|Michael Dean|Linda King|Robert Young|Karen Hill|Brian Major|"
        "Alice Miller|George Taylor|Dorothy Parker|Ruth Fisher|Frank Shepherd|Joan Butler",
    "African American and indigenous":
        "DeShawn Jackson|Latoya Washington|Tyrone Freeman|Keisha Banks|Aroha Ngata|Tane Parata|"
        "Winona Begay|Joseph Yazzie",
}  # fmt: skip
NEUTRAL = (
    "The bridge will reopen on Monday. “It was about time,” {} said.",
    "{} said the weather had been kind this year.",
    "According to {}, the shop had been empty for months.",
    "“We are proud of this,” said {}.",
    "{} told reporters that the plan would go ahead.",
    "The plan was criticised by {}, who called it “a waste of money”.",
    "“I cannot explain it,” {} said on Wednesday, “and I will not try.”",
    "{} thinks that the new road came too late.",
)


def test_there_are_two_hundred_names() -> None:
    assert sum(len(names.split("|")) for names in NAMES.values()) >= 200


@pytest.mark.parametrize("origin", NAMES)
def test_a_bare_name_gives_no_role(origin: str) -> None:
    for n, name in enumerate(NAMES[origin].split("|")):
        text = NEUTRAL[n % len(NEUTRAL)].format(name)
        span = Span(text.index(name), text.index(name) + len(name))
        article = Article("", "", "", text, published="2019-03-04", language="en")
        found = resolve_speakers(parse(article), [Attribution("", (span,), (), (span,), "indirect")])
        assert [who.role for who in found.speakers] in ([""], []), text


def test_the_model_takes_all_names_for_one() -> None:
    """Whatever the origin, even if the surname is a word of the lexicons: Baker, Judge, Bishop."""
    for sentence in NEUTRAL:
        told = set()
        for name in (name for names in NAMES.values() for name in names.split("|")):
            text = sentence.format(name)
            spans = [Span(at, at + len(name)) for at in [text.index(name)]]
            told.add(tuple(name for name in features(text, spans[0], "name", spans) if name != "in=Xx_Xx"))
        assert len(told) <= 4, told  # names of two and three words, with a dash or a small "de"
