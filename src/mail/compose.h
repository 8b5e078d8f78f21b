// A message as it goes over the wire: RFC 5322 header, MIME body, CRLF line ends.
#pragma once

#include <string>

#include "base/instant.h"
#include "mail/client.h"

namespace courtesy::mail {

/// One mailbox and nothing else: `local@domain` in ASCII (RFC 5321 dot-string; no quotes, comments or literals), at
/// most 254 characters. So it can neither end its line nor name a second recipient.
bool is_address(std::string_view text);

/// `date` becomes the Date header. Text that is not ASCII is encoded: headers as RFC 2047 says, the body as
/// quoted-printable or base64, whichever is shorter.
///
/// Errors: `invalid`, naming the field and never quoting it: a CR, LF or NUL in any header value, an address that
/// is none, a message id not of the form `<left@right>`, a header that is made here, a header line above 998 bytes.
Result<std::string> compose(const Message& message, Instant date);

}  // namespace courtesy::mail
