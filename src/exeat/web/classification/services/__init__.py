"""What people and the worker do about classification: state facts, compare versions."""
