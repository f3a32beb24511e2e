"""What `-m sdc_assets.definitions` loads: the graph over the settings of this environment.

`defs = build_defs()` is the only thing that happens at import: it reads the settings and touches
neither folders nor network.
"""

from sdc_assets.build import build_defs

__all__ = ["build_defs", "defs"]

defs = build_defs()
