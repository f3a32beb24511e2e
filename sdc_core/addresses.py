"""Addresses that a key may be sent to: https, or plain http to this machine."""

from ipaddress import ip_address

import httpx

from sdc_core.errors import SettingsError


def check_address(base_url: str, setting: str) -> bool:
    """Whether the host is this machine.

    Args:
        base_url: The address as the settings give it.
        setting: Its key in the settings, for the message.

    Raises:
        SettingsError: No address, or one that would send the key in the clear.
    """
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise SettingsError(f"{setting}: {base_url!r} is no address: {error}") from error
    is_loopback = _is_loopback(url.host)
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback):
        raise SettingsError(
            f"{setting}: {base_url!r} would send the key in the clear; "
            "allowed is https, or http to this machine (127.0.0.1)"
        )
    return is_loopback


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
