"""The GetReport API of ScreenConnect: its client, its filters, its time slices."""
