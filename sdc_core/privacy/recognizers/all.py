"""All recognisers that need no model, in one place."""

from sdc_core.privacy.base import Finder
from sdc_core.privacy.recognizers.addresses import AddressRecognizer
from sdc_core.privacy.recognizers.blocks import BlockRecognizer
from sdc_core.privacy.recognizers.cards import CARDS
from sdc_core.privacy.recognizers.credentials import CredentialRecognizer
from sdc_core.privacy.recognizers.enumerations import EnumerationRecognizer
from sdc_core.privacy.recognizers.hosts import HostRecognizer
from sdc_core.privacy.recognizers.ids import IDS
from sdc_core.privacy.recognizers.ips import IPS
from sdc_core.privacy.recognizers.macs import MACS
from sdc_core.privacy.recognizers.mails import MAILS
from sdc_core.privacy.recognizers.organisations import OrganisationRecognizer
from sdc_core.privacy.recognizers.persons import PersonRecognizer
from sdc_core.privacy.recognizers.phones import PhoneRecognizer
from sdc_core.privacy.recognizers.urls import DomainRecognizer
from sdc_core.privacy.recognizers.users import USERS


def make_recognizers(phone_region: str = "US") -> tuple[Finder, ...]:
    """Each kind once; the order means nothing."""
    return (
        CredentialRecognizer(),
        *MAILS,
        DomainRecognizer(),
        *IPS,
        *MACS,
        *CARDS,
        *IDS,
        PhoneRecognizer(phone_region),
        HostRecognizer(),
        *USERS,
        AddressRecognizer(),
        PersonRecognizer(),
        EnumerationRecognizer(),
        OrganisationRecognizer(),
        BlockRecognizer(),
    )
