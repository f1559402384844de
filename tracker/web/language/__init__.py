"""In which language a page speaks: Vietnamese, or English for who chose it (decision record 0019)."""

from __future__ import annotations
