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
    zh = "已有代码为“{slug}”的公司，请换一个代码。"


class FirmUnknown(NotFound):
    code = "firm_unknown"
    title = "There is no such firm"
    zh = "没有代码为“{slug}”的公司，请先新建（stationdesk firm create）。"


class SlugInvalid(Invalid):
    code = "slug_invalid"
    title = "The slug is not valid"


class EmailInvalid(Invalid):
    code = "email_invalid"
    title = "The e-mail address is not valid"
    zh = "“{email}”不是邮箱地址，请检查后重填。"


class PasswordTooWeak(Invalid):
    code = "password_too_weak"
    title = "The password is too weak"


class PasswordMismatch(Conflict):
    code = "password_mismatch"
    title = "This person already has another password"
    zh = "{email} 已有账号，请填该账号现在的密码，才能加入本公司。"


class RoleInvalid(Invalid):
    code = "role_invalid"
    title = "There is no such role"


class StationsNeeded(Invalid):
    code = "stations_needed"
    title = "Name the stations"


class MemberExists(Conflict):
    code = "member_exists"
    title = "This person is a member already"
    zh = "{email} 已是本公司成员，不用再加。"


class MemberUnknown(NotFound):
    code = "member_unknown"
    title = "There is no such member"
    zh = "{email} 不是本公司成员，请先添加。"


class SignInRefused(Unauthenticated):
    code = "sign_in_refused"
    title = "E-mail or password is wrong"


class SignInLocked(TooMany):
    code = "sign_in_locked"
    title = "Too many wrong passwords"
    zh = "密码输错太多次，账号暂时锁定，{minutes} 分钟后再试，或请经理帮忙。"


class FirmRequired(Conflict):
    code = "firm_required"
    title = "Choose a firm"
    zh = "这个账号属于多家公司，请选择要进入的公司。"


class ForeignPage(Forbidden):
    code = "foreign_page"
    title = "Another site's page sent this"
    zh = "这个请求来自别的网站，未做任何更改；请在本系统页面里操作。"
