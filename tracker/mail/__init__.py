"""Letters: composing them and handing them to a transport."""
