"""What directories send otherwise than SCIM says, and plainly mean."""

import json
from typing import Any

MANAGER = ":manager"


def as_meant(body: bytes) -> bytes:
    """Give a request as SCIM would have it; what is no JSON is left to be refused."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return body
    operations = told.get("Operations") if isinstance(told, dict) else None
    if not isinstance(operations, list):
        return body
    for operation in operations:
        if isinstance(operation, dict):
            _mend(operation)
    return json.dumps(told).encode()


def _mend(operation: dict[str, Any]) -> None:
    """Let a manager who is told by id alone be one, as Microsoft Entra does it."""
    path = str(operation.get("path", "")).lower()
    if path.endswith(MANAGER) and isinstance(operation.get("value"), str):
        operation["value"] = {"value": operation["value"]}
