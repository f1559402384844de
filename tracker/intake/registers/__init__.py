"""Registers of directives: files read, matched with what is known, brought in and sent out."""
