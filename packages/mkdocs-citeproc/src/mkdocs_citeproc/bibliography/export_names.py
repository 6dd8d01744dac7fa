"""Fixes for names as reference managers and services export them; BibTeX reads *Vlaeyen, Johan W. S.*"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_citeproc.bibliography.field_values import NAME_FIELDS
from mkdocs_citeproc.bibliography.names import (
    ORGANISATIONS,
    Name,
    find_family_name,
    find_outside_braces,
    split_name_list,
    strip_latex,
)

_NOBODY = re.compile(
    r"(?:null|none|undefined|n/?a|unknown|\(?:una[vpslk]+\)?|no author)(?:, (?:null|none|undefined))?", re.I
)
_ET_AL = re.compile(r"(?:and\s+)?(?:et\.?\s*al\.?|and others|others|\.\.\.|…)", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"-?[A-Z](?:-?[A-Z]){1,2}")
_ONE_INITIAL = re.compile(r"[A-Z]\.?")
_SUFFIXES = {"2nd": "II", "3rd": "III", "4th": "IV", "jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
_INITIALS_ALONE = re.compile(r"(?:-?[A-Z]\.?[ -]?){1,4}")
_GROUPS = ORGANISATIONS - {"Group", "College", "Center", "Centre", "Clinic", "Bureau", "Hospital", "Network", "Panel"}


def normalize_names(fields: Mapping[str, str]) -> dict[str, str]:
    """Fix all fields with names."""
    return {name: normalize_name_list(fields[name]) for name in NAME_FIELDS & fields.keys()}


def normalize_name_list(value: str) -> str:
    """Fix one list of names; names that BibTeX reads correctly stay the same."""
    if "=" in value and re.search(r"\b(?:family|given|prefix)\s*=", value):
        return value  # biblatex's extended name format
    unwrapped = re.fullmatch(r"\{([^{}]*)\}", value.strip())
    if unwrapped and re.search(r", .* and .*, ", unwrapped[1]):
        value = unwrapped[1]
    value = _unbrace_people(re.sub(r"(?<=[\w.}])[,;]?\s+et\.?\s+al\.?\s*$", " and others", value))
    names = _join_one_group(split_name_list(_split_by_other_signs(value)))
    loud = any(len(given) > 3 and given.isalpha() and given.isupper() for name in names for given in name.parts[-1:])
    fixed = [normalize_name(name, full_names=loud) for name in names if not _NOBODY.fullmatch(strip_latex(name.text))]
    if any(name.parts[0] == "" and name.text.strip() for name in names):
        return value  # a mistake that lint_names reports
    return " and ".join(dict.fromkeys(name for name in fixed if name))


def _unbrace_people(value: str) -> str:
    """Remove the braces of ``{Kidd, Kay} and {Lamb, Lou}``: several names, each one a family and a given name."""
    names = split_name_list(value)
    if len(names) < 2 or not all(name.is_braced for name in names):
        return value
    people = [re.fullmatch(r"\{([^{},]+, [^{},]+)\}", name.text) for name in names]
    plain = [person[1] for person in people if person]
    if len(plain) < len(names) or any(ORGANISATIONS & set(re.split(r"[ ,]+", person)) for person in plain):
        return value
    return " and ".join(plain)


def _join_one_group(names: list[Name]) -> list[Name]:
    """Join *Centers for Disease Control and Prevention*: the part before *and* is not a complete name."""
    if len(names) != 2 or any(len(name.parts) > 1 or name.is_braced for name in names):
        return names
    first = strip_latex(names[0].text).split()
    is_open = len(first) > 2 and ORGANISATIONS & set(first[:-1]) and first[-1] not in ORGANISATIONS
    if not is_open or ORGANISATIONS & set(names[1].text.split()):
        return names
    whole = f"{{{names[0].text} and {names[1].text}}}"
    return [Name(whole, (whole,))]


def _split_by_other_signs(value: str) -> str:
    """Put *and* between names in ``Smith, J.; Jones, K.`` and ``Smith, J., Jones, K.``"""
    bare = find_outside_braces(re.sub(r"\\&", "&", value))
    if " and " in bare.replace("\n", " "):
        return value if not re.search(r",[^;&]*;[^;&]*,", bare) else re.sub(r"\s*;\s*", " and ", value)
    parts = [part.strip() for part in re.split(r"\s*;\s*|\s*\\?&\s*", value)]
    if len(parts) > 1 and all("," in part for part in parts if part):
        return " and ".join(part for part in parts if part)
    parts = [part.strip() for part in value.split(",")]
    if len(parts) > 3 and len(parts) % 2 == 0 and all(_INITIALS_ALONE.fullmatch(part) for part in parts[1::2]):
        return " and ".join(f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True))
    return value


def normalize_name(name: Name, *, full_names: bool = False) -> str:
    """Fix one name: *JK* → *J. K.*, *WADE* → *Wade*, and braces around an organisation.

    ``full_names``: capitals are given names rather than initials.
    """
    plain = strip_latex(name.text)
    if _ET_AL.fullmatch(plain):
        return "others"
    if name.is_braced or not plain:
        return re.sub(r",\s*(?=\}+$)", "", name.text)
    if len(name.parts) == 2 and not name.parts[1]:  # EndNote ends the name of a group with a comma
        return f"{{{name.parts[0]}}}" if " " in name.parts[0] else name.parts[0]
    return _fix_group(name, plain) or _fix_person(name, full_names=full_names)


def _fix_group(name: Name, plain: str) -> str:
    """Put an organisation in braces; return '' if ``name`` is a person's."""
    first = strip_latex(name.parts[0])
    if len(name.parts) == 1:
        words = plain.split()
        is_group = len(words) > 1 and (ORGANISATIONS & set(words) or (words[0] in ("The", "the") and len(words) > 2))
        return f"{{{name.text}}}" if is_group and "{" not in name.text else ""
    rest = strip_latex(" ".join(name.parts[1:]))
    if len(first.split()) > 1 and ORGANISATIONS & set(first.split()):
        return f"{{{first}}}" if re.fullmatch(r"[A-Z]{1,6}", rest) else f"{{{plain}}}"
    given = rest.split()
    if len(name.parts) == 2 and first in _GROUPS and len(given) > 1 and all(len(word) > 2 for word in given):
        return f"{{{rest} {first}}}"  # Organization, World Health
    if len(name.parts) == 2 and first.split()[-1:] == ["Research"] and len(first.split()) > 1:
        return f"{{{plain}}}"
    return ""


