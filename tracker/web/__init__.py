"""What pages stand on: who asks, permission checks, forms, charts, language."""
