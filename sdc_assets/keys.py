"""Asset keys: what the graph calls the layers, intakes and caches of the library."""

from collections.abc import Sequence

import dagster as dg

from sdc_core.sources.base import Source

CUSTOMERS = dg.AssetKey("customers")
CUSTOMERS_STEP = "refresh_customers"
DECISIONS = dg.AssetKey("decisions")
LINKED = dg.AssetKey("linked_sessions")
INSIGHTS = dg.AssetKey("session_insights")
EMBEDDINGS = dg.AssetKey("session_embeddings")


def intake_key(source: str) -> dg.AssetKey:
    """Key of the record store of a source."""
    return dg.AssetKey(["intake", source])


def sessions_key(source: str) -> dg.AssetKey:
    """Key of the Sessions of a source."""
    return dg.AssetKey(["sessions", source])


def monthly_keys(sources: Sequence[Source]) -> list[dg.AssetKey]:
    """Keys of all monthly assets, each after those it is made from."""
    return [*(sessions_key(source.name) for source in sources), LINKED, INSIGHTS, EMBEDDINGS]


def layer_name(key: dg.AssetKey) -> str:
    """The library's name of a monthly layer, for example `sessions/screenconnect`."""
    return "/".join(key.path)


def layer_key(layer: str) -> dg.AssetKey:
    """The asset key of a layer of the library."""
    return dg.AssetKey(layer.split("/"))
