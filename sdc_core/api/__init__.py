"""What every HTTP API of SDC needs: a connection, its budget and patience, kinds of trouble."""
