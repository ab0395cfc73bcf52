"""Whole servers say the same before they are measured, and what is measured is told. How fast they are, is no test."""

import asyncio
import json
from dataclasses import replace
from math import isfinite

import pytest

from bench import load, peers, standings
from bench.loopback import Book
from bench.pages import PAGE
from bench.rounds import OURS
from bench.screens import screens


@pytest.fixture(scope="module")
def asked(dynamodb_local, keys):
    """What each server that is here told of a few requests, and how many of these its table did not know."""

    async def ask(options):
        async with Book(options.dynamodb) as book, peers.running(replace(options, dynamodb=book.url), keys) as servers:
            await peers.agree(servers)
            book.engine = None
            await peers.agree(servers)
            turns = {name: await each.turn(screens()[0], 0.01) for name, each in servers.items()}
            return turns, {name: each.process.memory_mb() for name, each in servers.items()}, book.unknown

    with peers.filled(dynamodb_local, keys) as options:
        return asyncio.run(ask(options))


@pytest.mark.parametrize("name", peers.SERVERS)
def test_whoever_is_here_answers_the_same_from_the_engine_and_from_memory(asked, name):
    if name not in peers.here():
        pytest.skip(f"{name}: `make bench SUITE=peers` installs it")
    turns, memory_mb, unknown = asked
    assert unknown == 0
    assert turns[name].per_s > 0
    assert 0 < turns[name].p50_ms <= turns[name].p99_ms
    assert 20 < memory_mb[name] < 1_000


def answer(distance_m, cursor="a", **more):
    page = {"nodes": [{"distanceM": distance_m}], "pageInfo": {"endCursor": cursor}}
    return json.dumps({"data": {"viewer": {"activities": page}}, **more}).encode()


def test_a_cursor_and_how_a_number_is_written_may_differ_and_nothing_else():
    assert peers.shown(answer(4.0)) == peers.shown(answer(4, cursor="b", extensions={}))
    assert peers.shown(answer(4.5)) != peers.shown(answer(4.25))
    assert peers.shown(answer(4, cursor=None)) != peers.shown(answer(4))


@pytest.mark.parametrize("body", [answer(4, errors=[{"message": "no"}]), b'{"data":null}'])
def test_an_answer_that_failed_is_no_answer(body):
    with pytest.raises(peers.Disagreed):
        peers.shown(body)


@pytest.mark.parametrize(
    ("length", "sent"),
    [
        (b"content-length: 5", b"abcde"),
        (b"Transfer-Encoding: chunked", b"2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n"),
    ],
)
def test_a_body_is_read_once_it_is_whole(length, sent):
    whole = b"HTTP/1.1 200 OK\r\n" + length + b"\r\n\r\n" + sent
    assert load.body_of(bytearray(whole)) == b"abcde"
    assert [load.body_of(bytearray(whole[:end])) for end in range(len(whole))] == [None] * len(whole)


def test_a_server_that_refuses_or_hangs_up_has_failed():
    async def asked(said):
        async def refuse(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
            writer.close()

        async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            await load.turn(url, load.request(url, b"", []), 2, 0.01)

    for said in (b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n", b""):
        with pytest.raises(load.Failed):
            asyncio.run(asked(said))


def figures():
    turns = [
        {OURS: peers.Told(1.0, 900.0, 1.0, 2.0), "Yoga": peers.Told(ratio, 400.0, 3.0, 4.0)} for ratio in (2, 3, 9)
    ]
    return peers.figures_of("detail", turns)


def test_ratios_are_of_the_same_round_and_behind_one_is_missed():
    told = {figure.name: figure for figure in figures()}
    assert len(told) == len(figures())
    assert all(isfinite(figure.value) for figure in told.values())
    assert told["detail, to Yoga"].value == 3.0
    assert told["detail, to Yoga"].met
    assert not replace(told["detail, to Yoga"], value=0.9).met


def test_the_table_has_a_line_for_each_server_that_was_measured():
    lines = standings.table(figures(), ["detail", "list"], [OURS, "Yoga", "Apollo"]).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["**detail, ours**", "detail, Yoga"]
    assert "| **3** |" in lines[3]
    assert len({line.count("|") for line in lines}) == 1
    assert "<!-- peers: written by `make bench SUITE=peers` -->" in PAGE.read_text()
