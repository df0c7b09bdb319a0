"""How people are called: as their own script orders it, the family name in capitals."""

import pytest

from ecocity_desktop.domain.person import PersonData, full_name


@pytest.mark.parametrize(
    ("given_name", "family_name", "name_zh", "expected"),
    [
        ("Wei", "Li", "李伟", "李伟 LI Wei"),
        ("Anne", "Martin", None, "Anne MARTIN"),
        (None, "Li", "李伟", "李伟 LI"),
        ("Wei", None, "李伟", "李伟 Wei"),
        (None, None, "李伟", "李伟"),
        ("Anne", None, None, "Anne"),
    ],
)
def test_a_name_is_printed_in_the_order_of_its_script(
    given_name: str | None, family_name: str | None, name_zh: str | None, expected: str
) -> None:
    person = PersonData(given_name=given_name, family_name=family_name, name_zh=name_zh)
    assert full_name(person) == expected
