"""Words of everyday languages: each language has the same entries, and none is forgotten."""

from __future__ import annotations

import pytest

from leadctl.rules.importing.headers import classify
from leadctl.rules.importing.languages import LANGUAGES, language_of
from leadctl.rules.importing.values import says_no, says_yes
from leadctl.rules.leads.normal_text import normal

USES = {
    "do_not_call": "bar:call,text",
    "do_not_text": "bar:text",
    "do_not_email": "bar:email",
    "do_not_mail": "bar:letter",
    "do_not_contact": "bar:all",
    "birthday": "birthday",
    "remind": "remind",
    "phone": "phone",
    "mobile": "phone",
    "zip": "zip",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_entries(language: str) -> None:
    """An entry that one language has, all have, and none of them is empty."""
    words = LANGUAGES[language]
    assert words.keys() == LANGUAGES["english"].keys()
    assert all(words.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_written_as_headers_are_compared(language: str) -> None:
    """Lower case, no accents, no punctuation: otherwise no header would ever match."""
    for said in LANGUAGES[language].values():
        assert [word for word in said.split("|") if normal(word) != word] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", USES)
def test_a_header_of_each_language_is_understood(language: str, entry: str) -> None:
    """Who may not be called is not called, in whatever language the column says so."""
    for word in LANGUAGES[language][entry].split("|"):
        use = classify(word)[0]
        assert use.removeprefix("address.") == USES[entry], word


@pytest.mark.parametrize("language", LANGUAGES)
def test_yes_and_no_are_understood(language: str) -> None:
    """A flag is set by the language's yes, and a consent denied by its no."""
    assert all(map(says_yes, LANGUAGES[language]["yes"].split("|")))
    assert all(map(says_no, LANGUAGES[language]["no"].split("|")))


@pytest.mark.parametrize(
    ("header", "use"),
    [
        ("E-Mail Addr.", "email"),
        ("Email ID", "email"),
        ("Mob", "phone"),
        ("Created Dt", "received"),
        ("Lead Src", "source"),
        ("Name (Full)", "name.full"),
        ("Lead's Name", "name.full"),
        ("1st Name", "name.first"),
        ("Surname / Family Name", "name.last"),
        ("Notes / Comments", "note"),
        ("Status/Stage", "status"),
        ("State City", "extra"),
        ("Client Contact", "extra"),
        ("Last Contact", "extra"),
    ],
)
def test_a_header_says_it_short_the_other_way_round_or_twice(header: str, use: str) -> None:
    """What people write on a sheet of their own; two words for two things say neither."""
    assert classify(normal(header))[0] == use


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ("Nom|Prénom|Téléphone|Budget", "French"),
        ("Vorname|Nachname|E-Mail|Telefon", "German"),
        ("Name|First Name|Phone|Contact|Status", ""),
        ("Name|Portable|Email", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_table_is_that_of_its_headers(headers: str, language: str) -> None:
    """Two of them at least: one word alone may be a name of anything."""
    assert language_of(map(normal, headers.split("|"))) == language
