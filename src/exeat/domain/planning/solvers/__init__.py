"""Solvers behind one interface: each is handed a program as arrays and answers with its columns' values."""
