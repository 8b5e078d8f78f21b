// Ana's call, which the gateway has taken, and Twilio's requests about it. For tests.
#pragma once

#include <optional>
#include <string>

#include "base/virtual_time.h"
#include "flow/library.h"
#include "gateway/twilio/test_signed_request.h"
#include "http/seam.h"
#include "store/sqlite/test_attempt.h"

namespace courtesy {

/// About her visit of 2026-05-14, 14:00: attempt 1, with the secret `s3cret`.
inline Attempt call_to_ana(const flow::Library& flows) {
  Attempt attempt;
  attempt.id = AttemptId(1);
  attempt.reminder = {AppointmentId(1), RuleId(1), Channel::call, "2026-05-14T14:00"};
  attempt.client = ClientId(1);
  attempt.recipient = "+12125550123";
  attempt.sender = "+12125550199";
  attempt.secret = "s3cret";
  attempt.flow = "appointment-reminder";
  attempt.flow_hash = flows.flow("appointment-reminder").value().hash();
  return attempt;
}

/// What each request about it says.
inline http::Fields fields_of_call(const std::string& sid, const std::string& status, const http::Fields& more = {}) {
  http::Fields fields{{"CallSid", sid},
                      {"CallStatus", status},
                      {"From", "+12125550199"},
                      {"To", "+12125550123"},
                      {"Direction", "outbound-api"}};
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

/// What is answered at once.
inline http::Response answer_to(http::Request request, http::Handler& door, VirtualTime& time) {
  std::optional<http::Response> answer;
  door.handle(std::move(request), [&](http::Response response) { answer = std::move(response); });
  time.run_until(time.now());
  INVARIANT(answer.has_value());
  return std::move(*answer);
}

inline bool says(const http::Response& response, std::string_view words) {
  return response.body.find(words) != std::string::npos;
}

}  // namespace courtesy
