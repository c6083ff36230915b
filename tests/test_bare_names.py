"""A bare name gives no role: names of many origins in sentences that say nothing of who speaks."""

from __future__ import annotations

import pytest

from bias.model import Span
from bias.reading.roles.role_words import common_words
from bias.reading.speakers.role_classifier import features, likely_role, probabilities

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
    """The model alone, whether the name finder saw the name or not; what it was fitted on is not here."""
    for name in NAMES[origin].split("|"):
        for sentence in NEUTRAL:
            text = sentence.format(name)
            span = Span(text.index(name), text.index(name) + len(name))
            for people in [[span]] + [[]] * (not set(name.lower().split()) & common_words()):
                shares = probabilities([features(text, span, "name", people)])
                assert likely_role(shares, named=True) == "", (text, bool(people))


@pytest.mark.parametrize("name", [names.split("|")[0] for names in NAMES.values()])
def test_an_article_with_a_bare_name_gives_no_role(name: str) -> None:
    from bias.model import Article
    from bias.reading.reader import read

    for sentence in NEUTRAL[:3]:
        reading = read(Article("", "", "", sentence.format(name), published="2019-03-04", language="en"))
        assert not [who.role for who in reading.speakers if who.role], sentence
