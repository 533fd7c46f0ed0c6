"""Solvers behind one interface: each turns a scenario into a model of its own and its answer into a plan."""
