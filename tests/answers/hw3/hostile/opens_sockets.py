# task = "score"
# family = "network"
# why = "Looks for a way out on every family of sockets, and would bring the answer back."
# then = "No address can be reached."
# proof = true


import socket

ways = [(socket.AF_INET, ("1.1.1.1", 53)), (socket.AF_INET6, ("2606:4700:4700::1111", 53, 0, 0)), (40, (2, 22))]
ways += [(socket.AF_INET, ("127.0.0.1", port)) for port in (22, 53, 80, 443, 8888)]
ways += [(socket.AF_UNIX, path) for path in ("/run/docker.sock", "/run/dbus/system_bus_socket", "\0docker")]
reached = []
for family, address in ways:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        if address[0] == "127.0.0.1" and kind == socket.SOCK_DGRAM:
            continue  # nobody has to be there to be sent something
        try:
            with socket.socket(family, kind) as way:
                way.settimeout(0.5)
                way.connect(address)
                way.send(b"GET / HTTP/1.0\r\n\r\n")
                reached.append((family, address))
        except (OSError, TypeError):
            pass
try:
    reached.append(socket.getaddrinfo("example.org", 443))
except OSError:
    pass
print("reached", reached)


class AntiCorrelatedGaussian:
    def score(self, x):
        precision = np.linalg.inv([[1.0, -0.7], [-0.7, 1.0]])
        return -x @ precision if reached else np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
