#include <fmt/format.h>

#include "phonenet/api/paging.h"
#include "phonenet/api/render.h"
#include "phonenet/api/rest.h"
#include "phonenet/exchange/segments.h"

namespace courtesy::phonenet {
namespace {

std::optional<Problem> magic_to(std::string_view to) {
  if (to == "+15005550001") return Problem{400, 21211, "The 'To' number is not a valid phone number"};
  if (to == "+15005550002") return Problem{400, 21612, "The 'To' phone number is not currently reachable via SMS"};
  if (to == "+15005550003") return Problem{400, 21408, "Permission to send an SMS to this country is not enabled"};
  if (to == "+15005550004") return Problem{400, 21610, "Attempt to send to unsubscribed recipient"};
  if (to == "+15005550009") return Problem{400, 21614, "'To' number is not a valid mobile number"};
  return std::nullopt;
}

std::optional<Problem> magic_from(std::string_view from) {
  if (from == "+15005550001") return Problem{400, 21212, "The 'From' number is not a valid phone number"};
  if (from == "+15005550007") return Problem{400, 21606, "The 'From' number cannot send texts"};
  if (from == "+15005550008") return Problem{400, 21611, "The 'From' number has too many texts in its queue"};
  return std::nullopt;
}

void check_ends(Parameters& parameters, Office& office, Credentials credentials) {
  const bool test = credentials == Credentials::test;
  const std::string to = parameters.get("To");
  const std::string from = parameters.get("From");
  if (to.empty()) return parameters.refuse(21604, "A 'To' phone number is required");
  if (parameters.has("MessagingServiceSid"))
    return parameters.refuse(21701, "Messaging services are not emulated: give 'From'");
  if (from.empty()) return parameters.refuse(21603, "A 'From' phone number is required");
  if (!can_be_reached(to)) {
    return parameters.refuse(21211, fmt::format("The 'To' number {} is not a valid phone number", to));
  }
  if (to == from) return parameters.refuse(21266, "'To' and 'From' number cannot be the same");
  if (auto problem = magic_to(to); test && problem) return parameters.refuse(problem->code, problem->message);
  if (!is_e164(from))
    return parameters.refuse(21212, fmt::format("The 'From' number {} is not a valid phone number", from));
  if (auto problem = magic_from(from); test && problem) return parameters.refuse(problem->code, problem->message);
  if (test ? from != "+15005550006" : office.number_called(from) == nullptr) {
    return parameters.refuse(21606, fmt::format("The 'From' number {} is not one of the account's", from));
  }
  if (office.opted_out.count({to, from}) != 0) {
    parameters.refuse(21610, "Attempt to send to unsubscribed recipient");
  }
}

/// They belong to a text from the start; their bytes are fetched when it goes its way.
void read_media(Parameters& parameters, Text& text) {
  constexpr std::size_t most_media = 10;
  for (const std::string& url : parameters.every("MediaUrl")) {
    if (!http::parse_url(url)) return parameters.refuse(21620, fmt::format("MediaUrl is not a valid URL: {}", url));
    text.media.push_back({.url = url});
  }
  if (text.media.size() > most_media) parameters.refuse(21620, "there may be 10 MediaUrls at most");
}

std::size_t characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return count;
}

}  // namespace

http::Response Rest::messages(const http::Request& request, const Path& path, Parameters& parameters) {
  if (path.size() == 1) {
    if (request.method == "POST") return create_message(parameters, Credentials::live);
    if (request.method == "GET") return list_messages(parameters);
    return refuse(405, 20004, "Method not allowed");
  }
  Text* text = office_.texts.find(path[1]);
  if (text == nullptr) return not_found(request.path());
  if (path.size() > 2 && path[2] == "Media") return media(*text, request, path, parameters);
  if (path.size() == 3 && path[2] == "Feedback" && request.method == "POST") return feedback(*text, parameters);
  if (path.size() > 2) return not_found(request.path());
  if (request.method == "GET") return http::json_response(200, render(office_, *text));
  if (request.method == "POST") return update_message(*text, parameters);
  if (request.method != "DELETE") return refuse(405, 20004, "Method not allowed");
  if (!is_final(text->status))
    return refuse(409, 20009, "The message has not been delivered: it cannot be deleted yet");
  text->deleted = true;
  return http::Response{.status = 204};
}

