"""Reading and writing files: tables, sheets, Word, the sandboxed reader."""
