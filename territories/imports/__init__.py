"""Companies from and to spreadsheets: read, previewed, confirmed, exported."""
