"""Finding an entry: by words, by meaning, by trade terms, by substance, by the structure of the list itself."""
