"""Syncro Data Consolidator, the library: models, sources, linking, insights and the store.

Knows nothing of Dagster; `sdc_assets` is the Dagster face of it.
"""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())

__version__ = "2.0.0.dev0"
