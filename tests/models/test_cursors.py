"""Cursors: only the person and the list they were made for can use them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import cursors, keys
from models.entities import EPOCH
from models.errors import BadCursor, SettingMissing
from models.settings import Settings, settings, use

UID = "0123456789abcdef0123"
SCOPE = "activities|None|None|None"
SORT = keys.row_sk(EPOCH, "abcdefghijklmnop")


@pytest.fixture(autouse=True)
def secret():
    before = settings()
    use(Settings(cursor_secret="a secret"))
    yield
    use(before)


def decoded(cursor):
    return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


def encoded(raw):
    return urlsafe_b64encode(raw).decode().rstrip("=")


def test_a_cursor_leads_back_to_its_row():
    assert cursors.decode(UID, SCOPE, cursors.encode(UID, SCOPE, SORT)) == SORT


def test_a_cursor_needs_no_escaping_in_an_address():
    assert cursors.encode(UID, SCOPE, SORT).replace("-", "").replace("_", "").isalnum()


@given(st.text("abcdef0123456789", min_size=4, max_size=40))
def test_a_cursor_never_carries_the_partition(uid):
    raw = decoded(cursors.encode(uid, SCOPE, SORT))
    assert raw.endswith(SORT.encode())
    assert uid.encode() not in raw.removesuffix(SORT.encode())
    assert keys.user_pk(uid).encode() not in raw


@pytest.mark.parametrize(
    ("uid", "scope"),
    [
        ("another", SCOPE),
        (UID, "activities|RUNNING|None|None"),
        (UID, ""),
        (UID[:-1], UID[-1] + SCOPE),
        (f"{UID}\0{SCOPE}", ""),
        ("", SCOPE),
    ],
)
def test_a_cursor_of_another_person_or_list_is_refused(uid, scope):
    with pytest.raises(BadCursor):
        cursors.decode(uid, scope, cursors.encode(UID, SCOPE, SORT))


def test_a_cursor_signed_with_another_secret_is_refused():
    cursor = cursors.encode(UID, SCOPE, SORT)
    use(replace(settings(), cursor_secret="another secret"))
    with pytest.raises(BadCursor):
        cursors.decode(UID, SCOPE, cursor)


def test_the_sort_key_cannot_be_exchanged_under_a_signature():
    raw = decoded(cursors.encode(UID, SCOPE, SORT))
    forged = raw[: -len(SORT)] + keys.row_sk(EPOCH, "ponmlkjihgfedcba").encode()
    with pytest.raises(BadCursor):
        cursors.decode(UID, SCOPE, encoded(forged))


@given(st.data())
def test_no_bit_can_be_flipped(data):
    raw = bytearray(decoded(cursors.encode(UID, SCOPE, SORT)))
    bit = data.draw(st.integers(0, 8 * len(raw) - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadCursor):
        cursors.decode(UID, SCOPE, encoded(bytes(raw)))


@given(st.integers(min_value=0))
def test_a_shortened_cursor_is_refused(length):
    raw = decoded(cursors.encode(UID, SCOPE, SORT))
    with pytest.raises(BadCursor):
        cursors.decode(UID, SCOPE, encoded(raw[: length % len(raw)]))


@given(st.text())
def test_what_never_was_a_cursor_is_refused(text):
    with pytest.raises(BadCursor):
        cursors.decode(UID, SCOPE, text)


@given(st.binary())
def test_random_bytes_are_refused(raw):
    with pytest.raises(BadCursor):
        cursors.decode(UID, SCOPE, encoded(raw))


@pytest.mark.parametrize("text", ["", "A", "====", "é", "\ud800", "\0", "A" * 100_000])
def test_odd_texts_are_refused(text):
    with pytest.raises(BadCursor):
        cursors.decode(UID, SCOPE, text)


def test_without_a_secret_there_are_no_cursors():
    use(Settings())
    with pytest.raises(SettingMissing, match="STRIDEGRAPH_CURSOR_SECRET"):
        cursors.encode(UID, SCOPE, SORT)
