"""What can go wrong with firms, people and credentials."""

from stationdesk.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
    Unauthenticated,
)


class FirmExists(Conflict):
    code = "firm_exists"
    title = "A firm with this slug exists"


class FirmUnknown(NotFound):
    code = "firm_unknown"
    title = "There is no such firm"


class SlugInvalid(Invalid):
    code = "slug_invalid"
    title = "The slug is not valid"


class EmailInvalid(Invalid):
    code = "email_invalid"
    title = "The e-mail address is not valid"


class PasswordTooWeak(Invalid):
    code = "password_too_weak"
    title = "The password is too weak"


class PasswordMismatch(Conflict):
    code = "password_mismatch"
    title = "This person already has another password"


class RoleInvalid(Invalid):
    code = "role_invalid"
    title = "There is no such role"


class StationsNeeded(Invalid):
    code = "stations_needed"
    title = "Name the stations"


class MemberExists(Conflict):
    code = "member_exists"
    title = "This person is a member already"


class MemberUnknown(NotFound):
    code = "member_unknown"
    title = "There is no such member"


class SignInRefused(Unauthenticated):
    code = "sign_in_refused"
    title = "E-mail or password is wrong"


class SignInLocked(TooMany):
    code = "sign_in_locked"
    title = "Too many wrong passwords"


class FirmRequired(Conflict):
    code = "firm_required"
    title = "Choose a firm"


class ForeignPage(Forbidden):
    code = "foreign_page"
    title = "Another site's page sent this"
