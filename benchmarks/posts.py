"""Posts of a council that does not exist, with personal data in known places, and without any.

Everything is drawn with a seed. The templates were written by those who wrote the checks, so what
comes of them is an upper bound: measure on posts of your own with `manage.py check_text`.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from string import digits

type Drawn = Callable[[random.Random], str]

PREFIXES, SUFFIXES = "ABCEGHJKLMNOPRSTWXYZ", "ABCD"
PLATE = "ABCDEFGHJKLMNOPRSTUVWXY"
UPN = "ABCDEFGHJKLMNPQRTUVWXYZ"
ROADS = """Acacia Avenue|High Street|Mill Lane|Station Road|St John's Road|Church Close|Elm Grove
|Beech Drive|Queensway Gardens|Cherry Tree Close|Old Forge Way|The Ridings Court|Park Road
|Meadow View|Kings Crescent|Victoria Terrace|Wood Lane|Abbots Walk|Sandy Lane|Field End Road"""
TOWNS = "Woking|Egham|Epsom|Redhill|Farnham|Dorking|Leatherhead|Staines|Camberley|Reigate"
PLACES = "GU21|KT18|RH1|TW20|SM7|CR3|GU9|KT22|RH4|SW19|E1|M1|EC1A|B33|LS6|BN1|S10"
FIRST = "Jane|Priya|Tom|Olu|Ewa|Sam|Zoe|Amir|Grace|Ben"
LAST = "Shah|Doe|Okafor|Nowak|Jones|Begum|Smith|Evans|Khan|O'Brien"
MAIL = "gmail.com|hotmail.co.uk|outlook.com|btinternet.com|yahoo.co.uk|icloud.com|sky.com|proton.me"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def one_of(told: str) -> Drawn:
    """Draw one of some words that are parted by strokes."""
    choices = [one.strip() for one in told.replace("\n", "").split("|")]
    return lambda draw: draw.choice(choices)


def figures(draw: random.Random, how_many: int) -> str:
    """Draw digits."""
    return "".join(draw.choices(digits, k=how_many))


def nhs_number(draw: random.Random) -> str:
    """Draw nine digits with their check digit, as people write it."""
    while True:
        nine = draw.choice("4679") + figures(draw, 8)
        check = (
            11 - sum(int(one) * by for one, by in zip(nine, range(10, 1, -1), strict=True)) % 11
        ) % 11
        if check < 10:
            number = nine + str(check)
            return draw.choice(
                [
                    number,
                    f"{number[:3]} {number[3:6]} {number[6:]}",
                    f"{number[:3]}-{number[3:6]}-{number[6:]}",
                ]
            )


def nino(draw: random.Random) -> str:
    """Draw a National Insurance number whose letters are given out."""
    pair = "OO"
    while pair[1] == "O" or pair in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
        pair = draw.choice(PREFIXES) + draw.choice(PREFIXES)
    a, b, c = (figures(draw, 2) for _ in range(3))
    number = draw.choice([f"{pair} {a} {b} {c} ", f"{pair}{a}{b}{c}", f"{pair} {a}{b}{c} "])
    number += draw.choice(SUFFIXES)
    return number.lower() if draw.random() < 0.15 else number


def upn(draw: random.Random) -> str:
    """Draw a unique pupil number with its letter."""
    twelve = figures(draw, 12)
    return UPN[sum(int(one) * by for by, one in enumerate(twelve, start=2)) % 23] + twelve


def email(draw: random.Random) -> str:
    """Draw an address of a person, plain or spelled out."""
    first, last = one_of(FIRST)(draw).lower(), one_of(LAST)(draw).lower().replace("'", "")
    local = draw.choice(
        [
            f"{first}.{last}",
            f"{first}{last}{figures(draw, 2)}",
            f"{first}_{last}",
            f"{last}.{first[0]}",
        ]
    )
    address = f"{local}@{one_of(MAIL)(draw)}"
    if draw.random() < 0.1:
        return address.replace("@", " at ").replace(".", " dot ")
    return address.replace("@", draw.choice(["@", "@", "@", "@", " (at) ", "[at]"]))


def postcode(draw: random.Random) -> str:
    """Draw a full postcode."""
    inward = draw.choice(digits) + "".join(draw.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    code = f"{one_of(PLACES)(draw)} {inward}"
    return draw.choice([code, code, code, code.replace(" ", ""), code.lower()])


def phone(draw: random.Random) -> str:
    """Draw a telephone number, as people write it."""
    if draw.random() < 0.6:
        a, b = f"7{draw.choice('345789')}{figures(draw, 2)}", figures(draw, 6)
        forms = [
            f"0{a} {b}",
            f"0{a}{b}",
            f"+44 {a} {b}",
            f"+44{a}{b}",
            f"0{a} {b[:3]} {b[3:]}",
            f"+44 (0){a} {b}",
            f"0{a}-{b[:3]}-{b[3:]}",
            f"0044 {a} {b}",
            f"(0{a}) {b}",
        ]
        return draw.choice(forms)
    a, b = draw.choice(["1483", "1932", "1372", "1737", "1252"]), figures(draw, 6)
    forms = [
        f"(0{a}) {b}",
        f"0{a} {b}",
        f"0{a}{b}",
        f"0{a} {b[:3]} {b[3:]}",
        f"+44 (0) {a} {b}",
        f"020 {figures(draw, 4)} {b[:4]}",
        f"(020) 7{b[:3]} {figures(draw, 4)}",
        f"0{a}-{b}",
    ]
    return draw.choice(forms)


def plate(draw: random.Random) -> str:
    """Draw a number plate, of today or older."""
    letters = "".join(draw.choices(PLATE, k=2))
    end = "".join(draw.choices("BCDFGHJKLMNPRSTVWXYZ", k=3))
    year = draw.choice(["05", "12", "19", "23", "24", "57", "62", "70", "73"])
    if draw.random() < 0.15:
        return draw.choice(
            [
                f"{draw.choice('HJKLMNPRSTVWXY')}{draw.randint(100, 999)} {end}",
                f"{end} {draw.randint(100, 999)}{draw.choice('HJKLMNPRSTVWXY')}",
            ]
        )
    return draw.choice(
        [f"{letters}{year} {end}", f"{letters}{year}{end}", f"{letters}{year} {end}".lower()]
    )


def case_reference(draw: random.Random) -> str:
    """Draw a reference of a case."""
    five, year = figures(draw, 6), draw.choice(["2024", "24", "2025"])
    return draw.choice(
        [
            f"CAS-{five}",
            f"CMP/{year}/{five[:4]}",
            f"C{five}",
            f"{year}/{five}",
            f"FS-Case-{five}{five[:3]}",
            f"SR{five}",
            five + figures(draw, 2),
            f"ASB-{five}",
            f"HB{five}",
        ]
    )


def date_of_birth(draw: random.Random) -> str:
    """Draw a date of the last ninety years."""
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(1935, 2019)
    name = one_of(MONTHS)(draw)
    return draw.choice(
        [
            f"{day:02}/{month:02}/{year}",
            f"{day}/{month}/{year % 100:02}",
            f"{day} {name} {year}",
            f"{day}th {name} {year}",
            f"{year}-{month:02}-{day:02}",
            f"{day}.{month}.{year}",
            f"{day} {name[:3]} {year}",
            f"{day:02}-{month:02}-{year}",
        ]
    )


def address(draw: random.Random) -> str:
    """Draw a number and a road, at times with a flat."""
    number = f"{draw.randint(1, 240)}{draw.choice(['', '', '', 'a', 'B'])}"
    flat = f"Flat {draw.randint(1, 30)}, " if draw.random() < 0.2 else ""
    return f"{flat}{number} {one_of(ROADS)(draw)}"


@dataclass(frozen=True, slots=True)
class Post:
    """A post, and where in it is what: kind, start, end in code points."""

    words: str
    holds: tuple[tuple[str, int, int], ...]


KINDS: dict[str, tuple[Drawn, str]] = {
    "nhs_number": (
        nhs_number,
        (
            "My NHS number is {}, can you help?|Patient {} was moved to ward 4|NHS no {}"
            "|nhs: {} pls|Her number at the surgery is {}."
        ),
    ),
    "nino": (
        nino,
        (
            "My NI number is {}|NINO: {}|National Insurance {} for the claim"
            "|use {} when you call|She gave me {} as her NI no."
        ),
    ),
    "upn": (
        upn,
        "The UPN is {}|pupil {} moved school|UPN: {}.|Our son's unique pupil number, {}, is wrong",
    ),
    "email": (
        email,
        "Write to {}|email me: {}.|You can reach her at {} any time|reply to {} please|({})",
    ),
    "postcode": (
        postcode,
        (
            "I live in {}|We're at {} and have no bins|my postcode is {}."
            "|No water in {} since noon|Mrs Shah's home, {}, is flooded"
        ),
    ),
    "phone": (
        phone,
        (
            "Call me on {}|ring {} after six|my mobile is {}.|Tel: {}|Her number: {}"
            "|text {} if you saw it|{} is his landline"
        ),
    ),
    "plate": (
        plate,
        (
            "Grey van {} blocks our drive|the car was {}.|reg {} again on the pavement"
            "|Vehicle {} parked in the bus stop|A blue Fiesta, {}, sped off"
        ),
    ),
    "case_reference": (
        case_reference,
        (
            "complaint ref {}|Your case {} is closed|my reference is {}.|Ref: {}"
            "|case number {}|complaint reference number {}"
        ),
    ),
    "date_of_birth": (
        date_of_birth,
        "DOB {}|born on {}|her date of birth is {}.|d.o.b. {}|He was born {}|date of birth: {}",
    ),
    "address": (
        address,
        (
            "I live at {}|Mrs Shah of {} called|the tenant at {} says so"
            "|please visit {}, she is 84|My mum at {} needs a bin"
        ),
    ),
}

CLEAN = """Gritters are out tonight from 8pm on all main roads. Take care, and allow more time.
Story time at {town} Library on Saturday {day} April at 10.30am. Free, no need to book.
Call us on 0300 200 1003, or 0800 123 4567 out of hours. In an emergency dial 999.
The A{road} {street} is closed at junction {day}. Buses {day} and {road} are diverted.
Planning application {year}/{five}/FUL: have your say by {day} March 2027.
Visit the museum at {number} {street}, {town}, {code}, Tuesday to Sunday, 10am to 4.30pm.
Council tax bills for 2026/27 are out. A band D home pays £{five2} more.
Order a new bin online; your order number, such as {ten}, is on the receipt.
Contact customer services: enquiries@anytown.gov.uk or highways.team@anytown.gov.uk
We are hiring! Job ref {five}, closing on {day}/01/2027. Salary £{five2}.
The {day}th Armada Way festival is on {day} June 2027, from 11am to 5pm in the park.
Roadworks outside {number} {street} until Friday {day} March. Sorry for the wait.
Our lambs at the farm were born on {day} March 2026. Come and meet them!
Tender notice ABC-{five} is live. Bids by noon on {day} May.
Bus 34 to {street} runs every 20 minutes; text 84268 for times.
{town} pool reopens on Monday. Swim for £4.50, under 5s free. #GetActive
Full council meets at 7pm on {day} February in the civic centre, {code}. All welcome.
Thank you for {five2} replies to our consultation on bus routes {day} and {road}.
Flood warning 061FWF23{town}: the river rose {day} cm. Call Floodline on 0345 988 1188.
Reception: 01483 {six}. Box office at the theatre: (01483) {six}.
Potholes: 12,{three} filled since 01/04/2026, that is {day} a day.
Remember that clocks go back on 25.10.2026 at 2.00. An extra hour in bed!
Ticket number {six} wins our summer reading prize. Collect it from {town} Library.
GU{day} and KT{day} bins are collected a day later after the bank holiday.
Traffic order TRO/{year}/{five} is published. ISBN 978-0-{six}-47-2 is our book of the month.
A photo of the lake at sunrise by our rangers. Which park do you love most?
Foster carers change lives. Come to our online event on {day} January at 7pm.
Register to vote by 17 April. Bring photo ID to your polling station on 6 May.
The census of 1921 lists {five2} people in {town}. See it at the history centre.
New: {number} new homes at Mill Lane, with a park, a nursery and {day} car club bays."""


def clean(draw: random.Random) -> Post:
    """Draw a post with nothing personal in it, and much that looks like it."""
    template = draw.choice(CLEAN.splitlines())
    told = {
        "town": one_of(TOWNS)(draw),
        "street": one_of(ROADS)(draw),
        "code": f"{one_of(PLACES)(draw)} {draw.randint(1, 9)}AB",
        "day": draw.randint(2, 28),
        "road": draw.randint(22, 331),
        "year": draw.choice(["24", "2025", "26"]),
        "number": draw.randint(1, 99),
        "three": figures(draw, 3),
        "five": "0" + figures(draw, 4),
        "six": figures(draw, 6),
        "ten": figures(draw, 10),
        "five2": f"{draw.randint(1, 9)},{figures(draw, 3)}",
    }
    return Post(template.format(**told), ())


def personal(draw: random.Random, kind: str) -> Post:
    """Draw a post that holds one thing of a kind, between ordinary sentences."""
    make, templates = KINDS[kind]
    thing = make(draw)
    before, after = draw.choice(templates.split("|")).split("{}")
    opening = draw.choice(
        [
            "",
            "",
            "Hi! ",
            "Thanks for the reply. ",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 ",
            "@council ",
        ]
    )
    start = len(opening) + len(before)
    words = f"{opening}{before}{thing}{after}"
    return Post(words, ((kind, start, start + len(thing)),))
