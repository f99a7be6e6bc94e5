"""What entries of every step say, but for those of accounts and posts."""

# What every kind of entry says. {by} is whoever did it, {author_s} is "your" or "Ada Lovelace's",
# {because} the reason if one was given, and a full stop; {post} is "post 12", or the post's words.
STEPS = {
    "application made": "{by} applied to be accredited.",
    "application made again": "{by} changed an application and made it again.",
    "application withdrawn": "{by} withdrew an application to be accredited.",
    "application dropped": "{applicant_s} application was dropped, because they have left.",
    "application endorsed": "{by} endorsed {applicant_s} application to be accredited.",
    "application endorsed for somebody": "{by} endorsed {applicant_s} application to be accredited "
    "on behalf of {manager}.",
    "application taken up again": "{applicant_s} application is with the line manager as before.",
    "endorsed application taken up again": "{applicant_s} application is with the programme team "
    "as before.",
    "sent back application taken up again": "{applicant_s} application is sent back as before.",
    "appeal taken up again": "{applicant_s} appeal waits to be heard as before.",
    "application not taken up again": "{applicant_s} earlier application stays taken back, as "
    "there is another one or they have left.",
    "name not kept again": "The handle {handle} on {network}, which {applicant_s} application asks "
    "for, could not be kept: a colleague has asked for it, or for one like it, meanwhile.",
    "application sent back": "{by} sent back {applicant_s} application{because}",
    "application declined": "{by} declined {applicant_s} application{because}",
    "application appealed": "{by} appealed against the answer to an application{because}",
    "answer upheld": "{by} heard {applicant_s} appeal and left the answer as it was{because}",
    "answer overturned": "{by} heard {applicant_s} appeal and gave another answer{because}",
    "answer overturned for later": "{by} heard {applicant_s} appeal and gave another answer, which "
    "the programme team carries out once {applicant} is prepared{because}",
    "application waits": "{applicant_s} application has waited for {how_many} days.",
    "application waits for the manager": "{applicant_s} application has waited for the line "
    "manager for {how_many} days.",
    "application waits for the panel": "{applicant_s} application has waited for the programme "
    "team for {how_many} days.",
    "application waits for its applicant": "{applicant_s} application was sent back and has waited "
    "to be changed for {how_many} days.",
    "draft waits": "{person} has written something and not sent it yet.",
    "accredited": "{by} accredited {applicant} until {until}{because}",
    "accreditation suspended": "{by} suspended {person_s} accreditation{because}",
    "suspension told": "{by} told {person} of the suspension{because}",
    "suspension read": "{by} read that the accreditation is suspended.",
    "suspension looked at again": "{by} looked at {person_s} suspension, which goes on until it is "
    "looked at again by {review_on}{because}",
    "suspension side said": "{by} said their side of the suspension{because}",
    "suspension appealed": "{by} asked that somebody else looks at the suspension again.",
    "suspension waits for another": "{person} still waits for somebody else to look at the "
    "suspension again.",
    "suspension without a hearer": "Nobody who is here can look at {person_s} suspension again: "
    "all on the programme team and in oversight suspended them, are in their line of management, "
    "or are away. Ask an administrator to give somebody else the role.",
    "suspension upheld": "{by} looked at {person_s} suspension as somebody else, and upheld it "
    "until it is looked at again by {review_on}{because}",
    "suspension overturned": "{by} looked at {person_s} suspension as somebody else, and ended it"
    "{because}",
    "suspension not told": "Nobody has noted that {person} was told of the suspension.",
    "suspension not read": "{person} has not said that they read of the suspension.",
    "suspension review overdue": "{person_s} suspension was to be looked at again by {review_on}.",
    "accreditation resumed": "{by} put {person_s} accreditation in force again.",
    "access locked": "No access to an account speaks for {person} until the suspension ends.",
    "access unlocked": "Access to accounts speaks for {person} again.",
    "evidence added": "Evidence about {person}: {seen}.",
    "move proposed": "The rules of the ladder propose to move {person} from “{before}” to “{after}”"
    "{because}",
    "rung stays": "{person_s} rung “{rung}” was looked at and stays right. It is looked at next "
    "on {review_on}.",
    "proposal followed": "{by} followed the proposal to move {person} on the ladder.",
    "proposal set aside": "{by} left {person} on the rung where they stand{because}",
    "proposal overtaken": "The proposal to move {person} on the ladder no longer fits.",
    "moved on the ladder": "{by} moved {person} from “{before}” to “{after}”{because}",
    "move appealed": "{by} appealed against a move on the ladder{because}",
    "move overturned": "{by} overturned a move of {person} on the ladder after an appeal{because}",
    "move appeal dropped": "{person_s} appeal against a move was dropped, because they have left.",
    "move upheld": "{by} upheld a move of {person} on the ladder after an appeal{because}",
    "renewal opened": "{person_s} accreditation, which runs until {until}, can be renewed now.",
    "renewal begun": "{by} began to renew the accreditation.",
    "renewal reminder": "{person_s} accreditation runs until {until} and is not renewed yet.",
    "renewal sent": "{by} looked back, and asks for the accreditation to be renewed.",
    "renewal sent back": "{by} sent back {person_s} renewal{because}",
    "renewal looked at": "{by} looks at {person_s} renewal before it is agreed to{because}",
    "renewal endorsed": "{by} endorsed {person} again, and the programme team is asked to look at "
    "the renewal{because}",
    "renewal endorsed for somebody": "{by} endorsed {person} again on behalf of {manager}, and the "
    "programme team is asked to look at the renewal{because}",
    "renewal waits": "{person_s} renewal has waited for {how_many} days.",
    "renewal given up": "{by} does not want the accreditation renewed.",
    "renewal overtaken": "{person_s} renewal is overtaken by what became of the accreditation.",
    "accreditation renewed": "{by} renewed {person_s} accreditation until {until}.",
    "accreditation renewed for somebody": "{by} renewed {person_s} accreditation until {until} on "
    "behalf of {manager}.",
    "accreditation ran out": "{person_s} accreditation ran out on {until} and is not renewed yet. "
    "Posts are checked before they go until it is.",
    "accreditation put off": "The end of {person_s} accreditation was put off until {until}.",
    "accreditation rests": "{person_s} accreditation is at rest.",
    "accreditation taken up again": "{person_s} accreditation is in force as before.",
    "accreditation suspended as before": "{person_s} accreditation is suspended as before.",
    "accreditation ended": "{by} ended {person_s} accreditation{because}",
    "course loaded": "The course “{course}”, version {version}, was loaded.",
    "course offered": "The course “{course}” is offered again.",
    "course taken out": "The course “{course}” is not offered any more.",
    "scenario loaded": "The practice scenario “{scenario}”, version {version}, was loaded.",
    "scenario offered": "The practice scenario “{scenario}” is offered again.",
    "scenario taken out": "The practice scenario “{scenario}” is not offered any more.",
    "scenario passed": "{by} passed the practice scenario “{scenario}”.",
    "assessment passed": "{by} passed the assessment of the course “{course}”, version {version}. "
    "The certificate is valid until {until}.",
    "assessment handed in": "{by} handed in an assessment or a pre-test of the course “{course}”.",
    "certificate runs out": "A certificate of the course “{course}” runs out on {until}. After it "
    "posts are checked before they go, until it is renewed.",
    "certificate ran out": "A certificate of the course “{course}” ran out on {until}. Posts are "
    "checked before they go, until it is renewed.",
    "code draft begun": "{by} began to write the next version of the code of practice.",
    "code draft changed": "{by} changed the draft of the code of practice.",
    "code draft thrown away": "{by} threw the draft of the code of practice away.",
    "code published": "Version {number} of the code of practice was published, to be agreed to by "
    "{agree_by}{because}",
    "code to be agreed to": "There is a new version of the code of practice, number {number}. "
    "It is to be agreed to by {agree_by}.",
    "code reminder": "Version {number} of the code of practice is to be agreed to by {agree_by}. "
    "The posts of whoever has not agreed by then are checked before they go.",
    "code deadline over": "The time to agree to version {number} of the code of practice was over "
    "on {agree_by}. The posts of whoever has not agreed are checked before they go.",
    "code agreed to": "{by} agreed to version {number} of the code of practice.",
    "arrangement made": "{by} arranged something for {person_s} assessments, until {until}.",
    "answers entered": "{by} entered {person_s} answers to an assessment of the course “{course}”, "
    "with them.",
    "arrangement ended": "{by} ended what was arranged for {person_s} assessments.",
    "sign-on matched": "The council's sign-on was matched with {person}, by {way}.",
    "sign-on connected": "{by} connected the council's sign-on.",
    "sign-on disconnected": "{by} gave up the council's sign-on.",
    "roles taken from groups": "The council's directory changed {person_s} roles. "
    "Given: {gained}. Taken: {lost}.",
    "roles withheld": "{person} would have gained roles by what they set up themselves: {roles}. "
    "Tabard did not give them. Another administrator can, by hand.",
    "second step added": "{by} set up a second step at sign-in: {way}.",
    "second step removed": "{by} removed a second step at sign-in: {way}.",
    "second step taken away": "{by} removed {person_s} second step, which is to be set up anew.",
    "signed out by somebody": "{by} signed {person} out everywhere.",
    "address released": "{by} does not know {person} any more, who had the address {before}.",
    "sign-in address changed": "{by} changed the e-mail address with which {person} signs in.",
    "token without maker": "{person} let the system “{token}” in, and is no administrator "
    "any more.",
    "recovery codes made anew": "{by} made other recovery codes.",
    "recovery code used": "{by} used a recovery code; {left} are left.",
    "password set": "{by} chose another password.",
    "password link asked for": "{by} had a link sent to {person}, to set a password.",
    "password link wanted": "Somebody asked at the sign-in page for a link for {person} to set a "
    "password.",
    "invitation asked for": "{by} had {person} invited.",
    "invitations asked for": "{by} had everybody invited who never signed in: {how_many}.",
    "person invited": "{by} invited {person} to sign in.",
    "invitation sent": "{person} was sent an invitation.",
    "password link sent": "{person} was sent a link to set a password.",
    "password link made": "A link for {person} to set a password was made on the server.",
    "session ended": "{by} signed out in one place.",
    "practice account opened": "{by} opened @{handle} on the practice network.",
    "practice account passed on": "{by} took over @{handle} on the practice network.",
    "practice token renewed": "{by} asked for a new token of a practice account.",
    "setting changed": "{by} set “{setting}” to “{after}”, which was “{before}”.",
    "guarded setting changed": "{by} set “{setting}” to “{after}”, which was “{before}”. It "
    "decides who comes in, or with which roles.",
    "guarded setting put back": "{by} put “{setting}” back to its default. It decides who comes "
    "in, or with which roles.",
    "setting put back": "{by} put “{setting}” back to its default.",
    "days entered": "{by} entered “{name}” from {first_day} to {last_day}.",
    "days changed": "{by} changed “{name}”, from {first_day} to {last_day} now.",
    "days taken out": "{by} took out “{name}” from {first_day} to {last_day}.",
    "council entered": "{name} was entered, with the domain {domain}.",
    "council changed": "{by} changed the council to {after}, which was {before}.",
    "person entered": "{by} entered {person} as a member of staff.",
    "person changed": "{by} changed what is known of {person}: “{after}”, which was “{before}”.",
    "roles changed": "{by} changed {person_s} roles to {after}; before: {before}.",
    "staff file uploaded": "{by} uploaded the file of staff “{file}”.",
    "staff file checked": "{by} had the file of staff “{file}” checked.",
    "staff import begun": "{by} had the file of staff “{file}” applied. Of people who get a last "
    "working day by it there are {leaving}.",
    "staff file forgotten": "What stood in the file of staff “{file}” was forgotten after "
    "{days} days.",
    "staff import dropped": "{by} dropped the file of staff “{file}”.",
    "staff imported": "Staff were imported from “{file}”: {added} added, {changed} changed, "
    "{refused} refused.",
    "secrets wrapped anew": "Whoever runs the server had {how_many} secrets wrapped with another "
    "key.",
    "developer application set up": "{by} entered what {network} knows the council's software by: "
    "{client_id}.",
    "developer application removed": "{by} removed what {network} knew the council's software by: "
    "{client_id}.",
    "token made": "{by} let the system “{token}” in until {until}. It may: {scopes}.",
    "token ended": "{by} let the system “{token}” in no more.",
    "group changed": "{by} told of the group “{group}”, of {members}.",
    "group dropped": "{by} dropped the group “{group}”.",
    "directory let go": "{by} does not know {person} any more.",
    "service added": "{by} added the service “{service}”.",
    "service changed": "{by} changed a service to “{after}”, which was “{before}”.",
    "stand-in named": "{by} named {stands_in} to stand in for {person} from {since} to {last_day}.",
    "stand-in ended": "{stands_in} does not stand in for {person} any more: {by} ended it.",
    "absence entered": "{by} entered that {person} is away from {since}.",
    "absence ended": "{by} entered that {person} is not away any more.",
    "leaving date set": "{person_s} last working day was set to {leaves_on}.",
    "leaving date taken away": "{person_s} leaving date was taken away.",
    "person left": "{person} left the council. The last working day was {leaves_on}.",
    "death noted": "{person} has died. What was theirs rests now, and nothing was deleted.",
    "death taken back": "It was a mistake that {person} has died: {by} took it back{because}",
    "last administrator stays": "{person} was to leave and is the only administrator, so the "
    "sign-in stays open until somebody else is one.",
    "sign-in closed": "{by} closed {person_s} sign-in.",
    "sign-in opened again": "{by} let {person} sign in again.",
    "sessions ended": "{person} was signed out everywhere{because}",
    "e-mails not sent": "The mail server refused e-mails, or could not be reached: {how_many}.",
    "example e-mail asked for": "{by} had an example of an e-mail sent to themselves.",
    "text does not fit": "“{setting}” has places that are not known any more, so the default "
    "text is used.",
    "demonstration council loaded": "The demonstration council was loaded.",
}
