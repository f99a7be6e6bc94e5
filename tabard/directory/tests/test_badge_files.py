"""What somebody takes away for their contact details, read back as others read it."""

import io
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
import vobject  # type: ignore[import-untyped]  # it ships no types
import zxingcpp
from hypothesis import given
from PIL import Image

from tabard.directory.queries.badges import Badge, Profile
from tabard.directory.tests.badges import ANYBODY, PAGE, USUAL, badge
from tabard.directory.work.bios import PLACES, Place, bio, bios
from tabard.directory.work.card import card
from tabard.directory.work.codes import png, svg
from tabard.directory.work.signatures import in_html, in_text
from tabard.directory.work.words import one_line

X = next(place for place in PLACES if place.network == "X")
SVG = {"svg": "http://www.w3.org/2000/svg"}
MASTODON = next(place for place in PLACES if place.network == "Mastodon")


class TestBios:
    def test_every_bio_of_somebody_usual_says_official_and_leads_back(self):
        found = {one.place.network: one.words for one in bios(USUAL)}

        assert found["X"] == (
            "Mobile Library Officer, Libraries, Exampleton County Council. Official account, "
            f"checked by the council: {PAGE}"
        )
        assert found["Facebook"] == f"Mobile Library Officer. Official: {PAGE}"
        assert found["Mastodon"] == (
            "Mobile Library Officer, Libraries, Exampleton County Council. I drive the mobile "
            "library. I say where it stops, and what is new on board. Official account, checked "
            f"by the council: {PAGE}"
        )
        assert all(one.leads_back for one in bios(USUAL))

    def test_address_too_long_for_a_place_is_left_out_and_said_to_be(self):
        far = f"https://{'a' * 60}.{'b' * 60}.{'c' * 60}.example/directory/people/1/"

        short = bio(badge(page=far), X)

        assert short.words == "Mobile Library Officer, Exampleton County Council. Official account."
        assert not short.leads_back
        assert bio(badge(page=far), MASTODON).leads_back

    @pytest.mark.parametrize("place", PLACES, ids=lambda place: place.network)
    @given(somebody=ANYBODY)
    def test_words_fit_whatever_people_are_called(self, place: Place, somebody: Badge):
        words = bio(somebody, place)

        assert place.count(words.words) <= place.limit
        assert words.used == place.count(words.words)
        assert "fficial" in words.words
        assert "\n" not in words.words
        if place.count(f"Official: {somebody.page}") <= place.limit:
            assert words.leads_back

    @given(somebody=ANYBODY)
    def test_most_cautious_count_fits_where_the_network_says_nothing(self, somebody: Badge):
        for place in PLACES:
            if place.unit == "characters":
                assert len(bio(somebody, place).words) <= place.limit


class TestCards:
    def test_card_is_read_back(self):
        profiles = (Profile("Bluesky", "@sam", "https://bsky.app/profile/sam"),)
        read = vobject.readOne(card(badge(profiles=profiles)))

        assert read.version.value == "4.0"
        assert (read.n.value.family, read.n.value.given) == ("Okafor", "Sam")
        assert read.org.value == ["Exampleton County Council", "Libraries"]
        assert (read.title.value, read.email.value) == ("Mobile Library Officer", USUAL.email)
        assert (read.url.value, read.uid.value) == (PAGE, PAGE)
        assert read.socialprofile.value == "https://bsky.app/profile/sam"
        assert read.socialprofile.params == {"SERVICE-TYPE": ["Bluesky"]}
        assert read.rev.value == "20260301T093000Z"

    @pytest.mark.parametrize(
        "title",
        [
            "Officer; Libraries, and more",
            r"C:\Officer",
            "Officer\nBEGIN:VCARD",
            "Officer\r\nNOTE:forged",
            "Swyddog Llyfrgell 📚" * 12,
        ],
    )
    def test_words_with_a_meaning_of_their_own_come_through(self, title):
        read = vobject.readOne(card(badge(job_title=title)))

        assert read.title.value == one_line(title)
        assert len(list(read.getChildren())) == 12

    def test_quotation_marks_do_not_end_a_parameter(self):
        profiles = (Profile('The "best": network', "@sam", "https://net.example/sam"),)

        read = vobject.readOne(card(badge(profiles=profiles)))

        assert read.socialprofile.params == {"SERVICE-TYPE": ["The 'best': network"]}

    @given(somebody=ANYBODY)
    def test_names_come_through_and_no_line_is_too_long(self, somebody: Badge):
        written = card(somebody)
        unfolded = written.replace("\r\n ", "")

        assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
        assert unfolded.count("\r\n") == 14
        title = next(line for line in unfolded.split("\r\n") if line.startswith("TITLE:"))
        said = re.sub(r"\\(.)", r"\1", title.removeprefix("TITLE:"))
        assert said == one_line(somebody.job_title)


