#include "gateway/twilio/request.h"

#include <fmt/format.h>

#include "base/bytes.h"

namespace courtesy::twilio {

std::string resource_url(const Settings& settings, std::string_view resource) {
  return fmt::format("{}/2010-04-01/Accounts/{}/{}", settings.base_url, settings.account_sid, resource);
}

http::Request post(const Settings& settings, std::string_view resource, const http::Fields& fields) {
  return {.method = "POST",
          .url = resource_url(settings, resource),
          .headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
          .body = http::encode_form(fields)};
}

http::Request get(std::string url) {
  return {.method = "GET", .url = std::move(url), .headers = {{"Accept", "application/json"}}};
}

http::Request authorised(const Settings& settings, http::Request request) {
  const std::string& user = settings.api_key_sid.empty() ? settings.account_sid : settings.api_key_sid;
  request.headers.emplace_back("Authorization", "Basic " + base64(user + ":" + settings.auth_token.reveal()));
  return request;
}

}  // namespace courtesy::twilio
