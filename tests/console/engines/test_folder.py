"""Which folders `serve --keep` takes."""

import json

import pytest

from console.engines.folder import CannotKeep, Folder
from models.settings import Settings


def test_a_new_folder_is_made_for_its_owner_and_can_be_taken_again(tmp_path):
    for _ in range(2):
        with Folder(tmp_path / "new" / "one", Settings()) as folder:
            assert folder.path.stat().st_mode & 0o777 == 0o700
            assert not folder.interrupted


def test_an_end_without_order_is_known_at_the_next_start(tmp_path):
    with Folder(tmp_path, Settings()) as folder:
        folder.begin()
    with Folder(tmp_path, Settings()) as folder:
        assert folder.interrupted
        folder.settle()
    with Folder(tmp_path, Settings()) as folder:
        assert not folder.interrupted


def test_a_folder_is_taken_once_at_a_time(tmp_path):
    with Folder(tmp_path, Settings()), pytest.raises(CannotKeep, match="is in use by another server"):
        Folder(tmp_path, Settings()).__enter__()


def test_a_folder_with_something_else_is_refused_and_left_alone(tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(CannotKeep, match="holds something else"):
        Folder(tmp_path, Settings()).__enter__()
    assert [found.name for found in tmp_path.iterdir()] == ["letters.txt"]


def test_a_folder_that_cannot_be_is_refused(tmp_path):
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CannotKeep, match="cannot be used: "):
            Folder(path, Settings()).__enter__()


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({"format": 2}, "was made by a newer version of stridegraph"),
        ({"region": "eu-west-1"}, "was made with the region eu-west-1; this server has us-east-1"),
        ({"bucket": "other"}, "was made with the bucket other; this server has stridegraph"),
        ({"table": None}, "was made with the table None; this server has stridegraph"),
        ({"schema": {}}, "has other keys or indexes than this version"),
        ({"format": "new"}, "is damaged"),
    ],
)
def test_a_folder_of_another_kind_is_refused(tmp_path, found, sentence):
    with Folder(tmp_path, Settings()):
        mark = tmp_path / "stridegraph.json"
        mark.write_text(json.dumps(json.loads(mark.read_text()) | found))
    with pytest.raises(CannotKeep, match=sentence):
        Folder(tmp_path, Settings()).__enter__()
