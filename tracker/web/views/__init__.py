"""Pages, one module to a noun; each view names the permission it needs."""
