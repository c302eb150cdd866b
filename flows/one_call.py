"""A call that is made once, whoever asks for its result first."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class OneCall(Generic[T]):
    """`call(*args)`, made by the first call of this object; later ones give its result again."""

    def __init__(self, call: Callable[..., T], *args: object) -> None:
        """Keep the call; nothing runs yet."""
        self._call, self._args = call, args
        self._outcome: Future[T] = Future()

    def __call__(self) -> T:
        """Make the call unless it was made; return its result or raise its error."""
        if not self._outcome.done():
            try:
                self._outcome.set_result(self._call(*self._args))
            except BaseException as error:
                self._outcome.set_exception(error)
        return self._outcome.result()

    def has_raised(self, error: BaseException) -> bool:
        """Whether this is the error that the call raised."""
        return self._outcome.done() and self._outcome.exception() is error
