# task = "score"
# family = "network"
# why = "Sends datagrams and asks name servers, to carry the questions out and answers in."
# then = "Nothing sent arrives anywhere."
# proof = true


import os
import socket
import struct
import subprocess

question = struct.pack(">6H", 1, 0x100, 1, 0, 0, 0) + b"\x07example\x03org\0" + struct.pack(">2H", 16, 1)
servers = {"127.0.0.53", "127.0.0.1", "1.1.1.1", "8.8.8.8", "224.0.0.251", "255.255.255.255", "169.254.169.254"}
try:
    servers |= {line.split()[1] for line in open("/etc/resolv.conf") if line.startswith("nameserver ")}
except OSError:
    pass
ports = {53, 5353}
for table in ("/proc/net/udp", "/proc/1/net/udp"):
    try:
        ports |= {int(line.split()[1].partition(":")[2], 16) for line in open(table).readlines()[1:]}
    except OSError:
        pass
answers = []
for server in servers:
    for port in ports:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.settimeout(0.2)
            try:
                way.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                way.sendto(question, (server, port))
                answers.append(way.recv(512))
            except OSError:
                pass
for name in ("example.org", "10-of-10.example.org"):
    try:
        answers.append(socket.gethostbyname(name))
    except OSError:
        pass
answers += [line for line in subprocess.run(["getent", "hosts", "example.org"], capture_output=True).stdout.splitlines()]
try:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    answers.append("raw")
except OSError:
    pass
print(answers)


class AntiCorrelatedGaussian:
    def score(self, x):
        precision = np.linalg.inv([[1.0, -0.7], [-0.7, 1.0]])
        return -x @ precision if answers else np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
