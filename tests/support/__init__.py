"""Things the tests lean on: servers, builders, a mailbox."""
