"""What is loaded when it is first asked for is what the plain import beside it says."""

from __future__ import annotations

import ast
import importlib
import sys
from copy import copy
from pathlib import Path

import pytest

from smwatch import models
from smwatch.later import Later, unfound


def test_a_package_hands_out_what_its_modules_hold() -> None:
    name, file = models.__name__, Path(str(models.__file__))
    tree = ast.parse(file.read_text("utf-8"))
    plain = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(name)
        for alias in node.names
    }
    assert plain.keys() == set(models.__all__)
    for one, module in plain.items():
        assert getattr(models, one) is getattr(importlib.import_module(str(module)), one)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        models.Nothing  # type: ignore[attr-defined] # noqa: B018 - it raises
    with pytest.raises(AttributeError):
        models.annotations_  # type: ignore[attr-defined] # noqa: B018 - likewise


def test_a_module_is_loaded_when_something_of_it_is_asked_for() -> None:
    assert Later("smwatch.errors").ExitCode is importlib.import_module("smwatch.errors").ExitCode
    assert copy(Later("smwatch.errors")).ExitCode is importlib.import_module("smwatch.errors").ExitCode
    missing = Later("smwatch.nowhere")
    with pytest.raises(ModuleNotFoundError):
        missing.anything  # noqa: B018 - it raises


def test_a_module_that_is_not_to_be_found_is_found_again_afterwards() -> None:
    sys.modules.pop("tabnanny", None)
    with unfound("tabnanny"), pytest.raises(ImportError):
        importlib.import_module("tabnanny")
    assert "tabnanny" not in sys.modules
    with unfound("ast"):
        assert importlib.import_module("ast") is ast, "what is loaded stays"
