"""A function's start: data classes whose methods were compiled before, and no search for garbage meanwhile."""

import builtins
import dataclasses
import gc
import marshal
from importlib.util import MAGIC_NUMBER

import pytest

from models import start


@pytest.fixture(autouse=True)
def as_before():
    yield
    gc.unfreeze()
    assert gc.isenabled()
    assert not hasattr(dataclasses, "exec")


@pytest.fixture
def kept(tmp_path):
    """A file with the methods of a class as ``Point`` is one, whose representation says that they come from there."""
    texts = []

    def listen(source, *scope):
        texts.append(source)
        builtins.exec(source, *scope)  # noqa: S102 -- what dataclasses would

    dataclasses.exec = listen
    point()
    del dataclasses.exec
    file = tmp_path / "classes.bin"
    codes = {start.key(text): compile(text.replace("x={self", "kept={self"), "kept", "exec") for text in texts}
    start.write(codes, file)
    return file


def point():
    @dataclasses.dataclass(frozen=True)
    class Point:
        x: float
        y: float = 2.0

    return Point


def test_methods_that_were_kept_are_not_compiled_again(kept):
    start.begin(kept)
    made = point()
    start.end()

    assert "kept=1" in repr(made(1))
    assert made(1) == made(1)
    assert "x=1" in repr(point()(1))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_half_a_file_is_no_file(kept, part):
    whole = kept.read_bytes()
    kept.write_bytes(whole[: int(len(whole) * part)])

    assert start.read(kept) == {}


def test_other_classes_are_compiled_as_ever(kept):
    start.begin(kept)
    made = dataclasses.make_dataclass("Other", ["z"])
    start.end()

    assert made(3).z == 3


def test_garbage_is_not_looked_for_until_the_outermost_start_ends(kept):
    start.begin(kept)
    start.begin(kept)
    start.end()
    still = gc.isenabled()
    start.end()

    assert not still
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize(
    "content", [None, b"", b"of another Python" * 9, MAGIC_NUMBER, MAGIC_NUMBER + b"{", MAGIC_NUMBER + marshal.dumps(7)]
)
def test_without_code_for_this_python_nothing_is_done(tmp_path, content):
    file = tmp_path / "classes.bin"
    if content is not None:
        file.write_bytes(content)
    start.begin(file)
    enabled, replaced = gc.isenabled(), hasattr(dataclasses, "exec")
    start.end()

    assert enabled
    assert not replaced
