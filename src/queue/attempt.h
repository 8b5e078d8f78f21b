// One try to carry a reminder out: its states, and which of them may follow which.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "appointment/appointment.h"
#include "base/id.h"
#include "base/instant.h"

namespace courtesy {

/// What a reminder is: planning it again gives the same key and changes nothing.
struct ReminderKey {
  AppointmentId appointment;
  RuleId rule;
  Channel channel;
  std::string start;  ///< Start::key() of the start it was planned for

  friend auto operator<=>(const ReminderKey&, const ReminderKey&) = default;
};

enum class AttemptState {
  intended,  ///< committed, perhaps sent: after a crash its fate is a question
  accepted,  ///< the gateway took it
  ringing,
  in_progress,
  ended,     ///< with an AttemptOutcome
  refused,   ///< the gateway said no, completely
  not_sent,  ///< nothing ever left: the reminder may be tried again
  unknown,   ///< it may or may not have happened: reconciled, or a person decides; never sent again by itself
  absent,    ///< several looks at the gateway found nothing; a call is not placed again
};
std::string_view to_string(AttemptState state);
std::optional<AttemptState> parse_attempt_state(std::string_view text);

/// True for states after which nothing more is expected from the gateway.
bool is_final(AttemptState state);

/// How an attempt that reached the gateway ended.
enum class AttemptOutcome {
  none,
  heard,      ///< a person pressed a key or heard the message
  machine,    ///< left to a machine, no evidence who listened
  delivered,  ///< a text or email that the network reports as delivered
  sent,       ///< a text or email handed over; no receipt (yet)
  busy,
  no_answer,
  failed,
  cancelled,  ///< called off by us before it was answered
};
std::string_view to_string(AttemptOutcome outcome);
std::optional<AttemptOutcome> parse_attempt_outcome(std::string_view text);

/// True when somebody was or may have been told: this bars another contact for the same reminder for ever.
bool reached(AttemptOutcome outcome);

/// May `to` follow `from`? Callbacks come late, doubled and out of order: a state never goes backwards.
bool may_follow(AttemptState from, AttemptState to);

/// How a send ended, by what was observed.
enum class EndingKind { accepted, refused, not_sent, unknown };
std::string_view to_string(EndingKind kind);

struct Ending {
  EndingKind kind;
  std::string provider_id;  ///< the gateway's name for it; when accepted
  std::string code;         ///< the gateway's own code or ours, for the ledger: `21211`, `timeout`
  std::string detail;       ///< plain words, without the recipient
  bool opted_out = false;   ///< the gateway says that the recipient has opted out: copied to the suppression list
};

}  // namespace courtesy
