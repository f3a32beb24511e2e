"""The error of a trouble: what is so and what to mend, said alike for every provider."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from sdc_core.errors import AnswerError, LlmError, ProviderDownError, ProviderSetupError
from sdc_core.llm.providers.service import Service
from sdc_core.llm.providers.trouble import (
    ModelMissingError,
    ModelUnusableError,
    RateLimitedError,
    Trouble,
    UnclearRefusalError,
)

SAID_CHARACTERS = 200
# A day's quota comes back by itself, but not while a run waits for it.
DAY_SECONDS = 86_400.0
_RETRIED = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY})
_SERVER_ERRORS = 500

# Ports of the servers that people run, from their own manuals.
PORTS: Mapping[str, int] = {"LM Studio": 1234, "Ollama": 11434, "llama.cpp": 8080}

# What is wrong with one text alone: the next one may be answered.
_TOO_LONG = (
    r"context.?(length|size|window)|exceed_context|too many tokens|prompt is too long|"
    r"token count.*exceeds|(greater|longer) than the context|context the overflows"
)
_REFUSED = r"content.?(policy|filter|management)|invalid_prompt|prohibited.content"
# Not "billing": Gemini says that of every limit.
_NO_CREDIT = r"insufficient_quota|credits? (are |is )?(depleted|exhausted)|credit balance"
_NO_QUOTA = r"limit: 0\b"
_PER_DAY = r"per.?day"
_KEY = r"api.?key"
_CERTIFICATE = r"certificate"
_NO_MODEL = r"\bmodels?\b|model_not_found"
_NO_MEMORY = r"more system memory|out of memory|failed to load|error loading"


def error_of(trouble: Trouble, service: Service, model: str) -> LlmError:
    """The error that says what is so and what to mend; never what was asked, never the key."""
    status = trouble.status
    if status is None:
        return _unreachable(trouble, service)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _too_many(trouble, service)
    if trouble.speaks_of(_NO_MEMORY):
        return ModelUnusableError(
            f"{service.name}: the server cannot load {model!r}, often for want of memory: take a "
            "smaller model or a smaller context, and see the log of the server"
        )
    if status >= _SERVER_ERRORS or status in _RETRIED:
        return _failing(trouble, service)
    return _refused(trouble, service, model)


def error_that_says(trouble: Trouble, service: Service, model: str) -> LlmError:
    """The same with the server's own sentence, without the key; for a question of ours alone."""
    error, said = error_of(trouble, service, model), " ".join(trouble.said.split())
    if key := service.key_text():
        said = said.replace(key, "***")
    if said and trouble.status is not None:
        error.args = (f'{error}; it says "{said[:SAID_CHARACTERS]}"',)
    return error


def _unreachable(trouble: Trouble, service: Service) -> LlmError:
    where = f"{service.name}: {service.base_url}"
    if trouble.is_timeout:
        return ProviderDownError(
            f"{where} gave no answer within {service.timeout_seconds:g} s: "
            f"set {service.setting}.timeout_seconds higher, or take a smaller model"
        )
    if trouble.is_broken:
        return ProviderDownError(f"{where} broke off the connection")
    if trouble.speaks_of(_CERTIFICATE):
        return ProviderSetupError(
            f"{where} shows a certificate that this machine does not trust: where a firewall looks "
            "into connections, add its certificate to those of the system"
        )
    if service.is_at_loopback:
        return ProviderDownError(
            f"{service.name}: nothing answers at {service.base_url}: start the server, or correct "
            f"{service.setting}.base_url{_usual_ports(service)}",
            may_cost=False,
        )
    return ProviderDownError(
        f"{where} cannot be reached: check the network and {service.setting}.base_url",
        may_cost=False,
    )


def _usual_ports(service: Service) -> str:
    if not service.is_on_this_machine:  # a gateway: anybody's guess
        return ""
    known = ", ".join(f"{program} {port}" for program, port in PORTS.items())
    return f" (usual ports: {known}; the path is /v1)"


