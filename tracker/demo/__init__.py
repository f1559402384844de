"""The 2021 case of Hương Trà: its papers and the story that loads them."""
