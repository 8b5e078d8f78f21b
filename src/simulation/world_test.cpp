#include "simulation/world.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "simulation/run.h"
#include "simulation/scenario.h"
#include "simulation/shrink.h"

using namespace courtesy;
using namespace courtesy::simulation;

namespace {

Plan plan_with(std::string_view faults, std::uint64_t seed = 1, int days = 2) {
  return draw_plan({.seed = seed, .days = days, .faults = read_faults(faults).value()});
}

RunReport run(const Plan& plan) {
  auto report = run_plan(plan);
  REQUIRE(report.ok());
  for (const auto& violation : report->violations) FAIL_CHECK(to_text(violation));
  return *report;
}

}  // namespace

TEST_CASE("the same seed is the same world, to the byte; another seed another") {
  const RunReport first = run(plan_with("all", 3));
  CHECK(run(plan_with("all", 3)).digest == first.digest);
  CHECK(run(plan_with("all", 4)).digest != first.digest);
}

TEST_CASE("where nothing fails, nearly all reminders are carried out") {
  const RunReport report = run(plan_with("none", 2, 4));
  CHECK(report.totals.expected > 10);
  CHECK(report.totals.carried_out * 100 >= report.totals.expected * 95);
}

TEST_CASE("each kind of fault happens when it alone is asked for, and harms nobody") {
  for (const FaultKind kind : all_faults()) {
    CAPTURE(name_of(kind));
    const RunReport report = run(plan_with(name_of(kind), 5, 2));
    CHECK(report.counts.of("fault." + std::string(name_of(kind))) > 0);
  }
}

TEST_CASE("faults are named on the command line, and an unknown name is refused with those there are") {
  CHECK(read_faults("none")->empty());
  CHECK(read_faults("all")->size() == all_faults().size());
  CHECK(read_faults("zombie,power_loss")->size() == 2);
  const auto refused = read_faults("zombie,gremlin");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message.find("gremlin") != std::string::npos);
  CHECK(refused.error().message.find("answer_lost") != std::string::npos);
}

TEST_CASE("a process that stands still goes on with what it was given, in order; a dead one with nothing") {
  VirtualTime time(parse_instant("2026-06-08T12:00:00Z").value());
  const milliseconds offset{0};
  NodeLoop loop(time, offset);
  std::string heard;
  loop.post([&] { heard += "a"; });
  const auto timer = loop.at(time.uptime() + seconds{5}, [&] { heard += "b"; });
  auto called_off = loop.at(time.uptime() + seconds{6}, [&] { heard += "x"; });
  loop.pause();
  time.run_until(time.now() + seconds{10});
  CHECK(heard.empty());
  called_off.reset();
  loop.resume();
  time.run_until(time.now());
  CHECK(heard == "ab");
  loop.post([&] { heard += "c"; });
  loop.kill();
  time.run_until(time.now() + seconds{1});
  CHECK(heard == "ab");
}

TEST_CASE("the checker sees a second contact for one reminder") {
  const Plan plan = plan_with("none");
  Model model(plan);
  VirtualTime time(plan.begins + hours{30});
  Trace trace(false);
  Counts counts;
  Checker checker({.plan = plan, .model = model, .clock = time, .trace = trace, .counts = counts, .slack = [] {
                     return milliseconds{0};
                   }});
  const Action& book = plan.actions.front();
  const Patient& patient = plan.patients.at(static_cast<std::size_t>(book.patient));
  model.book({1, book.uid}, book.patient, book.start, book.zone, plan.begins);
  SeenIntent intent{.account = 1, .attempt = 1, .uid = book.uid, .rule = 1, .channel = Channel::text};
  intent.start = to_string(book.start);
  intent.recipient = patient.number;
  intent.secret = "first";
  const auto contact = [&](std::int64_t attempt, const std::string& secret) {
    intent.attempt = attempt;
    intent.secret = secret;
    checker.intent(intent, time.now());
    checker.request_leaves("1." + std::to_string(attempt) + "." + secret, intent.recipient, "");
    checker.journal({.kind = phonenet::EntryKind::text_accepted, .sid = "SM" + secret, .to = intent.recipient});
    checker.observed("1." + std::to_string(attempt) + "." + secret, Observed::accepted);
  };
  contact(1, "first");
  const auto before = checker.violation_count();
  contact(2, "second");
  bool twice = false;
  for (const auto& violation : checker.violations()) twice = twice || violation.invariant == "one_contact";
  CHECK(checker.violation_count() > before);
  CHECK(twice);
}

namespace {

/// Whether a rule is found broken after `harm` was done to a good house.
bool finds(std::string_view invariant, const char* harm) {
  World world(plan_with("none"), {.people = {}});
  REQUIRE(world.begin().ok());
  world.run_until(world.plan().ends - hours{1});
  REQUIRE(world.checker().violation_count() == 0);
  REQUIRE(world.db()->run(harm).ok());
  REQUIRE(world.finish().ok());
  return std::ranges::any_of(world.checker().violations(),
                             [&](const Violation& one) { return one.invariant == invariant; });
}

}  // namespace

TEST_CASE("the checker sees a ledger that is not what left, by one byte") {
  CHECK(finds("wire_is_ledger",
              "REPLACE INTO ledger_body (account, seq, body, salt) SELECT b.account, b.seq, replace(b.body, 'Body=', "
              "'Bode='), b.salt FROM ledger_body b JOIN ledger l ON l.account = b.account AND l.seq = b.seq"
              " WHERE b.account = 1 AND l.kind = 'intended' AND l.channel = 'text' LIMIT 1"));
}

TEST_CASE("the checker sees a reminder that was discarded by nobody") {
  CHECK(finds("decided", "UPDATE reminder SET state = 'dropped', reason = 'discarded' WHERE state = 'done'"));
}

TEST_CASE("what does not matter is left out, and what does stays, in its order") {
  std::vector<int> all;
  for (int i = 0; i < 100; ++i) all.push_back(i);
  int runs = 1'000;
  const auto left = smaller(all, runs, [](const std::vector<int>& some) {
    return std::ranges::count(some, 17) == 1 && std::ranges::count(some, 71) == 1;
  });
  CHECK(left == std::vector{17, 71});
  CHECK(runs > 800);
  int none = 0;
  CHECK(smaller(all, none, [](const std::vector<int>&) { return true; }) == all);
}

TEST_CASE("the named scenarios are good") {
  for (const Scenario& scenario : all_scenarios()) {
    CAPTURE(scenario.name);
    int parts = 0;
    const auto report = scenario.run({.done = [&](const std::string&) { ++parts; }});
    REQUIRE(report.ok());
    INFO(report->text);
    CHECK(report->good);
    CHECK(parts == (scenario.name == "february" ? 6 : 0));  // who waits for a minute is told what is done
  }
}
