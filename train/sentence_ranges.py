"""How large the sentence model's activations get: `python -m train.sentence_ranges` writes `ranges.npz`.

Seen over a sample of passages of ../shared/data: minutes, policies, communications, and the controls of NIST SP 800-53.
Only smallest and largest values by channel are kept, of which no text can be told.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import numpy as np

from tonetop.assistant.search import graph
from tonetop.assistant.search.sentences import session, tokenizer
from tonetop.assistant.search.weights import MODEL_SHA256, TOKENIZER_SHA256, arrays, checked, model_folder

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
OUT = ROOT / "src" / "tonetop" / "assistant" / "search" / "ranges.npz"
FOLDERS = ("policies", "minutes", "communications")
SEED, PASSAGES, TOKENS = 42001, 600, 128


def passages() -> list[str]:
    """Paragraphs of the folders and prose of the controls, by their files' order."""
    found = [
        paragraph.strip()
        for folder in FOLDERS
        for path in sorted((DATA / folder).rglob("*.md"))
        for paragraph in path.read_text("utf-8", errors="replace").split("\n\n")
        if 40 < len(paragraph) < 1200
    ]
    controls = (DATA / "oscal" / "NIST_SP-800-53_rev5_catalog.json").read_text("utf-8")
    found += [json.loads(f'"{prose}"') for prose in re.findall(r'"prose": ?"((?:[^"\\]|\\.)+)"', controls)]
    return found


def main() -> None:
    """Run the model in floats over the sample and keep each dense layer's smallest and largest input by channel."""
    folder = model_folder()
    words = tokenizer(checked(folder / "tokenizer.json", TOKENIZER_SHA256), TOKENS)
    draft = graph.draft(arrays(checked(folder / "model.safetensors", MODEL_SHA256)), None)
    names = list(dict.fromkeys(draft.inputs_of.values()))
    run = session(graph.model(draft, tuple(names))).run
    sample = random.Random(SEED).sample(passages(), PASSAGES)
    low: dict[str, np.ndarray] = {}
    high: dict[str, np.ndarray] = {}
    for encoding in words.encode_batch(sample):
        seen = dict(zip(names, run(names, {"ids": np.array([encoding.ids], np.int64)}), strict=True))
        for layer, name in draft.inputs_of.items():
            low[layer] = np.minimum(low.get(layer, np.inf), seen[name][0].min(0))
            high[layer] = np.maximum(high.get(layer, -np.inf), seen[name][0].max(0))
    kept = {f"{layer}.low": value.astype(np.float16) for layer, value in low.items()}
    kept |= {f"{layer}.high": value.astype(np.float16) for layer, value in high.items()}
    origin = {"data": f"{PASSAGES} passages of ../shared/data: {', '.join(FOLDERS)}, oscal", "seed": SEED}
    np.savez_compressed(OUT, origin=np.array(json.dumps(origin)), **kept)


if __name__ == "__main__":
    main()
