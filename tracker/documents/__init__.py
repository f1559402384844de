"""Paper in, paper out: bytes to plain values and back."""
