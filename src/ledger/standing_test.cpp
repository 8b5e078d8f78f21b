#include "ledger/standing.h"

#include <doctest/doctest.h>

using namespace courtesy;

namespace {

const Instant now = parse_instant("2026-05-13T18:00:00Z").value();

ReminderStanding standing(ReminderState state, Reason reason = Reason::none) {
  return {.channel = Channel::call,
          .state = state,
          .reason = reason,
          .next = now + hours{2},
          .has_way = true,
          .last = std::nullopt};
}
ReminderStanding tried(ReminderState state, AttemptState attempt, std::optional<Instant> look_at = std::nullopt) {
  ReminderStanding one = standing(state);
  one.last = AttemptStanding{attempt, AttemptOutcome::none, look_at};
  return one;
}

bool has(const NextWords& words, std::string_view text) { return words.text.find(text) != std::string::npos; }

}  // namespace

TEST_CASE("a waiting reminder says until when, and for what") {
  const auto plain = what_comes(standing(ReminderState::waiting), std::nullopt, now);
  CHECK(has(plain, "waits for its time"));
  CHECK(plain.at == now + hours{2});
  const auto hours_off = what_comes(standing(ReminderState::waiting, Reason::outside_hours), std::nullopt, now);
  CHECK(has(hours_off, explain(Reason::outside_hours)));
  CHECK(hours_off.at == now + hours{2});
  ReminderStanding due = standing(ReminderState::waiting);
  due.next = now;
  CHECK(has(what_comes(due, std::nullopt, now), "due now"));
}

TEST_CASE("what waits for a stop says whose stop it is and what releases it") {
  const auto own = what_comes(standing(ReminderState::waiting, Reason::stopped),
                              StopStanding{false, false, "Pat", "too many complaints"}, now);
  CHECK(has(own, "Pat has stopped sending: too many complaints."));
  CHECK(has(own, "on the page"));
  CHECK_FALSE(own.at.has_value());
  const auto wordless = what_comes(standing(ReminderState::waiting), StopStanding{false, false, "", ""}, now);
  CHECK(has(wordless, "somebody has stopped sending: no reason given."));
  const auto house = what_comes(standing(ReminderState::waiting), StopStanding{true, true, "failsafe", "100 due"}, now);
  CHECK(has(house, "the failsafe has stopped sending by itself: 100 due."));
  CHECK(has(house, "courtesy release"));
  // A stop that is over is not told of as if it went on.
  CHECK_FALSE(has(what_comes(standing(ReminderState::waiting, Reason::stopped), std::nullopt, now), "stopped"));
}

TEST_CASE("an attempt in doubt says when the provider is asked next, and that it is not sent again") {
  const auto asked =
      what_comes(tried(ReminderState::intended, AttemptState::unknown, now + minutes{4}), std::nullopt, now);
  CHECK(has(asked, "not known whether it took place"));
  CHECK(has(asked, "not sent again by itself"));
  CHECK(asked.at == now + minutes{4});
  const auto person = what_comes(tried(ReminderState::failed, AttemptState::unknown), std::nullopt, now);
  CHECK(has(person, "a person decides"));
  CHECK(person.open);
}

TEST_CASE("for each reason there are words, whether it is waited for, held for or dropped for") {
  for (int i = 0; i <= static_cast<int>(Reason::interlock_error); ++i) {
    const auto reason = static_cast<Reason>(i);
    if (reason == Reason::none) continue;
    if (reason != Reason::stopped) {
      CHECK(has(what_comes(standing(ReminderState::waiting, reason), std::nullopt, now), explain(reason)));
    }
    CHECK(has(what_comes(standing(ReminderState::held, reason), std::nullopt, now), explain(reason)));
    CHECK(has(what_comes(standing(ReminderState::dropped, reason), std::nullopt, now), explain(reason)));
  }
}

TEST_CASE("what is over says so, and nothing is open") {
  for (const auto state : {ReminderState::done, ReminderState::dropped, ReminderState::withdrawn}) {
    CHECK_FALSE(what_comes(standing(state), std::nullopt, now).open);
  }
  CHECK(has(what_comes(tried(ReminderState::failed, AttemptState::absent), std::nullopt, now),
            "not made again by itself"));
  CHECK(has(what_comes(tried(ReminderState::failed, AttemptState::ended), std::nullopt, now), "reached nobody"));
}

TEST_CASE("a client without a number is told of before the time comes") {
  ReminderStanding one = standing(ReminderState::waiting);
  one.has_way = false;
  CHECK(has(what_comes(one, std::nullopt, now), "the client has no number"));
}
