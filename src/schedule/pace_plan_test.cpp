#include "schedule/pace_plan.h"

#include <doctest/doctest.h>

namespace courtesy {
namespace {

using namespace std::chrono_literals;

PlanQuestion ten_thousand(int agents) {
  return {.contacts = 10'000,
          .desk = {agents, 180s},
          .target = {.wait = 60s, .share = 0.8, .callback_share = 0.1},
          .patience = 60s,
          .hours_per_day = 8};
}

TEST_CASE("ten thousand contacts by two agents take seven working days, and sent at once nearly all callers hang up") {
  const PacePlan plan = plan_pace(ten_thousand(2)).value();
  CHECK(plan.hours == doctest::Approx(54.6).epsilon(0.005));
  CHECK(plan.days == doctest::Approx(6.83).epsilon(0.005));
  CHECK(plan.work == doctest::Approx(50));
  CHECK(plan.rushed.hangs_up == doctest::Approx(0.96).epsilon(0.001));
  CHECK(plan.last == doctest::Approx(24));
  CHECK(in_words(plan) ==
        "10,000 contacts take 54.7 hours, 6.8 working days of 8 hours: 2 agents who spend 180 s on a callback can take "
        "18.3 callbacks an hour if 80 % of the callers are to wait no longer than 60 s, and with 10 % calling back "
        "that is 183 contacts an hour. Sent within one hour they would bring 1,000 callbacks, the work of 50 agents: "
        "96 % of the callers would hang up (after 60 s on average), and if none did, the last would wait 24 hours.");
}

TEST_CASE("with nobody to take callbacks nothing would go out") {
  const PacePlan plan = plan_pace(ten_thousand(0)).value();
  CHECK(plan.pace.contacts_per_hour == 0);
  CHECK(plan.hours == 0);
  CHECK(in_words(plan).starts_with("Nobody is there"));
}

TEST_CASE("what fits into the hour is said in minutes, and threatens with no wait") {
  PlanQuestion question = ten_thousand(5);
  question.contacts = 100;
  const PacePlan plan = plan_pace(question).value();
  CHECK(plan.last == 0);
  CHECK(in_words(plan).starts_with("100 contacts take 9 minutes: 5 agents"));
  CHECK(in_words(plan).ends_with("(after 60 s on average)."));
}

TEST_CASE("more callbacks than can be reckoned are told as the most that can be") {
  PlanQuestion question = ten_thousand(2);
  question.contacts = 10'000'000;
  CHECK(plan_pace(question).value().rushed.hangs_up > 0.999);
}

TEST_CASE("plans that cannot be are refused") {
  for (const auto& spoil :
       {+[](PlanQuestion& q) { q.contacts = 0; }, +[](PlanQuestion& q) { q.contacts = 10'000'001; },
        +[](PlanQuestion& q) { q.hours_per_day = 0; }, +[](PlanQuestion& q) { q.hours_per_day = 25; },
        +[](PlanQuestion& q) { q.patience = 0s; }, +[](PlanQuestion& q) { q.patience = 3601s; },
        +[](PlanQuestion& q) { q.desk.agents = -1; }, +[](PlanQuestion& q) { q.target.callback_share = 0; }}) {
    PlanQuestion question = ten_thousand(2);
    spoil(question);
    CHECK_FALSE(plan_pace(question).ok());
  }
}

TEST_CASE("figures and shares are written as people write them") {
  CHECK(figure(1234567) == "1,234,567");
  CHECK(figure(999.6) == "1,000");
  CHECK(figure(18.29) == "18.3");
  CHECK(figure(8) == "8");
  CHECK(percent(0.004) == "less than 1 %");
  CHECK(percent(0) == "0 %");
  CHECK(percent(0.8) == "80 %");
}

}  // namespace
}  // namespace courtesy
