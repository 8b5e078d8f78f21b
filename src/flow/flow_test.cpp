#include "flow/flow.h"

#include <doctest/doctest.h>

#include "flow/builtin.h"
#include "flow/questions.h"
#include "flow/test_flow.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

Flow loaded(const Files& files) {
  auto flow = Flow::load("small", files);
  if (!flow) FAIL(flow.error().message);
  return *flow;
}

Flow reminder() {
  auto flow = load_builtin("appointment-reminder");
  if (!flow) FAIL(flow.error().message);
  return *flow;
}

Step next(const Flow& flow, const Position& from, const Input& input, const Facts& facts = all_facts()) {
  auto step = flow.next(from, input, facts);
  if (!step) FAIL(step.error().message);
  return *step;
}

Input keys(std::string pressed) { return {InputKind::keys, std::move(pressed)}; }
const Input silence{InputKind::silence, ""};
const Input hung_up{InputKind::hung_up, ""};

bool says(const Step& step, std::string_view text) {
  return twiml::write(step.document).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("a flow begins with its start, filled with facts and paths") {
  const auto step = loaded(small_flow()).begin(all_facts());
  REQUIRE(step.ok());
  CHECK(step->position == Position{.state = "opening"});
  CHECK(step->actions.empty());
  CHECK(!step->ends);
  CHECK(twiml::write(step->document) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Gather action=\"https://c.example/keys\" numDigits=\"1\">"
        "<Say>This is Maple Dental. Press 1 to hear it, or press 9 for no more calls.</Say></Gather>"
        "<Redirect>https://c.example/silence</Redirect></Response>");
}

TEST_CASE("a key takes its transition and its actions; any other key is otherwise") {
  const Flow flow = loaded(small_flow());
  const Step one = next(flow, {.state = "opening"}, keys("1"));
  CHECK(one.position.state == "menu");
  CHECK(one.actions == std::vector{Action::heard_by_person});
  for (const std::string wrong : {"5", "*", "12", "19"}) {
    CAPTURE(wrong);
    CHECK(next(flow, {.state = "opening"}, keys(wrong)).position.state == "menu");
    CHECK(next(flow, {.state = "opening"}, keys(wrong)).actions.empty());
  }
  CHECK(next(flow, {.state = "opening"}, keys("")).position.state == "machine");
}

TEST_CASE("asking again is bounded, and so is hearing again, each by its own count") {
  const Flow flow = loaded(small_flow());
  const Step again = next(flow, {.state = "menu"}, keys("7"));
  CHECK(again.position == Position{.state = "menu", .tries = 1});
  CHECK(next(flow, again.position, silence).position.state == "bye");
  const Step repeated = next(flow, again.position, keys("4"));
  CHECK(repeated.position == Position{.state = "menu", .tries = 1, .repeats = 1});
  CHECK(next(flow, repeated.position, keys("4")).position.state == "bye");
}

TEST_CASE("a state that waits for nothing ends, and nothing makes it speak again") {
  const Flow flow = loaded(small_flow());
  const Step bye = next(flow, {.state = "menu"}, keys("1"));
  CHECK(bye.ends);
  CHECK(says(bye, "Goodbye."));
  for (const Input& late :
       {keys("1"), silence, Input{InputKind::played, ""}, Input{InputKind::answered, ""}, hung_up}) {
    const Step after = next(flow, bye.position, late);
    CHECK(after.ends);
    CHECK(after.actions.empty());
    CHECK(!says(after, "Say"));
  }
}

TEST_CASE("every state takes every input, and the destination end hangs up") {
  const Flow flow = reminder();
  for (const std::string state : {"way", "opening", "machine", "at_once", "menu", "confirmed", "cancelled", "call_back",
                                  "never_again", "goodbye", "end"}) {
    for (const Input& input : {keys("1"), keys("0"), keys("#"), keys(""), keys("123"), silence, hung_up,
                               Input{InputKind::played, ""}, Input{InputKind::answered, ""}}) {
      CAPTURE(state);
      CAPTURE(to_string(input.kind));
      CHECK(flow.next({.state = state}, input, all_facts()).ok());
    }
  }
  const Step left = next(flow, {.state = "machine", .tries = 2}, {InputKind::played, ""});
  CHECK(left.position.state == "end");
  CHECK(left.ends);
  CHECK(twiml::write(left.document) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Hangup/></Response>");
}

TEST_CASE("a document asked for once more comes without its actions") {
  const Step step = next(loaded(small_flow()), {.state = "menu", .tries = 1}, {InputKind::answered, ""});
  CHECK(step.position == Position{.state = "menu", .tries = 1});
  CHECK(step.actions.empty());
  CHECK(says(step, "Press 1 to confirm"));
}

TEST_CASE("a missing fact is an error that names it, never a gap in what is said") {
  Facts facts = all_facts();
  facts.spoken.erase("business");
  const auto step = loaded(small_flow()).begin(facts);
  REQUIRE(!step.ok());
  CHECK(step.error().message == "small/opening.xml: the fact \"business\" is missing");
  facts.spoken["business"] = "";
  CHECK(!loaded(small_flow()).begin(facts).ok());
  facts = all_facts();
  facts.paths.erase("keys");
  CHECK(!loaded(small_flow()).begin(facts).ok());
}

TEST_CASE("a state of another version is an error") {
  CHECK(!loaded(small_flow()).next({.state = "lobby"}, silence, all_facts()).ok());
}

TEST_CASE("no fact can become markup") {
  Facts facts = all_facts();
  facts.spoken["business"] = "A & B</Say></Gather><Hangup/> {{when}} \"";
  const auto step = loaded(small_flow()).begin(facts);
  REQUIRE(step.ok());
  const auto again = twiml::parse(twiml::write(step->document));
  REQUIRE(again.ok());
  REQUIRE(again->children.size() == 2);
  const auto& gather = std::get<twiml::Element>(again->children[0]);
  CHECK(std::get<twiml::Element>(gather.children[0])
            .text()
            .starts_with("This is A & B</Say></Gather><Hangup/> {{when}} \"."));
}

TEST_CASE("positions survive as text, and nothing else is one") {
  for (const Position& position : {Position{"opening"}, Position{"menu", 2, 3}}) {
    const auto again = Position::parse(position.to_text());
    REQUIRE(again.ok());
    CHECK(*again == position);
  }
  for (const std::string bad :
       {"", "menu", "menu:1", ":1:1", "menu:-1:0", "menu:1:x", "menu:1:0:", "menu:100:0", "menu: 1:0"}) {
    CAPTURE(bad);
    CHECK(!Position::parse(bad).ok());
  }
}

TEST_CASE("the hash is the content's, whatever the order of the files") {
  Files files = small_flow();
  const std::string hash = loaded(files).hash();
  std::reverse(files.begin(), files.end());
  CHECK(loaded(files).hash() == hash);
  CHECK(loaded(changed(files, "bye.xml", "Goodbye", "Good bye")).hash() != hash);
}

TEST_CASE("actions and inputs have the words that the store keeps") {
  CHECK(parse_action("opt_out") == Action::opt_out);
  CHECK(to_string(Action::left_on_machine) == "left_on_machine");
  CHECK(!parse_action("Confirm"));
  CHECK(to_string(InputKind::hung_up) == "hung_up");
}

TEST_CASE("the reminder: a key in the opening is a person, silence a machine, 9 ends at once") {
  const Flow flow = reminder();
  const auto asked = flow.begin(all_facts());
  REQUIRE(asked.ok());
  const auto opening = settle(flow, *asked, all_facts(), answer_nothing);
  REQUIRE(opening.ok());
  CHECK(says(*opening, "A message from Maple Dental. To hear it, press 1. For no more calls, press 9."));
  const Step menu = next(flow, opening->position, keys("1"));
  CHECK(menu.actions == std::vector{Action::heard_by_person});
  CHECK(says(menu, "Thursday, November 26, at 2 PM"));
  const Step never = next(flow, opening->position, keys("9"));
  CHECK(never.actions == std::vector{Action::opt_out});
  CHECK(never.ends);
  const Step machine = next(flow, opening->position, silence);
  CHECK(machine.position.state == "machine");
  CHECK(machine.actions.empty());
  CHECK(says(machine, "212, 555, 0123"));
  CHECK(!says(machine, "press"));
}

TEST_CASE("the reminder: any key while the machine's message plays brings a person's choices") {
  const Flow flow = reminder();
  for (const std::string key : {"0", "1", "2", "5", "*"}) {
    const Step step = next(flow, {.state = "machine"}, keys(key));
    CHECK(step.position.state == "menu");
    CHECK(step.actions == std::vector{Action::heard_by_person});
  }
  CHECK(next(flow, {.state = "machine"}, keys("9")).actions == std::vector{Action::opt_out});
  CHECK(next(flow, {.state = "machine"}, hung_up).actions == std::vector{Action::left_on_machine});
}

TEST_CASE("the reminder: whichever way a rule wants machines handled, it begins so") {
  const Flow flow = reminder();
  const auto begins = [&](const std::string& answer) {
    const auto step = settle(flow, *flow.begin(all_facts()), all_facts(),
                             [&](const Question&, Facts&) -> Result<std::string> { return answer; });
    REQUIRE(step.ok());
    return step->position.state;
  };
  CHECK(begins("ask_first") == "opening");
  CHECK(begins("same_for_all") == "at_once");
  CHECK(begins("keyless") == "machine");
}

TEST_CASE("the reminder: a machine gets its message three times, and a hint that it beeped begins once more") {
  const Flow flow = reminder();
  const Input played{InputKind::played, ""};
  const Input hint{InputKind::machine, ""};
  CHECK(next(flow, {.state = "machine"}, played).position == Position{.state = "machine", .tries = 1});
  CHECK(next(flow, {.state = "machine", .tries = 2}, played).position.state == "end");
  CHECK(next(flow, {.state = "machine", .tries = 1}, hint).position ==
        Position{.state = "machine", .tries = 1, .repeats = 1});
  CHECK(flow.takes({.state = "opening"}, InputKind::machine));
  CHECK_FALSE(flow.takes({.state = "machine", .repeats = 1}, InputKind::machine));
  CHECK_FALSE(flow.takes({.state = "menu"}, InputKind::machine));
}

TEST_CASE("the reminder: the menu confirms, cancels, asks for a call back, repeats, opts out") {
  const Flow flow = reminder();
  const Position menu{.state = "menu"};
  CHECK(next(flow, menu, keys("1")).actions == std::vector{Action::confirm});
  CHECK(next(flow, menu, keys("2")).actions == std::vector{Action::cancel});
  CHECK(next(flow, menu, keys("3")).actions == std::vector{Action::request_call_back});
  CHECK(next(flow, menu, keys("4")).position == Position{.state = "menu", .repeats = 1});
  CHECK(next(flow, menu, keys("9")).actions == std::vector{Action::opt_out});
  CHECK(next(flow, menu, hung_up).actions.empty());
  CHECK(next(flow, {"menu", 2, 0}, keys("8")).position.state == "goodbye");
}

TEST_CASE("a language that a flow has is spoken, by its base too; any other is its first") {
  const Flow flow = reminder();
  CHECK(flow.language_for("es") == "es");
  CHECK(flow.language_for("es-MX") == "es");
  CHECK(flow.language_for("fr") == "en");
  CHECK(flow.language_for("") == "en");
  Facts facts = all_facts();
  facts.language = "es-MX";
  const auto step = settle(flow, *flow.begin(facts), facts, answer_nothing);
  REQUIRE(step.ok());
  CHECK(says(*step, "Para oírlo, oprima 1."));
}
