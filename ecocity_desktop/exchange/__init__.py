"""Other file formats, one file each: reading into validated records with problems, writing from records."""
