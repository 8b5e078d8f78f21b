#include "interlock/decision.h"

#include <array>

namespace courtesy {
namespace {

struct Word {
  std::string_view code;
  std::string_view sentence;
};

// In the order of the enum.
constexpr std::array<Word, 33> reasons{{
    {"none", ""},
    {"stopped", "All sending is stopped until a person releases it."},
    {"not_allow_listed", "Outside production only numbers on the allow list are contacted."},
    {"appointment_cancelled", "The appointment was cancelled."},
    {"appointment_moved", "The appointment was moved to another time."},
    {"recipient_changed", "The client has another number or address by now."},
    {"already_confirmed", "The client has already confirmed."},
    {"appointment_past", "The appointment has already begun."},
    {"too_late", "It was later than its rule allows."},
    {"already_told", "The client was already reminded of this appointment."},
    {"unreachable", "There is no usable number or address for this client."},
    {"no_consent", "No consent is on record for contacting this client."},
    {"suppressed", "The client does not want to be contacted."},
    {"country_not_allowed", "The number is in a country that this account may not contact."},
    {"number_not_allowed", "The number is of a kind that is never contacted (emergency, short or premium rate)."},
    {"zone_unknown", "It is not known which time of day it is where the client is."},
    {"outside_hours", "It is outside the hours in which this client may be contacted."},
    {"no_hours_left", "No permitted hour is left before the appointment."},
    {"contact_running", "Another contact with this number is under way."},
    {"recipient_cap", "This number has been contacted as often as is allowed."},
    {"line_pace", "The line was busy with other calls."},
    {"account_pace", "It waits its turn: this account's pace is reached."},
    {"capacity", "Nobody would be free to talk to those who ring back."},
    {"budget", "The account's budget for contacts is spent."},
    {"unusual_volume", "There is far more to send than usual: a person must look first."},
    {"probation", "After a stop or an outage sending begins slowly."},
    {"clock_wrong", "The clock of this machine cannot be trusted."},
    {"merged", "It was said together with another reminder."},
    {"discarded", "A person decided that it is not sent."},
    {"due_before_saved", "It was already due when the appointment was first imported or the rule was made."},
    {"given_up", "It had been given up before; nobody is told twice."},
    {"cannot_prepare", "The message could not be prepared; see the error beside it."},
    {"interlock_error", "A safety check failed to run, which counts as a no."},
}};

}  // namespace

std::string_view to_string(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::allow: return "allow";
    case DecisionKind::defer: return "defer";
    case DecisionKind::hold: return "hold";
    case DecisionKind::drop: return "drop";
  }
  return "drop";
}

std::string_view to_string(Reason reason) { return reasons[static_cast<std::size_t>(reason)].code; }
std::string_view explain(Reason reason) { return reasons[static_cast<std::size_t>(reason)].sentence; }

std::optional<Reason> parse_reason(std::string_view text) {
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (reasons[i].code == text) return static_cast<Reason>(i);
  }
  return std::nullopt;
}

bool moves_send_time(Reason reason) { return reason == Reason::outside_hours || reason == Reason::recipient_cap; }

}  // namespace courtesy
