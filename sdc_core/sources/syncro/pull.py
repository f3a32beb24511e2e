"""One crawl of the Syncro API since the last: changed tickets, their comments, and timers.

The mark is the server's clock at the start of the crawl minus an overlap: a ticket that changes
behind the place of reading is met by the next crawl. A mark from the newest `updated_at` would pass
it by. Everything is read or nothing is stored. Once a day recent tickets are read again, once a
week all ids are compared (`cursor` says why); the crawl after the first compares them too, because
a list of many pages may have moved under the first.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sdc_core.errors import NotAuthorizedError, TerminalApiError
from sdc_core.settings import Settings
from sdc_core.sources.base import Pull
from sdc_core.sources.syncro.checkpoint import FOLDER, Checkpoint
from sdc_core.sources.syncro.crawl import Crawl, id_of
from sdc_core.sources.syncro.cursor import MOST_RETRIED, TAIL_LENGTH, Cursor, stamp
from sdc_core.sources.syncro.drift import unknown_fields
from sdc_core.sources.syncro.known import FEWEST_FOR_DOUBT, Known
from sdc_core.sources.syncro.records import SOURCE_NAME
from sdc_core.store.records import RecordStore
from sdc_core.syncro.client import SyncroClient, open_client
from sdc_core.syncro.wire import parse_time

# Timers have no filter by change: those of the last weeks are read again, because they are
# stopped, corrected and charged until the month is invoiced.
TIMER_TAIL = timedelta(days=35)
MOST_NAMED = 10


def pull(settings: Settings, cursor: Mapping[str, Any], now: datetime) -> Pull:
    """What changed since the cursor; all of the account the first time.

    Raises:
        ApiError: One page or one ticket's comments could not be read: nothing may be stored.
        TornError: The record store is damaged.
    """
    with open_client(settings) as client:
        return _Pull(client, settings, Cursor.from_json(cursor), now).run()


class _Pull:
    def __init__(
        self, client: SyncroClient, settings: Settings, before: Cursor, now: datetime
    ) -> None:
        self._client = client
        self._settings = settings
        self._before = before
        self._notes: list[str] = []
        names = self._names()
        # That was the first call: its answer dates the start of the crawl.
        self._started = client.server_date or now
        self._is_first = before.mark is None
        self._has_tail = not self._is_first and before.is_tail_due(self._started)
        self._compares = not self._is_first and before.is_reconcile_due(self._started)
        self._known = Known(RecordStore.of(SOURCE_NAME, root=settings.data_root).load_all())
        account = settings.syncro_api.url() or ""
        cold = self._started - TAIL_LENGTH
        self._checkpoint = Checkpoint(settings.cache_root / FOLDER, account, cold_before=cold)
        self._crawl = Crawl(client, names, self._known, timers_after=self._timers_after())

    def run(self) -> Pull:
        if self._is_first:
            self._checkpoint.load()
            self._crawl.checkpoint = self._checkpoint
        else:
            self._checkpoint.clear()
        try:
            is_calm = self._read_tickets()
        finally:
            self._checkpoint.flush()
        for ticket_id in sorted(set(self._before.retry) - self._crawl.read):
            self._crawl.read_by_id(ticket_id)
        self._read_timers()
        self._tell()
        return Pull(
            records=list(self._crawl.records.values()),
            errors=self._crawl.errors,
            cursor=self._after(is_calm=is_calm).to_json(),
            notes=self._notes,
        )

    def _names(self) -> dict[int, str]:
        """Names of users by id; a key that may not list them still reads tickets."""
        try:
            return self._client.users()
        except NotAuthorizedError as error:
            self._notes.append(f"authors known by user id only stay unnamed: {error}")
            return {}

    def _read_tickets(self) -> bool:
        """Whether the list stood still; else a row may have been hidden on every pass."""
        listing = self._client.listing("/tickets", self._ticket_filter(), "tickets")
        for row in listing.rows:
            if not self._compares or self._is_wanted(row):
                self._crawl.read_ticket(row)
        if self._compares:
            self._find_gone({i for row in listing.rows if (i := id_of(row)) is not None})
        return listing.is_calm

    def _ticket_filter(self) -> dict[str, str | int]:
        """By change only: a filter by status would lose the tickets that leave it."""
        since, first = self._since(), self._first_day()
        if self._compares:
            return {}
        if since is not None:
            return {"since_updated_at": stamp(since)}
        return {"created_after": stamp(first)} if first else {}

    def _since(self) -> datetime | None:
        mark = self._before.mark
        return min(mark, self._started - TAIL_LENGTH) if mark and self._has_tail else mark

    def _first_day(self) -> datetime | None:
        days = self._settings.syncro_api.first_crawl_days
        return None if days is None else self._started - timedelta(days=days)

    def _is_wanted(self, row: Any) -> bool:
        """Of all tickets: the changed ones, and those whose state is not the stored one."""
        ticket_id = id_of(row)
        try:
            updated, created = parse_time(row["updated_at"]), parse_time(row["created_at"])
        except (AttributeError, KeyError, TypeError, ValueError):
            return True
        since, first = self._since(), self._first_day()
        if ticket_id is None or (since is not None and updated >= since):
            return True
        if self._known.has_ticket(ticket_id):
            said = updated.isoformat(timespec="microseconds")
            return not self._known.is_unchanged(ticket_id, said)
        return first is None or created >= first

    def _find_gone(self, listed: set[int]) -> None:
        """Tickets that the whole list lacks; each is asked for by its id before it counts."""
        known = self._known.tickets()
        absent = known - listed - self._crawl.read
        if len(absent) >= FEWEST_FOR_DOUBT and 2 * len(absent) > len(known):
            self._notes.append(
                f"{len(absent)} of {len(known)} known tickets are not in the list: is this the "
                "same account, and may the key see all tickets? Nothing was marked as gone"
            )
            return
        for ticket_id in sorted(absent):
            self._crawl.check_ticket(ticket_id)

    def _read_timers(self) -> None:
        after = self._timers_after()
        listed = self._crawl.read_timers({"created_at_gt": stamp(after)} if after else {})
        if self._has_tail or self._compares:
            for ticket_id, timers in sorted(self._known.timers_since(after).items()):
                missing = [timer for timer in timers if str(timer.raw["id"]) not in listed]
                self._crawl.check_timers(ticket_id, missing)

    def _timers_after(self) -> datetime | None:
        mark = self._before.mark
        if mark is None or self._compares:
            return self._first_day()
        return mark - TIMER_TAIL

    def _after(self, *, is_calm: bool) -> Cursor:
        """The next cursor; a list that moved to the end is asked from the old mark again."""
        before, started = self._before, self._started
        mark = started - timedelta(minutes=self._settings.syncro_api.overlap_minutes)
        return Cursor(
            mark=mark if is_calm or before.mark is None else before.mark,
            tail=started if self._has_tail or self._is_first else before.tail,
            reconciled=started if self._compares and is_calm else before.reconciled,
            retry=tuple(sorted(self._crawl.retry)[:MOST_RETRIED]),
        )

    def _tell(self) -> None:
        """What a person should know of this crawl."""
        if self._crawl.gone:
            shown = ", ".join(str(i) for i in sorted(self._crawl.gone)[:MOST_NAMED])
            self._notes.append(
                f"{len(self._crawl.gone)} tickets are no longer in Syncro (deleted or merged); "
                f"what was read of them is kept: id {shown}"
            )
        if len(self._crawl.retry) > MOST_RETRIED:
            self._notes.append(
                f"{len(self._crawl.retry)} tickets hold something that could not be read; "
                f"{MOST_RETRIED} of them are tried again at every crawl, the others once a week"
            )
        if self._has_tail or self._is_first:
            self._notes += unknown_fields(self._crawl.records.values())
            self._tell_zone()

    def _tell_zone(self) -> None:
        """Sources without a zone of their own use the account's, which stands in the settings."""
        zone, given = None, self._settings.syncro_api.account_zone
        with suppress(TerminalApiError):
            zone = self._client.account_zone()
        if zone is not None and zone != given:
            stands = "is not set" if given is None else f"is {given!r}"
            self._notes.append(f"syncro_api.account_zone {stands}, the account's zone is {zone!r}")
