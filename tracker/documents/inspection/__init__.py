"""What is inside an uploaded file: looked at only in the sandbox, never by a process that serves people."""
