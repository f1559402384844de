"""Letters: bytes that mail servers understand, and ways to hand them over."""
