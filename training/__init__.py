"""How the reader and the fitted coefficients come about. Not installed; it needs torch and the data folder."""
