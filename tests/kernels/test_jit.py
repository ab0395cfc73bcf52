import inspect
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kernels import downsample, jit, motion
from tests.kernels.wrappers import WRAPPERS

SOURCE = Path(jit.__file__).parents[1]

GOOD = np.array([1.0, 2.0, 3.0, 5.0, 8.0, 8.5, 9.0, 9.5])

wrappers = pytest.mark.parametrize(
    ("wrapper", "names", "parameters"), WRAPPERS, ids=lambda v: getattr(v, "__name__", "")
)


def flat(result):
    return np.concatenate([np.ravel(part) for part in result]) if isinstance(result, tuple) else np.asarray(result)


def strided():
    wide = np.full((GOOD.size, 3), math.nan)
    wide[:, 1] = GOOD
    return wide[:, 1]


def read_only():
    frozen = GOOD.copy()
    frozen.setflags(write=False)
    return frozen


def misaligned():
    table = np.zeros(GOOD.size, np.dtype([("pad", "u1"), ("value", "<f8")]))
    table["value"] = GOOD
    return table["value"]


FORMS = {
    "float32": GOOD.astype(np.float32),
    "big-endian": GOOD.astype(">f8"),
    "strided": strided(),
    "reversed twice": GOOD[::-1].copy()[::-1],
    "read-only": read_only(),
    "misaligned": misaligned(),
    "list": GOOD.tolist(),
    "bytes": np.frombuffer(GOOD.tobytes()),
}


@wrappers
@pytest.mark.parametrize("form", FORMS)
def test_any_form_of_the_same_numbers_gives_the_same_result(wrapper, names, parameters, form):
    given, expected = (wrapper(*[column] * len(names), *parameters) for column in (FORMS[form], GOOD))
    np.testing.assert_array_equal(flat(given), flat(expected))


@wrappers
def test_what_is_no_column_of_numbers_is_refused_by_name(wrapper, names, parameters):
    for wrong in (["a"] * 8, GOOD + 1j, np.full(8, None), np.ones((2, 2, 2)), np.float64(3)):
        with pytest.raises(ValueError, match=rf"^{names[0]}: "):
            wrapper(wrong, *[GOOD] * (len(names) - 1), *parameters)


@pytest.mark.parametrize(
    ("wrapper", "names", "parameters"),
    [row for row in WRAPPERS if len(row[1]) > 1],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_columns_of_unequal_length_are_refused(wrapper, names, parameters):
    with pytest.raises(ValueError, match="must have"):
        wrapper(GOOD, GOOD[:-1], *[GOOD] * (len(names) - 2), *parameters)


@wrappers
def test_an_empty_recording_is_no_fault(wrapper, names, parameters):
    assert flat(wrapper(*[[]] * len(names), *parameters)).dtype != object


@pytest.mark.parametrize("wrong", [[1, 0, 2], [0, math.nan, 1], [math.nan] * 3, [0, 1, math.inf]])
def test_an_axis_that_falls_or_has_holes_is_refused(wrong):
    for wrapper, names, parameters in WRAPPERS:
        if names[0] in {"time_s", "position"}:
            with pytest.raises(ValueError, match="never fall"):
                wrapper(wrong, *[[1, 2, 3]] * (len(names) - 1), *parameters)


@pytest.mark.parametrize("wrong", [math.nan, -1])
def test_a_parameter_that_makes_no_sense_is_refused(wrong):
    for wrapper, names, parameters in WRAPPERS:
        if parameters and wrapper is not downsample.lttb:
            with pytest.raises(ValueError, match="must"):
                wrapper(*[GOOD] * len(names), wrong, *parameters[1:])


def test_a_mask_of_numbers_is_refused():
    with pytest.raises(ValueError, match="moving: must be boolean"):
        motion.moving_seconds([0, 1], [1.0, math.nan])


def test_every_kernel_is_registered_with_its_signature_and_source():
    found = jit.load_all()
    assert {"path._path", "downsample._lttb", "simplify._tolerances"} <= found.keys()
    for kernel in found.values():
        assert kernel.signature
        assert inspect.isfunction(kernel.function)
        assert "kernel(" in inspect.getsource(kernel.function)


def test_kernels_import_where_nothing_can_be_written(tmp_path):
    package = tmp_path / "kernels"
    package.mkdir()
    for module in ("__init__", "ahead", "jit", "registry", "arrays", "summary"):
        (package / f"{module}.py").write_bytes((SOURCE / "kernels" / f"{module}.py").read_bytes())
    # Root may write anywhere: a folder that is a file stops even root, as a read-only file system would.
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    script = "from kernels.summary import summary; print(summary([0, 1], [2, 4]).mean)"
    environment = {
        "PYTHONPATH": str(tmp_path),
        "NUMBA_CACHE_DIR": str(blocked / "cache"),
        "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("4.0", 0), done.stderr