def read_code(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def drawing_of(address: str) -> ET.Element:
    return ET.fromstring(svg(address))  # noqa: S314 - it is our own


class TestCodes:
    def test_dots_are_read_back(self):
        assert read_code(Image.open(io.BytesIO(png(PAGE)))) == [PAGE]

    def test_code_reads_with_a_coffee_stain(self):
        picture = Image.open(io.BytesIO(png(PAGE))).convert("L")
        middle = picture.width // 2
        picture.paste(128, (middle - 90, middle - 90, middle + 90, middle + 90))

        assert read_code(picture) == [PAGE]

    @pytest.mark.parametrize("length", [1, 36, 37, 200])
    def test_address_of_any_length_is_read_back(self, length):
        page = f"https://tabard.example/{'a' * length}/"

        assert read_code(Image.open(io.BytesIO(png(page)))) == [page]

    def test_lines_draw_the_same_squares_and_say_the_address(self):
        drawn = drawing_of(PAGE)
        width = int(float(drawn.attrib["viewBox"].split()[2]))
        tall = round(float(drawn.attrib["viewBox"].split()[3])) + 1
        picture = Image.new("L", (width * 8, tall * 8), 255)
        path = drawn.find("svg:path", SVG)
        assert path is not None
        for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path.attrib["d"]):
            corner = (int(x) * 8, int(y) * 8)
            picture.paste(0, (*corner, corner[0] + 8, corner[1] + 8))

        assert read_code(picture) == [PAGE]
        assert "".join(one.text or "" for one in drawn.findall("svg:text", SVG)) == PAGE
        assert drawn.findtext("svg:title", namespaces=SVG) == PAGE

    def test_address_breaks_after_a_stroke(self):
        words = [one.text for one in drawing_of(PAGE).findall("svg:text", SVG)]

        assert words == ["https://tabard.exampleton.example/", "directory/people/12/"]

    def test_address_is_escaped(self):
        odd = "https://a.example/?a=1&b=<2>"

        assert drawing_of(odd).findtext("svg:title", namespaces=SVG) == odd


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


class TestSignatures:
    def test_html_is_a_table_with_styles_of_its_own(self):
        read = Tags(in_html(USUAL))
        tags = {tag for tag, _ in read.found}

        assert tags <= {"html", "head", "meta", "title", "body", "table", "tbody", "tr", "td", "a"}
        assert not [told for _, told in read.found if "class" in told or "id" in told]
        links = [told["href"] for tag, told in read.found if tag == "a"]
        assert links == ["https://bsky.app/profile/sam.example", PAGE]

    def test_html_is_escaped(self):
        assert "<script>" not in in_html(badge(job_title="<script>alert(1)</script>"))

    def test_text_says_all_that_the_html_says(self):
        text = in_text(USUAL)

        assert text.splitlines() == [
            "-- ",
            "Sam Okafor",
            "Mobile Library Officer, Libraries",
            "Exampleton County Council",
            "",
            "I speak for the council on these official accounts:",
            "Bluesky: @sam.example https://bsky.app/profile/sam.example",
            "",
            f"Check that they are ours: {PAGE}",
        ]
        words = " ".join(Tags(in_html(USUAL)).words.split())
        assert all(line in words for line in text.splitlines()[1:6] if line)

    @given(somebody=ANYBODY)
    def test_nobody_writes_lines_of_their_own(self, somebody: Badge):
        assert len(in_text(somebody).split("\n")) == 10


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("  Sam \t Okafor\n", "Sam Okafor"),
        ("Sam\u202eroftac", "Samroftac"),
        ("a\u2028b\x07c", "a b c"),
        ("👩\u200d🚒", "👩\u200d🚒"),
    ],
)
def test_signs_that_nobody_sees_are_left_out(words, line):
    assert one_line(words) == line
