// What is stored and read back, and what a value that is none of those known is taken for.
#include <doctest/doctest.h>

#include <array>

#include "queue/attempt.h"
#include "queue/due.h"

namespace courtesy {
namespace {

template <typename Word>
Word beyond_all() {
  return static_cast<Word>(99);
}

TEST_CASE("a reminder's states are read back as written, and nothing else is read") {
  const std::array<std::pair<ReminderState, std::string_view>, 7> words{{{ReminderState::waiting, "waiting"},
                                                                         {ReminderState::withdrawn, "withdrawn"},
                                                                         {ReminderState::intended, "intended"},
                                                                         {ReminderState::done, "done"},
                                                                         {ReminderState::failed, "failed"},
                                                                         {ReminderState::dropped, "dropped"},
                                                                         {ReminderState::held, "held"}}};
  for (const auto& [state, word] : words) {
    CHECK(to_string(state) == word);
    CHECK(parse_reminder_state(word) == state);
  }
  CHECK_FALSE(parse_reminder_state(""));
  CHECK_FALSE(parse_reminder_state("Held"));
}

TEST_CASE("the words of endings and of troubles are those of the ledger") {
  CHECK(to_string(EndingKind::accepted) == "accepted");
  CHECK(to_string(EndingKind::refused) == "refused");
  CHECK(to_string(EndingKind::not_sent) == "not_sent");
  CHECK(to_string(EndingKind::unknown) == "unknown");
  CHECK(to_string(Trouble::none) == "none");
  CHECK(to_string(Trouble::recipient) == "recipient");
  CHECK(to_string(Trouble::configuration) == "configuration");
  CHECK(to_string(Trouble::passing) == "passing");
}

TEST_CASE("an attempt's states and outcomes are words that are stored, and never change") {
  using S = AttemptState;
  using O = AttemptOutcome;
  const std::array<std::pair<S, std::string_view>, 9> states{{{S::intended, "intended"},
                                                              {S::accepted, "accepted"},
                                                              {S::ringing, "ringing"},
                                                              {S::in_progress, "in_progress"},
                                                              {S::ended, "ended"},
                                                              {S::refused, "refused"},
                                                              {S::not_sent, "not_sent"},
                                                              {S::unknown, "unknown"},
                                                              {S::absent, "absent"}}};
  for (const auto& [state, word] : states) CHECK(to_string(state) == word);
  const std::array<std::pair<O, std::string_view>, 9> outcomes{{{O::none, "none"},
                                                                {O::heard, "heard"},
                                                                {O::machine, "machine"},
                                                                {O::delivered, "delivered"},
                                                                {O::sent, "sent"},
                                                                {O::busy, "busy"},
                                                                {O::no_answer, "no_answer"},
                                                                {O::failed, "failed"},
                                                                {O::cancelled, "cancelled"}}};
  for (const auto& [outcome, word] : outcomes) CHECK(to_string(outcome) == word);
}

TEST_CASE("what is none of the known states bars another contact, and nothing follows it") {
  const auto state = beyond_all<AttemptState>();
  CHECK(bars_another(state, AttemptOutcome::failed));
  CHECK_FALSE(is_final(state));
  for (const AttemptState next : {AttemptState::intended, AttemptState::accepted, AttemptState::ended}) {
    CHECK_FALSE(may_follow(state, next));
  }
  CHECK(to_string(state) == "unknown");
}

TEST_CASE("what is none of the known outcomes may have reached somebody, and is not refined") {
  const auto outcome = beyond_all<AttemptOutcome>();
  CHECK(reached(outcome));
  CHECK(bars_another(AttemptState::ended, outcome));
  CHECK_FALSE(may_follow(outcome, AttemptOutcome::heard));
  CHECK(to_string(outcome) == "none");
}

TEST_CASE("an ending that is none of the known ones is unknown, and its trouble is nobody's") {
  CHECK(to_string(beyond_all<EndingKind>()) == "unknown");
  CHECK(to_string(beyond_all<Trouble>()) == "none");
}

TEST_CASE("only these outcomes tell somebody: heard, a machine, delivered, handed over") {
  using O = AttemptOutcome;
  for (const O told : {O::heard, O::machine, O::delivered, O::sent}) CHECK(reached(told));
  for (const O nobody : {O::none, O::busy, O::no_answer, O::failed, O::cancelled}) CHECK_FALSE(reached(nobody));
}

TEST_CASE("an outcome is refined in one order, from nothing known to heard, and never back") {
  using O = AttemptOutcome;
  const std::array order{O::none, O::sent,    O::cancelled, O::failed, O::no_answer,
                         O::busy, O::machine, O::delivered, O::heard};
  for (std::size_t from = 0; from < order.size(); ++from) {
    for (std::size_t to = 0; to < order.size(); ++to) CHECK(may_follow(order[from], order[to]) == (to > from));
  }
}

TEST_CASE(
    "how sure it is who listened has a word each, which is read back as written; what is unknown is no evidence") {
  CHECK(to_string(Evidence::none) == "none");
  CHECK(to_string(Evidence::machine) == "machine");
  CHECK(to_string(Evidence::beep) == "beep");
  CHECK(to_string(beyond_all<Evidence>()) == "none");
  for (const Evidence one : {Evidence::none, Evidence::machine, Evidence::beep})
    CHECK(parse_evidence(to_string(one)) == one);
  CHECK_FALSE(parse_evidence("tape"));
}

}  // namespace
}  // namespace courtesy
