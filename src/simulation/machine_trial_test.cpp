#include "simulation/machine_trial.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

using namespace courtesy;
using namespace courtesy::simulation;

namespace {

TrialReport played(std::string_view name, int calls = 1'000, std::uint64_t seed = 1) {
  const auto policies = machine_policies();
  const auto policy = std::find_if(policies.begin(), policies.end(), [&](const auto& one) { return one.name == name; });
  REQUIRE(policy != policies.end());
  auto report = run_trial({.population = shipped_population(), .calls = calls, .seed = seed, .policy = *policy});
  INFO((report ? "" : report.error().message));
  REQUIRE(report.ok());
  CHECK(report->unanswered == 0);
  return *report;
}

double share(std::int64_t some, std::int64_t all) { return static_cast<double>(some) / static_cast<double>(all); }

phonenet::CallStory story_of(std::vector<phonenet::CallStory::Piece> pieces) {
  phonenet::CallStory story;
  story.pieces = std::move(pieces);
  story.ended = Instant{seconds{60}};
  return story;
}

const Messages june{.details = "June 9"};
const std::string message = "This is Maple, about June 9. Please call us.";

}  // namespace

TEST_CASE(
    "a thousand callees: no machine hears a key instruction after the opening question, whichever way asks first") {
  for (const auto* name : {"ask_first", "ask_first_repeat", "ask_first_hint"}) {
    const TrialReport report = played(name);
    CHECK_MESSAGE(report.sheet.asked_late == 0, name);
    CHECK(report.sheet.recorders > 300);
    CHECK(report.sheet.latest_first_word <= seconds{3});
    CHECK(report.sheet.longest_silence <= seconds{3});
  }
  CHECK(played("ignore", 200).sheet.with_keys > 20);  // what has keys in its message is seen to have them
}

TEST_CASE("repeated, and more so with a hint, the message is whole on nearly every machine") {
  const ScoreSheet once = played("ask_first").sheet;
  const ScoreSheet repeat = played("ask_first_repeat").sheet;
  const ScoreSheet hint = played("ask_first_hint").sheet;
  CHECK(share(once.complete, once.recorders) < 0.6);
  CHECK(share(repeat.complete, repeat.recorders) > 0.96);  // 98.6 % of 3,925, less three sigma of 400
  CHECK(share(hint.complete, hint.recorders) > 0.98);
  CHECK(share(hint.with_keys, hint.recorders) < 0.09);
  CHECK(hint.with_keys < once.with_keys);
  CHECK(once.calls == hint.calls);
}

TEST_CASE("what is reported as left after a beep is on the tape, and the oracle leaves it everywhere") {
  const TrialReport hint = played("ask_first_hint");
  const Grade& beep = hint.grades[static_cast<std::size_t>(Evidence::beep)];
  CHECK(beep.reported > 200);
  CHECK(share(beep.wrong, beep.reported) < 0.05);
  const TrialReport oracle = played("oracle", 400);
  CHECK(share(oracle.sheet.clean, oracle.sheet.recorders) > 0.97);
  CHECK(oracle.sheet.with_keys == 0);
}

TEST_CASE("a trial is the same again, and its callees do not depend on how they are called") {
  CHECK(played("ask_first_hint", 100).sheet.in_all == played("ask_first_hint", 100).sheet.in_all);
  CHECK(played("ask_first_hint", 100, 2).sheet.in_all != played("ask_first_hint", 100).sheet.in_all);
  CHECK(played("keypress", 100).sheet.recorders == played("detect", 100).sheet.recorders);
  CHECK_FALSE(run_trial({.population = "[mix]\nnobody = 1", .calls = 1, .policy = machine_policies()[0]}).ok());
}

TEST_CASE("the shortest opening says who calls and how to hear more; the law adds a sentence") {
  const auto opening = opening_length();
  REQUIRE(opening.ok());
  CHECK(opening->whole - opening->without_opt_out > seconds{1});
}

TEST_CASE("a key instruction is the clause with the key, and its place in the text") {
  const auto parts = key_instructions("A message. To hear it, press 1. Goodbye");
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].from == doctest::Approx(5.0 / 8));
  CHECK(parts[0].to == doctest::Approx(7.0 / 8));
  CHECK(key_instructions("Please call 2 1 2, 5 5 5. Thank you").empty());
}

TEST_CASE("a copy is complete when all of it is on the tape, and clean when it begins there") {
  const phonenet::Persona machine{.machine = true};
  auto story = story_of({{message, seconds{10}, Instant{seconds{10}}, Instant{seconds{20}}},
                         {message, seconds{10}, Instant{seconds{21}}, Instant{seconds{31}}}});
  story.machine = true;
  story.records_since = Instant{seconds{9}};
  story.records_until = story.ended;
  CHECK(score(story, machine, june).complete);
  CHECK(score(story, machine, june).clean);
  story.records_since = Instant{seconds{11}};
  CHECK(score(story, machine, june).complete);
  CHECK_FALSE(score(story, machine, june).clean);
  story.records_since = Instant{seconds{22}};
  CHECK_FALSE(score(story, machine, june).complete);
  story.records_since.reset();
  CHECK_FALSE(score(story, machine, june).complete);
}

TEST_CASE("a person has heard it when its start was not talked over and a key was pressed after the details") {
  const std::string menu = "Your visit is on June 9. To confirm it, press 1. To cancel it, press 2.";
  const phonenet::Persona person;
  auto story = story_of({{menu, seconds{16}, Instant{seconds{5}}, Instant{seconds{14}}}});
  CHECK_FALSE(score(story, person, june).right);
  story.keys = {{Instant{seconds{14}}, '1'}};
  CHECK(score(story, person, june).right);
  story.hello_ended = Instant{seconds{7}};
  CHECK_FALSE(score(story, person, june).right);
  story.hello_ended.reset();
  story.pieces[0].ended = Instant{seconds{6}};
  story.keys = {{Instant{seconds{6}}, '1'}};
  CHECK_FALSE(score(story, person, june).right);
}
