"""Psychoeducation sites with MkDocs: reviewed pages, checked facts and phrases, figures, handouts, a safe site.

``plugins`` has what MkDocs calls. The other subpackages are functions from text and values to values and problems.
"""
