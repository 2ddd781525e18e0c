"""One module a command; `main(arguments)` returns the exit code."""
