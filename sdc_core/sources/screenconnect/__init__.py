"""ScreenConnect remote connections."""
