"""A folder of hostile files, built by these programs whenever it is wanted; none is stored."""
