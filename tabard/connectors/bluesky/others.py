"""What an account on an AT Protocol server can do with other accounts."""

from collections.abc import Generator

from tabard.common.http import Client
from tabard.connectors.api import Followed, Hearing, Home, Label, Named, Profile, Verification
from tabard.connectors.bluesky import follows, labels, stream, verifying
from tabard.connectors.bluesky.session import Access


class WithOthers:
    """Follows, reads and verifies others, and is told what others say of it."""

    _session: Access
    _http: Client

    def listen(self, after: str | None = None) -> Generator[Hearing, None, None]:
        """Give what is said to the account or of it, as it is written."""
        return stream.listen(self._session, self._http, after)

    def find(self, named: Named) -> Profile | None:
        """Find an account by its DID or handle."""
        return follows.find(self._session, named)

    def follow(self, whom: Profile) -> None:
        """Write that the account follows another."""
        follows.follow(self._session, whom)

    def unfollow(self, whom: Profile) -> None:
        """Delete what says so."""
        follows.unfollow(self._session, whom)

    def followed(self, before: str | None = None) -> Followed:
        """Give whom the account follows, as Bluesky's view of all servers knows them."""
        return follows.followed(self._session, before)

    def home(self, before: str | None = None) -> Home:
        """Give what the followed accounts say themselves."""
        return follows.home(self._session, before)

    def labels(self, network_id: str | None = None) -> tuple[Label, ...]:
        """Give the warnings on a post, or else those on the account itself."""
        return labels.labels(self._session, network_id)

    def verify(self, whom: Profile) -> Verification:
        """Say in public that an account is who it says it is."""
        return verifying.verify(self._session, whom)

    def unverify(self, network_id: str) -> None:
        """Take that back."""
        verifying.unverify(self._session, network_id)

    def verifications(self) -> tuple[Verification, ...]:
        """Give of whom the account says so."""
        return verifying.verifications(self._session)
