"""Other ways than mail to tell the town's other programs: a signed message to an address, a gateway."""
