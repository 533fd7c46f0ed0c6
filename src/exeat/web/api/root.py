"""The API put together: routers, sign-in, and how refusals are answered."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation

from exeat.web.api import (
    accounts,
    agencies,
    alerts,
    appeals,
    applications,
    classification,
    committee,
    customs,
    decisions,
    delegations,
    denials,
    exporters,
    foreign,
    general,
    in_bulk,
    inspection,
    inspection_files,
    intake,
    licences,
    lists,
    mentions,
    obligations,
    offers,
    people,
    plans,
    policy,
    previews,
    programme,
    records,
    replies,
    returns,
    reviews,
    scrutiny,
    search,
    setup,
    tokens,
    trust,
)
from exeat.web.api.security import SIGNED_IN
from exeat.web.errors import Invalid, NotPermitted

DESCRIPTION = """Everything that the pages do, for programs. A token acts as its owner, under the same rules.

Amounts are decimals in strings, dates ISO 8601, countries ISO 3166-1 alpha-2. A request that is refused changes
nothing: 403 says that the person may not, 409 that the moment is wrong, 422 which fields cannot be used."""


class Api(NinjaAPI):
    """Operations are known by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(title="Exeat", version=version("exeat"), description=DESCRIPTION, auth=SIGNED_IN, docs_url=None)
for _prefix, _subject in (
    ("", tokens),
    ("", trust),
    ("/users", accounts),
    ("/setup", setup),
    ("/delegations", delegations),
    ("", exporters),
    ("/cases", applications),
    ("/cases", intake),
    ("/cases", reviews),
    ("/cases", agencies),
    ("/mentions", mentions),
    ("/cases", decisions),
    ("/cases", previews),
    ("/licences", licences),
    ("", customs),
    ("", obligations),
    ("", general),
    ("", lists),
    ("", classification),
    ("/alerts", alerts),
    ("", denials),
    ("", committee),
    ("/cases", appeals),
    ("", scrutiny),
    ("", search),
    ("/in-bulk", in_bulk),
    ("", inspection),
    ("", inspection_files),
    ("", people),
    ("", plans),
    ("", offers),
    ("", replies),
    ("", returns),
    ("", programme),
    ("/policy", policy),
    ("/foreign-records", foreign),
    ("", records),
):
    _tag = _subject.__name__.rpartition(".")[2]
    api.add_router(_prefix, _subject.router, tags=[_tag])

Handler = Callable[[HttpRequest, Any], HttpResponse]


def _answering(kind: type[Exception]) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        api.add_exception_handler(kind, handler)
        return handler

    return register


@_answering(NotPermitted)
def _refused(request: HttpRequest, refusal: NotPermitted) -> HttpResponse:
    reasons = [{"code": reason.code, "message": reason.message} for reason in refusal.refusals]
    return api.create_response(request, {"refusals": reasons}, status=403 if refusal.forbidden else 409)


@_answering(Invalid)
def _invalid(request: HttpRequest, refusal: Invalid) -> HttpResponse:
    return api.create_response(request, {"errors": refusal.errors}, status=422)


@_answering(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = {_path(fault["loc"]): fault["msg"] for fault in error.errors}
    return api.create_response(request, {"errors": errors}, status=422)


def _path(location: tuple[str | int, ...]) -> str:
    """Where a fault is, as the application's own faults say it: `items[0].quantity`."""
    places = location[1:]
    if places and places[0] in ("body", "paging", "sought"):  # the parameter of the function, unknown to the caller
        places = places[1:]
    return "".join(f"[{place}]" if isinstance(place, int) else f".{place}" for place in places).lstrip(".")


@_answering(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"message": "there is nothing here, or nothing that you may see"}, status=404)


@_answering(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = api.create_response(request, {"message": "sign in, or send a token that is still valid"}, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@_answering(HttpError)
def _failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:  # a browser's request without the token that pages carry
        reasons = [{"code": "csrf", "message": "send the X-CSRFToken header with a session"}]
        return api.create_response(request, {"refusals": reasons}, status=403)
    return api.create_response(request, {"message": str(error)}, status=error.status_code)
