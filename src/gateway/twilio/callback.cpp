#include "gateway/twilio/callback.h"

#include <fmt/format.h>

#include "base/whole_number.h"
#include "gateway/twilio/code.h"
#include "gateway/twilio/date.h"
#include "gateway/twilio/record.h"
#include "gateway/twilio/status.h"
#include "gateway/twilio/withheld.h"

namespace courtesy::twilio {
namespace {

/// The value of a field, empty where it is missing. Errors: `invalid` when it comes twice and says two things.
Result<std::string> only(const http::Fields& fields, std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& [key, value] : fields) {
    if (key != name) continue;
    if (found && *found != value) return invalid(fmt::format("twilio: {} comes twice and says two things", name));
    found = value;
  }
  return std::string(found.value_or(""));
}

AnsweredBy answered_by(std::string_view word) {
  if (word.empty()) return AnsweredBy::not_asked;
  if (word == "human") return AnsweredBy::person;
  if (word == "machine_start") return AnsweredBy::machine;
  if (word == "machine_end_beep") return AnsweredBy::machine_beeped;
  if (word == "machine_end_silence" || word == "machine_end_other") return AnsweredBy::machine_silent;
  if (word == "fax") return AnsweredBy::fax;
  return AnsweredBy::unclear;
}

/// `TN-Validation-Passed-A` is `A`, `TN-Validation-Failed-B` is `failed-B`; any other word is none.
std::string attestation(std::string_view verstat) {
  for (const std::string_view letter : {"A", "B", "C"}) {
    if (verstat == fmt::format("TN-Validation-Passed-{}", letter)) return std::string(letter);
    if (verstat == fmt::format("TN-Validation-Failed-{}", letter)) return fmt::format("failed-{}", letter);
  }
  return {};
}

bool are_keys(std::string_view digits) {
  return digits.size() <= 64 && digits.find_first_not_of("0123456789*#") == std::string_view::npos;
}

Result<std::string> call_code(const http::Fields& fields) {
  const std::string error = TRY(only(fields, "ErrorCode"));
  if (const auto code = whole_number<int>(error); code && *code > 0) return std::to_string(*code);
  const auto sip = whole_number<int>(TRY(only(fields, "SipResponseCode")));
  return sip && *sip >= 300 && *sip < 700 ? fmt::format("sip_{}", *sip) : std::string{};
}

/// MessageSid, under either of its names.
Result<std::string> message_sid(const http::Fields& fields) {
  std::string sid = TRY(only(fields, "MessageSid"));
  if (sid.empty()) sid = TRY(only(fields, "SmsSid"));
  if (!is_message_sid(sid)) return invalid("twilio: MessageSid is missing or no sid of a message");
  return sid;
}

NetworkKeyword keyword(std::string_view word) {
  if (word == "STOP") return NetworkKeyword::stop;
  if (word == "START") return NetworkKeyword::start;
  if (word == "HELP") return NetworkKeyword::help;
  return NetworkKeyword::none;
}

}  // namespace

std::string_view to_string(AnsweredBy who) {
  switch (who) {
    case AnsweredBy::not_asked: return "not_asked";
    case AnsweredBy::person: return "person";
    case AnsweredBy::machine: return "machine";
    case AnsweredBy::machine_beeped: return "machine_beeped";
    case AnsweredBy::machine_silent: return "machine_silent";
    case AnsweredBy::fax: return "fax";
    case AnsweredBy::unclear: return "unclear";
  }
  return "unclear";
}

Result<CallCallback> parse_call(const http::Fields& fields, std::string token) {
  CallCallback call{.token = std::move(token)};
  call.provider_id = TRY(only(fields, "CallSid"));
  if (!is_call_sid(call.provider_id)) return invalid("twilio: CallSid is missing or no sid of a call");
  const auto progress = call_progress(TRY(only(fields, "CallStatus")));
  if (!progress) return invalid("twilio: CallStatus is missing or new");
  call.state = progress->state;
  call.outcome = progress->outcome;
  call.from = TRY(only(fields, "From"));
  call.to = TRY(only(fields, "To"));
  call.inbound = TRY(only(fields, "Direction")) == "inbound";
  if (call.inbound && is_withheld(call.from)) call.from.clear();
  call.sequence = whole_number<int>(TRY(only(fields, "SequenceNumber")));
  call.at = parse_rfc2822(TRY(only(fields, "Timestamp")));
  if (const auto length = whole_number<int>(TRY(only(fields, "CallDuration")))) call.duration = seconds{*length};
  call.answered_by = answered_by(TRY(only(fields, "AnsweredBy")));
  call.digits = TRY(only(fields, "Digits"));
  if (!are_keys(call.digits)) call.digits.clear();  // `hangup`, after a recording
  call.recording = TRY(only(fields, "RecordingSid"));
  if (!is_recording_sid(call.recording)) call.recording.clear();
  if (const auto length = whole_number<int>(TRY(only(fields, "RecordingDuration"))))
    call.recording_length = seconds{*length};
  if (const std::string dialled = TRY(only(fields, "DialCallStatus")); !dialled.empty())
    call.connected = dialled == "completed" || dialled == "answered";
  call.attestation = attestation(TRY(only(fields, "StirVerstat")));
  call.code = TRY(call_code(fields));
  return call;
}

Result<MachineVerdict> parse_verdict(const http::Fields& fields, std::string token) {
  MachineVerdict verdict{.token = std::move(token)};
  verdict.provider_id = TRY(only(fields, "CallSid"));
  if (!is_call_sid(verdict.provider_id)) return invalid("twilio: CallSid is missing or no sid of a call");
  const std::string who = TRY(only(fields, "AnsweredBy"));
  if (who.empty()) return invalid("twilio: AnsweredBy is missing");
  verdict.answered_by = answered_by(who);
  if (const auto after = whole_number<int>(TRY(only(fields, "MachineDetectionDuration")))) {
    verdict.after = milliseconds{*after};
  }
  return verdict;
}

Result<TextStatus> parse_text_status(const http::Fields& fields, std::string token) {
  TextStatus status{.token = std::move(token)};
  status.provider_id = TRY(message_sid(fields));
  std::string word = TRY(only(fields, "MessageStatus"));
  if (word.empty()) word = TRY(only(fields, "SmsStatus"));
  const auto progress = text_progress(word);
  if (!progress) return invalid("twilio: MessageStatus is missing or new");
  status.state = progress->state;
  status.outcome = progress->outcome;
  status.from = TRY(only(fields, "From"));
  status.to = TRY(only(fields, "To"));
  if (const auto error = whole_number<int>(TRY(only(fields, "ErrorCode"))); error && *error > 0) {
    const Code code = code_of(*error);
    status.code = std::to_string(*error);
    status.detail = code.words;
    status.trouble = code.trouble;
    status.opted_out = *error == opted_out;
    // The carrier did not answer: it may have been delivered, so it must not look like an end that reached nobody.
    if (*error == carrier_timed_out && status.outcome == AttemptOutcome::failed) status.outcome = AttemptOutcome::sent;
  }
  return status;
}

Result<IncomingText> parse_incoming_text(const http::Fields& fields) {
  IncomingText text;
  text.provider_id = TRY(message_sid(fields));
  text.from = TRY(only(fields, "From"));
  text.to = TRY(only(fields, "To"));
  text.body = TRY(only(fields, "Body"));
  text.network_keyword = keyword(TRY(only(fields, "OptOutType")));
  if (text.from.empty() || text.to.empty()) return invalid("twilio: a text without From or To");
  return text;
}

}  // namespace courtesy::twilio
