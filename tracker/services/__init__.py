"""The verbs people use; each works inside the unit of work it is given and never commits."""
