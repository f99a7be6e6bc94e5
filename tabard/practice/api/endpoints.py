"""What a client can ask of the network."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from tabard.common.rules import Refused
from tabard.connectors.links import links_in
from tabard.practice import queries, rules, work
from tabard.practice.api import bodies
from tabard.practice.api.problems import ProblemError, endpoint
from tabard.practice.models import (
    MOST_BYTES_OF_PICTURE,
    MediaType,
    PracticeAccount,
    PracticePost,
)

POSTS_ON_A_PAGE = 40


@endpoint("GET")
def me(_request: HttpRequest, account: PracticeAccount) -> HttpResponse:
    """Say whose token this is."""
    return JsonResponse(
        {
            "id": account.stable_id,
            "handle": account.handle,
            "name": account.name,
            "url": account.url,
        }
    )


@endpoint("DELETE")
def token(_request: HttpRequest, account: PracticeAccount) -> HttpResponse:
    """Forget the token with which this was asked."""
    work.forget_token(account)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@endpoint("GET", "PUT", "DELETE")
def posts(request: HttpRequest, account: PracticeAccount, key: str) -> HttpResponse:
    """Show, publish or take down the post with this key."""
    _accept(rules.may_be_key(key))
    if request.method == "PUT":
        return _publish(request, account, key)
    if request.method == "DELETE":
        work.take_down(account, key)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _show(account, key)


@endpoint("GET")
def said(request: HttpRequest, account: PracticeAccount) -> HttpResponse:
    """List what the account said and has not taken down, newest first, from a place on."""
    before = request.GET.get("before", "")
    if before and not before.isdecimal():
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "“before” is as it was given.")
    found = queries.said_by(account, before=int(before) if before else None)
    page = list(found[:POSTS_ON_A_PAGE])
    older = str(page[-1].pk) if len(page) == POSTS_ON_A_PAGE else None
    shown = [{**_as_shown(post), "created_at": post.created_at.isoformat()} for post in page]
    return JsonResponse({"posts": shown, "before": older})


def _publish(request: HttpRequest, account: PracticeAccount, key: str) -> HttpResponse:
    draft = bodies.draft(request)
    _accept(rules.may_publish(draft, now=timezone.now()))
    post, is_new = work.publish(account, key, draft)
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return JsonResponse({"id": post.key, "url": post.url}, status=status)


def _show(account: PracticeAccount, key: str) -> HttpResponse:
    post = queries.live_posts().filter(account=account, key=key).first()
    if post is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "There is no post with this key.")
    return JsonResponse(_as_shown(post))


def _as_shown(post: PracticePost) -> dict[str, object]:
    return {
        "id": post.key,
        "url": post.url,
        "words": post.words,
        "links": list(links_in(post.words)),
        "pictures": [{"sha256": one.upload.sha256, "alt": one.alt} for one in post.pictures.all()],
        "answers": post.answers.key if post.answers else None,
    }


@endpoint("POST")
def pictures(request: HttpRequest, account: PracticeAccount) -> HttpResponse:
    """Take a picture that a post is to show."""
    if request.content_type not in MediaType.values:
        wanted = ", ".join(MediaType.values)
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send one of {wanted}.")
    media_type = MediaType(request.content_type)
    content = bodies.body(request, most=MOST_BYTES_OF_PICTURE)
    _accept(rules.may_be_kept(content, media_type))
    upload = work.keep_picture(account, content, media_type=media_type)
    return JsonResponse({"sha256": upload.sha256}, status=HTTPStatus.CREATED)


def _accept(refusal: Refused | None) -> None:
    if refusal is not None:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, refusal.why)
