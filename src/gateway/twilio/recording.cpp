#include "gateway/twilio/recording.h"

#include "gateway/twilio/record.h"
#include "gateway/twilio/request.h"

namespace courtesy::twilio {

std::string recording_url(const Settings& settings, std::string_view sid) {
  INVARIANT(is_recording_sid(sid));
  return resource_url(settings, "Recordings/" + std::string(sid) + ".wav");
}

http::Request fetch_recording(const Settings& settings, std::string_view sid) {
  return authorised(settings,
                    {.method = "GET", .url = recording_url(settings, sid), .headers = {{"Accept", "audio/x-wav"}}});
}

http::Request delete_recording(const Settings& settings, std::string_view sid) {
  INVARIANT(is_recording_sid(sid));
  return authorised(settings,
                    {.method = "DELETE", .url = resource_url(settings, "Recordings/" + std::string(sid) + ".json")});
}

}  // namespace courtesy::twilio
