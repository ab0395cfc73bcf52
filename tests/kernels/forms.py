"""Wrappers under arguments of any form: what a mode of kernels makes of them, one line a case.

``python -m tests.kernels.forms SEED COUNT`` runs in a process of its own: code that was compiled ahead of time checks
nothing, and an array of a wrong form that reached it could end the process. ``campaign`` compares such processes.
"""

import hashlib
import math
import pickle
import subprocess
import sys
from base64 import b64decode, b64encode
from collections import Counter
from dataclasses import fields, is_dataclass

import numpy as np

from tests.kernels.modes import ROOT
from tests.kernels.wrappers import OTHERS, WRAPPERS

AXES = {"time_s", "position", "total", "cumulative_m", "distance_m", "bounds", "starts_s"}
SHAPES = ("empty", "one", "two", "few", "few", "few", "many")
LENGTHS = {"empty": 0, "one": 1, "two": 2, "few": 9, "many": 40}


def outcome(seed, index):
    """The name of a case's wrapper, and what came of it: arrays, or the name of what was raised."""
    draw = np.random.default_rng([seed, index])
    table = [*WRAPPERS, *OTHERS]
    wrapper, *how = table[index % len(table)]
    arguments = how[0](draw) if len(how) == 1 else drawn(draw, *how)
    try:
        found = parts(wrapper(*arguments))
    except (ValueError, TypeError, OverflowError) as error:
        found = type(error).__name__
    return f"{wrapper.__module__}.{wrapper.__name__}", found


def drawn(draw, names, parameters):
    """Mostly columns of one length in some form, and parameters that are mostly sound."""
    size = LENGTHS[draw.choice(SHAPES)]
    columns = []
    for name in names:
        length = size if draw.random() < 0.95 else size + 1
        columns.append(formed(draw, along(draw, length) if name in AXES else values(draw, name, length)))
    return *columns, *(parameter(draw, each) for each in parameters)


def along(draw, size):
    """An axis: never falling, with repeated values, from anywhere."""
    found = np.cumsum(draw.choice([0.0, 0.1, 1.0, 1.0, 2.5, 60.0], size)) + draw.choice([0.0, -5.0, 1e6])
    return found[::-1] if draw.random() < 0.05 else found


def values(draw, name, size):
    """A column: real numbers, whole ones, a constant, or nothing but missing ones; near a place for angles."""
    middle = draw.choice([0.0, 35.0, 89.9999]) if name.endswith("_deg") else draw.choice([0.0, 3.0, 150.0])
    spread = draw.choice([1e-4, 1.0, 50.0])
    kind = draw.integers(4)
    found = middle + spread * (draw.normal(size=size) if kind else draw.integers(-3, 4, size))
    if kind == 1:
        found[draw.random(size) < 0.2] = math.nan
        found[draw.random(size) < 0.1] = draw.choice([math.inf, -math.inf])
    if kind == 2 and draw.random() < 0.3:
        found[:] = draw.choice([math.nan, 7.0])
    return found


def parameter(draw, sound):
    """The sound one, one like it, or one that may be refused; a column of them in any form."""
    if isinstance(sound, list):
        return formed(draw, np.array(sound) * draw.choice([1.0, 0.5, 2.0]))
    if isinstance(sound, int):
        return int(draw.choice([sound, sound, sound, 3, 5, 100, 2, 0, -1]))
    return draw.choice([sound, sound, sound, 0.5 * sound, 2 * sound, 0.0, -1.0, math.nan, math.inf])


def formed(draw, column):
    """The numbers as something else that holds numbers, or as something that holds none."""
    if draw.random() < 0.5:
        return column
    how = draw.integers(4)
    if how == 0:
        return typed(draw, column)
    if how == 1:
        return laid_out(draw, column)
    if how == 2:
        return typed(draw, laid_out(draw, column))
    return draw.choice([lists, shaped, nothing])(draw, column)


def typed(draw, column):
    dtypes = ["<f8", ">f8", "<f4", ">f4", "<f2", "g", "<c16", "?", "O", "S8", "U8", "<m8[s]", "<M8[s]", "V8"]
    dtypes += ["<i8", ">i8", "<i4", "<i2", "<i1", "<u8", "<u4", "<u2", "<u1", ">u2"]
    with np.errstate(all="ignore"):
        return np.asarray(column).astype(draw.choice(dtypes))


