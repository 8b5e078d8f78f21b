// What pacing takes and refuses, to the unit, and figures that have a formula of their own.
#include <doctest/doctest.h>

#include <cmath>

#include "schedule/pacing.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;
using Span = std::chrono::duration<double>;

const AgentDesk two{2, 180s};
const PaceTarget minute{.wait = 60s, .share = 0.8, .callback_share = 0.1};

std::string words(const auto& result) { return result.ok() ? "" : result.error().message; }

/// All three ask for the same desk and wait: each says the same about them.
void every_function_says(const AgentDesk& desk, Span wait, const std::string& refusal) {
  CHECK(words(fastest_pace(desk, {.wait = wait, .share = 0.8, .callback_share = 0.1})) == refusal);
  CHECK(words(waits_within(desk, 10, wait)) == refusal);
  CHECK(words(service_with_impatience(desk, 10, 60s, wait)) == refusal);
}

TEST_CASE("a desk has 0 to 1,000 agents, who take above nothing and at most a day for a callback") {
  for (const int agents : {0, 1, 1000}) every_function_says({agents, 180s}, 60s, "");
  for (const int agents : {-1, 1001}) every_function_says({agents, 180s}, 60s, "pacing: agents must be 0 to 1,000");
  for (const Span handling : {Span{0.001}, Span{24h}}) every_function_says({2, handling}, 60s, "");
  for (const Span handling : {Span{0}, Span{-1}, Span{24h + 1ms}, Span{std::nan("")}}) {
    every_function_says({2, handling}, 60s, "pacing: the handling time must be above 0, at most a day");
  }
}

TEST_CASE("a wait is nothing to a day") {
  for (const Span wait : {Span{0}, Span{24h}}) every_function_says(two, wait, "");
  for (const Span wait : {Span{-0.001}, Span{24h + 1ms}, Span{std::nan("")}}) {
    every_function_says(two, wait, "pacing: the wait must be 0 to a day");
  }
}

