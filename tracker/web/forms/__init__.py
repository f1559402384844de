"""Forms check the shape of what was typed; meaning is checked by the services."""
