"""The private codes of the further findings of a level, made of the table of details."""

from viewer.dicom.outgoing.plain import limited
from viewer.model.form.detail_table import detail_kinds


def detail_groups() -> dict[str, dict[str, tuple[str, str]]]:
    """Return value and meaning of each code by its group and key.

    A kind has the key and value `disc`, its choice `disc.morphology.protrusion`: the ids of the table with
    points between them. Those of more than 16 characters go into Long Code Value.
    """
    kinds = {kind.id: (f"detail.{kind.id}", kind.title) for kind in detail_kinds()}
    choices = {
        f"{kind.id}.{group.id}.{value.id}": (
            f"{kind.id}.{group.id}.{value.id}",
            _meaning(kind.title, group.title, value.title),
        )
        for kind in detail_kinds()
        for group in kind.groups
        for value in group.values
    }
    return {"detail": kinds, "choice": choices}


def _meaning(kind: str, group: str, value: str) -> str:
    whole = f"{kind}, {group[:1].lower()}{group[1:]}: {value[:1].lower()}{value[1:]}"
    return limited(whole, "LO")
