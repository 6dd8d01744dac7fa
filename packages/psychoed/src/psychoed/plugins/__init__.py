"""The MkDocs plugins and what they share; the only subpackage that imports MkDocs."""
