#include "net/loop.h"

#include <doctest/doctest.h>

#include <csignal>
#include <optional>
#include <thread>
#include <vector>

#include "net/run_loop.h"

using namespace courtesy;
using namespace courtesy::net;
using namespace std::chrono_literals;

namespace {

const Instant start = parse_instant("2026-11-25T17:00:00Z").value();

}  // namespace

TEST_CASE("a virtual clock begins where it is told and runs at its pace") {
  PacedClock clock(start, 0);
  CHECK(clock.now() == start);
  CHECK_FALSE(clock.real_time_until(clock.uptime() + 1s));
  CHECK(clock.real_time_until(clock.uptime()) == 0ns);

  clock.skip(90min);
  CHECK(clock.now() == start + 90min);

  clock.set_speed(300);
  const auto wait = clock.real_time_until(clock.uptime() + 600s);
  REQUIRE(wait);
  CHECK(*wait <= 2s + 1ns);
  CHECK(*wait > 1s);
  const Uptime before = clock.uptime();
  while (clock.uptime() < before + 1s) {
  }
  CHECK(clock.now() > start + 90min);
}

TEST_CASE("a held clock stands still until the last hold is let go") {
  PacedClock clock(start, 1e6);
  std::optional<PacedClock::Hold> first = clock.hold();
  const Uptime stood = clock.uptime();
  {
    const PacedClock::Hold second = clock.hold();
    CHECK(clock.uptime() == stood);
  }
  CHECK(clock.uptime() == stood);
  CHECK_FALSE(clock.real_time_until(stood + 1ns));
  clock.skip(5s);
  CHECK(clock.uptime() == stood + 5s);
  first.reset();
  CHECK(clock.real_time_until(stood + 6s));
}

TEST_CASE("a moved hold is let go once") {
  PacedClock clock(start, 1);
  PacedClock::Hold hold = clock.hold();
  PacedClock::Hold moved = std::move(hold);
  hold = PacedClock::Hold();
  CHECK_FALSE(clock.real_time_until(clock.uptime() + 1s));
  moved = PacedClock::Hold();
  CHECK(clock.real_time_until(clock.uptime() + 1s));
}

TEST_CASE("a real clock takes no notice of holds") {
  PacedClock clock;
  const PacedClock::Hold hold = clock.hold();
  CHECK(clock.real_time_until(clock.uptime() + 1s));
  CHECK(clock.is_real());
}

TEST_CASE("timers run in order of time, then of their making") {
  PacedClock clock(start, 0);
  AsioLoop loop(clock);
  std::vector<int> ran;
  const Uptime now = clock.uptime();
  const auto third = loop.at(now + 20s, [&] { ran.push_back(3); });
  const auto first = loop.at(now + 10s, [&] { ran.push_back(1); });
  const auto second = loop.at(now + 10s, [&] { ran.push_back(2); });
  clock.set_speed(1e6);
  run_until(loop, [&] { return ran.size() == 3; });
  CHECK(ran == std::vector{1, 2, 3});
}

TEST_CASE("a timer called off never runs, even by one that is due at the same time") {
  PacedClock clock(start, 0);
  AsioLoop loop(clock);
  bool ran = false;
  bool last = false;
  std::unique_ptr<Timer> victim;
  const auto canceller = loop.at(1s, [&] { victim.reset(); });
  victim = loop.at(1s, [&] { ran = true; });
  const auto end = loop.at(1s, [&] { last = true; });
  clock.skip(1h);
  run_until(loop, [&] { return last; });
  CHECK_FALSE(ran);
}

TEST_CASE("a timer may outlive its loop, and a task may own timers") {
  PacedClock clock(start, 0);
  std::unique_ptr<Timer> survivor;
  std::unique_ptr<Timer> owner;
  {
    AsioLoop loop(clock);
    survivor = loop.at(1s, [] {});
    auto owned = loop.at(2s, [] {});
    owner = loop.at(3s, [owned = std::move(owned)] {});
  }
  survivor.reset();
}

TEST_CASE("timers follow a change of pace, a hold and a skip") {
  PacedClock clock(start, 0);
  AsioLoop loop(clock);
  int ran = 0;
  const auto a = loop.at(1h, [&] { ++ran; });
  const auto b = loop.at(1000h, [&] { ++ran; });
  const auto c = loop.at(2000h, [&] { ++ran; });
  std::optional<PacedClock::Hold> hold = clock.hold();
  clock.set_speed(1e9);
  bool seen = false;
  loop.post([&] { seen = true; });
  run_until(loop, [&] { return seen; });
  CHECK(ran == 0);
  hold.reset();
  run_until(loop, [&] { return ran >= 1; });
  clock.skip(1001h);
  run_until(loop, [&] { return ran >= 2; });
  run_until(loop, [&] { return ran == 3; });
}

TEST_CASE("a timer that is set at once again and again does not shut out what is posted") {
  PacedClock clock;
  AsioLoop loop(clock);
  std::unique_ptr<Timer> timer;
  bool posted_ran = false;
  std::function<void()> again = [&] { timer = loop.at(Uptime{0}, [&] { again(); }); };
  again();
  loop.post([&] { posted_ran = true; });
  run_until(loop, [&] { return posted_ran; });
}

TEST_CASE("another thread may post and stop; run returns and may be called again") {
  PacedClock clock;
  AsioLoop loop(clock);
  int ran = 0;
  for (int round = 1; round <= 2; ++round) {
    std::thread other([&] { loop.post([&] { loop.post([&] { ++ran, loop.stop(); }); }); });
    loop.run();
    other.join();
    CHECK(ran == round);
  }
  loop.stop();
  loop.run();
}

TEST_CASE("what is done aside runs on another thread, and its end on the loop") {
  PacedClock clock;
  AsioLoop loop(clock);
  std::thread::id heavy_ran_on;
  bool done = false;
  loop.aside([&] { heavy_ran_on = std::this_thread::get_id(); },
             [&] {
               CHECK(heavy_ran_on != std::this_thread::get_id());
               done = true;
             });
  run_until(loop, [&] { return done; });
}

TEST_CASE("a signal runs its task on the loop, each time") {
  PacedClock clock;
  AsioLoop loop(clock);
  int signals = 0;
  loop.on_signal([&] { ++signals; });
  std::raise(SIGTERM);
  run_until(loop, [&] { return signals == 1; });
  std::raise(SIGINT);
  run_until(loop, [&] { return signals == 2; });
}
