"""„Wer sieht was?“: object × function in plain words, from the rules the doors and the pages obey."""
