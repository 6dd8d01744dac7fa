"""The MkDocs theme ``psychoed``: templates, styles and scripts on top of Material for MkDocs."""
