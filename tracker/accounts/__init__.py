"""How people prove who they are: sign-in, sessions, second factor, links, single sign-on, approvals."""
