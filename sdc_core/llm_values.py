"""What single values of the section `llm_config` may be: addresses, names of models, parameters.

A message that begins with `HOLDS_SECRET` is shown without the value.
"""

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, JsonValue

HOLDS_SECRET = "holds a secret"  # noqa: S105 - words
_KEYS_ARE_ELSEWHERE = f"{HOLDS_SECRET}; keys come from the environment"

# Keys of OpenAI and its likes, of Google, of Groq and xAI: nobody names a model so.
_KEY = re.compile(r"\s*(?:sk-|AIza|gsk_|xai-)[\w-]{12,}\s*")
_SPACE = re.compile(r"\s")
_ENDPOINTS = ("/chat/completions", "/responses", "/embeddings", "/models")


def _http_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.username or parts.password or parts.query:
        raise ValueError(_KEYS_ARE_ELSEWHERE)
    if not _is_address(url):
        raise ValueError("not an address such as 'http://127.0.0.1:1234/v1'")
    for endpoint in _ENDPOINTS:
        if parts.path.rstrip("/").endswith(endpoint):
            raise ValueError(f"leave {endpoint!r} away: SDC adds what it asks for")
    return url


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    try:
        has_port = parts.port != 0
    except ValueError:  # no number, or too large
        return False
    is_plain = not _SPACE.search(url) and not parts.fragment
    return has_port and is_plain and parts.scheme in {"http", "https"} and bool(parts.hostname)


HttpAddress = Annotated[str, AfterValidator(_http_address)]


def _model_name(name: str) -> str:
    if _KEY.fullmatch(name):
        raise ValueError(_KEYS_ARE_ELSEWHERE)
    if not name or _SPACE.search(name):
        raise ValueError("not the name of a model, such as 'gpt-5-mini'; leave it out for none")
    return name


ModelName = Annotated[str, AfterValidator(_model_name)]

# What a request holds besides its parameters is ours: what is asked, of whom, in which form, how
# long an answer may be (the budget rests on it), and that the model is given no tools. Compared
# without case and `_`, because Google's SDK takes `systemInstruction` too.
_OURS = frozenset(
    {
        "bestof",
        "cachedcontent",
        "candidatecount",
        "contents",
        "extrabody",
        "extraheaders",
        "extraquery",
        "functioncall",
        "functions",
        "httpoptions",
        "input",
        "maxcompletiontokens",
        "maxoutputtokens",
        "messages",
        "model",
        "n",
        "responseformat",
        "responsejsonschema",
        "responsemimetype",
        "responsemodalities",
        "responseschema",
        "stream",
        "streamoptions",
        "systeminstruction",
        "toolchoice",
        "toolconfig",
        "tools",
        "websearchoptions",
    }
)
_NAMED = ("temperature", "top_p", "max_tokens", "seed")
_SECRET_NAMES = {"accesstoken", "apikey", "authorization", "key", "password", "secret", "token"}
# The price list does not know what these cost.
_DEARER = {"service_tier": {"priority"}}


def _beside_ours(extra: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if any(_folded(name) in _SECRET_NAMES for name in extra):
        raise ValueError(_KEYS_ARE_ELSEWHERE)
    if wrong := sorted(name for name in extra if _folded(name) in _OURS):
        raise ValueError(f"{wrong!r} cannot be set: they are part of what SDC asks")
    if doubled := sorted(name for name in extra if _folded(name) in _FOLDED_NAMED):
        raise ValueError(f"{doubled!r} have keys of their own beside `extra`")
    _refuse_dearer(extra)
    return extra


def _refuse_dearer(extra: Mapping[str, JsonValue]) -> None:
    for name, dearer in _DEARER.items():
        if extra.get(name) in dearer:
            raise ValueError(f"{name!r} must not be {extra[name]!r}: what that costs is not known")


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


_FOLDED_NAMED = frozenset(map(_folded, _NAMED))
ExtraParameters = Annotated[dict[str, JsonValue], AfterValidator(_beside_ours)]
