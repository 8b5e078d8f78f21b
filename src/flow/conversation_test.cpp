#include "flow/conversation.h"

#include <doctest/doctest.h>

#include "flow/builtin.h"
#include "flow/coverage.h"
#include "flow/sample_facts.h"
#include "flow/test_flow.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

Flow small() {
  auto flow = Flow::load("small", small_flow());
  if (!flow) FAIL(flow.error().message);
  return *flow;
}

std::string divergence(const std::string& toml) {
  const Flow flow = small();
  std::vector<Finding> findings;
  const Conversation conversation = read_conversation("c.toml", toml, flow.definition(), findings);
  for (const Finding& finding : findings) FAIL(to_string(finding));
  const Played played = play(flow, conversation);
  return played.divergence ? to_string(*played.divergence) : "";
}

std::string fault(const std::string& toml) {
  std::vector<Finding> findings;
  const Flow flow = small();
  read_conversation("c.toml", toml, flow.definition(), findings);
  return findings.empty() ? "" : to_string(findings.front());
}

}  // namespace

TEST_CASE("every conversation of a shipped flow goes as written; those of calls that we make take every way") {
  for (const std::string& name : builtin_flows()) {
    CAPTURE(name);
    auto flow = load_builtin(name);
    REQUIRE(flow.ok());
    std::vector<Finding> findings;
    std::vector<Walk> walks;
    for (const Conversation& one : conversations_of(builtin_files(name), flow->definition(), findings)) {
      Played played = play(*flow, one);
      CHECK_MESSAGE(!played.divergence, to_string(played.divergence.value_or(Finding{})));
      CHECK_MESSAGE(!one.title.empty(), one.file);
      walks.push_back(std::move(played.walk));
    }
    for (const Finding& finding : findings) FAIL_CHECK(to_string(finding));
    const bool outbound = !flow->definition().inbound && !flow->definition().is_sub_flow();
    CHECK(walks.size() >= (outbound ? 6 : 3));
    if (!outbound) continue;  // the walks take all their ways
    for (const Way& way : without(all_of(flow->definition()), covered(walks)).ways) {
      FAIL_CHECK(way.state << ": " << way.input << " to " << way.to << " is in no conversation");
    }
  }
}

TEST_CASE("a conversation as the flow has it has no divergence") {
  CHECK(divergence(R"(
title = "confirms"
facts = { business = "A & B" }
call = [
  { hears = "This is A & B. * press 9", state = "opening", presses = "1", happens = "heard_by_person" },
  { hears = ["On Thursday", "press 4"], hears_not = "press 9", presses = "4" },
  { state = "menu", presses = "1", happens = ["confirm"] },
  { hears = "Goodbye" },
]
ends_in = "bye"
)")
            .empty());
}

TEST_CASE("where a call differs from its conversation is said at the line that it differs from") {
  CHECK(divergence("call = [{ hears = \"Good morning\", then = \"hung_up\" }]") ==
        "c.toml:1:19: must hear \"Good morning\", and opening says: This is Maple Dental. Press 1 to hear it, or press "
        "9 for no more calls.");
  CHECK(divergence("call = [\n  { hears = [\"press 9\", \"Press 1\"], then = \"hung_up\" }]") ==
        "c.toml:2:25: must hear \"Press 1\" after what stands before it, and opening says: This is Maple Dental. Press "
        "1 to hear it, or press 9 for no more calls.");
  CHECK(divergence("call = [{ hears_not = \"Press * no more\", then = \"hung_up\" }]")
            .starts_with("c.toml:1:23: must not hear \"Press * no more\", and opening says: This"));
  CHECK(divergence("call = [{ state = \"menu\", then = \"hung_up\" }]") ==
        "c.toml:1:19: must be in state menu, and is in opening");
  CHECK(divergence("call = [\n{ presses = \"9\" }\n]") == "c.toml:2:1: key 9: nothing must happen, and opt_out does");
  CHECK(divergence("call = [\n{ presses = \"9\", happens = \"confirm\" }\n]") ==
        "c.toml:2:28: key 9: confirm must happen, and opt_out does");
  CHECK(divergence("call = [\n{ presses = \"9\", happens = \"opt_out\" },\n{ presses = \"1\" }]") ==
        "c.toml:3:1: the call is over, in bye: nothing can follow (here: key 1)");
  CHECK(divergence("ends_in = \"bye\"\ncall = [{ then = \"hung_up\" }]") ==
        "c.toml:1:11: must end in bye, and ends in end");
}

TEST_CASE("a conversation that stops before the call does proves nothing, and is told so") {
  CHECK(divergence("call = [{ presses = \"1\", happens = \"heard_by_person\" }]")
            .starts_with("c.toml:1:9: the conversation ends here and the call does not: menu waits"));
}

