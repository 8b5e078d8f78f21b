#include <fmt/format.h>

#include "phonenet/api/paging.h"
#include "phonenet/api/render.h"
#include "phonenet/api/rest.h"
#include "phonenet/exchange/tones.h"

namespace courtesy::phonenet {
namespace {

constexpr std::string_view good_from = "+15005550006";

/// Numbers that no person has (Twilio docs, "Test credentials", magic numbers).
std::optional<Problem> magic_to(std::string_view to) {
  if (to == "+15005550001") return Problem{400, 21217, "Phone number does not appear to be valid"};
  if (to == "+15005550002") return Problem{400, 21214, "'To' phone number cannot be reached"};
  if (to == "+15005550003") return Problem{400, 21215, "Account not authorized to call this country"};
  if (to == "+15005550004") return Problem{400, 21216, "Account not allowed to call this number"};
  return std::nullopt;
}

void check_ends(Parameters& parameters, Office& office, Credentials credentials) {
  const bool test = credentials == Credentials::test;
  const std::string to = parameters.get("To");
  const std::string from = parameters.get("From");
  if (to.empty()) return parameters.refuse(21201, "No 'To' number is specified");
  if (from.empty()) return parameters.refuse(21213, "No 'From' number is specified");
  if (!can_be_reached(to)) {
    return parameters.refuse(21211, fmt::format("The 'To' number {} is not a valid phone number", to));
  }
  if (to == from) return parameters.refuse(21211, "'To' and 'From' are the same number: it cannot call itself");
  const auto magic = test ? magic_to(to) : std::nullopt;
  if (magic) return parameters.refuse(magic->code, magic->message);
  if (!is_e164(from) || (test && from == "+15005550001")) {
    return parameters.refuse(21212, fmt::format("The 'From' number {} is not a valid phone number", from));
  }
  if (test ? from != good_from : office.number_called(from) == nullptr) {
    parameters.refuse(21210, fmt::format("The source phone number {} is not one of the account's", from));
  }
}

void read_events(Parameters& parameters, Call& call) {
  const auto events = parameters.every("StatusCallbackEvent");
  if (events.empty()) return;
  for (bool& wanted : call.wanted) wanted = false;
  for (const std::string& all : events) {
    // Some clients send one value with spaces between the events.
    for (std::size_t at = 0; at <= all.size();) {
      const std::size_t end = std::min(all.find(' ', at), all.size());
      const std::string_view name = std::string_view(all).substr(at, end - at);
      at = end + 1;
      const auto event = call_event_named(name);
      if (event) {
        call.wanted[static_cast<std::size_t>(*event)] = true;
      } else {
        parameters.refuse(21626, fmt::format("'{}' is no StatusCallbackEvent", name));
      }
    }
  }
}

void read_document(Parameters& parameters, Call& call) {
  call.url = parameters.url("Url", 21205);
  call.method = parameters.method("Method", 21209);
  call.fallback_url = parameters.url("FallbackUrl", 21205);
  call.fallback_method = parameters.method("FallbackMethod", 21209);
  call.document = parameters.get("Twiml");
  if (call.document.size() > 4'000) parameters.refuse(32018, "Twiml must not be longer than 4,000 characters");
  if (call.url.empty() && call.document.empty()) {
    parameters.refuse(21205, parameters.has("ApplicationSid") ? "ApplicationSid is not emulated: give a Url"
                                                              : "Url parameter is required");
  }
}

/// Twilio docs, answering-machine detection; ranges of the API's documents.
void read_detection(Parameters& parameters, Call& call) {
  const std::string mode = parameters.get("MachineDetection");
  if (mode.empty() || parameters.has("SendDigits")) return;
  Detection& detection = call.detection;
  if (mode == "Enable") {
    detection.mode = Detection::Mode::enable;
  } else if (mode == "DetectMessageEnd") {
    detection.mode = Detection::Mode::message_end;
  } else {
    return parameters.refuse(21234, fmt::format("MachineDetection must be Enable or DetectMessageEnd, not '{}'", mode));
  }
  const auto ms = [&](std::string_view name, milliseconds otherwise, std::int64_t least, std::int64_t most) {
    return milliseconds{parameters.number(name, otherwise.count(), least, most, 21234)};
  };
  detection.timeout = seconds{parameters.number("MachineDetectionTimeout", 30, 3, 59, 21234)};
  detection.speech_threshold = ms("MachineDetectionSpeechThreshold", detection.speech_threshold, 1'000, 6'000);
  detection.speech_end_threshold = ms("MachineDetectionSpeechEndThreshold", detection.speech_end_threshold, 500, 5'000);
  detection.silence_timeout = ms("MachineDetectionSilenceTimeout", detection.silence_timeout, 2'000, 10'000);
  detection.async = parameters.get("AsyncAmd") == "true";
  call.detection_callback = parameters.url("AsyncAmdStatusCallback", 21609);
  call.detection_callback_method = parameters.method("AsyncAmdStatusCallbackMethod", 21209);
}

}  // namespace

http::Response Rest::calls(const http::Request& request, const Path& path, Parameters& parameters) {
  if (path.size() == 1) {
    if (request.method == "POST") return create_call(parameters, Credentials::live);
    if (request.method == "GET") return list_calls(parameters);
    return refuse(405, 20004, "Method not allowed");
  }
  Call* call = office_.calls.find(path[1]);
  if (call == nullptr) return not_found(request.path());
  if (path.size() > 2) return of_call(*call, request, path, parameters);
  if (request.method == "GET") return http::json_response(200, render(office_, *call));
  if (request.method == "POST") return update_call(*call, parameters);
  if (request.method != "DELETE") return refuse(405, 20004, "Method not allowed");
  if (!is_final(call->status)) return refuse(409, 20009, "The call has not ended: it cannot be deleted yet");
  call->deleted = true;
  call->exchanged.clear();
  return http::Response{.status = 204};
}

http::Response Rest::create_call(Parameters& parameters, Credentials credentials) {
  check_known(parameters, {"To",
                           "From",
                           "Url",
                           "Method",
                           "Twiml",
                           "ApplicationSid",
                           "FallbackUrl",
                           "FallbackMethod",
                           "StatusCallback",
                           "StatusCallbackMethod",
                           "StatusCallbackEvent",
                           "Timeout",
                           "TimeLimit",
                           "SendDigits",
                           "MachineDetection",
                           "MachineDetectionTimeout",
                           "MachineDetectionSpeechThreshold",
                           "MachineDetectionSpeechEndThreshold",
                           "MachineDetectionSilenceTimeout",
                           "AsyncAmd",
                           "AsyncAmdStatusCallback",
                           "AsyncAmdStatusCallbackMethod",
                           "Record",
                           "RecordingChannels",
                           "RecordingTrack",
                           "RecordingStatusCallback",
                           "RecordingStatusCallbackMethod",
                           "RecordingStatusCallbackEvent",
                           "Trim",
                           "CallerId",
                           "CallReason",
                           "CallToken",
                           "Byoc",
                           "SipAuthUsername",
                           "SipAuthPassword",
                           "ClientNotificationUrl"});
  check_ends(parameters, office_, credentials);
  Call record;
  read_document(parameters, record);
  read_events(parameters, record);
  read_detection(parameters, record);
  if (parameters.get("Record") == "true") {
    record.record = read_recording_order(parameters, "trim-silence");
    record.record->source = "OutboundAPI";
  }
  record.status_callback = parameters.url("StatusCallback", 21609);
  record.status_callback_method = parameters.method("StatusCallbackMethod", 21209);
  record.ring_for = seconds{parameters.number("Timeout", 60, 1, 600, 21208)};
  record.time_limit = office_.settings.time_limit;
  if (parameters.has("TimeLimit"))
    record.time_limit = seconds{parameters.number("TimeLimit", 14'400, 1, 86'400, 20001)};
  record.send_digits = parameters.get("SendDigits");
  if (record.send_digits.size() > 32 || record.send_digits.find_first_not_of(tone_keys) != std::string::npos) {
    parameters.refuse(21206, "SendDigits may have 0-9 A-D # * , w W, 32 of them");
  }
  if (parameters.fault()) return refuse(*parameters.fault());
  record.sid = make_sid("CA", office_.random);
  record.to = parameters.get("To");
  record.from = parameters.get("From");
  record.created = record.updated = office_.clock.now();
  if (credentials == Credentials::test) return http::json_response(201, render(office_, record));
  Call& call = office_.calls.add(std::move(record));
  office_.journal.write({.kind = EntryKind::call_accepted, .sid = call.sid, .to = call.to, .from = call.from});
  note_unsupported(call, parameters);
  log(call, office_.account_uri() + "/Calls.json", parameters, 201);
  exchange_.place(call);
  return http::json_response(201, render(office_, call));
}

void Rest::note_unsupported(Call& call, const Parameters& parameters) {
  if (!call.url.empty() && !call.document.empty()) {
    add_notification(office_, call, 32019, false, "both Url and Twiml were given: Twiml is ignored", call.url);
    call.document.clear();
  }
  if (call.detection.async && call.detection_callback.empty()) {
    add_notification(office_, call, 21262, false, "AsyncAmd without AsyncAmdStatusCallback: nobody is told", "");
  }
  if (!call.send_digits.empty() && !parameters.get("MachineDetection").empty()) {
    add_notification(office_, call, 12400, false, "SendDigits was given: MachineDetection is ignored", "");
  }
}

http::Response Rest::list_calls(Parameters& parameters) {
  check_known(parameters, {"To", "From", "ParentCallSid", "Status", "StartTime", "StartTime<", "StartTime>", "EndTime",
                           "EndTime<", "EndTime>", "PageSize", "Page", "PageToken"});
  const std::string to = parameters.get("To");
  const std::string from = parameters.get("From");
  const std::string status = parameters.get("Status");
  const std::string parent = parameters.get("ParentCallSid");
  const TimeFilter started(parameters, "StartTime");
  const TimeFilter ended(parameters, "EndTime");
  if (parameters.fault()) return refuse(*parameters.fault());
  const Instant newest = office_.clock.now() - office_.settings.faults.listing_lag;
  const auto wanted = [&](const Call& call) {
    return call.created <= newest && (from.empty() || call.from == from) &&
           (parent.empty() || call.parent_sid == parent) && (status.empty() || to_string(call.status) == status) &&
           started.passes(call.started) && ended.passes(call.ended);
  };
  const auto json = [&](const Call& call) { return render(office_, call); };
  const std::string path = office_.account_uri() + "/Calls.json";
  if (!to.empty()) return list_page(office_.calls.to(to), parameters, "calls", path, wanted, json);
  return list_page(office_.calls.all(), parameters, "calls", path, wanted, json);
}

http::Response Rest::update_call(Call& call, Parameters& parameters) {
  check_known(parameters, {"Url", "Method", "Twiml", "Status", "FallbackUrl", "FallbackMethod", "StatusCallback",
                           "StatusCallbackMethod", "TimeLimit"});
  const std::string status = parameters.get("Status");
  twiml::Redirected where{.url = parameters.url("Url", 21205), .method = parameters.method("Method", 21209)};
  where.document = parameters.get("Twiml");
  const std::string status_callback = parameters.url("StatusCallback", 21609);
  const bool redirects = !where.url.empty() || !where.document.empty();
  if (where.document.size() > 4'000) parameters.refuse(32018, "Twiml must not be longer than 4,000 characters");
  if (!status.empty() && status != "canceled" && status != "completed") {
    parameters.refuse(20001, fmt::format("Status must be canceled or completed, not '{}'", status));
  }
  const bool waiting = call.status == CallStatus::queued || call.status == CallStatus::ringing;
  if (is_final(call.status)) {
    parameters.refuse(21220, "Call is not in-progress: it has ended");
  } else if (status == "canceled" && !waiting) {
    parameters.refuse(21220, "Call is in-progress: it can be completed, not canceled");
  } else if (redirects && waiting) {
    parameters.refuse(21220, "Call is not in-progress: cannot redirect");
  }
  if (parameters.fault()) return refuse(*parameters.fault());
  if (!status_callback.empty()) call.status_callback = status_callback;
  call.updated = office_.clock.now();
  if (!status.empty()) {
    exchange_.hang_up(call);
  } else if (redirects) {
    exchange_.redirect(call, std::move(where));
  }
  log(call, fmt::format("{}/Calls/{}.json", office_.account_uri(), call.sid), parameters, 200);
  return http::json_response(200, render(office_, call));
}

/// What belongs to one call.
http::Response Rest::of_call(Call& call, const http::Request& request, const Path& path, Parameters& parameters) {
  if (path[2] == "Recordings") {
    if (path.size() == 3 && request.method == "GET") return list_recordings(parameters, &call);
    if (path.size() == 3 && request.method == "POST") return start_recording(call, parameters);
    const bool current = path.size() == 4 && path[3] == "Twilio.CURRENT" && !call.recordings.empty();
    Recording* recording =
        path.size() == 4 ? office_.recordings.find(current ? call.recordings.back() : path[3]) : nullptr;
    if (recording == nullptr || recording->call_sid != call.sid) return not_found(request.path());
    if (request.method == "POST") return change_recording(call, *recording, parameters);
    return one_recording(*recording, request, true);
  }
  if (request.method != "GET") return not_found(request.path());
  if (path[2] == "Notifications") return notifications(call, request, parameters, path);
  if (path[2] != "Events" || path.size() > 3) return not_found(request.path());
  std::vector<std::string> events;
  for (const Exchanged& exchanged : call.exchanged) events.push_back(render(exchanged));
  return slice_response(std::move(events), parameters, "events",
                        fmt::format("{}/Calls/{}/Events.json", office_.account_uri(), call.sid));
}

http::Response Rest::notifications(Call& call, const http::Request& request, Parameters& parameters, const Path& path) {
  if (path.size() > 3) {
    for (const Notification& notification : call.notifications) {
      if (path.size() == 4 && notification.sid == path[3]) {
        return http::json_response(200, render_whole(office_, call, notification));
      }
    }
    return not_found(request.path());
  }
  check_known(parameters, {"Log", "MessageDate", "MessageDate<", "MessageDate>", "PageSize", "Page", "PageToken"});
  const std::string level = parameters.get("Log");
  const TimeFilter at(parameters, "MessageDate");
  if (parameters.fault()) return refuse(*parameters.fault());
  std::vector<std::string> found;
  for (const Notification& notification : call.notifications) {
    if (!level.empty() && (level == "0") != notification.error) continue;
    if (at.passes(notification.at)) found.push_back(render(office_, call, notification));
  }
  return slice_response(std::move(found), parameters, "notifications",
                        fmt::format("{}/Calls/{}/Notifications.json", office_.account_uri(), call.sid));
}

/// A request of the REST API is one of the call's events too.
void Rest::log(const Call& call, std::string_view path, const Parameters& parameters, int status) {
  if (!office_.call_log.keeps_anything()) return;
  office_.call_log.add(call.sid, {.method = "POST",
                                  .url = office_.settings.base_url + std::string(path),
                                  .parameters = parameters.all(),
                                  .status = status,
                                  .content_type = "application/json",
                                  .headers = {},
                                  .body = JsonObject().text("sid", call.sid).take(),
                                  .at = office_.clock.now()});
}

}  // namespace courtesy::phonenet
