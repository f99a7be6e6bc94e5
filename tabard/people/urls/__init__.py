"""How staff sign in and keep their sign-in safe: the few views of allauth that are in use."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from tabard.common.confirming import confirmed
from tabard.people import forms
from tabard.people.links import can_email
from tabard.people.settings import asks_second_step, takes_passwords
from tabard.people.sign_on import offered
from tabard.people.views import confirming, passkeys, passwords, sessions, sign_on

sign_in = account.LoginView.as_view(
    form_class=forms.SignInForm,
    extra_context={
        "sign_on_name": offered,
        "asks_second_step": asks_second_step,
        "takes_passwords": takes_passwords,
    },
)
security = mfa.IndexView.as_view(
    extra_context={"sign_on_name": offered, "asks_second_step": asks_second_step}
)
sign_in_passkey = webauthn.LoginWebAuthnView.as_view(form_class=forms.SignInPasskeyForm)
sign_in_code = mfa.AuthenticateView.as_view(
    form_class=forms.SignInCodeForm, webauthn_form_class=forms.SecondPasskeyForm
)
confirm_password = account.ReauthenticateView.as_view(form_class=forms.ConfirmPasswordForm)
confirm_code = mfa.ReauthenticateView.as_view(form_class=forms.ConfirmCodeForm)
forgotten = account.PasswordResetView.as_view(
    form_class=forms.ForgottenForm, extra_context={"can_email": can_email}
)
password_by_link = account.PasswordResetFromKeyView.as_view(form_class=forms.LinkPasswordForm)
# allauth lets whoever has no way to confirm here go on without one: whoever sat down at an open
# browser could then make a passkey, and confirm everything else with it.
set_up_app = confirmed(totp.ActivateTOTPView.as_view(form_class=forms.FirstCodeForm))

# The names are allauth's own: its views send people on to each other by them.
urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/code/", sign_in_code, name="mfa_authenticate"),
    path("sign-in/passkey/", sign_in_passkey, name="mfa_login_webauthn"),
    path("sign-in/council/", sign_on.begin, name="sign_on"),
    path("sign-in/council/back/", sign_on.back, name="sign_on_back"),
    path("sign-in/council/saml/", sign_on.saml_answer, name="saml_answer"),
    path("sign-in/council/saml/back/", sign_on.saml_back, name="saml_back"),
    path("sign-in/council/saml/metadata/", sign_on.saml_metadata, name="saml_metadata"),
    path("sign-in/forgotten/", forgotten, name="account_reset_password"),
    path(
        "sign-in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"
    ),
    path(
        "sign-in/password/set/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "sign-in/password/<uidb36>/<key>/",
        password_by_link,
        name="account_reset_password_from_key",
    ),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("sign-in/confirm/", confirm_password, name="account_reauthenticate"),
    path("sign-in/confirm/code/", confirm_code, name="mfa_reauthenticate"),
    path("sign-in/confirm/passkey/", passkeys.confirm_passkey, name="mfa_reauthenticate_webauthn"),
    path("sign-in/confirm/council/", confirming.confirm, name="confirm_at_sign_on"),
    path("sign-in/confirm/council/there/", sign_on.confirm_there, name="confirm_there"),
    path("sign-out/", account.logout, name="account_logout"),
    path("security/", security, name="mfa_index"),
    path("security/sessions/", sessions.sessions, name="sessions"),
    path("security/sessions/others/end/", sessions.end_others, name="end_other_sessions"),
    path("security/sessions/<int:pk>/end/", sessions.end_one, name="end_session"),
    path("security/council/", sign_on.connect, name="connect_sign_on"),
    path("security/council/connect/", sign_on.begin_connecting, name="begin_connecting"),
    path("security/council/disconnect/", sign_on.disconnect, name="disconnect_sign_on"),
    path("security/password/", passwords.new_password, name="account_change_password"),
    path("security/app/", set_up_app, name="mfa_activate_totp"),
    path("security/app/remove/", confirmed(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("security/passkeys/", passkeys.passkeys, name="mfa_list_webauthn"),
    path("security/passkeys/new/", confirmed(passkeys.new_passkey), name="mfa_add_webauthn"),
    path(
        "security/passkeys/<int:pk>/name/",
        confirmed(passkeys.rename_passkey),
        name="mfa_edit_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/remove/",
        confirmed(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "security/recovery-codes/",
        confirmed(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "security/recovery-codes/new/",
        confirmed(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "security/recovery-codes/download/",
        confirmed(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
