#include "schedule/pacing.h"

#include <doctest/doctest.h>

namespace courtesy {
namespace {

using namespace std::chrono_literals;

const AgentDesk two{2, 180s};
const PaceTarget minute{.wait = 60s, .share = 0.8, .callback_share = 0.1};

double share_within(double callbacks, std::chrono::seconds wait) { return waits_within(two, callbacks, wait).value(); }

TEST_CASE("the fastest pace keeps the target and a little more misses it") {
  const Pace pace = fastest_pace(two, minute).value();
  CHECK(share_within(pace.callbacks_per_hour, 60s) >= 0.8);
  CHECK(share_within(pace.callbacks_per_hour * 1.001, 60s) < 0.8);
  CHECK(pace.contacts_per_hour == doctest::Approx(183).epsilon(0.005));
}

TEST_CASE("without agents nothing goes out, and nobody who calls is served") {
  CHECK(fastest_pace({0, 180s}, minute).value().contacts_per_hour == 0);
  const Served service = service_with_impatience({0, 180s}, 60, 120s, 60s).value();
  CHECK(service.hangs_up == doctest::Approx(1));
  CHECK(service.served_within == doctest::Approx(0));
}

TEST_CASE("more work than the agents can do is never within the target, and most callers hang up") {
  CHECK(share_within(1000, 60s) == 0);
  CHECK(service_with_impatience(two, 1000, 60s, 60s).value().hangs_up == doctest::Approx(0.96).epsilon(0.001));
}

TEST_CASE("callers who never lose patience find what Erlang C says") {
  const Served service = service_with_impatience(two, 20, 24h, 60s).value();
  CHECK(service.served_within == doctest::Approx(share_within(20, 60s)).epsilon(0.01));
  CHECK(service.hangs_up < 0.01);
}

TEST_CASE("every caller is served or hangs up, when the wait is long enough") {
  for (const double callbacks : {5.0, 30.0, 60.0, 1000.0, 50000.0}) {
    const Served service = service_with_impatience(two, callbacks, 120s, 24h).value();
    CHECK(service.served_within + service.hangs_up == doctest::Approx(1).epsilon(1e-6));
  }
}

TEST_CASE("a wait of nothing serves only those who are answered at once") {
  const Served service = service_with_impatience(two, 30, 120s, 0s).value();
  CHECK(service.served_within == doctest::Approx(1 - service.waits));
}

TEST_CASE("no callbacks, no queue") {
  const Served service = service_with_impatience(two, 0, 120s, 60s).value();
  CHECK(service.served_within == 1);
  CHECK(service.mean_queue == 0);
}

TEST_CASE("figures that cannot be are refused") {
  CHECK_FALSE(fastest_pace({-1, 180s}, minute).ok());
  CHECK_FALSE(fastest_pace({2, 0s}, minute).ok());
  CHECK_FALSE(fastest_pace(two, {.wait = 60s, .share = 1, .callback_share = 0.1}).ok());
  CHECK_FALSE(fastest_pace(two, {.wait = 60s, .share = 0.8, .callback_share = 0}).ok());
  CHECK_FALSE(fastest_pace(two, {.wait = -1s, .share = 0.8, .callback_share = 0.1}).ok());
  CHECK_FALSE(waits_within(two, -1, 60s).ok());
  CHECK_FALSE(service_with_impatience(two, 30, 0s, 60s).ok());
  CHECK_FALSE(service_with_impatience(two, 1e9, 120s, 60s).ok());
}

}  // namespace
}  // namespace courtesy
