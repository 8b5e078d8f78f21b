#include <fmt/format.h>

#include "phonenet/api/paging.h"
#include "phonenet/api/render.h"
#include "phonenet/api/rest.h"

namespace courtesy::phonenet {
namespace {

/// `*` in `pattern` is any digit or digits; without one it may be anywhere in the number.
bool matches(std::string_view number, std::string_view pattern) {
  if (pattern.find('*') == std::string_view::npos) return number.find(pattern) != std::string_view::npos;
  if (pattern.empty()) return number.empty();
  if (pattern[0] != '*')
    return !number.empty() && number[0] == pattern[0] && matches(number.substr(1), pattern.substr(1));
  const std::string_view rest = pattern.substr(1);
  if (rest.empty()) return true;
  for (std::size_t at = 0; at < number.size(); ++at) {
    const std::string_view tail = number.substr(at);
    if (rest.find('*') == std::string_view::npos ? tail == rest : matches(tail, rest)) return true;
  }
  return false;
}

}  // namespace

http::Response Rest::numbers(const http::Request& request, const Path& path, Parameters& parameters) {
  if (path.size() == 1) {
    if (request.method == "POST") return create_number(parameters);
    if (request.method != "GET") return refuse(405, 20004, "Method not allowed");
    check_known(parameters, {"PhoneNumber", "FriendlyName", "Beta", "Origin", "PageSize", "Page", "PageToken"});
    const std::string pattern = parameters.get("PhoneNumber");
    const std::string name = parameters.get("FriendlyName");
    return list_page(
        office_.numbers.all(), parameters, "incoming_phone_numbers",
        office_.account_uri() + "/IncomingPhoneNumbers.json",
        [&](const Number& number) {
          return (pattern.empty() || matches(number.phone_number, pattern)) &&
                 (name.empty() || number.friendly_name == name);
        },
        [&](const Number& number) { return render(office_, number); });
  }
  Number* number = office_.numbers.find(path[1]);
  if (number == nullptr || path.size() > 2) return not_found(request.path());
  if (request.method == "GET") return http::json_response(200, render(office_, *number));
  if (request.method == "POST") return update_number(*number, parameters, 200);
  if (request.method != "DELETE") return refuse(405, 20004, "Method not allowed");
  number->deleted = true;
  return http::Response{.status = 204};
}

/// One that is free; empty where the area code has none.
std::string Rest::any_number_of(std::string_view area_code) {
  constexpr std::string_view without_any = "533";
  const bool three_digits =
      area_code.size() == 3 && area_code.find_first_not_of("0123456789") == std::string_view::npos;
  if (!three_digits || area_code[0] < '2' || area_code == without_any) return "";
  for (int tries = 0; tries < 1'000; ++tries) {
    std::string number = fmt::format("+1{}55{:05}", area_code, office_.random.below(100'000));
    if (office_.number_called(number) == nullptr) return number;
  }
  return "";
}

/// Twilio docs, "Test credentials": what the one magic number and the magic area codes say.
http::Response Rest::create_test_number(Parameters& parameters) {
  std::string phone_number = parameters.get("PhoneNumber");
  if (phone_number.empty() && parameters.has("AreaCode")) {
    if (parameters.get("AreaCode") != "500")
      return refuse(400, 21452, "No phone numbers are to be had in that area code");
    phone_number = "+15005550006";
  }
  if (phone_number == "+15005550000") return refuse(400, 21422, "The phone number is not available");
  if (phone_number != "+15005550006") return refuse(400, 21421, "PhoneNumber is invalid");
  Number record{.sid = make_sid("PN", office_.random), .phone_number = phone_number};
  record.friendly_name = formatted(phone_number);
  record.created = office_.clock.now();
  return update_number(record, parameters, 201);
}

http::Response Rest::create_number(Parameters& parameters) {
  std::string phone_number = parameters.get("PhoneNumber");
  if (phone_number.empty() && parameters.has("AreaCode")) {
    phone_number = any_number_of(parameters.get("AreaCode"));
    if (phone_number.empty()) return refuse(400, 21452, "No phone numbers are to be had in that area code");
  }
  if (!is_e164(phone_number)) {
    return refuse(400, 21421, fmt::format("PhoneNumber '{}' is invalid: give one in E.164", phone_number));
  }
  if (office_.number_called(phone_number) != nullptr) return refuse(400, 21422, "The phone number is not available");
  Number record{.sid = make_sid("PN", office_.random), .phone_number = phone_number};
  record.friendly_name = formatted(phone_number);
  record.created = office_.clock.now();
  const http::Response answer = update_number(record, parameters, 201);
  if (answer.status == 201) office_.numbers.add(std::move(record));
  return answer;
}

http::Response Rest::update_number(Number& number, Parameters& parameters, int status) {
  check_known(parameters, {"PhoneNumber",
                           "AreaCode",
                           "FriendlyName",
                           "VoiceUrl",
                           "VoiceMethod",
                           "VoiceFallbackUrl",
                           "VoiceFallbackMethod",
                           "SmsUrl",
                           "SmsMethod",
                           "SmsFallbackUrl",
                           "SmsFallbackMethod",
                           "StatusCallback",
                           "StatusCallbackMethod",
                           "VoiceApplicationSid",
                           "VoiceCallerIdLookup",
                           "VoiceReceiveMode",
                           "SmsApplicationSid",
                           "TrunkSid",
                           "AddressSid",
                           "BundleSid"});
  Number changed = number;
  const auto set_url = [&](std::string_view name, std::string& field) {
    if (parameters.has(name)) field = parameters.url(name, 21502);
  };
  const auto set_method = [&](std::string_view name, std::string& field) {
    if (parameters.has(name)) field = parameters.method(name, 21209);
  };
  set_url("VoiceUrl", changed.voice_url);
  set_url("VoiceFallbackUrl", changed.voice_fallback_url);
  set_url("SmsUrl", changed.sms_url);
  set_url("SmsFallbackUrl", changed.sms_fallback_url);
  set_url("StatusCallback", changed.status_callback);
  set_method("VoiceMethod", changed.voice_method);
  set_method("VoiceFallbackMethod", changed.voice_fallback_method);
  set_method("SmsMethod", changed.sms_method);
  set_method("SmsFallbackMethod", changed.sms_fallback_method);
  set_method("StatusCallbackMethod", changed.status_callback_method);
  if (parameters.has("FriendlyName")) changed.friendly_name = parameters.get("FriendlyName");
  if (parameters.fault()) return refuse(*parameters.fault());
  changed.updated = office_.clock.now();
  number = std::move(changed);
  return http::json_response(status, render(office_, number));
}

}  // namespace courtesy::phonenet
