"""The year 2021 of thị xã Hương Trà as a demonstration: its files, its people, its days played back."""
