"""Other programs: the API, webhooks, calendar feeds."""
