"""The database: columns all tables share, the engine, the ledger, the unit of work that alone commits."""
