"""Places: municipalities, districts, police directorates and their contact persons."""
