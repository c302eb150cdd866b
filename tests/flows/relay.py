"""A way to a server that can be cut, as if the server had been killed."""

import socket
import threading
from contextlib import suppress


class Relay:
    """Passes connections on to a port of this machine until it is cut."""

    def __init__(self, port: int) -> None:
        """Listen on a port of its own."""
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def api_url(self) -> str:
        """Return the address of the API by this way."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/api"

    def cut(self) -> None:
        """Refuse new connections and break those there are."""
        for each in (self._listener, *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=_pass_on, args=(source, sink), daemon=True).start()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            sink.sendall(chunk)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)