def laid_out(draw, column):
    """The same numbers with another stride, alignment or right to be written, or in a class of their own."""
    n = column.size
    wide, table = np.full((n, 3), math.nan), np.zeros(n, np.dtype([("pad", "u1"), ("value", "<f8")]))
    wide[:, 1] = table["value"] = column
    frozen = column.copy()
    frozen.setflags(write=False)
    ways = [
        wide[:, 1],
        np.asfortranarray(wide)[:, 1],
        table["value"],
        column[::-1].copy()[::-1],
        np.frombuffer(column.tobytes()),
        frozen,
        np.ma.masked_invalid(column),
        column.view(np.recarray),
        np.broadcast_to(column[:1] if n else column, (n,)),
    ]
    return ways[draw.integers(len(ways))]


def lists(draw, column):
    ways = [column.tolist(), tuple(column.tolist()), memoryview(column), range(column.size), list(column)]
    return ways[draw.integers(len(ways))]


def shaped(draw, column):
    ways = [column[np.newaxis], column[:, np.newaxis], np.asmatrix(column), np.float64(3), np.ones((2, 2, 2))]
    ways += [np.column_stack([column, column[::-1]]), np.asfortranarray(np.column_stack([column] * 3))]
    return ways[draw.integers(len(ways))]


def nothing(draw, column):
    ways = [None, "text", b"12345678" * column.size, {}, object(), [[1], [2, 3]], 3.5, set(column.tolist()), [None] * 3]
    return ways[draw.integers(len(ways))]


def parts(result):
    """The arrays of a result, however it holds them; NaN has one sign and one payload here."""
    if is_dataclass(result):
        result = tuple(getattr(result, each.name) for each in fields(result))
    if isinstance(result, tuple | list):
        return [part for each in result for part in parts(each)]
    if isinstance(result, str | bytes | None):
        result = np.frombuffer(result.encode() if isinstance(result, str) else result or b"", np.uint8)
    found = np.asarray(result)
    return [np.where(np.isnan(found), math.nan, found) if found.dtype.kind == "f" else found]


def digest(found):
    """One short word for what came of a case."""
    if isinstance(found, str):
        return found
    whole = b"".join(f"{part.dtype.str}{part.shape}".encode() + part.tobytes() for part in found)
    return hashlib.blake2b(whole, digest_size=8).hexdigest()


def start(seed, count, environment, *, whole=False):
    """A process that runs the cases; ``whole`` results instead of digests."""
    line = [sys.executable, "-X", "faulthandler", "-W", "ignore", "-m", "tests.kernels.forms", str(seed), str(count)]
    line += ["whole"] if whole else []
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(line, cwd=ROOT, env=environment, **pipes)


def finished(process):
    """The lines of a process, which must have reached its end."""
    out, err = process.communicate()
    lines = [line.split() for line in out.splitlines()]
    assert process.returncode == 0, f"case {len(lines)} ended in {process.returncode}\n{err[-3000:]}"
    return lines


def campaign(modes, seed, count):
    """Compare the modes, given by their environments; raises AssertionError with the case that crashed or differs."""
    processes = [start(seed, count, environment) for environment in modes]
    try:
        first, *others = [finished(process) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    for other in others:
        assert len(other) == len(first) == count
        for one, two in zip(first, other, strict=True):
            assert one == two, f"seed {seed}, case {one[0]}, {one[1]}: {one[2]} and {two[2]}"
    return Counter(line[2] if line[2].endswith("Error") else "answered" for line in first)


def main(seed, count, whole):
    for index in range(count):
        name, found = outcome(seed, index)
        said = b64encode(pickle.dumps(found)).decode() if whole else digest(found)
        print(index, name, said, flush=True)  # noqa: T201 -- what the other process reads


def whole_results(lines):
    """(name, outcome) of each line of a process with whole results."""
    return [(name, pickle.loads(b64decode(said))) for _, name, said in lines]  # noqa: S301


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] == ["whole"])
