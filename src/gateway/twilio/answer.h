// What was observed of a create request, as an ending.
#pragma once

#include "http/message.h"
#include "queue/attempt.h"

namespace courtesy::twilio {

/// How a request to create a call or text ended:
///
///     nothing left this machine               not_sent
///     2xx with a readable sid of its kind     accepted
///     2xx without                             unknown    it was done, and cannot be named
///     429, or any 4xx with code 20429         not_sent   never processed (Twilio docs, error 20429)
///     408                                     unknown    Twilio gave up waiting: processed or not
///     any other complete 4xx                  refused    with Twilio's code, or `http_404`
///     1xx, 3xx, 5xx, a broken exchange        unknown
Ending ending_of(const http::Exchange& exchange, Channel channel);

}  // namespace courtesy::twilio
