"""UIDs made from names, so that the same object always gets the same one."""

import hashlib


def named_uid(*parts: str) -> str:
    """Return the UID that stands for the given parts (2.25 form of a UUID, DICOM PS3.5 B.2)."""
    digest = bytearray(hashlib.sha256("\0".join(parts).encode()).digest()[:16])
    # Version 8 (made by the application) and the variant of RFC 9562.
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return f"2.25.{int.from_bytes(digest, 'big')}"
