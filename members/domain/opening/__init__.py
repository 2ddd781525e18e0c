"""What opens an alliance: its neighbourhoods, and the people who run it."""
