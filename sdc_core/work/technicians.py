"""Who worked: the names that the sources give one person, mapped to one technician id."""

from sdc_core.settings import Settings, Technician


def technician_id(settings: Settings, name: str | None) -> str | None:
    """The id of the one technician with this name, without regard to case.

    None where nobody or more than one has the name: minutes of two people are never mixed.
    """
    if name is None or not name.strip():
        return None
    wanted = _folded(name)
    owners = {person.id for person in settings.technicians if wanted in _names(person)}
    return owners.pop() if len(owners) == 1 else None


def _names(person: Technician) -> set[str]:
    return {_folded(name) for name in (person.id, person.name, *person.names)}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def addresses(settings: Settings) -> frozenset[str]:
    """The mail addresses among the names of all technicians, casefolded."""
    names = (name for person in settings.technicians for name in _names(person))
    return frozenset(name for name in names if "@" in name)
