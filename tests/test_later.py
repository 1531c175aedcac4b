"""What is loaded when it is first asked for is what the plain import beside it says."""

from __future__ import annotations

import ast
import importlib
from copy import copy
from pathlib import Path

import pytest

from smwatch import models, protocols
from smwatch.later import Later


@pytest.mark.parametrize("package", [models, protocols])
def test_a_package_hands_out_what_its_modules_hold(package: object) -> None:
    name, file = str(package.__name__), Path(str(package.__file__))  # type: ignore[attr-defined]
    tree = ast.parse(file.read_text("utf-8"))
    plain = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(name)
        for alias in node.names
    }
    assert plain.keys() == set(package.__all__)  # type: ignore[attr-defined]
    for one, module in plain.items():
        assert getattr(package, one) is getattr(importlib.import_module(str(module)), one)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        package.Nothing  # type: ignore[attr-defined] # noqa: B018 - it raises
    with pytest.raises(AttributeError):
        package.annotations_  # type: ignore[attr-defined] # noqa: B018 - likewise


def test_a_module_is_loaded_when_something_of_it_is_asked_for() -> None:
    assert Later("smwatch.errors").ExitCode is importlib.import_module("smwatch.errors").ExitCode
    assert copy(Later("smwatch.errors")).ExitCode is importlib.import_module("smwatch.errors").ExitCode
    missing = Later("smwatch.nowhere")
    with pytest.raises(ModuleNotFoundError):
        missing.anything  # noqa: B018 - it raises