TEST_CASE("callbacks are 0 to 100,000 an hour") {
  for (const double callbacks : {0.0, 100'000.0}) {
    CHECK(waits_within(two, callbacks, 60s).ok());
    CHECK(service_with_impatience(two, callbacks, 60s, 60s).ok());
  }
  for (const double callbacks : {-0.001, 100'000.5, std::nan("")}) {
    const std::string refusal = "pacing: callbacks must be 0 to 100,000 an hour";
    CHECK(words(waits_within(two, callbacks, 60s)) == refusal);
    CHECK(words(service_with_impatience(two, callbacks, 60s, 60s)) == refusal);
  }
}

TEST_CASE("a target's share lies between 0 and 1, and no more call back than were contacted") {
  const auto with = [](double share, double callback_share) {
    return words(fastest_pace(two, {.wait = 60s, .share = share, .callback_share = callback_share}));
  };
  CHECK(with(0.001, 1) == "");
  CHECK(with(0.999, 0.001) == "");
  for (const double share : {0.0, 1.0, -0.5, 1.5, std::nan("")}) {
    CHECK(with(share, 0.1) == "pacing: the share must be above 0 and below 1");
  }
  for (const double callback_share : {0.0, -0.1, 1.001, std::nan("")}) {
    CHECK(with(0.8, callback_share) == "pacing: the share that calls back must be above 0, at most 1");
  }
}

TEST_CASE("callers have some patience, and none waits longer than a day") {
  for (const Span patience : {Span{0.1}, Span{24h}}) CHECK(service_with_impatience(two, 10, patience, 60s).ok());
  for (const Span patience : {Span{0}, Span{-1}, Span{24h + 1ms}, Span{std::nan("")}}) {
    CHECK(words(service_with_impatience(two, 10, patience, 60s)) ==
          "pacing: the patience must be above 0, at most a day");
  }
}

TEST_CASE("one agent's callers wait as in the queue M/M/1: load times exp(-spare * wait)") {
  const AgentDesk one{1, 180s};
  for (const double callbacks : {2.0, 10.0, 19.0}) {
    const double load = callbacks / 20;
    for (const double wait : {0.0, 60.0, 600.0}) {
      const double expected = 1 - load * std::exp(-(1 - load) / 180 * wait);
      CHECK(waits_within(one, callbacks, Span{wait}).value() == doctest::Approx(expected).epsilon(1e-12));
    }
  }
}

TEST_CASE("two agents' callers wait as Erlang C says: load squared over two plus load are not answered at once") {
  for (const double callbacks : {2.0, 20.0, 39.0}) {
    const double load = callbacks / 20;
    const double expected = 1 - load * load / (2 + load);
    CHECK(waits_within(two, callbacks, 0s).value() == doctest::Approx(expected).epsilon(1e-12));
  }
}

TEST_CASE("as much work as the agents can just do is too much, and all callers wait without end") {
  CHECK(waits_within(two, 40, 24h).value() == 0);
  CHECK(waits_within(two, 39.999, 24h).value() > 0);
  CHECK(waits_within({0, 180s}, 0, 60s).value() == 0);
}

TEST_CASE("the pace says how busy the agents are, and how many callers wait for nobody") {
  const Pace pace = fastest_pace(two, minute).value();
  const double load = pace.callbacks_per_hour / 20;
  CHECK(pace.busy == doctest::Approx(load / 2).epsilon(1e-12));
  CHECK(pace.answered_at_once == doctest::Approx(1 - load * load / (2 + load)).epsilon(1e-12));
  CHECK(pace.contacts_per_hour == doctest::Approx(10 * pace.callbacks_per_hour).epsilon(1e-12));
  // The last bit counts: the target is kept at this pace, and missed at any faster one.
  CHECK(waits_within(two, pace.callbacks_per_hour, 60s).value() >= 0.8);
  CHECK(waits_within(two, pace.callbacks_per_hour * (1 + 1e-14), 60s).value() < 0.8);
}

TEST_CASE("without agents there is no pace at all") {
  const Pace none = fastest_pace({0, 180s}, minute).value();
  CHECK(none.callbacks_per_hour == 0);
  CHECK(none.busy == 0);
  CHECK(none.answered_at_once == 0);
}

TEST_CASE("callers as patient as a callback is long make a queue of endless servers: a Poisson number is there") {
  // With 1 / patience = 1 / handling everybody leaves at the same rate, served or not.
  for (const int agents : {0, 1, 2, 5}) {
    const Served service = service_with_impatience({agents, 120s}, 60, 120s, 24h).value();  // 2 callers on average
    double before = 0;
    double queue = 0;
    double weight = std::exp(-2.0);
    for (int callers = 0; callers < 60; ++callers) {
      if (callers < agents) before += weight;
      if (callers > agents) queue += (callers - agents) * weight;
      weight *= 2.0 / (callers + 1);
    }
    CHECK(service.waits == doctest::Approx(1 - before).epsilon(1e-9));
    CHECK(service.mean_queue == doctest::Approx(queue).epsilon(1e-9));
    CHECK(service.hangs_up == doctest::Approx(queue / 2).epsilon(1e-9));
    CHECK(service.served_within == doctest::Approx(1 - queue / 2).epsilon(1e-9));
  }
}

TEST_CASE("the longer a caller may wait, the more are served; with all the time in the world all who stay") {
  double last = 0;
  for (const auto wait : {0s, 10s, 60s, 300s, 3600s}) {
    const Served service = service_with_impatience(two, 50, 90s, wait).value();
    CHECK(service.served_within > last);
    last = service.served_within;
    CHECK(service.served_within <= 1 - service.hangs_up + 1e-9);
  }
}

TEST_CASE("who finds the only agent busy is served if the agent is done before patience and the wait are over") {
  const double done = 1.0 / 100;
  const double hung_up = 1.0 / 50;
  const Served rare = service_with_impatience({1, 100s}, 0.001, 50s, 30s).value();  // hardly ever two at once
  const double busy = 0.001 / 36;
  const double served = done / (done + hung_up) * (1 - std::exp(-(done + hung_up) * 30));
  CHECK(1 - rare.served_within == doctest::Approx(busy * (1 - served)).epsilon(1e-4));
}

}  // namespace
}  // namespace courtesy
