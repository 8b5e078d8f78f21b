// Twilio's requests to us, in our own words. Behind this door nobody knows `CallSid` or `AnsweredBy`.
//
// Read after the signature was checked (signature.h). The fields of Twilio may grow at any time: those that are not
// known here are passed over. Errors are `invalid`: a field that is needed is missing, one that matters is repeated
// with another value, or a word for a state is new; no error quotes what was sent.
#pragma once

#include <optional>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "http/message.h"
#include "queue/attempt.h"

namespace courtesy::twilio {

/// Who the network thinks has picked up: a hint, never more.
enum class AnsweredBy {
  not_asked,
  person,
  machine,         ///< its greeting may still be running
  machine_beeped,  ///< its greeting has ended with a beep
  machine_silent,  ///< its greeting has ended without one
  fax,
  unclear,
};
std::string_view to_string(AnsweredBy who);

/// Any request about a call: it is answered and wants a document, keys were pressed, its state has changed.
struct CallCallback {
  std::string token;        ///< of the attempt, from the path; empty for a call that somebody makes to us
  std::string provider_id;  ///< never empty
  std::string from;         ///< of a call to us: E.164, or empty where the caller shows no number
  std::string to;
  bool inbound = false;
  AttemptState state;
  AttemptOutcome outcome;       ///< when ended: `none` if it was answered, since only the flow knows what was heard
  std::optional<int> sequence;  ///< of the event within its call, as it happened; not the order of arrival
  std::optional<Instant> at;    ///< when it happened, to the second, by Twilio's clock
  std::optional<seconds> duration;
  AnsweredBy answered_by = AnsweredBy::not_asked;
  std::string digits;  ///< `0-9 * #` alone; empty: none
  /// Of what was just recorded, `RE…`; empty: nothing. The URL that comes with it is not taken: it is ours to make.
  std::string recording{};
  seconds recording_length{0};
  /// How far the network vouches for `from`, in its own word (STIR/SHAKEN: `A`, `B`, `C`, `failed-A`, ...); or empty.
  /// On record, and decides nothing.
  std::string attestation{};
  std::optional<bool> connected{};  ///< of a dialled call that is over: did it answer?
  std::string code;  ///< of what went wrong: an error that led to the fallback, or SIP's answer (`sip_486`); or empty
};
Result<CallCallback> parse_call(const http::Fields& fields, std::string token);

/// Whom the network takes the other side of a call for, told while the call goes on.
struct MachineVerdict {
  std::string token;
  std::string provider_id;
  AnsweredBy answered_by = AnsweredBy::unclear;
  std::optional<milliseconds> after;  ///< since the answer
};
Result<MachineVerdict> parse_verdict(const http::Fields& fields, std::string token);

/// The state of a text that we sent. It comes without time or sequence: only ranks can order it (queue/attempt.h).
struct TextStatus {
  std::string token;
  std::string provider_id;
  std::string from;
  std::string to;
  AttemptState state;
  AttemptOutcome outcome;
  std::string code;    ///< Twilio's, when it failed: `30003`; or empty
  std::string detail;  ///< the same in words
  Trouble trouble = Trouble::none;
  bool opted_out = false;
};
Result<TextStatus> parse_text_status(const http::Fields& fields, std::string token);

/// What the network itself has understood and answered.
enum class NetworkKeyword { none, stop, start, help };

/// A text that somebody has sent to us.
struct IncomingText {
  std::string provider_id;
  std::string from;  ///< a number, or a short code
  std::string to;
  std::string body;  ///< as sent, white space and all
  NetworkKeyword network_keyword = NetworkKeyword::none;
};
Result<IncomingText> parse_incoming_text(const http::Fields& fields);

}  // namespace courtesy::twilio
