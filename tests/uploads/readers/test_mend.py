import numpy as np
import pytest

from kernels.fit_crc import crc
from kernels.fit_stream import LENGTH, POSITION
from models.errors import UnusableFile
from models.terms import ProblemCode
from tests.uploads.builders import HRV, LAP, RECORD, SESSION, definition, file_id, fit, records, session, timer
from tests.uploads.builders import crc as slow_crc
from uploads.readers.detect import read
from uploads.readers.fit.chain import MAX_DEFINITIONS, MAX_FILES, MAX_RECORDS, MAX_VALUES, open_chain

SOUND = fit(file_id(), records(*range(60)), session(0, 59))


def codes(data: bytes) -> list[ProblemCode]:
    return [problem.code for problem in read(data).problems]


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 65_535, 65_536, 65_537, 131_073])
def test_the_checksum_is_that_of_the_bitwise_definition(size):
    data = np.random.default_rng(size).bytes(size)
    assert crc(data) == slow_crc(data)


def test_a_sound_file_stays_as_it_is():
    chain = open_chain(SOUND)
    assert chain.problems == []
    (file,) = chain.files
    assert (file.gaps, file.lost_bytes) == (0, 0)
    # The messages and their definitions fill the file.
    lengths = file.definitions[:, LENGTH]
    assert lengths[file.which].sum() + sum(6 + 3 * SOUND[at + 5] for at in file.definitions[:, POSITION]) == (
        len(SOUND) - 14 - 2
    )


def test_a_wrong_checksum_costs_nothing_but_is_told():
    assert codes(SOUND[:-1] + bytes([SOUND[-1] ^ 0xFF])) == [ProblemCode.WRONG_CHECKSUM]


def test_a_header_that_was_never_finished_reads_to_the_end():
    data = fit(file_id(), records(0, 1, 2), size=0)[:-2]
    assert read(data).recordings[0].time_s.size == 3
    assert codes(data) == [ProblemCode.TRUNCATED]


@pytest.mark.parametrize("cut", [1, 5, 9, 40, 300])
def test_a_truncated_file_gives_every_whole_record(cut):
    body = fit(file_id(), records(*range(60)))
    data = body[: len(body) - 2 - cut]
    whole = (len(data) - len(fit(file_id(), records())) + 2) // 10
    assert read(data).recordings[0].time_s.size == whole
    assert codes(data) == [ProblemCode.TRUNCATED]


def test_a_lost_byte_costs_the_records_around_it_and_no_more():
    at = SOUND.index(b"\x01" + (1_700_000_000 - 631_065_600 + 20).to_bytes(4, "little"))
    data = SOUND[: at + 3] + SOUND[at + 4 :]
    recording = read(data).recordings[0]
    assert 57 <= recording.time_s.size <= 59
    assert recording.time_s[-1] == 59
    assert ProblemCode.BAD_VALUES in codes(data)


def test_junk_between_messages_is_cut_out():
    data = fit(file_id(), records(*range(20)), b"\x0f" * 500, records(*range(20, 40)))
    assert read(data).recordings[0].time_s[-1] == 39


def test_junk_behind_the_last_file_of_a_chain_is_told():
    assert codes(SOUND + b"junk" * 20) == [ProblemCode.TRUNCATED]


def link(*parts: bytes) -> bytes:
    """A file of a chain; its checksum is wrong, which costs nothing."""
    body = b"".join(parts)
    return b"\x0c\x20\x34\x08" + len(body).to_bytes(4, "little") + b".FIT" + body + bytes(2)


def flood(number: int, count: int, field: tuple[int, int, int] = (3, 1, 0x02)) -> bytes:
    return definition(0, number, [field]) + bytes(1 + field[1]) * count


def refusal(data: bytes) -> str:
    with pytest.raises(UnusableFile) as refused:
        open_chain(data)
    assert refused.value.problem.code is ProblemCode.FILE_TOO_LARGE
    return refused.value.problem.detail


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(link(flood(HRV, MAX_VALUES, (0, 2, 0x84))), "values", id="values"),
        pytest.param(link(flood(HRV, 150_000, (0, 254, 0x84))), "values", id="long arrays"),
        pytest.param(link(flood(RECORD, MAX_RECORDS + 1)), "records", id="records"),
        pytest.param(
            link(*(definition(0, at, [(3, 1, 0x02)]) for at in range(MAX_DEFINITIONS // 2))) * 3,
            "definitions",
            id="definitions of a chain",
        ),
        pytest.param(link(flood(SESSION, 101)), "sessions", id="sessions"),
        pytest.param(link(flood(LAP, 10_001)), "laps", id="laps"),
        pytest.param(link(flood(RECORD, MAX_RECORDS // 2)) * 3, "records", id="records of a chain"),
        pytest.param(link(flood(HRV, MAX_VALUES // 10)) * 3, "values", id="values of a chain"),
        pytest.param(link(flood(SESSION, 51)) * 2, "sessions", id="sessions of a chain"),
        pytest.param(link(flood(HRV, 1)) * (MAX_FILES + 1), "files", id="links of a chain"),
    ],
)
def test_a_flood_is_refused_before_it_is_decoded(data, what):
    assert what in refusal(data)


def test_a_flood_of_timer_events_is_refused():
    with pytest.raises(UnusableFile) as refused:
        read(fit(file_id(), records(0, 1), timer(*[(at, 4 * (at % 2)) for at in range(20_001)])))
    assert refused.value.problem.code is ProblemCode.FILE_TOO_LARGE