def _too_many(trouble: Trouble, service: Service) -> LlmError:
    if trouble.speaks_of(_NO_CREDIT):
        return ProviderSetupError(
            f"{service.name}: the account of {service.facts.key_variable} has no credit left: "
            "add some at the provider, or name another provider in llm_config.active_provider"
        )
    if trouble.speaks_of(_NO_QUOTA):
        return ModelUnusableError(
            f"{service.name}: the account of {service.facts.key_variable} may not use this model "
            "at all (its quota is 0): name another model, or turn billing on at the provider"
        )
    seconds = DAY_SECONDS if trouble.speaks_of(_PER_DAY) else trouble.retry_after_seconds
    of_a_day = "the quota of the day is used up" if seconds == DAY_SECONDS else "too many requests"
    return RateLimitedError(
        f"{service.name}: {of_a_day} (HTTP 429); {service.setting}.requests_per_minute keeps a run "
        "below what the account allows",
        retry_after_seconds=seconds,
        may_cost=False,
    )


def _failing(trouble: Trouble, service: Service) -> LlmError:
    where_to_look = "; see the log of the server" if service.is_at_loopback else ""
    return ProviderDownError(
        f"{service.name}: {service.base_url} answers HTTP {trouble.status}{_named(trouble)}"
        f"{where_to_look}",
        retry_after_seconds=trouble.retry_after_seconds,
    )


def _refused(trouble: Trouble, service: Service, model: str) -> LlmError:
    status, name = trouble.status, service.name
    if trouble.speaks_of(_TOO_LONG) or status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return AnswerError(
            f"{name}: the text is longer than the context of {model!r}; load it with a larger "
            "context, or name another model",
            kind="refused",
        )
    if trouble.speaks_of(_REFUSED):
        return AnswerError(f"{name}: {model!r} does not take this text", kind="refused")
    if status == HTTPStatus.UNAUTHORIZED or (
        status in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN} and trouble.speaks_of(_KEY)
    ):
        return ProviderSetupError(_bad_key(service))
    if status == HTTPStatus.FORBIDDEN:
        return ModelUnusableError(
            f"{name}: the key in {service.facts.key_variable} may not use {model!r} (HTTP 403)"
            f"{_named(trouble)}: check the rights of the key and the region at the provider"
        )
    if status == HTTPStatus.NOT_FOUND:
        return _not_found(trouble, service, model)
    return UnclearRefusalError(
        f"{name}: {service.base_url} refuses every request for {model!r} (HTTP {status})"
        f"{_named(trouble)}: check {service.setting} and the parameters of the task"
    )


def _bad_key(service: Service) -> str:
    variable = service.facts.key_variable
    if service.key is None:
        return f"{service.name}: {service.base_url} wants a key: set {variable}"
    return f"{service.name}: the key in {variable} is not accepted: make a new one and set it there"


def _not_found(trouble: Trouble, service: Service, model: str) -> ProviderSetupError:
    if not trouble.speaks_of(_NO_MODEL):
        return ProviderSetupError(f"{service.name}: {wrong_address(service)}")
    own = "load or pull it in the server, or " if service.name == "local_llm" else ""
    return ModelMissingError(
        f"{service.name} has no model {model!r}: {own}correct its name in {service.setting}.models"
    )


def wrong_address(service: Service) -> str:
    """What to say of an address where something else answers."""
    text = f"{service.base_url} is not the address of its API: correct {service.setting}.base_url"
    if service.name != "google_gemini" and not urlsplit(service.base_url).path.endswith("/v1"):
        text += f", for example {service.base_url}/v1"
    return text


def _named(trouble: Trouble) -> str:
    """The code, where it is one word as codes are; nothing that could hold a text."""
    is_word = re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{1,40}", trouble.code) is not None
    return f" {trouble.code}" if is_word else ""
