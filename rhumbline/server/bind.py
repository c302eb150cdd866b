"""Where a server may listen: on loopback, or beyond it with a password, on a port that is free."""

import ipaddress
import os
import socket
from contextlib import suppress

import psutil

from rhumbline.errors import UserError


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is bound to `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def reachable_host(host: str) -> str:
    """The host to call a server by that is bound to `host`: `0.0.0.0` is bound to, never called."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"[{name}]" if ":" in name else name


def refuse_open_host(host: str) -> None:
    """Raise UserError for a host that others reach, unless a user and a password are set."""
    credentials = os.environ.get("PREFECT_SERVER_API_AUTH_STRING", "")
    user, _, password = credentials.partition(":")
    if is_loopback(host) or (user and password):
        return
    raise UserError(
        f"{host} is open to other machines, and there is no password.",
        "Whoever reaches the server may start runs and decide in anyone's name.",
        "Set PREFECT_SERVER_API_AUTH_STRING=user:password, or leave --host at 127.0.0.1.",
    )


def refuse_taken_port(host: str, port: int) -> None:
    """Raise UserError, naming the process, where the port is taken, or where the host is not ours."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise UserError(
            f"{host} is not a host of this machine.", None, "Name another with --host."
        ) from None
    except OSError as error:
        raise UserError(
            f"Port {port} on {host} cannot be had: {error.strerror or error}.",
            _listening_process(port),
            f"Name another: rhumbline serve --port {port + 1}",
        ) from None


def _listening_process(port: int) -> str | None:
    with suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr[1:2] == (port,):
                process = psutil.Process(connection.pid)
                command = " ".join(process.cmdline())[:100]
                return f"Process {process.pid} listens there: {command}"
    return None
