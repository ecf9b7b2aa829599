"""What can go wrong with customers' files."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class CustomerUnknown(NotFound):
    """No such file, as far as this actor may know."""

    code = "customer_unknown"
    title = "There is no such customer"
    zh = "找不到这位客户的档案，可能不归您的网点。"


class CustomerInvalid(Invalid):
    """The file does not say what it must; `field` names what to mend."""

    code = "customer_invalid"
    title = "The customer's file is not valid"


class PhoneTaken(Conflict):
    """Another file has the number; `customer_id` and `name` say which, where one may know."""

    code = "phone_taken"
    title = "Another customer has this phone"


class CustomerChanged(Conflict):
    """Somebody else has saved the file since it was read."""

    code = "customer_changed"
    title = "The file has changed since you looked"
    zh = "这份客户档案刚被别人改过，请刷新后再改。"
