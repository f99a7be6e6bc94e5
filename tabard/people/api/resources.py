"""What of SCIM's schemas is kept here; whatever else a directory sends is left alone."""

from typing import Annotated, Any, ClassVar

from pydantic import EmailStr, Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    Schema,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)
from scim2_models.resources.user import GroupMembership

MOST_RESULTS = 200


class Name(ComplexAttribute):
    """A name in its two parts."""

    given_name: Annotated[str | None, Required.true] = None
    family_name: Annotated[str | None, Required.true] = None


class Email(ComplexAttribute):
    """The one address by which somebody is known: that for work."""

    value: Annotated[EmailStr | None, Required.true] = None
    type: str | None = Field(None, examples=["work"])


class User(Resource[AnyExtension]):
    """A member of staff."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Annotated[Name | None, Required.true] = None
    display_name: Annotated[str | None, Mutability.read_only] = None
    title: str | None = None
    active: bool | None = None
    # Without any, a name that is an address is the address.
    emails: list[Email] | None = None
    groups: Annotated[list[GroupMembership] | None, Mutability.read_only] = None

    Name: ClassVar[type[ComplexAttribute]] = Name
    Emails: ClassVar[type[ComplexAttribute]] = Email
    Groups: ClassVar[type[ComplexAttribute]] = GroupMembership

    @classmethod
    def to_schema(cls) -> Schema:
        """Ask for addresses, as only a name that is one can stand in for them."""
        told = super().to_schema()
        for attribute in told.attributes or []:
            if attribute.name == "emails":
                attribute.required = Required.true
        return told


class Manager(ComplexAttribute):
    """The line manager, by id."""

    value: Annotated[str | None, CaseExact.true] = None
    ref: Reference["User"] | None = Field(  # type: ignore[type-arg]  # by its name
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class EnterpriseUser(Extension):
    """The service, which SCIM calls department, and the line manager."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    department: str | None = None
    manager: Manager | None = None


class GroupMember(ComplexAttribute):
    """Somebody in a group; groups do not stand in groups here."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]  # by its name
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])


class Group(Resource[Any]):
    """A group of the directory."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    members: list[GroupMember] | None = None

    Members: ClassVar[type[ComplexAttribute]] = GroupMember


class CouncilUser(Extension):
    """The last working day, for which SCIM has no word."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:tabard:2.0:User")

    leaves_on: str | None = Field(None, examples=["2031-03-31"])


CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=False),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            name="Token",
            description="A token that an administrator made in Tabard",
            type=AuthenticationScheme.Type.oauthbearertoken,
            primary=True,
        )
    ],
)
# As Microsoft Entra and others write it: what we do not keep is let go by and not refused, what a
# path selects and is not there is made, and a value says what to remove.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
Staff = User[EnterpriseUser | CouncilUser]
PROVIDER = ScimProvider(
    models=[User, EnterpriseUser, CouncilUser, Group],
    resource_types=[
        ResourceType.from_resource(Staff),
        ResourceType.from_resource(Group),
    ],
    config=CONFIG,
    policy=POLICY,
)
