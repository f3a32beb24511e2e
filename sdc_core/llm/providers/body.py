"""The body of an answer in the form that was expected of it; the SDKs take whatever comes."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sdc_core.errors import ProviderDownError, ProviderSetupError
from sdc_core.llm.providers.service import Service
from sdc_core.llm.providers.verdict import wrong_address

_BodyT = TypeVar("_BodyT", bound=BaseModel)


def read_body(form: type[_BodyT], content: bytes, service: Service) -> _BodyT:
    """The body, checked.

    Raises:
        ProviderDownError: It breaks off, or is no JSON at all: worth another try.
        ProviderSetupError: Something else than such an API answered.
    """
    try:
        return form.model_validate_json(content)
    except ValidationError as error:
        is_json = all(problem["type"] != "json_invalid" for problem in error.errors())
        if is_json or content.lstrip()[:1] == b"<":
            raise ProviderSetupError(f"{service.name}: {wrong_address(service)}") from None
    raise ProviderDownError(f"{service.name}: {service.base_url} sent a broken answer")
