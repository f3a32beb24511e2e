"""What is shipped with the code and shapes every answer: named without reading a number of it."""

from functools import cache
from importlib.resources import files

from sdc_core.ids import digest_bytes, digest_json


@cache
def weights_digest() -> str:
    """Digest of all weights files; new weights make every linked month stale."""
    folder = files("sdc_core.linking") / "weights"
    shipped = [file for file in folder.iterdir() if file.name.endswith(".json")]
    return digest_json({file.name: digest_bytes(file.read_bytes()) for file in shipped})
