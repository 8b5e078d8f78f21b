// What the application is told about a call, and what is noted about it.
#include <fmt/format.h>

#include "phonenet/exchange/line.h"

namespace courtesy::phonenet {
namespace {

std::string_view word_of(CallEvent event, CallStatus status) {
  switch (event) {
    case CallEvent::initiated: return "initiated";
    case CallEvent::ringing: return "ringing";
    case CallEvent::answered: return "in-progress";
    case CallEvent::completed: return to_string(status);
  }
  return "";
}

}  // namespace

std::string_view direction_of(const Call& call) {
  if (!call.parent_sid.empty()) return "outbound-dial";
  return call.inbound ? "inbound" : "outbound-api";
}

http::Fields call_fields(const Office& office, const Call& call) {
  http::Fields fields;
  fields.reserve(26);
  fields.emplace_back("CallSid", call.sid);
  fields.emplace_back("CallStatus", to_string(call.status));
  fields.emplace_back("Direction", direction_of(call));
  fields.emplace_back("Caller", call.from);
  fields.emplace_back("Called", call.to);
  if (!call.answered_by.empty()) {
    fields.emplace_back("AnsweredBy", call.answered_by);
    fields.emplace_back("MachineDetectionDuration", std::to_string(call.verdict_after.count()));
  }
  if (!call.parent_sid.empty()) fields.emplace_back("ParentCallSid", call.parent_sid);
  append_ends(fields, office, call.from, call.to);
  return fields;
}

std::string recording_url(const Office& office, const Recording& recording) {
  return fmt::format("{}{}/Recordings/{}", office.settings.base_url, office.account_uri(), recording.sid);
}

/// Of a call that was to be recorded as a whole (Twilio docs, StatusCallback: not of <Record> and <Dial>).
static void add_recording(http::Fields& fields, Office& office, const Call& call) {
  for (const std::string& sid : call.recordings) {
    const Recording* recording = office.recordings.find(sid);
    if (recording == nullptr || recording->source != "OutboundAPI") continue;
    fields.emplace_back("RecordingUrl", recording_url(office, *recording));
    fields.emplace_back("RecordingSid", sid);
    fields.emplace_back("RecordingDuration", std::to_string(recording->seconds_long()));
  }
}

void tell_call_event(Office& office, Call& call, CallEvent event, int sip_code) {
  const int sequence = call.sequence++;
  if (call.status_callback.empty() || !call.wanted[static_cast<std::size_t>(event)]) return;
  Webhook webhook{
      .url = call.status_callback, .method = call.status_callback_method, .fields = call_fields(office, call)};
  for (auto& [name, value] : webhook.fields) {
    if (name == "CallStatus") value = word_of(event, call.status);
  }
  webhook.fields.emplace_back("CallbackSource", "call-progress-events");
  webhook.fields.emplace_back("Timestamp", to_rfc2822(office.clock.now()));
  webhook.fields.emplace_back("SequenceNumber", std::to_string(sequence));
  if (event == CallEvent::completed) {
    const std::int64_t talked = call.seconds_talked();
    webhook.fields.emplace_back("CallDuration", std::to_string(talked));
    webhook.fields.emplace_back("Duration", std::to_string((talked + 59) / 60));
    webhook.fields.emplace_back("SipResponseCode", std::to_string(sip_code));
    add_recording(webhook.fields, office, call);
  }
  office.callbacks.tell(std::move(webhook), call.sid, [&office, sid = call.sid](int code, std::string why) {
    Call* about = office.calls.find_even_deleted(sid);
    if (about == nullptr) return;
    add_notification(office, *about, code, true, std::move(why), about->status_callback);
  });
}

void tell_recording_status(Office& office, const Recording& recording, std::string url, std::string method) {
  Webhook webhook{.url = std::move(url), .method = std::move(method)};
  webhook.fields = {{"AccountSid", office.settings.account_sid},
                    {"CallSid", recording.call_sid},
                    {"RecordingSid", recording.sid},
                    {"RecordingUrl", recording_url(office, recording)},
                    {"RecordingStatus", recording.status},
                    {"RecordingChannels", std::to_string(recording.channels)},
                    {"RecordingStartTime", to_rfc2822(recording.started)},
                    {"RecordingSource", recording.source},
                    {"RecordingTrack", recording.track},
                    {"ErrorCode", "0"}};
  if (recording.status == "completed") {
    webhook.fields.emplace_back("RecordingDuration", std::to_string(recording.seconds_long()));
  }
  office.callbacks.tell(std::move(webhook), recording.call_sid, {});
}

void add_notification(Office& office, Call& call, int code, bool error, std::string text, std::string url) {
  constexpr std::size_t most = 1'000;
  if (call.notifications.size() >= most) return;
  office.journal.write({.kind = EntryKind::notice,
                        .sid = call.sid,
                        .to = call.to,
                        .from = call.from,
                        .text = text,
                        .detail = std::to_string(code)});
  call.notifications.push_back({.sid = make_sid("NO", office.random),
                                .at = office.clock.now(),
                                .code = code,
                                .error = error,
                                .text = std::move(text),
                                .url = std::move(url),
                                .method = "POST"});
}

}  // namespace courtesy::phonenet
