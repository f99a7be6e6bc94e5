"""The pages on which an author writes: words, accounts, a picture, a time, and how it will look."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tabard.accounts.models import Account
from tabard.accounts.queries import open_to_write
from tabard.accreditation.models import Permission, Reason, WayOut
from tabard.accreditation.queries import permission
from tabard.common.drafts import page_named
from tabard.common.lifecycle import NotNowError
from tabard.common.rules import insist
from tabard.composing import actions, queries, rules
from tabard.composing.forms import MessageForm
from tabard.composing.models import Message, MessageState, changes, parts_of
from tabard.composing.settings import MOST_PARTS
from tabard.composing.views import pictures
from tabard.composing.views.found import begun, number, own
from tabard.composing.views.pictures import Next
from tabard.composing.views.saving import CONFLICT, too_late
from tabard.composing.work import running
from tabard.people.requests import StaffRequest
from tabard.spending.rules import is_within_caps

PAGE = "composing/write.html"
HAD_PLACE = (
    "Your picture told where it was taken. We removed that, and everything else but what it shows."
)
NOTHING_CONNECTED = Reason(
    "You have not connected an account yet.", WayOut("Connect an account", "accounts:mine")
)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: StaffRequest) -> HttpResponse:
    """Begin a message, or say why this person cannot write now and what to do about it."""
    refusal = _closed(request)
    if refusal is not None:
        return refusal
    if request.method == "POST":
        return _keep(request, begun(request))
    again = _again(request)
    form = MessageForm(author=request.user, again=again)
    form.initial["material"] = number(request.GET.get("material", ""))
    if again and "account" in request.GET:
        form.begin_with(request.GET["account"])
    return _show(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, message_id: int) -> HttpResponse:
    """Go on with a message that is being written."""
    message = own(message_id)
    refusal = rules.may_change(request.user, message)
    if refusal and request.method == "POST" and request.user == message.author:
        return too_late(request, message, refusal)
    insist(refusal)
    if request.method == "POST":
        return _keep(request, message)
    return _show(request, MessageForm(author=request.user, message=message), message)


@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """Show how the words will look: as a part of the page, or as the page with all that is kept."""
    message = begun(request)
    if not request.htmx:
        return _keep(request, message)
    form = MessageForm(request.POST, author=request.user, message=message)
    form.is_valid()
    return render(request, f"{PAGE}#seen", _seen(form, message))


@require_POST
def submit(request: StaffRequest, message_id: int) -> HttpResponse:
    """Hand a draft in as it stands, to go or for review, or show what is missing."""
    message = own(message_id)
    insist(rules.may_change(request.user, message))
    held, now, most = open_to_write(request.user), timezone.now(), MOST_PARTS.value
    versions = list(message.versions.select_related("account"))
    missing = (
        rules.may_go(message, versions, message.shown, held, now, most_parts=most)
        or rules.is_within_its_experiment(message)
        or rules.was_not_withdrawn(message.material)
        or is_within_caps(queries.cost_of(message, versions))
        or rules.may_go_with(message.findings.filter(check_name__in=running()))
    )
    if missing is not None:
        messages.warning(request, f"{missing.why.removesuffix('.')}.")
        return redirect("composing:edit", message.pk)
    if request.POST.get("do") == "send":
        return _send(request, message)
    return _ask_for_review(request, message)


@require_POST
def take_back(request: StaffRequest, message_id: int) -> HttpResponse:
    """Take a message out of review to change it."""
    message = actions.take_back(own(message_id), by=request.user)
    messages.success(request, "You have taken your post back. Nobody reviews it now.")
    return redirect("composing:edit", message.pk)


def _again(request: StaffRequest) -> Message | None:
    """Find the earlier message that is to be written again."""
    found = number(request.GET.get("again", ""))
    if found is None:
        return None
    mine = Message.objects.filter(author=request.user, pk=found)
    return mine.prefetch_related("versions__account", "pictures").first()


def _closed(request: StaffRequest) -> HttpResponse | None:
    """Say why somebody cannot write, and what they can do about it."""
    refusal = _stopped(request, permission(request.user))
    if refusal is not None:
        return refusal
    if not open_to_write(request.user).exists():
        return render(request, "composing/closed.html", {"reasons": [NOTHING_CONNECTED]})
    return None


def _stopped(
    request: StaffRequest, allowed: Permission, kept: Message | None = None
) -> HttpResponse | None:
    """Give every reason for which nothing goes, each with its way out, and where the draft is."""
    if not allowed.stops:
        return None
    reasons = [reason for reason in allowed.reasons if reason.stops]
    shown = {"reasons": reasons, "kept": kept}
    return render(request, "composing/closed.html", shown, status=403)


def _keep(request: StaffRequest, message: Message | None) -> HttpResponse:
    """Keep what can be kept, then do what the button says or show what is missing."""
    todo = request.POST.get("do", "")
    form = MessageForm(
        request.POST,
        request.FILES,
        author=request.user,
        message=message,
        to_submit=todo in {"submit", "send"},
    )
    is_whole = form.is_valid()
    if not is_whole and not form.is_worth_keeping:
        return _show(request, form, message)
    if any(one.prepared.had_place for one in form.draft.brought):
        messages.info(request, HAD_PLACE)
    page = page_named(request.POST.get("page", ""))
    try:
        if message is None:
            message = actions.write(form.draft, by=request.user, page=page)
        else:
            seen = request.POST.get("seen", "")
            message = actions.rewrite(message, form.draft, by=request.user, seen=seen, page=page)
    except NotNowError:
        # What is here is shown beside what is saved, and replaces it when it is saved again.
        return _show(request, form, message, is_conflict=True)
    if not is_whole:
        message = own(message.pk)
        return _show(request, form.once_kept(message), message)
    return _next(todo)(request, message)


def _kept(request: StaffRequest, message: Message) -> HttpResponse:
    messages.success(request, "Draft saved. Only you can see it.")
    return redirect("composing:edit", message.pk)


def _previewed(_request: StaffRequest, message: Message) -> HttpResponse:
    return redirect(f"{reverse('composing:edit', args=[message.pk])}#preview")


def _ask_for_review(request: StaffRequest, message: Message) -> HttpResponse:
    return _hand_in(request, message, to_review=True)


def _send(request: StaffRequest, message: Message) -> HttpResponse:
    """Let it go, unless by now its author's posts are checked first."""
    return _hand_in(request, message, to_review=False)


