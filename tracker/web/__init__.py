"""What every page stands on: who asks, permission checks, forms, addresses, charts, language."""
