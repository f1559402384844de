"""Long trials, run by hand or at night: `make crash`."""
