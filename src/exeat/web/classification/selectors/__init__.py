"""What the pages of classification read."""