def _hand_in(request: StaffRequest, message: Message, *, to_review: bool) -> HttpResponse:
    accounts = Account.objects.filter(versions__message=message)
    refusal = _stopped(request, permission(request.user, *accounts), message)
    if refusal is not None:
        return refusal
    message = actions.submit(message, by=request.user, to_review=to_review)
    return _handed_in(request, message)


def _handed_in(request: StaffRequest, message: Message) -> HttpResponse:
    if message.state == MessageState.WAITING:
        told = "Sent for review. You hear when a reviewer has decided."
    elif message.due_at is None:
        told = "Sent. Your post goes now."
    else:
        told = "Sent. Your post goes at its time."
    messages.success(request, told)
    return redirect("publishing:post", message.pk)


def _added(_request: StaffRequest, message: Message) -> HttpResponse:
    return redirect(f"{reverse('composing:edit', args=[message.pk])}#pictures")


def _next(todo: str) -> Next:
    """Say what follows once a page is saved, by the button that was pressed."""
    return NEXT.get(todo) or pictures.next_for(todo) or _kept


NEXT: Mapping[str, Next] = {
    "submit": _ask_for_review,
    "send": _send,
    "preview": _previewed,
    "add": _added,
}


def _show(
    request: StaffRequest,
    form: MessageForm,
    message: Message | None = None,
    *,
    is_conflict: bool = False,
) -> HttpResponse:
    allowed = permission(request.user)
    form.say_when(goes_unchecked=allowed.goes_unchecked)
    suggestion = queries.open_suggestion(message)
    shown = {
        "permission": allowed,
        "skips_review": allowed.is_checked_for_its_rung
        and any(one.skips_review for one in form.tries),
        "is_conflict": is_conflict,
        "mentions": queries.mentions(set(form.networks.values())),
        "hashtags": queries.hashtags(),
        "seen": str(message.saves) if message else "",
        "page": page_named(request.POST.get("page", "")),
        "suggestion": suggestion,
        "notes": queries.notes_about(message) if message and message.submitted_at else None,
        "changes": list(changes(suggestion.was, suggestion.words)) if suggestion else [],
        **_seen(form, message),
    }
    return render(request, PAGE, shown, status=CONFLICT if is_conflict else None)


def _seen(form: MessageForm, message: Message | None) -> dict[str, object]:
    """Give how the words in the form will look on the accounts that are chosen there."""
    said, in_parts = form.said_shown, form.in_parts_shown
    rooms = queries.rooms(said.items(), form.words_shown, in_parts)
    posts = [
        (one, parts_of(words, one.network, in_parts) or (words,)) for one, words in said.items()
    ]
    kept = message.findings.all() if message else ()
    links = queries.links_shown(list(said.values()) or [form.words_shown], form.pages)
    return {
        "form": form,
        "noticed": queries.noticed_while_writing(form.noticed, kept, form.because),
        "message": message,
        "links": links,
        "is_reading": any(link.is_being_read for link in links),
        "previews": queries.previews(posts, form.pages, form.pictures_shown),
        "rooms": rooms,
        "over": [room for room in rooms if room.over],
        "bill": form.bill,
        "likenesses": form.material_shown
        and queries.likenesses(
            form.material_shown,
            [form.words_shown, *said.values()],
            besides=message,
            author=form.author,
        ),
        "can_be_split": any(room.can_be_split and (room.over or room.parts) for room in rooms),
    }
