"""Written French: names, spaces, what is typed and what is shown."""
