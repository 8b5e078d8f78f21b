// Recordings: their records, and their sound.
#include "phonenet/api/paging.h"
#include "phonenet/api/render.h"
#include "phonenet/api/rest.h"

namespace courtesy::phonenet {

/// `/Recordings/RE….wav`, or without an extension: as on a new account, whoever knows the sid gets it.
std::optional<http::Response> Rest::sound_of_recording(const http::Request& request) {
  const std::string begin = office_.account_uri() + "/Recordings/";
  std::string_view name = request.path();
  if (request.method != "GET" || !name.starts_with(begin) || name.ends_with(".json")) return std::nullopt;
  name.remove_prefix(begin.size());
  if (name.ends_with(".wav")) name.remove_suffix(4);
  if (!is_sid(name, "RE")) return std::nullopt;
  const Recording* recording = office_.recordings.find(name);
  const auto lag = office_.settings.faults.recording_lag;
  if (recording == nullptr || office_.clock.now() < recording->created + lag) return not_found(request.path());
  return http::Response{.status = 200, .headers = {{"Content-Type", "audio/x-wav"}}, .body = recording->bytes};
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
  recording.deleted = true;
  recording.bytes.clear();
  return http::Response{.status = 204};
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
