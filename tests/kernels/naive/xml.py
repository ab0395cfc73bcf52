"""The points of a document by expat, ``float`` and ``datetime``, one value at a time."""

import math
from datetime import UTC, datetime
from xml.parsers import expat

from kernels.xml import NUMBERS, TIME


def points(document, vocabulary):
    """A row of seconds since 1970, offset in seconds and numbers for each point; raises ValueError for odd values."""
    reader = _Reader(vocabulary)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.Parse(document, True)
    return reader.rows


class _Reader:
    def __init__(self, vocabulary):
        self.rows = []
        self.vocabulary = vocabulary
        self.names = [bytes(row).rstrip(b"\0").decode() for row in vocabulary.words]
        self.path = []
        self.texts = []

    def number(self, name):
        return self.names.index(name) + 1 if name in self.names else 0

    def start(self, name, attributes):
        self.path.append(name.rpartition(":")[2])
        self.texts.append("")
        if self.path[-1] == self.names[0]:
            self.rows.append([math.nan, 0.0, *[math.nan] * self.vocabulary.numbers])
            for key, text in attributes.items():
                self.put(self.vocabulary.meanings[-1, self.number(key)], text)

    def end(self, _name):
        name, text = self.path.pop(), self.texts.pop().strip()
        if self.names[0] in self.path:
            self.put(self.vocabulary.meanings[self.number(self.path[-1]), self.number(name)], text)

    def characters(self, text):
        self.texts[-1] += text

    def put(self, column, text):
        if column == TIME:
            moment = datetime.fromisoformat(text)
            offset = moment.utcoffset()
            self.rows[-1][:2] = (
                (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(),
                math.nan if offset is None else offset.total_seconds(),
            )
        elif column >= NUMBERS and text and not self.settled(column):
            self.rows[-1][column] = float(text)

    def settled(self, column):
        return self.vocabulary.first_counts and not math.isnan(self.rows[-1][column])
