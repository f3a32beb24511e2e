"""What ties a chat message to others: the names of its family, and the messages that it names."""

from collections.abc import Iterator

from sdc_core.records import Record
from sdc_core.sources.sillytavern.messages import SHORT_KEY
from sdc_core.sources.sillytavern.states import contents


def ties(record: Record) -> Iterator[str]:
    """Two messages without a common name never meet in `prefer`, `settle` or `group`.

    `settle` finds a message by the key of any of its states and by the message it follows.
    """
    yield record.key[:SHORT_KEY]
    for _, fields in contents(record):
        yield from fields["chat"]["family"]
        yield fields["message_key"][:SHORT_KEY]
        if fields["after"]:
            yield fields["after"]
