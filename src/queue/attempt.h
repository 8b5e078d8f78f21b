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

/// True for states after which nothing more is expected from the gateway: ended, refused, not_sent, absent. Late
/// evidence may still overrule the last three; see may_follow.
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

/// What says that a machine listened to a call whose outcome is `machine`.
enum class Evidence {
  none,     ///< nobody knows who listened
  machine,  ///< the gateway took the other side for a machine, and heard no beep
  beep,     ///< it heard the beep
};
std::string_view to_string(Evidence evidence);
std::optional<Evidence> parse_evidence(std::string_view text);

/// True when somebody was or may have been told: this bars another contact for the same reminder for ever.
/// `none` is false, since it is also what an attempt has that never got so far; see bars_another.
bool reached(AttemptOutcome outcome);

/// May the attempt no longer be followed by another for the same reminder, as far as the machine is concerned?
/// True while it is under way, when its fate is unknown or absent, and when it ended with somebody or possibly
/// somebody told (`ended` with `none`: answered, nothing more known). False for refused, not_sent, and for an end
/// that reached nobody (busy, no_answer, failed, cancelled).
bool bars_another(AttemptState state, AttemptOutcome outcome);
/// Ended without having told anybody anything: what was to be said may be said by another row of the same visit. A
/// call that was picked up and hung up at once has disturbed somebody, and is no such one.
bool told_nothing(Channel channel, AttemptState state, AttemptOutcome outcome);

/// May `to` follow `from`? Callbacks come late, doubled and out of order: a state never goes backwards.
///
/// The states have an order, and only a later one may follow:
///
///     intended, unknown, refused, not_sent, absent, accepted, ringing, in_progress, ended
///
/// with two kinds of edge taken out: `not_sent` follows `intended` alone (an `unknown` that became `not_sent` would be
/// sent again), and `absent` follows `unknown` alone. Steps may be skipped: the callback `ended` may be the first to
/// come. Evidence ranks above inference: a callback for an attempt thought refused, not_sent or absent says that it
/// happened, and is recorded. So in whatever order a send's ending and its callbacks arrive, the last state is the
/// same. The same state again is no step (false); only the outcome of an ended attempt may still be refined.
bool may_follow(AttemptState from, AttemptState to);

/// May an ended attempt's outcome `from` become `to`? A total order, for the same reason: none, sent, cancelled,
/// failed, no_answer, busy, machine, delivered, heard; only a later one may follow. So a receipt refines `sent`, and a
/// key pressed is not unsaid by a status that comes after it.
bool may_follow(AttemptOutcome from, AttemptOutcome to);

/// How a send ended, by what was observed.
enum class EndingKind { accepted, refused, not_sent, unknown };
std::string_view to_string(EndingKind kind);

/// What a "no" or an "I don't know" is about, so that sending can stop before every recipient meets the same wall.
enum class Trouble {
  none,
  recipient,      ///< this number or address: others are not concerned
  configuration,  ///< credentials, sender, permissions, our own requests: every other send would meet it too
  passing,        ///< congestion, limits, an outage: waiting helps
};
std::string_view to_string(Trouble trouble);

struct Ending {
  EndingKind kind;
  std::string provider_id;  ///< the gateway's name for it; when accepted
  std::string code;         ///< the gateway's own code or ours, for the ledger: `21211`, `timeout`
  std::string detail;       ///< plain words, without the recipient
  bool opted_out = false;   ///< the gateway says that the recipient has opted out: copied to the suppression list
  Trouble trouble = Trouble::none;
};

}  // namespace courtesy
