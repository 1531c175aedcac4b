"""What scores carry tells what gave them: answers don't change without their version."""

import hashlib
from pathlib import Path

import pytest

from smwatch.sentiment.lexicon import VERSION
from smwatch.sentiment.told import shipped_head

HERE = Path(__file__).parent.parent.parent / "smwatch" / "sentiment"

RELEASED: dict[str, dict[str, str]] = {
    # a version -> file -> the beginning of its digest. When a file changes: if the version has been released, raise it
    # (lexicon.VERSION, VERSION in tools/train.py) and write a new line; if it hasn't, write the new digest here
    "lexicon/2": {
        "lexicons/en-pr.tsv": "b537242b1299",
        "lexicons/fr-pr.tsv": "955f0a040bdc",
        "lexicons/fr.tsv": "349bfac6a6d1",
        "lexicons/calibration.json": "c2ae7645219f",
    },
    "encoder/1": {"corpus/head.json": "58bb8e738e52"},
}


@pytest.mark.parametrize(("version", "files"), RELEASED.items())
def test_files_are_those_of_their_version(version: str, files: dict[str, str]) -> None:
    assert version in {f"lexicon/{VERSION}", f"encoder/{shipped_head()}"}, "of a version that is no more: take it out"
    found = {file: hashlib.sha256((HERE / file).read_bytes()).hexdigest()[:12] for file in files}
    assert found == files, "answers have changed under the same version: see the comment above"
