"""The SQLite file: opening it, writing to it with a journal, migrating, backing up, searching."""
