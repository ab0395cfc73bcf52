"""The checksum of FIT files."""


def crc(data):
    """Bit by bit, as the polynomial says."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ 0xA001 if register & 1 else register >> 1
    return register
