"""The colour profile of the picture called wide, and what its colours are in XYZ."""
import struct

import numpy as np

# Colour profiles: matrices and curves from primaries, by Bradford's adaptation, as ICC.1 describes them
D50, D65 = np.array([0.9642, 1, 0.8249]), np.array([0.3127 / 0.329, 1, (1 - 0.3127 - 0.329) / 0.329])
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
ADAPTED = np.linalg.inv(BRADFORD) @ np.diag((BRADFORD @ D50) / (BRADFORD @ D65)) @ BRADFORD


def colorants(*primaries):
    """From linear samples to XYZ under D50."""
    xyz = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    return ADAPTED @ (xyz * np.linalg.solve(xyz, D65))


SRGB = colorants((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
WIDE = colorants((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
# Of Adobe RGB (1998), as profiles store it.
GAMMA = 563 / 256


def fixed(values):
    return b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def profile(matrix, gamma):
    """A display profile of version 2 (ICC.1:2001-04, 6.1 and 6.5)."""
    text = b"wide\0"
    curve = b"curv" + struct.pack(">IIH", 0, 1, round(gamma * 256))
    tags = {
        b"desc": b"desc" + struct.pack(">II", 0, len(text)) + text + bytes(8 + 2 + 1 + 67),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": b"XYZ " + bytes(4) + fixed(D50),
    }
    for i, name in enumerate(b"rgb"):
        tags[bytes([name]) + b"XYZ"] = b"XYZ " + bytes(4) + fixed(matrix[:, i])
        tags[bytes([name]) + b"TRC"] = curve
    table, data = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    header = struct.pack(">I4sI4s4s4s", 132 + 12 * len(tags) + len(data), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + fixed(D50)
    return header.ljust(128, b"\0") + table + data
