// Recordings: their records, and their sound.
#include <fmt/format.h>

#include "phonenet/api/paging.h"
#include "phonenet/api/render.h"
#include "phonenet/api/rest.h"
#include "phonenet/audio/mp3.h"
#include "phonenet/exchange/line.h"

namespace courtesy::phonenet {

RecordingOrder read_recording_order(Parameters& parameters, std::string_view usual_trim) {
  const auto one_of = [&](std::string_view name, std::string_view usual, std::string_view other,
                          std::string_view third = {}) {
    const std::string word = parameters.get(name, usual);
    if (word != usual && word != other && (third.empty() || word != third)) {
      parameters.refuse(20001, fmt::format("{} cannot be '{}'", name, word));
    }
    return word;
  };
  RecordingOrder order;
  order.channels = one_of("RecordingChannels", "mono", "dual") == "dual" ? 2 : 1;
  order.track = one_of("RecordingTrack", "both", "inbound", "outbound");
  order.trim =
      one_of("Trim", usual_trim, usual_trim == "do-not-trim" ? "trim-silence" : "do-not-trim") == "trim-silence";
  order.told = parameters.url("RecordingStatusCallback", 21609);
  order.told_method = parameters.method("RecordingStatusCallbackMethod", 21209);
  if (!parameters.has("RecordingStatusCallbackEvent")) return order;
  order.tells_end = false;
  for (const std::string& events : parameters.every("RecordingStatusCallbackEvent")) {
    order.tells_begin = order.tells_begin || events.find("in-progress") != std::string::npos;
    order.tells_end = order.tells_end || events.find("completed") != std::string::npos;
  }
  return order;
}

/// `/Recordings/RE….wav`, `.mp3`, or without an extension, which is WAV: as on a new account, whoever knows the sid
/// gets it.
std::optional<http::Response> Rest::sound_of_recording(const http::Request& request) {
  const std::string begin = office_.account_uri() + "/Recordings/";
  std::string_view name = request.path();
  if (request.method != "GET" || !name.starts_with(begin) || name.ends_with(".json")) return std::nullopt;
  name.remove_prefix(begin.size());
  const bool as_mp3 = name.ends_with(".mp3");
  if (as_mp3 || name.ends_with(".wav")) name.remove_suffix(4);
  if (!is_sid(name, "RE")) return std::nullopt;
  const Recording* recording = office_.recordings.find(name);
  const auto lag = office_.settings.faults.recording_lag;
  const bool there = recording != nullptr && recording->status == "completed";
  if (!there || office_.clock.now() < recording->updated + lag) return not_found(request.path());
  return http::Response{.status = 200,
                        .headers = {{"Content-Type", as_mp3 ? "audio/mpeg" : "audio/x-wav"}},
                        .body = as_mp3 ? mp3_of(recording->bytes) : recording->bytes};
}

http::Response Rest::recordings(const http::Request& request, const Path& path, Parameters& parameters) {
  if (path.size() == 1) {
    if (request.method == "GET") return list_recordings(parameters, nullptr);
    return refuse(405, 20004, "Method not allowed");
  }
  Recording* recording = path.size() == 2 ? office_.recordings.find(path[1]) : nullptr;
  if (recording == nullptr) return not_found(request.path());
  return one_recording(*recording, request, false);
}

http::Response Rest::one_recording(Recording& recording, const http::Request& request, bool in_call) {
  if (request.method == "GET") {
    return http::json_response(200, in_call ? render_in_call(office_, recording) : render(office_, recording));
  }
  if (request.method != "DELETE") return refuse(405, 20004, "Method not allowed");
  if (recording.goes_on()) return refuse(400, 20009, "The recording goes on: it cannot be deleted yet");
  recording.deleted = true;
  recording.bytes.clear();
  return http::Response{.status = 204};
}

http::Response Rest::start_recording(Call& call, Parameters& parameters) {
  check_known(parameters, {"RecordingStatusCallback", "RecordingStatusCallbackMethod", "RecordingStatusCallbackEvent",
                           "Trim", "RecordingChannels", "RecordingTrack"});
  RecordingOrder order = read_recording_order(parameters, "do-not-trim");
  if (call.status != CallStatus::in_progress || !call.line) {
    parameters.refuse(21220, "The call is not in progress: it cannot be recorded");
  }
  if (parameters.fault()) return refuse(*parameters.fault());
  return http::json_response(201, render_in_call(office_, call.line->record_call(std::move(order))));
}

http::Response Rest::change_recording(Call& call, Recording& recording, Parameters& parameters) {
  check_known(parameters, {"Status", "PauseBehavior"});
  const std::string status = parameters.get("Status");
  const std::string pause = parameters.get("PauseBehavior", "skip");
  const bool known = status == "paused" || status == "in-progress" || status == "stopped";
  if (!known) parameters.refuse(20001, "Status must be in-progress, paused or stopped");
  if (pause != "skip" && pause != "silence") parameters.refuse(20001, "PauseBehavior must be skip or silence");
  if (parameters.fault()) return refuse(*parameters.fault());
  const auto line = call.line;
  if (!line || !line->change_recording(recording, status, pause == "silence")) {
    return refuse(400, 21220, fmt::format("The recording is {}: it cannot be {} now", recording.status, status));
  }
  return http::json_response(200, render_in_call(office_, recording));
}

http::Response Rest::list_recordings(Parameters& parameters, const Call* call) {
  check_known(parameters, {"CallSid", "ConferenceSid", "DateCreated", "DateCreated<", "DateCreated>",
                           "IncludeSoftDeleted", "PageSize", "Page", "PageToken"});
  const std::string call_sid = call != nullptr ? call->sid : parameters.get("CallSid");
  const TimeFilter created(parameters, "DateCreated");
  if (parameters.fault()) return refuse(*parameters.fault());
  const auto wanted = [&](const Recording& one) {
    return (call_sid.empty() || one.call_sid == call_sid) && created.passes(one.created);
  };
  const auto json = [&](const Recording& one) {
    return call != nullptr ? render_in_call(office_, one) : render(office_, one);
  };
  const std::string path =
      office_.account_uri() + (call != nullptr ? "/Calls/" + call->sid : std::string()) + "/Recordings.json";
  return list_page(office_.recordings.all(), parameters, "recordings", path, wanted, json);
}

}  // namespace courtesy::phonenet
