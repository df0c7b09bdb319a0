"""What Alembic runs: the one connection and transaction that store/migrate.py hands over, and nothing of its own."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
