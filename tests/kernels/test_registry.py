"""Every kernel is entered, has its twin, and is reached by the tests that go over all of them."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

from kernels import jit
from kernels.registry import ENTRIES
from tests.kernels.wrappers import OTHERS, WRAPPERS

jit.load_all()
SOURCES = sorted(Path(jit.__file__).parent.glob("*.py"))

# What only newer systems than Lambda's have in their C library, and what to write instead.
TOO_NEW = {"hypot": "math.sqrt(x * x + y * y)", "fmod": "x - y * math.trunc(x / y)"}

# Twins that take one of what the kernel takes many of.
TWINS = {
    "efforts.best_efforts": "best_effort",
    "fit_columns.columns": "column",
    "fit_columns.arrays": "stored",
}

entries = pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
sources = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


@entries
def test_an_entry_tells_what_a_reader_asks(entry):
    assert entry.reference
    assert entry.oracle
    assert inspect.getdoc(entry.function)


@entries
def test_an_entry_has_a_slow_twin_of_its_name(entry):
    module, _, name = entry.name.partition(".")
    twins = importlib.import_module(f"tests.kernels.naive.{module}")
    assert inspect.isfunction(getattr(twins, TWINS.get(entry.name, name), None))


@entries
def test_shapes_name_the_arguments_in_their_order(entry):
    given, _, answered = entry.shapes.partition(" -> ")
    assert answered
    named = [re.match(r"\w+", each).group() for each in re.split(r", (?![^\[]*\])", given)]
    parameters = list(inspect.signature(entry.function).parameters)
    assert [name for name in parameters if name in named] == named


def test_every_entry_has_a_row_of_arguments():
    rows = {wrapper for wrapper, *_ in [*WRAPPERS, *OTHERS]}
    assert {name for name, entry in ENTRIES.items() if entry.function not in rows} == set()


@sources
def test_every_kernel_is_called_in_its_package(source):
    called = {
        node.id if isinstance(node, ast.Name) else node.attr
        for each in SOURCES
        for node in ast.walk(ast.parse(each.read_text()))
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert {name for name in defined(source) if name not in called} == set()


@sources
def test_kernels_need_no_newer_system_than_lambdas(source):
    used = {node.attr for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.Attribute)}
    assert {name: instead for name, instead in TOO_NEW.items() if name in used} == {}


def defined(source):
    return [name.partition(".")[2] for name in jit.REGISTRY if name.partition(".")[0] == source.stem]
