"""Kernels ahead of time, by Numba, and in plain Python: chosen as they should be, and equal."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from console.athlete.recordings import file_bytes, recording
from kernels import ahead, jit
from models.terms import FileFormat, Sport
from tests.kernels import forms, modes
from tests.kernels.wrappers import OTHERS, WRAPPERS

START = datetime(2026, 4, 4, 21, 30, tzinfo=UTC)
ROUNDS = 25
FEW = 2_000

WITHOUT_NUMBA = "import sys; sys.modules['numba'] = None\n"
MEASURE = """
import sys
from pathlib import Path
import numpy as np
from models.entities import Profile
from models.terms import Sport
from uploads import aws
from uploads.measures import measure
from uploads.readers.detect import read

np.set_printoptions(threshold=sys.maxsize, precision=17)
for name in sys.argv[1:]:
    (recording,) = read(Path(name).read_bytes()).recordings
    print(recording, measure(recording, Profile("u", weight_kg=60), Sport.RUNNING))
"""
# A thread in compiled code, and one beside it that counts as long as the first one has not come back.
COUNT = """
import threading
import numpy as np
from kernels.efforts import best_efforts

time = np.arange(20_000.0)
work = threading.Thread(target=best_efforts, args=(time, time * 3, np.linspace(10, 50_000, 1_000)))
work.start()
counted = 0
while work.is_alive():
    counted += 1
print(counted)
"""


def python(script, environment, *arguments):
    """What a process of its own prints, or the end of what it complains of."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else done.stderr


@pytest.fixture
def changed(ahead_folder, tmp_path):
    """A copy of the package with its module, whose sources are not what it was built from any more."""
    shutil.copytree(ahead_folder / "kernels", tmp_path / "kernels")
    with (tmp_path / "kernels" / "summary.py").open("a") as source:
        source.write("# a remark\n")
    return tmp_path


def test_all_modes_give_the_same_results(ahead_folder):
    count = ROUNDS * len([*WRAPPERS, *OTHERS])
    environments = [modes.jit(), modes.built_ahead(ahead_folder), modes.plain()]
    processes = [forms.start(0, count, environment, whole=True) for environment in environments]
    compiled, built, plain = [forms.whole_results(forms.finished(process)) for process in processes]

    answered = {name for name, found in compiled if not isinstance(found, str)}
    assert answered == {f"{wrapper.__module__}.{wrapper.__name__}" for wrapper, *_ in [*WRAPPERS, *OTHERS]}
    for (name, one), (_, two), (_, three) in zip(compiled, built, plain, strict=True):
        assert forms.digest(one) == forms.digest(two), name
        if isinstance(one, str):
            assert three == one, name
        else:
            for exact, slow in zip(one, three, strict=True):
                assert slow.dtype == exact.dtype, name
                np.testing.assert_allclose(slow, exact, rtol=1e-12, atol=1e-12, err_msg=name)


def test_no_form_of_arguments_reaches_code_that_checks_nothing(ahead_folder):
    outcomes = forms.campaign([modes.built_ahead(ahead_folder), modes.jit()], seed=1, count=FEW)
    assert outcomes["answered"] > FEW / 5
    assert outcomes["ValueError"] > FEW / 5


def test_a_file_is_read_and_measured_without_numba_as_with_it(ahead_folder, tmp_path):
    files = []
    for kind in FileFormat:
        files.append(tmp_path / f"run.{kind}")
        files[-1].write_bytes(file_bytes(recording(Sport.RUNNING, 20, file_format=kind, started_at=START)))
    source = modes.ROOT / "src"
    aws = {"AWS_DEFAULT_REGION": "us-east-1"}
    built, compiled = (
        python(script, environment | aws, *map(str, files))
        for script, environment in (
            (WITHOUT_NUMBA + MEASURE, modes.environment(f"{ahead_folder}:{source}")),
            (MEASURE, modes.environment(STRIDEGRAPH_KERNELS="jit")),
        )
    )
    assert "Measures(" in built
    assert built == compiled


def test_division_by_zero_gives_nan_and_no_error(ahead_folder):
    script = "from kernels.load import halves; print(*halves([], [], []))"
    assert python(script, modes.built_ahead(ahead_folder)) == "nan nan 0.0\n"


def test_others_run_while_a_kernel_does(ahead_folder):
    assert int(python(COUNT, modes.built_ahead(ahead_folder))) > 100


