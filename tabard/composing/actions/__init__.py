"""What people do with messages, and with what checks notice about them."""

from tabard.composing.actions.experiments import (
    Plan,
    add_sign,
    approve_experiment,
    change_experiment,
    decline_experiment,
    enter_complaint,
    finish_experiment,
    let_experiment_go_on,
    pause_experiment,
    raise_concern,
    register,
    remind_of_results,
    withdraw_experiment,
)
from tabard.composing.actions.looking import look
from tabard.composing.actions.materials import (
    approve_material,
    decline_material,
    offer,
    withdraw_material,
)
from tabard.composing.actions.messages import (
    approve,
    approve_unopened,
    ask_again,
    give_time,
    send_back,
    submit,
    take_back,
    withdraw,
)
from tabard.composing.actions.notes import answer_note, resolve_note, write_note
from tabard.composing.actions.pictures import (
    SAID_OF_A_PICTURE,
    Brought,
    move_picture,
    remove_picture,
)
from tabard.composing.actions.rota import chase, set_rota
from tabard.composing.actions.suggestions import accept, suggest
from tabard.composing.actions.writing import (
    Draft,
    rewrite,
    save,
    write,
)

__all__ = [
    "SAID_OF_A_PICTURE",
    "Brought",
    "Draft",
    "Plan",
    "accept",
    "add_sign",
    "answer_note",
    "approve",
    "approve_experiment",
    "approve_material",
    "approve_unopened",
    "ask_again",
    "change_experiment",
    "chase",
    "decline_experiment",
    "decline_material",
    "enter_complaint",
    "finish_experiment",
    "give_time",
    "let_experiment_go_on",
    "look",
    "move_picture",
    "offer",
    "pause_experiment",
    "raise_concern",
    "register",
    "remind_of_results",
    "remove_picture",
    "resolve_note",
    "rewrite",
    "save",
    "send_back",
    "set_rota",
    "submit",
    "suggest",
    "take_back",
    "withdraw",
    "withdraw_experiment",
    "withdraw_material",
    "write",
    "write_note",
]
