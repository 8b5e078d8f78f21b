// What the application is told about a call and its recordings, and what is noted about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "phonenet/office.h"

namespace courtesy::phonenet {

/// `inbound`, `outbound-api` or `outbound-dial`.
std::string_view direction_of(const Call& call);
/// The fields of every request about a call (Twilio docs, "TwiML voice request").
http::Fields call_fields(const Office& office, const Call& call);
/// The call reached `event`: counts it, and tells the status callback if it is wanted.
void tell_call_event(Office& office, Call& call, CallEvent event, int sip_code = 0);
/// Without an extension.
std::string recording_url(const Office& office, const Recording& recording);
/// Twilio docs, recordingStatusCallback.
void tell_recording_status(Office& office, const Recording& recording, std::string url, std::string method);
void add_notification(Office& office, Call& call, int code, bool error, std::string text, std::string url);

}  // namespace courtesy::phonenet