def test_the_code_is_for_the_level_and_not_for_this_machine(ahead_folder):
    if "avx512f" not in ahead._cpu_flags():
        pytest.skip("this CPU has nothing beyond the level that could get into the module")
    (module,) = (ahead_folder / "kernels").glob("_ahead*.so")
    code = subprocess.run(["objdump", "-d", module], capture_output=True, text=True, check=True).stdout
    assert "%ymm" in code
    assert not re.search(r"%zmm|%[xy]mm(1[6-9]|2\d|3[01])\b|\{%k", code)


def test_numba_compiles_where_it_is_asked_to():
    script = "import sys; from kernels import jit, summary; print(jit.MODE, 'numba' in sys.modules)"
    assert python(script, modes.jit()) == "jit True\n"


def test_a_module_of_other_sources_is_not_used_and_that_is_said_once(changed):
    script = """
import logging
logging.basicConfig(format="%(message)s", stream=__import__("sys").stdout)
from kernels import jit, summary
print(jit.MODE, summary.summary([0, 1], [2, 4]).mean)
"""
    said = "Kernels that were built ahead of time are not used: the sources changed since it was built\njit 4.0\n"
    assert python(script, modes.environment(changed)) == said


@pytest.mark.parametrize(
    ("script", "settings"), [(WITHOUT_NUMBA, {}), ("", {"STRIDEGRAPH_KERNELS": "ahead"})], ids=["numba", "asked"]
)
def test_where_nothing_else_is_left_the_import_says_what_to_run(changed, script, settings):
    said = python(script + "import kernels.summary", modes.environment(changed, **settings))
    assert re.search(r"KernelsMissing: .*\(the sources changed since it was built\).*Run `make kernels`", said)


def test_plain_python_needs_no_numba():
    script = "from kernels import jit, summary; print(jit.MODE, summary.summary([0, 1], [2, 4]).mean)"
    assert python(WITHOUT_NUMBA + script, modes.plain()) == "plain 4.0\n"


def test_another_word_than_the_modes_is_refused():
    said = python("import kernels.jit", modes.environment(STRIDEGRAPH_KERNELS="fast"))
    assert "STRIDEGRAPH_KERNELS: must be ahead, jit or empty, not 'fast'" in said


class TestManifest:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / "summary.py").write_text("VALUE = 1\n")
        return tmp_path

    @pytest.fixture
    def manifest(self, folder):
        return ahead.Manifest("x86-64-v9", [], ahead.stamp(folder), {"summary._summary": "f8(f8)"})

    def test_without_one_there_is_no_module(self, folder):
        with pytest.raises(ahead.Unfit, match=ahead.ABSENT):
            ahead.load(folder)

    @pytest.mark.parametrize("text", ["", "{", "{}", "[]"])
    def test_one_that_is_none_is_said_so(self, folder, text):
        (folder / ahead.MANIFEST).write_text(text)
        with pytest.raises(ahead.Unfit, match="cannot be read"):
            ahead.load(folder)

    @pytest.mark.parametrize("source", ["summary.py", "another.py"])
    def test_any_change_of_a_source_is_noticed(self, folder, manifest, source):
        manifest.write(folder)
        (folder / source).write_text("VALUE = 2\n")
        with pytest.raises(ahead.Unfit, match="sources changed"):
            ahead.load(folder)

    def test_a_cpu_below_the_level_is_noticed_before_anything_is_loaded(self, folder, manifest):
        replace(manifest, flags=["fma", "avx9"]).write(folder)
        with pytest.raises(ahead.Unfit, match=r"x86-64-v9, and this CPU lacks .*avx9"):
            ahead.load(folder)

    def test_a_kernel_of_another_name_or_signature_is_noticed(self, manifest):
        built = ahead.Ahead(manifest, object())
        for name, signature in (("summary._other", "f8(f8)"), ("summary._summary", "f8(f8, f8)")):
            with pytest.raises(ahead.Unfit, match=f"no {name} of this signature"):
                built.function(name, signature)


def test_the_module_holds_every_kernel_with_its_signature(ahead_folder):
    manifest = (ahead_folder / "kernels" / ahead.MANIFEST).read_text()
    for kernel in jit.load_all().values():
        assert f'"{kernel.name}": "{kernel.signature}"' in manifest
