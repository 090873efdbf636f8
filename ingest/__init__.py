"""Files and folders to passages: readers, outline, references, splitter."""
