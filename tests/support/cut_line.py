"""A line to a real server that can be cut at any byte."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Given the number of a connection, from 0, and all that the client has sent on it so far: None to go on, or to cut the
# line on the client's side, and whether what was sent last still reaches the server.
Cut = Callable[[int, bytes], bool | None]


@contextmanager
def cut_line(port: int, cut: Cut) -> Iterator[int]:
    """Run a line to a server that can be cut; yields its port.

    Args:
        port: the server's.
        cut: when to cut it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that little is under way when it is cut
        threading.Thread(target=_accept, args=(listener, port, cut), daemon=True).start()
        yield int(listener.getsockname()[1])


def _accept(listener: socket.socket, port: int, cut: Cut) -> None:
    number = 0
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_carry, args=(client, port, cut, number), daemon=True).start()
        number += 1


def _carry(client: socket.socket, port: int, cut: Cut, number: int) -> None:
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        back = threading.Thread(target=_copy, args=(server, client), daemon=True)
        back.start()
        sent = b""
        while part := _read(client):
            sent += part
            last = cut(number, sent)
            if last is not None:
                client.shutdown(socket.SHUT_RDWR)
                server.sendall(part if last else b"")
                server.shutdown(socket.SHUT_WR)
                break
            server.sendall(part)
        else:
            server.shutdown(socket.SHUT_WR)
        back.join(10)


def _copy(source: socket.socket, target: socket.socket) -> None:
    while part := _read(source):
        try:
            target.sendall(part)
        except OSError:
            continue  # the client is cut off; the server has its say all the same


def _read(source: socket.socket) -> bytes:
    try:
        return source.recv(2**16)
    except OSError:
        return b""
