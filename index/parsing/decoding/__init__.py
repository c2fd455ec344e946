"""Bytes to characters: finds the encoding, and repairs texts that were once decoded with a wrong one."""
