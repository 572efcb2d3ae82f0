"""Numbers as data: parsing figures from sentences and keeping them by indicator, region and year."""
