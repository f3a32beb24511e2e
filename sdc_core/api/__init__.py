"""What every HTTP API of SDC needs: budget, patience, and what an answer says beside its body."""
