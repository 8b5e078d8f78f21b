#include "queue/attempt.h"

#include <array>

namespace courtesy {
namespace {

int rank(AttemptState state) {
  switch (state) {
    case AttemptState::intended: return 0;
    case AttemptState::unknown: return 1;
    case AttemptState::refused:
    case AttemptState::not_sent:
    case AttemptState::absent: return 2;
    case AttemptState::accepted: return 3;
    case AttemptState::ringing: return 4;
    case AttemptState::in_progress: return 5;
    case AttemptState::ended: return 6;
  }
  return 6;
}

int rank(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::none: return 0;
    case AttemptOutcome::sent: return 1;
    case AttemptOutcome::cancelled: return 2;
    case AttemptOutcome::failed: return 3;
    case AttemptOutcome::no_answer: return 4;
    case AttemptOutcome::busy: return 5;
    case AttemptOutcome::machine: return 6;
    case AttemptOutcome::delivered: return 7;
    case AttemptOutcome::heard: return 8;
  }
  return 8;
}

constexpr std::array all_states{
    AttemptState::intended,    AttemptState::accepted, AttemptState::ringing,
    AttemptState::in_progress, AttemptState::ended,    AttemptState::refused,
    AttemptState::not_sent,    AttemptState::unknown,  AttemptState::absent,
};
constexpr std::array all_outcomes{
    AttemptOutcome::none,      AttemptOutcome::heard,  AttemptOutcome::machine,
    AttemptOutcome::delivered, AttemptOutcome::sent,   AttemptOutcome::busy,
    AttemptOutcome::no_answer, AttemptOutcome::failed, AttemptOutcome::cancelled,
};

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
  for (const AttemptState state : all_states) {
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
  for (const AttemptOutcome outcome : all_outcomes) {
    if (to_string(outcome) == text) return outcome;
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
