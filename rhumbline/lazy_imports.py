"""Importing heavy libraries at less cost: without what is never used, and without garbage collection."""

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Pause garbage collection, and exempt from it what was there at the end.

    A library's thousands of new objects are no garbage, but looking for some among them takes a
    fifth of the time that importing Great Expectations takes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


@contextmanager
def importing_later(*names: str) -> Iterator[None]:
    """Have `import NAME` give a stand-in that imports the module when something of it is asked for.

    Modules that are imported already stay as they are. At the end a later `import NAME` elsewhere
    gives the module itself again.
    """
    stand_ins = {name: _StandIn(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        _withdraw(stand_ins)


@contextmanager
def as_if_missing(*names: str) -> Iterator[None]:
    """Have `import NAME` raise ImportError, for a library that does without the module then.

    Modules that are imported already stay as they are.
    """
    hidden = {name: None for name in names if name not in sys.modules}
    sys.modules.update(hidden)  # type: ignore[arg-type] # None there is how Python marks it
    try:
        yield
    finally:
        _withdraw(hidden)


class _StandIn(ModuleType):
    """Takes the place of a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        _withdraw({self.__name__: self})
        return getattr(importlib.import_module(self.__name__), name)


def _withdraw(placed: dict[str, Any]) -> None:
    for name, module in placed.items():
        if sys.modules.get(name, ...) is module:
            del sys.modules[name]