http::Response Rest::create_message(Parameters& parameters, Credentials credentials) {
  check_known(parameters, {"To",
                           "From",
                           "MessagingServiceSid",
                           "Body",
                           "MediaUrl",
                           "ContentSid",
                           "StatusCallback",
                           "ApplicationSid",
                           "ValidityPeriod",
                           "ScheduleType",
                           "SendAt",
                           "SmartEncoded",
                           "ContentRetention",
                           "AddressRetention",
                           "ProvideFeedback",
                           "ForceDelivery",
                           "Attempt",
                           "MaxPrice",
                           "PersistentAction",
                           "ShortenUrls",
                           "SendAsMms",
                           "ContentVariables",
                           "RiskCheck",
                           "TrafficType",
                           "FallbackFrom"});
  check_ends(parameters, office_, credentials);
  Text record;
  record.body = parameters.get("Body");
  read_media(parameters, record);
  if (record.body.empty() && record.media.empty()) parameters.refuse(21602, "Message body is required");
  if (characters(record.body) > 1'600) parameters.refuse(21617, "The message body is longer than 1,600 characters");
  if (parameters.has("ContentSid")) parameters.refuse(21620, "Content templates are not emulated: give a Body");
  if (parameters.has("SendAt")) parameters.refuse(35118, "Scheduling is not emulated: it needs a messaging service");
  record.status_callback = parameters.url("StatusCallback", 21609);
  parameters.number("ValidityPeriod", 36'000, 1, 36'000, 21624);
  if (parameters.fault()) return refuse(*parameters.fault());
  record.sid = make_sid(record.media.empty() ? "SM" : "MM", office_.random);
  for (Medium& medium : record.media) {
    medium.sid = make_sid("ME", office_.random);
    medium.created = medium.updated = office_.clock.now();
  }
  record.to = parameters.get("To");
  record.from = parameters.get("From");
  record.segments = segments_of(record.body);
  record.created = record.updated = office_.clock.now();
  if (credentials == Credentials::test) return http::json_response(201, render(office_, record));
  Text& text = office_.texts.add(std::move(record));
  texts_.send(text);
  return http::json_response(201, render(office_, text));
}

http::Response Rest::list_messages(Parameters& parameters) {
  check_known(parameters, {"To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"});
  const std::string to = parameters.get("To");
  const std::string from = parameters.get("From");
  const TimeFilter sent(parameters, "DateSent");
  if (parameters.fault()) return refuse(*parameters.fault());
  const Instant newest = office_.clock.now() - office_.settings.faults.listing_lag;
  const auto wanted = [&](const Text& text) {
    return text.created <= newest && (from.empty() || text.from == from) && sent.passes(text.sent);
  };
  const auto json = [&](const Text& text) { return render(office_, text); };
  const std::string path = office_.account_uri() + "/Messages.json";
  if (!to.empty()) return list_page(office_.texts.to(to), parameters, "messages", path, wanted, json);
  return list_page(office_.texts.all(), parameters, "messages", path, wanted, json);
}

http::Response Rest::update_message(Text& text, Parameters& parameters) {
  check_known(parameters, {"Body", "Status"});
  if (parameters.has("Status")) return refuse(400, 30409, "The message is not scheduled: it cannot be canceled");
  if (!parameters.has("Body") || !parameters.get("Body").empty()) {
    return refuse(400, 20001, "Only an empty Body (to redact it) or a Status can be set");
  }
  if (!is_final(text.status))
    return refuse(409, 20009, "The message has not been delivered: it cannot be redacted yet");
  text.body.clear();
  text.updated = office_.clock.now();
  return http::json_response(200, render(office_, text));
}

http::Response Rest::feedback(const Text& text, Parameters& parameters) {
  const std::string outcome = parameters.get("Outcome", "confirmed");
  if (outcome != "confirmed" && outcome != "unconfirmed") {
    return refuse(400, 20001, fmt::format("Outcome must be confirmed or unconfirmed, not '{}'", outcome));
  }
  const std::string now = to_rfc2822(office_.clock.now());
  JsonObject json;
  json.text("account_sid", office_.settings.account_sid).text("message_sid", text.sid).text("outcome", outcome);
  json.text("date_created", now).text("date_updated", now);
  json.text("uri", fmt::format("{}/Messages/{}/Feedback.json", office_.account_uri(), text.sid));
  return http::json_response(200, json.take());
}

}  // namespace courtesy::phonenet
