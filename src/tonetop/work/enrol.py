"""Enrol a passkey to sign with, and remove one; the ledger tells of both."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from fido2.utils import websafe_encode
from fido2.webauthn import (
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tonetop.records import authenticators, clock
from tonetop.records.doers import holder
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.passkeys import Passkey, spend, wait_for
from tonetop.records.write import By
from tonetop.work.permission import KEEP_ACCOUNTS, SIGN, Forbidden, demand, may

NAMED = "Passkey"
MOST = 10


def passkeys(account: Account) -> list[Passkey]:
    """The passkeys that an account enrolled, the oldest first."""
    return list(Passkey.objects.filter(account=account))


def of_others(account: Account) -> list[Passkey]:
    """The passkeys of everybody else, for an administrator, who may remove them; none for anybody else."""
    if not may(account, KEEP_ACCOUNTS):
        return []
    return list(Passkey.objects.exclude(account=account).select_related("account"))


def offer(account: Account, rp: str, password: str = "") -> dict[str, Any]:
    """What the browser needs to make a passkey for a domain (Web Authentication, PublicKeyCredentialCreationOptions).

    password: of the account, if it has one, so that a screen that somebody left enrols nothing. Raises Refused for a
    wrong one, Forbidden for an account that is no person of the register: nobody could be named as the signer.
    """
    demand_signer(account)
    if account.has_usable_password() and not account.check_password(password):
        raise Refused("the password is not yours; write it again")
    there = passkeys(account)
    if len(there) >= MOST:
        raise Refused(f"there are {MOST} passkeys already; remove one that is not used any more")
    challenge = secrets.token_bytes(32)
    user = PublicKeyCredentialUserEntity(
        id=f"tonetop signs {account.pk}".encode(),
        name=account.email or account.username,
        display_name=str(account),
    )
    options, _ = authenticators.server(rp).register_begin(
        user,
        [authenticators.known(passkey.enrolled()) for passkey in there],
        ResidentKeyRequirement.PREFERRED,
        UserVerificationRequirement.REQUIRED,
        challenge=challenge,
    )
    wait_for(account, challenge)
    return dict(options)


def enrol(account: Account, credential: Mapping[str, Any], name: str, rp: str) -> Passkey:
    """Take in the passkey that the browser made. Raises Forbidden, Refused."""
    demand_signer(account)
    try:
        made = RegistrationResponse.from_dict(credential)
        challenge = made.response.client_data.challenge
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(
            "the browser sent no passkey; this needs JavaScript, and a browser that knows them"
        ) from None
    if spend(account, challenge) is None:
        raise Refused("this took longer than it may, or was done already; try again")
    state = {
        "challenge": websafe_encode(challenge),
        "user_verification": UserVerificationRequirement.REQUIRED,
    }
    try:
        data = authenticators.server(rp).register_complete(state, made).credential_data
        if data is None:
            raise ValueError("no credential came with it")
        algorithm, public = authenticators.key_of(data)
    except ValueError as error:
        raise Refused(
            f"the passkey was not taken: {str(error)[:1].lower()}{str(error)[1:].rstrip('.')}"
        ) from None
    passkey = Passkey(
        account=account,
        person=account.person,
        credential=websafe_encode(data.credential_id),
        algorithm=algorithm,
        public_key=public,
        rp=rp,
        name=name.strip()[:100] or NAMED,
        enrolled_on=clock.today(),
    )
    return _kept(account, passkey)


def remove(account: Account, number: int) -> Passkey:
    """Let a passkey sign no more; what it signed stays signed. One's own, or as administrator anybody's.

    Raises Forbidden.
    """
    with transaction.atomic():
        found = Passkey.objects.filter(pk=number).select_related("account").first()
        if found is None or (found.account_id != account.pk and not may(account, KEEP_ACCOUNTS)):
            raise Forbidden("this is no passkey of yours; only an administrator removes those of others")
        found.delete()
        told = {"credential": found.credential}
        tell("Account", str(found.account_id), "account.passkey-removed", told, _by(account))
    return found


def _kept(account: Account, passkey: Passkey) -> Passkey:
    with transaction.atomic():
        if Passkey.objects.filter(credential=passkey.credential).exists():
            raise Refused("this passkey is enrolled already")
        passkey.save()
        told = passkey.enrolled().plain()
        tell("Account", str(account.pk), "account.passkey-enrolled", told, _by(account))
    return passkey


def _by(account: Account) -> By:
    return holder(account)


def demand_signer(account: Account) -> None:
    """Raises Forbidden for a guest, and for an account that is no person of the register."""
    demand(account, SIGN)
    if not account.person:
        raise Forbidden("your account is no person of the register; ask an administrator to name who you are")
