"""The grammar of deadline phrases, one family per module; patterns see accent-folded text only."""
