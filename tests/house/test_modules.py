"""Modules that can be read: their length, their names, and empty package files."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
MODULES = sorted(path.relative_to(SRC).as_posix() for path in SRC.rglob("*.py"))
MAX_MODULE_LINES = 350
MAX_FUNCTION_LINES = 60
MAX_KERNEL_LINES = 80
# Records of one vocabulary, and a reader that its neighbours need not know inside.
PUBLIC_FACES = {"models/entities/__init__.py", "models/terms/__init__.py", "uploads/readers/fit/__init__.py"}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_and_its_functions_stay_short(module):
    text = (SRC / module).read_text()
    limit = MAX_KERNEL_LINES if module.startswith("kernels/") else MAX_FUNCTION_LINES
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert len(text.splitlines()) <= MAX_MODULE_LINES
    assert {each.name: lines(each) for each in functions if lines(each) > limit} == {}


def lines(node):
    return node.end_lineno - node.lineno + 1


def test_no_module_is_named_after_nothing():
    assert [module for module in MODULES if Path(module).stem in {"utils", "helpers", "common", "misc"}] == []


@pytest.mark.parametrize("package", [module for module in MODULES if module.endswith("__init__.py")])
def test_a_package_file_is_one_docstring_and_names_at_most_a_public_face(package):
    tree = ast.parse((SRC / package).read_text())

    public_face = [ast.ImportFrom] * (len(tree.body) - 2) + [ast.Assign] if package in PUBLIC_FACES else []
    assert [type(node) for node in tree.body] == [ast.Expr, *public_face]
    assert ast.get_docstring(tree)
