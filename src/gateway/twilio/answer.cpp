#include "gateway/twilio/answer.h"

#include <fmt/format.h>

#include "gateway/twilio/code.h"
#include "gateway/twilio/record.h"

namespace courtesy::twilio {
namespace {

bool names(std::string_view sid, Channel channel) {
  return channel == Channel::call ? is_call_sid(sid) : is_message_sid(sid);
}

Ending done(const http::Response& response, Channel channel) {
  const auto record = read_record(response.body);
  if (record && names(record->sid, channel)) return {.kind = EndingKind::accepted, .provider_id = record->sid};
  return {.kind = EndingKind::unknown,
          .code = "unreadable",
          .detail = fmt::format("Twilio answered {} without a readable sid", response.status)};
}

Ending not_done(const http::Response& response) {
  const int status = response.status;
  const int number = read_error_code(response.body);
  const Code code = code_of(number);
  const bool complete_no = status >= 400 && status < 500 && status != 408;
  Ending ending{.kind = complete_no ? EndingKind::refused : EndingKind::unknown,
                .code = number > 0 ? std::to_string(number) : fmt::format("http_{}", status),
                .detail = number > 0 ? fmt::format("Twilio answered {}: {}", status, code.words)
                                     : fmt::format("Twilio answered {}", status),
                .opted_out = complete_no && number == opted_out,
                .trouble = code.trouble};
  if (complete_no && (status == 429 || number == too_many_requests)) ending.kind = EndingKind::not_sent;
  if (number == 0 && (status == 401 || status == 403)) ending.trouble = Trouble::configuration;
  if (number == 0 && (status == 408 || status == 429 || status >= 500)) ending.trouble = Trouble::passing;
  return ending;
}

}  // namespace

Ending ending_of(const http::Exchange& exchange, Channel channel) {
  if (const auto* nothing = std::get_if<http::NothingLeft>(&exchange)) {
    return {.kind = EndingKind::not_sent, .code = "nothing_left", .detail = nothing->why, .trouble = Trouble::passing};
  }
  if (const auto* broken = std::get_if<http::Broken>(&exchange)) {
    return {.kind = EndingKind::unknown, .code = "broken", .detail = broken->why, .trouble = Trouble::passing};
  }
  const auto& response = std::get<http::Response>(exchange);
  if (response.status >= 200 && response.status < 300) return done(response, channel);
  return not_done(response);
}

}  // namespace courtesy::twilio
