"""The end of a JSON value by its quotes and brackets alone, for values too large or too deep."""

import re

_MARK = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


class Brackets:
    """Follows one object, list or text over pieces of text."""

    def __init__(self) -> None:
        self._depth = 0
        self._is_inside = False

    def follow(self, text: str, at: int) -> tuple[int, bool]:
        """How far the value was followed, and whether that is its end."""
        last = at
        for mark in _MARK.finditer(text, at):
            last = mark.end()
            if len(mark[0]) == 1 and self._closes(mark[0]):
                return last, True
        # A backslash at the end belongs to the character after it.
        is_half = last < len(text) and text.endswith("\\")
        return len(text) - is_half, False

    def _closes(self, mark: str) -> bool:
        if mark == '"':
            self._is_inside = not self._is_inside
        elif not self._is_inside:
            self._depth += 1 if mark in "[{" else -1
        return self._depth == 0 and not self._is_inside
