"""Sign an answer with a passkey: what is asked of the authenticator, and the signature that goes into the ledger."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, UserVerificationRequirement

from tonetop.core.signing import SIGNS, Statement, challenge, is_over
from tonetop.records import authenticators, write
from tonetop.records.doers import holder
from tonetop.records.intake import Entry, Refused
from tonetop.records.ledger import journal
from tonetop.records.ledgered import packed
from tonetop.records.models import Account, Record
from tonetop.records.passkeys import Passkey, spend, wait_for
from tonetop.records.write import Change
from tonetop.work.answer import prepare
from tonetop.work.enrol import demand_signer


@dataclass(frozen=True, slots=True)
class Given:
    """What a browser gave on a domain, and the statement that it was asked to sign, as `Statement.plain` makes it."""

    response: AuthenticationResponse
    statement: dict[str, Any]
    rp: str


def can_sign(account: Account, rp: str) -> bool:
    """Whether an account has a passkey that signs for its person on this domain."""
    return _own(account, rp).exists()


def ask(account: Account, type: str, change: Change, rp: str) -> dict[str, Any]:
    """What the browser needs to have an answer signed (Web Authentication, PublicKeyCredentialRequestOptions).

    type: of the record that is answered; change: the Approval that would be written. Raises Refused.
    """
    there = [authenticators.known(passkey.enrolled()) for passkey in _own(account, rp)]
    if not there:
        raise Refused("you have no passkey to sign with yet; enrol one under signing")
    statement = _statement(type, change.entry, secrets.token_hex(16)).plain()
    if statement["by"] != account.person:
        raise Refused("nobody signs for somebody else")
    asked = challenge(statement)
    options, _ = authenticators.server(rp).authenticate_begin(
        there, UserVerificationRequirement.REQUIRED, challenge=asked
    )
    wait_for(account, asked, statement)
    return dict(options)


def ask_about(account: Account, type: str, ref: str, word: str, rp: str, **more: Any) -> dict[str, Any]:
    """What the browser needs to have this answer signed; options and refusals are those of `answer.prepare`."""
    demand_signer(account)
    return ask(account, type, prepare(account, type, ref, word, **more).changes[0], rp)


def answer_signed(account: Account, given: Given, type: str, ref: str, word: str, **more: Any) -> Record:
    """Write an answer with its signature; gives the Approval. Raises as `answer.answer` and `seal` do."""
    with transaction.atomic():
        prepared = prepare(account, type, ref, word, **more)
        first, *rest = prepared.changes
        made = write.save_all([seal(account, type, first, given), *rest], holder(account))[0]
    if made is None:
        raise Refused("this answer stands already")
    return made


def take(account: Account, assertion: Mapping[str, Any], rp: str) -> Given:
    """What the browser gave (AuthenticationResponseJSON), with the statement that it was asked to sign.

    Its challenge is used up from here on, whatever comes of it: call this outside the transaction of the answer.
    Raises Refused when it is no assertion, or nobody asked for it, or it comes late or twice.
    """
    try:
        response = AuthenticationResponse.from_dict(assertion)
        asked = response.response.client_data.challenge
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("the browser sent no signature; sign again, or answer without signing") from None
    waiting = spend(account, asked)
    if waiting is None or waiting.statement is None:
        raise Refused("the signing took longer than it may, or was used already; sign again")
    return Given(response, waiting.statement, rp)


def seal(account: Account, type: str, change: Change, given: Given) -> Change:
    """The Approval with its signature, to be written by `write.save_all` in the caller's transaction.

    Raises Refused when the answer is not the one that was signed, or the assertion does not hold.
    """
    statement, response = given.statement, given.response.response
    if _statement(type, change.entry, statement["once"]).plain() != statement:
        raise Refused("what was signed is not what is being answered; look at it again and sign anew")
    passkey = _verified(account, given.response, given.rp)
    signature = {
        "algorithm": passkey.algorithm,
        "authenticator_data": base64.b64encode(response.authenticator_data).decode(),
        "client_data": base64.b64encode(response.client_data).decode(),
        "credential": passkey.credential,
        "public_key": passkey.public_key,
        "signature": base64.b64encode(response.signature).decode(),
        "statement": statement,
    }
    if not is_over(signature, given.rp):
        raise Refused("the signature does not hold; sign again")
    values = change.entry.values | {"signed": True}
    return replace(change, entry=replace(change.entry, values=values), signature=signature)


def _verified(account: Account, given: AuthenticationResponse, rp: str) -> Passkey:
    """The passkey that made an assertion, which holds. Raises Refused."""
    own = {passkey.credential: passkey for passkey in _own(account, rp)}
    known = [authenticators.known(passkey.enrolled()) for passkey in own.values()]
    asked = websafe_encode(given.response.client_data.challenge)
    state = {"challenge": asked, "user_verification": UserVerificationRequirement.REQUIRED}
    try:
        authenticators.server(rp).authenticate_complete(state, known, given)
    except ValueError as error:
        raise Refused(
            f"the signature does not hold: {str(error)[:1].lower()}{str(error)[1:].rstrip('.')}"
        ) from None
    return own[websafe_encode(given.raw_id)]


def _own(account: Account, rp: str) -> Any:
    return Passkey.objects.filter(account=account, person=account.person or None, rp=rp)


def _statement(type: str, entry: Entry, once: str) -> Statement:
    if entry.type != SIGNS:
        raise Refused(f"answers are signed, and {entry.type} is none")
    values, (ref,) = entry.values, entry.values["about"]
    return Statement(
        type=type,
        ref=ref,
        version=packed(values.get("version")),
        sha256=values.get("sha256"),
        answer=values["answer"],
        by=values["answered_by"],
        rank=values.get("rank"),
        on=values["answered_on"],
        organisation=journal.head(connection).organisation,
        once=once,
    )
