#include "queue/attempt.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace courtesy;

namespace {

using S = AttemptState;
using O = AttemptOutcome;

const std::vector<S> states{S::intended, S::accepted, S::ringing, S::in_progress, S::ended,
                            S::refused,  S::not_sent, S::unknown, S::absent};
const std::vector<O> outcomes{O::none, O::heard,     O::machine, O::delivered, O::sent,
                              O::busy, O::no_answer, O::failed,  O::cancelled};

struct Standing {
  S state = S::intended;
  O outcome = O::none;
  friend bool operator==(const Standing&, const Standing&) = default;
};

Standing step(Standing now, S state, O outcome) {
  if (may_follow(now.state, state)) return {state, outcome};
  if (now.state == state && may_follow(now.outcome, outcome)) now.outcome = outcome;
  return now;
}

/// Every order of the events, each taken once and then doubled, ends in the same standing.
Standing same_in_every_order(std::vector<std::pair<S, O>> events) {
  std::sort(events.begin(), events.end());
  std::optional<Standing> last;
  do {
    for (const bool doubled : {false, true}) {
      Standing now;
      for (const auto& [state, outcome] : events) {
        now = step(now, state, outcome);
        if (doubled) now = step(now, state, outcome);
      }
      CHECK(now == last.value_or(now));
      last = now;
    }
  } while (std::next_permutation(events.begin(), events.end()));
  return *last;
}

}  // namespace

TEST_CASE("the words of states, outcomes and endings are read back as written") {
  for (const S state : states) CHECK(parse_attempt_state(to_string(state)) == state);
  for (const O outcome : outcomes) CHECK(parse_attempt_outcome(to_string(outcome)) == outcome);
  CHECK_FALSE(parse_attempt_state("in-progress"));
  CHECK_FALSE(parse_attempt_outcome(""));
  CHECK(to_string(EndingKind::not_sent) == "not_sent");
}

TEST_CASE("no state follows itself, and none goes round in a circle") {
  for (const S a : states) {
    CHECK_FALSE(may_follow(a, a));
    for (const S b : states) {
      CHECK_FALSE((may_follow(a, b) && may_follow(b, a)));
      for (const S c : states) {
        if (may_follow(a, b) && may_follow(b, c)) CHECK_FALSE(may_follow(c, a));
      }
    }
  }
}

TEST_CASE("only an intended attempt can turn out not to have been sent; an unknown one never can") {
  for (const S state : states) CHECK(may_follow(state, S::not_sent) == (state == S::intended));
}

TEST_CASE("only an unknown attempt can be absent, and nothing becomes intended again") {
  for (const S state : states) {
    CHECK(may_follow(state, S::absent) == (state == S::unknown));
    CHECK_FALSE(may_follow(state, S::intended));
  }
}

TEST_CASE("evidence overrules what was inferred") {
  for (const S inferred : {S::unknown, S::absent, S::refused, S::not_sent}) {
    for (const S seen : {S::accepted, S::ringing, S::in_progress, S::ended}) {
      CHECK(may_follow(inferred, seen));
      CHECK_FALSE(may_follow(seen, inferred));
    }
  }
}

TEST_CASE("callbacks and the send's ending give the same end in whatever order they come") {
  CHECK(same_in_every_order(
            {{S::accepted, O::none}, {S::ringing, O::none}, {S::in_progress, O::none}, {S::ended, O::none}}) ==
        Standing{S::ended, O::none});
  CHECK(same_in_every_order({{S::unknown, O::none}, {S::accepted, O::none}, {S::ended, O::busy}}) ==
        Standing{S::ended, O::busy});
  CHECK(same_in_every_order({{S::accepted, O::none}, {S::ended, O::sent}, {S::ended, O::delivered}}) ==
        Standing{S::ended, O::delivered});
  CHECK(same_in_every_order({{S::refused, O::none}, {S::ringing, O::none}}) == Standing{S::ringing, O::none});
  CHECK(same_in_every_order({{S::ended, O::heard}, {S::ended, O::none}, {S::ended, O::machine}}) ==
        Standing{S::ended, O::heard});
}

TEST_CASE("what may have reached somebody bars another attempt") {
  for (const O outcome : outcomes) {
    CHECK(bars_another(S::ended, outcome) == (outcome == O::none || reached(outcome)));
    for (const S open : {S::intended, S::accepted, S::ringing, S::in_progress, S::unknown, S::absent}) {
      CHECK(bars_another(open, outcome));
    }
  }
  CHECK_FALSE(bars_another(S::not_sent, O::none));
  CHECK_FALSE(bars_another(S::refused, O::none));
  CHECK(reached(O::sent));
  CHECK_FALSE(reached(O::no_answer));
}

TEST_CASE("final is where nothing more is expected") {
  for (const S state : states) {
    const bool open = state == S::intended || state == S::accepted || state == S::ringing || state == S::in_progress ||
                      state == S::unknown;
    CHECK(is_final(state) != open);
  }
}

TEST_CASE(
    "a call that was hung up at once has told nothing and disturbed somebody; what reached nobody has done neither") {
  using S = AttemptState;
  using O = AttemptOutcome;
  CHECK_FALSE(told_nothing(Channel::call, S::ended, O::failed));
  CHECK(told_nothing(Channel::text, S::ended, O::failed));
  CHECK(told_nothing(Channel::call, S::ended, O::busy));
  CHECK(told_nothing(Channel::call, S::ended, O::no_answer));
  CHECK_FALSE(told_nothing(Channel::call, S::ended, O::heard));
  CHECK_FALSE(told_nothing(Channel::call, S::unknown, O::none));
}
