"""Names of texts that are made of their content, so that whoever has a text can tell whether it is the one that is meant."""

from __future__ import annotations

from base64 import urlsafe_b64encode


def named_by_hash(digest: str) -> str:
    """The name of a text by its SHA-256, given in hex (RFC 6920)."""
    return f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(digest)).decode('ascii').rstrip('=')}"
