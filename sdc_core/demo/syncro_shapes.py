"""Customers, contacts and users in the shape of Syncro's API."""

from datetime import datetime, timedelta
from typing import Any

from sdc_core.demo.world import ZONE, Contact, Customer, Technician, World

ACCOUNT_ID = 8_101


def local_time(moment: datetime) -> str:
    """A moment as the API writes it: the account's zone with offset and milliseconds."""
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")


def customer_shape(customer: Customer, world: World) -> dict[str, Any]:
    """One customer with its contacts; a given alias stands as `fullname`."""
    first, _, last = customer.person.partition(" ")
    both = " - ".join(filter(None, (customer.name, customer.person)))
    created = world.horizon - timedelta(days=900 - customer.id % 300)
    person = customer.contacts[0] if customer.contacts else None
    changed = world.renamed_at if customer.former else created
    return {
        "id": customer.id,
        "firstname": first or None,
        "lastname": last or None,
        "fullname": customer.alias or customer.person or None,
        "business_name": customer.name,
        "email": person.email if person else None,
        "phone": person.phone if person else None,
        "mobile": None,
        "created_at": local_time(created),
        "updated_at": local_time(changed),
        "pdf_url": None,
        "address": f"{customer.id % 900 + 10} Main Street",
        "address_2": None,
        "city": customer.city,
        "state": "NY",
        "zip": None,
        "latitude": None,
        "longitude": None,
        "notes": None,
        "get_sms": False,
        "opt_out": False,
        "disabled": customer.is_disabled,
        "no_email": False,
        "location_name": None,
        "location_id": None,
        "properties": {},
        "online_profile_url": f"https://demo.example/my_profile/v2/index?portal_key=demo{customer.id}",
        "tax_rate_id": None,
        "notification_email": None,
        "invoice_cc_emails": None,
        "invoice_term_id": None,
        "referred_by": None,
        "ref_customer_id": None,
        "business_and_full_name": both,
        "business_then_name": customer.shown_name,
        "contacts": [contact_shape(p, customer, world) for p in customer.contacts],
    }


def contact_shape(contact: Contact, customer: Customer, world: World) -> dict[str, Any]:
    """One contact."""
    created = local_time(world.horizon - timedelta(days=880 - contact.id % 300))
    return {
        "id": contact.id,
        "name": contact.name,
        "address1": None,
        "address2": None,
        "city": None,
        "state": None,
        "zip": None,
        "email": contact.email,
        "phone": contact.phone,
        "mobile": None,
        "latitude": None,
        "longitude": None,
        "customer_id": customer.id,
        "account_id": ACCOUNT_ID,
        "notes": None,
        "created_at": created,
        "updated_at": created,
        "vendor_id": None,
        "properties": {},
        "opt_out": False,
        "extension": None,
    }


def user_shape(technician: Technician) -> dict[str, Any]:
    """The user of a ticket; the key `admin?` is as recorded."""
    return {
        "id": technician.syncro_user_id,
        "email": technician.email,
        "full_name": technician.name,
        "created_at": "2019-11-04T09:54:51.081-05:00",
        "updated_at": "2019-11-04T09:54:51.081-05:00",
        "group": "Technicians",
        "admin?": False,
        "color": "1e3e96",
    }
