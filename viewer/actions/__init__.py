"""What a user can do, as records from which menus and shortcuts are made."""
