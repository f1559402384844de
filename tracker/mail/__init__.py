"""Messages as mail servers understand them: sent, received, queued."""
