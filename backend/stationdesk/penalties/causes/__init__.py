"""Why a fine came: evidence of cases, custody, shifts and codes into a proposed cause."""
