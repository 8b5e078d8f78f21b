#include "queue/attempt.h"

#include <algorithm>
#include <array>

namespace courtesy {
namespace {

// Each in the order in which one may follow another, but for what may_follow takes out. What is in no list stands
// behind all: nothing follows it.
constexpr std::array states_in_order{
    AttemptState::intended, AttemptState::unknown,     AttemptState::refused,
    AttemptState::not_sent, AttemptState::absent,      AttemptState::accepted,
    AttemptState::ringing,  AttemptState::in_progress, AttemptState::ended,
};
constexpr std::array outcomes_in_order{
    AttemptOutcome::none,    AttemptOutcome::sent,      AttemptOutcome::cancelled,
    AttemptOutcome::failed,  AttemptOutcome::no_answer, AttemptOutcome::busy,
    AttemptOutcome::machine, AttemptOutcome::delivered, AttemptOutcome::heard,
};

auto rank(AttemptState state) { return std::ranges::find(states_in_order, state); }
auto rank(AttemptOutcome outcome) { return std::ranges::find(outcomes_in_order, outcome); }

}  // namespace

std::string_view to_string(AttemptState state) {
  switch (state) {
    case AttemptState::intended: return "intended";
    case AttemptState::accepted: return "accepted";
    case AttemptState::ringing: return "ringing";
    case AttemptState::in_progress: return "in_progress";
    case AttemptState::ended: return "ended";
    case AttemptState::refused: return "refused";
    case AttemptState::not_sent: return "not_sent";
    case AttemptState::unknown: return "unknown";
    case AttemptState::absent: return "absent";
  }
  return "unknown";
}

std::optional<AttemptState> parse_attempt_state(std::string_view text) {
  for (const AttemptState state : states_in_order) {
    if (to_string(state) == text) return state;
  }
  return std::nullopt;
}

bool is_final(AttemptState state) {
  switch (state) {
    case AttemptState::ended:
    case AttemptState::refused:
    case AttemptState::not_sent:
    case AttemptState::absent: return true;
    case AttemptState::intended:
    case AttemptState::accepted:
    case AttemptState::ringing:
    case AttemptState::in_progress:
    case AttemptState::unknown: return false;
  }
  return false;
}

std::string_view to_string(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::none: return "none";
    case AttemptOutcome::heard: return "heard";
    case AttemptOutcome::machine: return "machine";
    case AttemptOutcome::delivered: return "delivered";
    case AttemptOutcome::sent: return "sent";
    case AttemptOutcome::busy: return "busy";
    case AttemptOutcome::no_answer: return "no_answer";
    case AttemptOutcome::failed: return "failed";
    case AttemptOutcome::cancelled: return "cancelled";
  }
  return "none";
}

std::optional<AttemptOutcome> parse_attempt_outcome(std::string_view text) {
  for (const AttemptOutcome outcome : outcomes_in_order) {
    if (to_string(outcome) == text) return outcome;
  }
  return std::nullopt;
}

std::string_view to_string(Evidence evidence) {
  switch (evidence) {
    case Evidence::none: return "none";
    case Evidence::machine: return "machine";
    case Evidence::beep: return "beep";
  }
  return "none";
}

std::optional<Evidence> parse_evidence(std::string_view text) {
  for (const Evidence evidence : {Evidence::none, Evidence::machine, Evidence::beep}) {
    if (to_string(evidence) == text) return evidence;
  }
  return std::nullopt;
}

bool reached(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::heard:
    case AttemptOutcome::machine:
    case AttemptOutcome::delivered:
    case AttemptOutcome::sent: return true;
    case AttemptOutcome::none:
    case AttemptOutcome::busy:
    case AttemptOutcome::no_answer:
    case AttemptOutcome::failed:
    case AttemptOutcome::cancelled: return false;
  }
  return true;
}

bool bars_another(AttemptState state, AttemptOutcome outcome) {
  switch (state) {
    case AttemptState::refused:
    case AttemptState::not_sent: return false;
    case AttemptState::ended: return outcome == AttemptOutcome::none || reached(outcome);
    case AttemptState::intended:
    case AttemptState::accepted:
    case AttemptState::ringing:
    case AttemptState::in_progress:
    case AttemptState::unknown:
    case AttemptState::absent: return true;
  }
  return true;
}

bool told_nothing(Channel channel, AttemptState state, AttemptOutcome outcome) {
  if (channel == Channel::call && outcome == AttemptOutcome::failed) return false;
  return !bars_another(state, outcome);
}

bool may_follow(AttemptState from, AttemptState to) {
  if (to == AttemptState::not_sent) return from == AttemptState::intended;
  if (to == AttemptState::absent) return from == AttemptState::unknown;
  return rank(to) > rank(from);
}

bool may_follow(AttemptOutcome from, AttemptOutcome to) { return rank(to) > rank(from); }

std::string_view to_string(EndingKind kind) {
  switch (kind) {
    case EndingKind::accepted: return "accepted";
    case EndingKind::refused: return "refused";
    case EndingKind::not_sent: return "not_sent";
    case EndingKind::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view to_string(Trouble trouble) {
  switch (trouble) {
    case Trouble::none: return "none";
    case Trouble::recipient: return "recipient";
    case Trouble::configuration: return "configuration";
    case Trouble::passing: return "passing";
  }
  return "none";
}

}  // namespace courtesy
