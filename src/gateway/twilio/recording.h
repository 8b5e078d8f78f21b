// Recordings at Twilio: where one is, and how it is deleted. The URLs are built from the SID alone: what a request says
// of a URL is not followed.
#pragma once

#include <string>
#include <string_view>

#include "gateway/twilio/settings.h"
#include "http/message.h"

namespace courtesy::twilio {

/// INVARIANT: is_recording_sid. Without credentials: for a <Play>, or with authorised().
std::string recording_url(const Settings& settings, std::string_view sid);
/// Its sound as WAV, with the credentials of now.
http::Request fetch_recording(const Settings& settings, std::string_view sid);
/// Answered 204, or 404 when there is none.
http::Request delete_recording(const Settings& settings, std::string_view sid);

}  // namespace courtesy::twilio