TEST_CASE("what is wrong with a conversation's file is said with its place and what to write") {
  CHECK(fault("call = [").starts_with("c.toml:1:9: "));
  CHECK(fault("").starts_with("c.toml:1:1: no call: write call = ["));
  CHECK(fault("call = [\"1\"]").starts_with("c.toml:1:9: a turn is {"));
  CHECK(fault("calls = []").starts_with("c.toml:1:1: a conversation has no \"calls\": it has call, ends_in"));
  CHECK(fault("call = [{ hear = \"x\" }]").starts_with("c.toml:1:11: a turn has no \"hear\": it has asks, happens"));
  CHECK(fault("call = [{ presses = \"A\" }]").starts_with("c.toml:1:21: presses must be keys of a phone"));
  CHECK(fault("call = [{ presses = 1 }]") == "c.toml:1:21: presses must be a text in quotes");
  CHECK(
      fault("call = [{ then = \"sneezes\" }]").starts_with("c.toml:1:18: \"sneezes\" cannot happen: then is an input"));
  CHECK(fault("call = [{ then = \"answered\" }]").starts_with("c.toml:1:18: \"answered\" cannot happen"));
  CHECK(
      fault("call = [{ presses = \"1\", then = \"silence\" }]").starts_with("c.toml:1:9: a turn has presses or then"));
  CHECK(
      fault("call = [{ hears = \"x\" }, { presses = \"1\" }]").starts_with("c.toml:1:9: only the last turn may just"));
  CHECK(fault("call = [{ hears = [\"x\", 2] }]").starts_with("c.toml:1:25: hears must be texts"));
  CHECK(
      fault("call = [{ happens = \"confirm\" }]").starts_with("c.toml:1:21: something happens by what a person does"));
  CHECK(fault("call = [{ state = \"men\", presses = \"1\" }]") ==
        "c.toml:1:19: the flow has no state \"men\": it has opening, machine, menu, bye, end");
  CHECK(fault("ends_in = \"x\"\ncall = [{ presses = \"1\" }]").starts_with("c.toml:1:11: the flow has no state \"x\""));
  CHECK(fault("language = \"fr\"\ncall = [{ presses = \"1\" }]") ==
        "c.toml:1:12: the flow does not speak \"fr\": it has en");
  CHECK(fault("facts = { reason = \"flu\" }\ncall = [{ presses = \"1\" }]")
            .starts_with("c.toml:1:11: there is no fact \"reason\": there are business,"));
}

TEST_CASE("values, questions, events and guards are said in a conversation as flow.toml names them") {
  const Files files{
      {"flow.toml", R"(format = 1
start = "ask"
direction = "inbound"
languages = ["en"]

[facts]
order_status = { confidential = false }

[on]
hung_up = "nothing"

[states.ask]
waits_for = "digits"
field = "order"
kind = "code"
least = 4
most = 6
tries = 2
[states.ask.on]
entered = "find"
otherwise = "again"
silence = "again"
enough = [{ when = "open_now", go = "closed" }, { go = "bye" }]

[states.find]
waits_for = "answer"
ask = "look_up"
fact = "order_status"
with = "order"
[states.find.on]
found = { go = "tell", do = ["emit asked"] }
missing = "bye"

[states.tell]
waits_for = "nothing"
[states.bye]
waits_for = "nothing"
[states.closed]
waits_for = "nothing"
)"},
      {"ask.xml",
       "<Response><Gather action=\"{{keys}}\" timeout=\"5\"><Say>This is {{business}}. Key in your order's "
       "number, then pound.</Say></Gather><Redirect>{{silence}}</Redirect></Response>"},
      {"tell.xml", hangs_up("{{fact.order_status}}.")},
      {"closed.xml", hangs_up("Somebody is here.")},
      {"bye.xml", hangs_up("Goodbye.")}};
  const auto flow = Flow::load("orders", files);
  if (!flow) FAIL(flow.error().message);
  const auto result = [&](const std::string& toml) {
    std::vector<Finding> findings;
    const Conversation conversation = read_conversation("c.toml", toml, flow->definition(), findings);
    for (const Finding& finding : findings) FAIL(to_string(finding));
    const Played played = play(*flow, conversation);
    return played.divergence ? to_string(*played.divergence) : "";
  };
  CHECK(result(R"(
facts = { "fact.order_status" = "It is on its way" }
fields = { order = "1234" }
call = [
  { hears = "Key in", presses = "1234#" },
  { asks = "look_up", then = "found", happens = "emit asked" },
  { hears = "It is on its way." },
])") == "");
  CHECK(result(R"(
flags = ["open_now"]
call = [{ presses = "1#" }, { state = "ask", then = "silence" }, { hears = "Somebody is here" }])") == "");
  CHECK(result("call = [{ presses = \"1#\" }, { then = \"silence\" }, { hears = \"Goodbye\" }]") == "");
  CHECK(result("call = [{ presses = \"1234\" }, { then = \"hung_up\" }]")
            .starts_with("c.toml:1:31: find (asks look_up order_status): the turn needs then"));
  CHECK(
      result("call = [{ then = \"found\" }]").starts_with("c.toml:1:9: ask asks nothing that \"found\" could answer"));
  CHECK(result("fields = { order = \"9\" }\ncall = [{ presses = \"1234\" }, { then = \"missing\" }]") ==
        "c.toml:1:20: order must be 9 at the end, and is 1234");
  std::vector<Walk> walks;
  for (const auto& one : *walk(*flow, sample_facts(*flow, "en"))) walks.push_back(one);
  CHECK(without(all_of(flow->definition()), covered(walks)).ways.empty());
}

TEST_CASE("a star in what must be heard stands for any words") {
  CHECK(is_heard("one two three", "one * three"));
  CHECK(is_heard("one two three", "two"));
  CHECK(is_heard("one two three", "*three*"));
  CHECK(!is_heard("one two three", "three * one"));
  CHECK(!is_heard("one two three", "one  two"));
}
