"""A clock that stands where a test puts it: all of the service reads its instants through ``datetime.now``."""

import importlib
import pkgutil
import sys
from datetime import datetime, tzinfo
from typing import ClassVar, Self

import graph
import models
import resolvers
import uploads

ROOMS = (graph, resolvers, uploads, models)


class _Anyone(type):
    """Instants made elsewhere are instants here, too."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, datetime)


class Standing(datetime, metaclass=_Anyone):
    """``datetime``, but that ``now`` is what the clock was set to."""

    at: ClassVar[datetime]

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return cls.at.astimezone(tz)


class Clock:
    """Puts the standing clock into every module of the service; a context manager that takes it back."""

    def __init__(self, at: datetime) -> None:
        self.set(at)
        self._rooms = []

    def set(self, at: datetime) -> None:
        Standing.at = at

    def __enter__(self) -> Self:
        self._rooms = [module for module in _modules() if getattr(module, "datetime", None) is datetime]
        for module in self._rooms:
            module.datetime = Standing
        return self

    def __exit__(self, *_: object) -> None:
        for module in self._rooms:
            module.datetime = datetime


def _modules():
    """All of them: one that a request is the first to import would bring the real clock."""
    for room in ROOMS:
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not found.name.endswith(".aws"):  # doors that read their environment
                importlib.import_module(found.name)
    names = {room.__name__ for room in ROOMS}
    return [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in names]
