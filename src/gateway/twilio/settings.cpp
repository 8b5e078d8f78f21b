#include "gateway/twilio/settings.h"

#include <fmt/format.h>

#include "gateway/twilio/record.h"
#include "http/message.h"

namespace courtesy::twilio {
namespace {

Result<std::string> checked_url(std::string_view setting, std::string text, bool https_only) {
  while (text.ends_with('/')) text.pop_back();
  const auto url = http::parse_url(text);
  if (!url.ok())
    return invalid(fmt::format("twilio.{}: not an absolute http(s) URL: {}", setting, url.error().message));
  if (url->host.find('_') != std::string::npos) {
    return invalid(fmt::format("twilio.{}: Twilio refuses host names with an underscore; use another name", setting));
  }
  if (!url->userinfo.empty() || !url->query.empty() || !url->fragment.empty()) {
    return invalid(fmt::format("twilio.{}: give scheme, host, port and path only", setting));
  }
  if (https_only && url->scheme != "https") {
    return invalid(fmt::format("twilio.{}: must be https, since patients' words travel over it", setting));
  }
  return text;
}

}  // namespace

std::vector<Secret<std::string>> Settings::verifying_keys() const {
  return signing_keys.empty() ? std::vector{auth_token} : signing_keys;
}

Result<Settings> checked(Settings settings) {
  if (!is_account_sid(settings.account_sid)) {
    return invalid("twilio.account_sid: expected AC and 32 hexadecimal digits, as on the console's first page");
  }
  if (settings.auth_token.reveal().empty()) return invalid("twilio.auth_token: missing");
  if (!settings.api_key_sid.empty()) {
    if (!is_sid(settings.api_key_sid) || !settings.api_key_sid.starts_with("SK")) {
      return invalid("twilio.api_key_sid: expected SK and 32 hexadecimal digits");
    }
    if (settings.signing_keys.empty()) {
      return invalid("twilio.signing_keys: with an API key, give the account's auth token too: it signs the webhooks");
    }
  }
  for (const auto& key : settings.signing_keys) {
    if (key.reveal().empty()) return invalid("twilio.signing_keys: an empty key would let anybody in");
  }
  settings.base_url = TRY(checked_url("base_url", settings.base_url, false));
  const bool theirs = http::parse_url(settings.base_url).value().host.ends_with("twilio.com");
  settings.base_url = TRY(checked_url("base_url", settings.base_url, theirs));
  settings.public_url = TRY(checked_url("public_url", settings.public_url, theirs));
  if (!settings.fallback_url.empty()) {
    settings.fallback_url = TRY(checked_url("fallback_url", settings.fallback_url, theirs));
  }
  if (settings.text_validity < seconds{1} || settings.text_validity > seconds{14'400}) {
    return invalid("twilio.text_validity: 1 to 14400 seconds");
  }
  if (settings.look_up_pages < 1 || settings.look_up_pages > 100) return invalid("twilio.look_up_pages: 1 to 100");
  return settings;
}

}  // namespace courtesy::twilio
