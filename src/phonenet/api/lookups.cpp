#include "phonenet/api/lookups.h"

#include <algorithm>

#include "base/phone/engine.h"
#include "phonenet/json.h"

namespace courtesy::phonenet {
namespace {

constexpr std::size_t longest_number = 15;

/// The calling code, as `+44 20 7946 0123` begins.
std::string calling_code(const PhoneNumber& number) {
  const std::string written = international_display(number);
  return written.substr(1, written.find(' ') - 1);
}

/// Too short is what further digits would make a number, too long what fewer would.
std::string_view why_not(std::string_view text, std::string_view country) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (std::none_of(text.begin(), text.end(), is_digit)) return "NOT_A_NUMBER";
  std::string longer(text);
  while (longer.size() <= longest_number) {
    longer += '2';
    if (read_number(longer, country)) return "TOO_SHORT";
  }
  for (std::string shorter(text); shorter.size() > 3;) {
    shorter.pop_back();
    if (read_number(shorter, country)) return "TOO_LONG";
  }
  return text.starts_with('+') ? "INVALID_COUNTRY_CODE" : "INVALID_LENGTH";
}

std::string_view line_type(const Office& office, const PhoneNumber& number) {
  constexpr int not_for_texts = 30006;
  if (office.settings.directory.who(number.e164(), office.settings.seed).text_error == not_for_texts) return "landline";
  switch (kind(number)) {
    case PhoneKind::fixed: return "landline";
    case PhoneKind::mobile:
    case PhoneKind::fixed_or_mobile: return "mobile";
    case PhoneKind::toll_free: return "tollFree";
    case PhoneKind::premium: return "premium";
    case PhoneKind::shared_cost: return "sharedCost";
    case PhoneKind::voip: return "nonFixedVoip";
    case PhoneKind::personal: return "personal";
    case PhoneKind::pager: return "pager";
    case PhoneKind::uan: return "uan";
    case PhoneKind::voicemail: return "voicemail";
    case PhoneKind::unknown: return "unknown";
  }
  return "unknown";
}

void add_number(JsonObject& json, const PhoneNumber& number) {
  const std::string of = region(number);
  json.text("calling_country_code", calling_code(number)).text_or_null("country_code", of == "001" ? "" : of);
  json.text("phone_number", number.e164()).text("national_format", national_display(number));
}

}  // namespace

std::string lookup(const Office& office, std::string_view text, const Parameters& parameters) {
  const std::string country = parameters.get("CountryCode", "US");
  const auto number = read_number(text, country);
  JsonObject json;
  std::string_view fault;
  if (number) {
    add_number(json, *number);
    if (validity(*number) != Validity::valid) fault = "INVALID_BUT_POSSIBLE";
  } else {
    json.null("calling_country_code").null("country_code").text("phone_number", text).null("national_format");
    fault = why_not(text, country);
  }
  json.boolean("valid", fault.empty());
  json.raw("validation_errors", fault.empty() ? "[]" : "[\"" + std::string(fault) + "\"]");
  const bool wants_type = parameters.get("Fields").find("line_type_intelligence") != std::string::npos;
  if (number && wants_type) {
    JsonObject type;
    type.text("type", line_type(office, *number)).null("carrier_name").null("mobile_country_code");
    json.raw("line_type_intelligence", type.null("mobile_network_code").null("error_code").take());
  } else {
    json.null("line_type_intelligence");
  }
  for (const auto* priced : {"caller_name", "sim_swap", "call_forwarding", "line_status", "identity_match",
                             "reassigned_number", "sms_pumping_risk", "phone_number_quality_score", "pre_fill"}) {
    json.null(priced);
  }
  json.text("url", office.settings.base_url + "/v2/PhoneNumbers/" + (number ? number->e164() : std::string(text)));
  return json.take();
}

}  // namespace courtesy::phonenet
