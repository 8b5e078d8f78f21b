// What every store must keep, as one suite for the simulated, the embedded and the shared one: a file a subject in
// conformance/, with its rules at the end. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <span>
#include <string>

#include "store/conformance/accounts.h"
#include "store/conformance/attempts.h"
#include "store/conformance/bench.h"
#include "store/conformance/calendar.h"
#include "store/conformance/clients.h"
#include "store/conformance/closed_days.h"
#include "store/conformance/codes.h"
#include "store/conformance/events.h"
#include "store/conformance/inbox.h"
#include "store/conformance/lines.h"
#include "store/conformance/operator.h"
#include "store/conformance/person_sessions.h"
#include "store/conformance/prompts.h"
#include "store/conformance/proofs.h"
#include "store/conformance/pushed_facts.h"
#include "store/conformance/queue.h"
#include "store/conformance/recipients.h"
#include "store/conformance/team.h"
#include "store/conformance/templates.h"
#include "store/conformance/tz_change.h"
#include "store/conformance/units.h"

namespace courtesy::conformance {

inline constexpr std::span<const StoreRule> subjects[] = {
    units_rules,  accounts_rules, queue_rules,        recipients_rules, attempts_rules,
    lines_rules,  codes_rules,    pushed_facts_rules, events_rules,     prompts_rules,
    inbox_rules,  operator_rules, templates_rules,    team_rules,       person_sessions_rules,
    proofs_rules, clients_rules,  closed_days_rules,  tz_change_rules,  calendar_rules};

/// Runs every rule on a bench of its own.
template <typename Bench>
void store_keeps_its_rules() {
  for (const auto& rules : subjects) {
    for (const StoreRule& rule : rules) {
      CAPTURE(rule.name);
      Bench bench;
      furnish(bench, [](Unit& unit) { return add_client(unit, std::string(number), 4); });
      rule.keeps(bench);
    }
  }
}

}  // namespace courtesy::conformance
