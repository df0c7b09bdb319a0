"""People: contacts at partners, and individual partners. The only personal data in the file."""

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.record import RecordData, id_field, local_text, plain_text, refers_to


class PersonData(RecordData):
    """One person; ``name_zh`` is the name in Chinese characters, family name first."""

    family_name: str | None = plain_text()
    given_name: str | None = plain_text()
    name_zh: str | None = plain_text()
    job_title: LocalText = local_text()
    partner_id: str | None = refers_to("partner")
    email: str | None = plain_text()
    phone: str | None = plain_text()
    note: LocalText = local_text()


class Person(PersonData, table=True):
    """A person as kept in the file."""

    id: str = id_field()


def full_name(person: PersonData) -> str:
    """Return the name as it is printed, the family name in capitals: « 李伟 LI Wei », « Anne MARTIN ».

    Who has a name in Chinese characters is called in that order in both scripts.
    """
    parts = (person.given_name, (person.family_name or "").upper())
    latin = " ".join(part for part in (reversed(parts) if person.name_zh else parts) if part)
    return " ".join(part for part in (person.name_zh, latin) if part)
