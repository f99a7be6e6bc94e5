"""What entries of accounts say: connected, lost, handed over, ended."""

ACCOUNTS = {
    "ticket given": "{person} received leave to connect an account on {network}.",
    "tickets withdrawn": "{person} lost the leave to connect an account{because}",
    "registered with a server": "Tabard became known to {server}, a server of {network}.",
    "account connected": "{by} connected {handle} on {network} as an account of the council.",
    "another handle connected": "{by} connected {handle} on {network}; {agreed} was agreed.",
    "account reconnected": "{by} connected account {account} again.",
    "connection lost": "The network no longer lets us into account {account}{because}",
    "handle changed": "Account {account} goes by another name on {network} now: {handle}.",
    "account in doubt": "Account {account} may not be what it was{because}",
    "adoption proposed": "{by} proposed that {handle} on {network} becomes the council's.",
    "adoption agreed": "{by} agreed that {handle} on {network} becomes the council's.",
    "adoption given more time": "{by} gave more time to connect {handle} on {network}.",
    "adoption sent back": "{by} sent back the proposal to adopt {handle} on {network}{because}",
    "adoption proposed again": "{by} changed the proposal to adopt {handle} on {network}.",
    "adoption waits": "The adoption of {handle} on {network} has waited for {how_many} days.",
    "adoption declined": "{by} declined to adopt {handle} on {network}{because}",
    "adoption dropped": "The proposal to adopt {handle} on {network} was dropped, as somebody whom "
    "it names is not here any more.",
    "adoption withdrawn": "{by} took back the proposal to adopt {handle} on {network}.",
    "account adopted": "{handle} on {network} is the council's now, as was agreed.",
    "older post read back": "A post that account {account} had published on {posted_at} was read "
    "back, to count as the council's.",
    "older posts read back": "The older posts of {handle} were read back: {how_many}.",
    "older posts stopped": "Reading back the older posts of {handle} stopped{because}",
    "older posts taken up": "{by} had the older posts of {handle} read on.",
    "succession asked": "What becomes of account {account} after {person} is to be decided "
    "by {due_on}.",
    "succession waits": "What becomes of account {account} after {person} is still to be decided, "
    "by {due_on}.",
    "succession decided": "{by} decided what becomes of account {account} after {person}: "
    "{outcome}.",
    "farewell to be written": "Residents are to read a farewell of account {account}, from the "
    "account that goes on.",
    "succession carried out": "It was done with account {account} as decided: {outcome}.",
    "succession dropped": "What becomes of account {account} after {person} need not be decided.",
    "account handed over": "{by} handed account {account} from {person} to {colleague}.",
    "successor named": "{by} named where people can go instead of account {account}.",
    "shared account opened": "{by} let {person} connect {name} on {network}.",
    "account presented": "{by} changed how residents meet account {account}: as {name}.",
    "holder added": "{by} let {person} hold account {account}, too.",
    "holding ended": "{by} ended {person_s} hold of account {account}{because}",
    "account ended": "{by} ended the time of account {account} as the council's{because}",
    "account put to rest": "Account {account} is at rest.",
    "account rests no more": "Account {account} rests no more: somebody decided about it.",
    "holding given back": "Account {account} is held by {person} again, as before.",
    "holding not given back": "Account {account} is not held by {person} again{because}",
    "account woken": "Account {account} is the council's as before. {person} connects it again.",
    "access given up": "The access to account {account} was given up{because}",
    "access not ended yet": "The network has not ended our access to {account} yet{because}",
    "access ended": "The access to account {account} is ended{because}",
    "leave not used": "{person} gave leave on {network} and said for no account within the hour, "
    "so it was thrown away{because}",
    "access thrown away": "The access to account {account} was thrown away.",
}
