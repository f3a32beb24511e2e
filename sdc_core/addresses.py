"""Addresses that a key may be sent to: https, or plain http to this machine."""

from ipaddress import ip_address

from sdc_core.errors import SettingsError


def check_address(base_url: str, setting: str) -> bool:
    """Whether the host is this machine.

    Args:
        base_url: The address as the settings give it.
        setting: Its key in the settings, for the message.

    Raises:
        SettingsError: No address, or one that would send the key in the clear.
    """
    import httpx  # noqa: PLC0415 - only who calls an API waits for it

    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise SettingsError(f"{setting}: {base_url!r} is no address: {error}") from error
    is_own = is_loopback(url.host)
    if url.scheme != "https" and not (url.scheme == "http" and is_own):
        raise SettingsError(
            f"{setting}: {base_url!r} would send the key in the clear; "
            "allowed is https, or http to this machine (127.0.0.1)"
        )
    return is_own


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
