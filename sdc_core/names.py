"""Names of files as text: Linux allows any bytes in them, Windows halves of characters."""


def storable(name: str) -> str:
    """A name with `&#56553;` or so for each byte, or half a character, that is none."""
    return name.encode("utf-8", "xmlcharrefreplace").decode("utf-8")
