"""The JSON inside what a model wrote around it, where nothing bound the model to JSON."""

import re

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)


def unwrapped(text: str) -> str:
    """From the first brace to the last; the text itself where there is none.

    Small models think aloud (`<think>`), fence their answer, or say a sentence before it. What is
    found is validated like any other answer.
    """
    spoken = _THOUGHTS.sub("", text).strip()
    start, end = spoken.find("{"), spoken.rfind("}")
    return spoken[start : end + 1] if 0 <= start < end else spoken
