"""What a hospital hands over, folders, archives, discs and single files, brought to one catalogue."""
