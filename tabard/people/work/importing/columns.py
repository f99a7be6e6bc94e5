"""Which column of a file holds what, by the names that people give to columns."""

import re
from collections.abc import Mapping, Sequence

# What a file can tell of somebody: the words of the page, and names of columns that mean it.
FIELDS: Mapping[str, str] = {
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail address",
    "job_title": "Job title",
    "service": "Service",
    "manager": "Line manager, by e-mail address or staff number",
    "external_id": "Staff number",
    "leaves_on": "Last working day",
}
NEEDED = ("first_name", "last_name", "email", "job_title", "service")
KNOWN: Mapping[str, frozenset[str]] = {
    "first_name": frozenset({"firstname", "forename", "givenname", "forenames", "knownas"}),
    "last_name": frozenset({"lastname", "surname", "familyname"}),
    "email": frozenset(
        {"email", "emailaddress", "mail", "workemail", "workemailaddress", "userprincipalname"}
    ),
    "job_title": frozenset({"jobtitle", "title", "job", "position", "post", "posttitle", "role"}),
    "service": frozenset({"service", "department", "team", "directorate", "unit", "section"}),
    "manager": frozenset(
        {
            *("manager", "linemanager", "manageremail", "linemanageremail", "reportsto"),
            *("linemanageremailaddress", "manageremailaddress", "supervisor", "supervisoremail"),
            *("managernumber", "managerid", "linemanagernumber", "managerstaffnumber"),
        }
    ),
    "external_id": frozenset(
        {
            *("staffnumber", "staffno", "staffid", "employeenumber", "employeeno", "employeeid"),
            *("payrollnumber", "payrollno", "personnelnumber", "externalid"),
        }
    ),
    "leaves_on": frozenset(
        {
            *("leaveson", "leavingdate", "lastworkingday", "lastday", "enddate", "dateofleaving"),
            *("leavedate", "terminationdate", "contractenddate"),
        }
    ),
}


def guessed(headers: Sequence[str]) -> dict[str, int]:
    """Give which column holds which field; one that two columns may hold is left to people."""
    plain = [re.sub(r"[^a-z0-9]", "", header.casefold()) for header in headers]
    found = {
        field: [place for place, name in enumerate(plain) if name in names]
        for field, names in KNOWN.items()
    }
    return {field: places[0] for field, places in found.items() if len(places) == 1}


def lacking(columns: Mapping[str, int]) -> list[str]:
    """Give what a file has to tell and no column holds."""
    return [FIELDS[field] for field in NEEDED if field not in columns]
