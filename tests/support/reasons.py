"""Why tests are skipped, where CI may skip them too."""

PUBLIC_SETS = "the public sets are not in "  # and the folder
SMALL_DISK = "mounting a small file system needs root"
