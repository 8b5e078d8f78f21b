// One line of the ledger: what happened, to whom, why. Nothing is ever changed in it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/instant.h"
#include "ledger/body.h"

namespace courtesy {

enum class LedgerKind {
  imported,    ///< a file or feed was taken in
  booked,      ///< an appointment is new, moved, cancelled or came back
  planned,     ///< a reminder was planned, withdrawn, or found to be impossible
  decided,     ///< the interlocks answered
  intended,    ///< a contact was decided and committed; body: the very request
  sent,        ///< how the sending ended; body: the gateway's answer
  callback,    ///< the gateway told something; body: its fields
  spoken,      ///< a step of a call; body: what was played
  answered,    ///< what the client said or pressed, as an action
  reconciled,  ///< a look-up settled, or did not settle, an attempt's fate
  stopped,
  tripped,  ///< the failsafe noticed something that does not stop the account
  released,
  by_hand,  ///< staff did something
  error,
  refused,  ///< a request from outside that was not taken: a wrong signature, a token that is nobody's
};
std::string_view to_string(LedgerKind kind);
std::optional<LedgerKind> parse_ledger_kind(std::string_view text);
/// In the order above.
std::span<const LedgerKind> all_ledger_kinds();

struct LedgerEntry {
  LedgerKind kind;
  std::string code;  ///< a Reason, a state, a provider's code
  ClientId client{};
  AppointmentId appointment{};
  RuleId rule{};
  std::string start{};  ///< Start::key(): with appointment, rule and channel, that is the reminder
  AttemptId attempt{};
  std::string channel{};
  LedgerBody body{};
};

}  // namespace courtesy