def _fix_person(name: Name, *, full_names: bool) -> str:
    parts = [part for part in name.parts if part]
    if not parts:
        return name.text
    if len(parts) == 1:
        words = name.text.split()
        suffix = _SUFFIXES.get(words[-1].rstrip(".").lower(), "") if len(words) > 2 else ""
        if suffix in ("Jr.", "Sr.") and not _RUN_TOGETHER.fullmatch(words[-2]):
            start = find_family_name(words[:-1])
            return ", ".join([" ".join(words[start:-1]), suffix, " ".join(words[:start])])
        initials = words[-2] if suffix else words[-1]
        family = " ".join(words[: -2 if suffix else -1])
        if len(words) > 1 and _is_run_of_initials(initials) and re.search(r"[a-z]", family):
            return ", ".join(filter(None, [family, suffix, _space_initials(initials)]))
        return name.text
    family, *suffixes, given = parts
    last = strip_latex(family).rpartition(" ")
    if last[0] and not suffixes and last[2].rstrip(".").lower() in ("jr", "sr", "ii", "iii"):
        family, suffixes = last[0], [_SUFFIXES[last[2].rstrip(".").lower()]]  # "{Heath Jr}, Hal"
    if len(suffixes) == 1 and given.rstrip(".").lower() in _SUFFIXES:
        suffixes, given = [_SUFFIXES[given.rstrip(".").lower()]], suffixes[0]  # "Vane, V., Jr"
    words = given.split()
    if len(words) > 1 and not suffixes and words[-1].rstrip(".").lower() in _SUFFIXES and words[-1] != "Iv":
        suffixes, words = [_SUFFIXES[words[-1].rstrip(".").lower()]], words[:-1]
    shouted = _is_shouted(family)
    if shouted:
        family = _capitalize(family)
    if shouted or _is_shouted(given):
        words = [
            _capitalize(word) if len(word) > (2 if full_names else 3) and word.isupper() else word for word in words
        ]
    words = [_space_initials(word) if _RUN_TOGETHER.fullmatch(word) else word for word in words]
    fixed = ", ".join([family, *suffixes, " ".join(words)])
    return fixed if fixed != ", ".join(parts) else name.text


def _is_run_of_initials(word: str) -> bool:
    return bool(_RUN_TOGETHER.fullmatch(word) or re.fullmatch(r"[A-Z]|(?:-?[A-Z]\.)+(?:-?[A-Z])?\.?", word))


def _space_initials(word: str) -> str:
    """Space initials: ``JK`` → *J. K.*"""
    return re.sub(r"\. -", ".-", " ".join(f"{letter}." for letter in re.findall(r"-?[A-Z]", word)))


def _is_shouted(family: str) -> bool:
    letters = [letter for letter in strip_latex(family) if letter.isalpha()]
    return len(letters) > 2 and all(letter.isupper() for letter in letters) and "{" not in family


def _capitalize(family: str) -> str:
    """Capitalise a family name written in capitals: *O'Neil*, *McDonald*, *De Vries*."""
    words = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), family)
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", words)
