// The requests that go to Twilio.
#pragma once

#include <string>
#include <string_view>

#include "gateway/twilio/settings.h"
#include "http/message.h"

namespace courtesy::twilio {

/// `BASE/2010-04-01/Accounts/AC…/RESOURCE`.
std::string resource_url(const Settings& settings, std::string_view resource);
/// A form, without credentials.
http::Request post(const Settings& settings, std::string_view resource, const http::Fields& fields);
http::Request get(std::string url);
/// The same with the credentials of now. They are put on at the last moment, so that what is kept has none.
http::Request authorised(const Settings& settings, http::Request request);

}  // namespace courtesy::twilio
