// The format beyond keys and prompts: values, guards, questions, flows in flows, recordings, hints.
#include <doctest/doctest.h>

#include "flow/definition.h"
#include "flow/questions.h"
#include "flow/test_flow.h"
#include "flow/walker.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

Flow loaded(const Files& files, const Flow::Others& others = {}) {
  auto flow = Flow::load("form", files, others);
  if (!flow) FAIL(flow.error().message);
  return *flow;
}

Step next(const Flow& flow, const Step& from, const Input& input, Facts facts = all_facts()) {
  facts.fields = from.fields;
  auto step = flow.next(from.position, input, facts);
  if (!step) FAIL(step.error().message);
  return *step;
}

Input keys(std::string pressed) { return {InputKind::keys, std::move(pressed)}; }
Input answer(std::string name) { return {InputKind::answer, std::move(name)}; }
const Input hung_up{InputKind::hung_up, ""};

std::string document(const Step& step) { return twiml::write(step.document); }

std::string asks_for_value(const std::string& text) {
  return "<Response><Gather action=\"{{keys}}\" timeout=\"5\"><Say>" + text +
         "</Say></Gather><Redirect>{{silence}}</Redirect></Response>";
}

/// Hours, read back, corrected once, sent.
Files hours_flow() {
  return {{"flow.toml", R"(format = 1
start = "opening"
direction = "inbound"
languages = ["en"]
rounds = 1

[on]
hung_up = "nothing"

[states.opening]
waits_for = "digits"
field = "hours"
kind = "number"
least = 1
most = 4
tries = 2
[states.opening.on]
entered = "read_back"
otherwise = "again"
silence = "again"
enough = "bye"

[states.read_back]
waits_for = "key"
tries = 2
[states.read_back.on]
1 = { go = "bye", do = ["emit worked"] }
2 = { back = "opening" }
otherwise = "again"
silence = "again"
enough = "bye"

[states.bye]
waits_for = "nothing"
)"},
          {"opening.xml", asks_for_value("This is {{business}}. Key in your hours, then pound.")},
          {"read_back.xml", asks("{{field.hours}} hours. If that is right, press 1. To correct it, press 2.")},
          {"bye.xml", hangs_up("Goodbye.")}};
}

/// Asks for a code in a flow of its own.
Files code_flow() {
  return {{"flow.toml", R"(format = 1
start = "code"
languages = ["en"]
returns = ["proven", "unknown"]

[states.code]
waits_for = "digits"
field = "code"
kind = "secret"
least = 6
most = 6
tries = 2
[states.code.on]
entered = "check"
otherwise = "again"
silence = "again"
enough = "return.unknown"
hung_up = "nothing"

[states.check]
waits_for = "answer"
ask = "verify_code"
with = "code"
purpose = "client"
[states.check.on]
right = "return.proven"
wrong = "return.unknown"
locked = "end"
)"},
          {"code.xml", asks_for_value("Key in your code.")}};
}

Files runs_code_flow() {
  return {{"flow.toml", R"(format = 1
start = "opening"
direction = "inbound"
languages = ["en"]

[states.opening]
waits_for = "played"
[states.opening.on]
played = "who"

[states.who]
waits_for = "flow"
run = "code"
[states.who.on]
proven = [{ when = "open_now", go = "open" }, { go = "closed" }]
unknown = "bye"
hung_up = { do = ["note_missed_call"] }

[states.open]
waits_for = "nothing"
[states.closed]
waits_for = "nothing"
[states.bye]
waits_for = "nothing"
)"},
          {"opening.xml", goes_on("This is {{business}}.")},
          {"open.xml", hangs_up("We are open.")},
          {"closed.xml", hangs_up("We are closed.")},
          {"bye.xml", hangs_up("Goodbye.")}};
}

const Flow::Others beside = [](std::string_view name) { return name == "code" ? code_flow() : Files{}; };

}  // namespace

TEST_CASE("a value is taken when it has the right length and kind, and is spoken by its kind") {
  const Flow flow = loaded(hours_flow());
  const auto opening = flow.begin(all_facts());
  REQUIRE(opening.ok());
  const Step read_back = next(flow, *opening, keys("7*5"));
  CHECK(read_back.position.state == "read_back");
  CHECK(read_back.fields == Fields{{"hours", "7*5"}});
  CHECK(document(read_back).find("7.5 hours") != std::string::npos);
  for (const std::string wrong : {"#", "*", "12345", "1*", "1**2", "x"}) {
    CAPTURE(wrong);
    const Step step = next(flow, *opening, keys(wrong));
    CHECK(step.position == Position{.state = "opening", .tries = 1});
    CHECK(step.fields.empty());
  }
  CHECK(next(flow, *opening, keys("")).position == Position{.state = "opening", .tries = 1});
}

TEST_CASE("a flow knows what it says, and what the flows that it runs say") {
  const Flow runs = loaded(runs_code_flow(), [](std::string_view) {
    Files code = code_flow();
    code.back() = {"code.xml", asks_for_value("Key in your code, or ring {{callback_number}}.")};
    return code;
  });
  CHECK(runs.says("business"));
  CHECK(runs.says("callback_number"));
  CHECK(!runs.says("code"));
}

TEST_CASE("the way back is counted over the whole call, then enough comes") {
  const Flow flow = loaded(hours_flow());
  Step step = next(flow, *flow.begin(all_facts()), keys("40"));
  step = next(flow, step, keys("2"));
  CHECK(step.position == Position{.state = "opening", .rounds = 1});
  CHECK(step.position.to_text() == "opening:0:0:1");
  step = next(flow, step, keys("8"));
  CHECK(step.fields == Fields{{"hours", "8"}});
  CHECK(next(flow, step, keys("2")).position.state == "bye");
}

TEST_CASE("an event leaves with what was keyed in, as others read it") {
  const Flow flow = loaded(hours_flow());
  const Step read_back = next(flow, *flow.begin(all_facts()), keys("7*5"));
  const Step sent = next(flow, read_back, keys("1"));
  CHECK(sent.events == std::vector<Event>{{"worked", {{"hours", "7.5"}}}});
  CHECK(sent.actions.empty());
  CHECK(next(flow, sent, keys("1")).events.empty());
}

TEST_CASE("a flow runs another, stands in it, and goes on by what it returns") {
  const Flow flow = loaded(runs_code_flow(), beside);
  const Step asked = next(flow, *flow.begin(all_facts()), {InputKind::played, ""});
  CHECK(asked.position.to_text() == "code:0:0/who:0:0");
  CHECK(flow.state_at(asked.position)->kind == FieldKind::secret);
  const Step again = next(flow, asked, keys("12"));
  CHECK(again.position.to_text() == "code:1:0/who:0:0");
  CHECK(next(flow, again, keys("")).position.to_text() == "bye:0:0");
  const Step question = next(flow, again, keys("123456"));
  REQUIRE(question.question.has_value());
  CHECK(question.question->name == "verify_code");
  CHECK(question.question->purpose == "client");
  CHECK(question.question->value == "123456");
  CHECK(next(flow, question, answer("right")).position.to_text() == "closed:0:0");
  CHECK(next(flow, question, answer("locked")).ends);
}

TEST_CASE("a guard decides between alternatives, in their order") {
  const Flow flow = loaded(runs_code_flow(), beside);
  const Step asked = next(flow, *flow.begin(all_facts()), {InputKind::played, ""});
  Facts open = all_facts();
  open.flags = {"open_now"};
  CHECK(next(flow, next(flow, asked, keys("123456")), answer("right"), open).position.state == "open");
}

TEST_CASE("a secret is forgotten once it was asked about, and is in no words") {
  const Flow flow = loaded(runs_code_flow(), beside);
  const Step question = next(flow, next(flow, *flow.begin(all_facts()), {InputKind::played, ""}), keys("123456"));
  CHECK(question.fields == Fields{{"code", "123456"}});
  CHECK(next(flow, question, answer("right")).fields.empty());
  CHECK(field_words(FieldKind::secret, "123456", "en").empty());
}

TEST_CASE("hanging up does what the innermost state says, or the one that waits for its flow") {
  const Flow flow = loaded(runs_code_flow(), beside);
  const Step asked = next(flow, *flow.begin(all_facts()), {InputKind::played, ""});
  CHECK(next(flow, asked, hung_up).actions.empty());
  const Files silent = changed(code_flow(), "flow.toml", "\nhung_up = \"nothing\"", "");
  // A state that takes a value must say what hanging up does, so the inner flow alone is at fault here.
  CHECK(Flow::faults_of(silent).front().code == "hang-up-unnamed");
}

TEST_CASE("settling answers all questions, and brings together what was done on the way") {
  const Flow flow = loaded(runs_code_flow(), beside);
  const Step question = next(flow, next(flow, *flow.begin(all_facts()), {InputKind::played, ""}), keys("123456"));
  int asked = 0;
  const auto step = settle(flow, question, all_facts(), [&](const Question& one, Facts& facts) -> Result<std::string> {
    ++asked;
    CHECK(one.value == "123456");
    facts.flags.insert("open_now");
    return std::string("right");
  });
  REQUIRE(step.ok());
  CHECK(asked == 1);
  CHECK(step->position.state == "open");
  CHECK(settle(flow, question, all_facts(), answer_nothing)->position.state == "bye");
  CHECK(settle(flow, *step, all_facts(), answer_nothing)->position == step->position);
}

TEST_CASE("every question has an answer for when nothing can be found out, which proves nothing") {
  for (const QuestionKind& kind : question_kinds()) {
    CAPTURE(kind.name);
    Facts facts;
    const auto nothing = answer_nothing({.name = std::string(kind.name)}, facts);
    REQUIRE(nothing.ok());
    const auto is_in = [&](const auto& names) {
      return std::find(names.begin(), names.end(), *nothing) != names.end();
    };
    CHECK(is_in(kind.answers));
    CHECK(!is_in(kind.proves));
    CHECK(!is_in(kind.appoints));
    CHECK(!is_in(kind.finds));
  }
  Facts facts;
  CHECK(!answer_nothing({.name = "weather"}, facts).ok());
}

TEST_CASE("a hint of who answered is taken where the state has it, and as often as it says") {
  const Files files = changed(
      changed(small_flow(), "flow.toml", "silence = \"machine\"", "silence = \"machine\"\nmachine = \"machine\""),
      "flow.toml", "played = { go = \"end\"", "machine = \"repeat\"\nplayed = { go = \"end\"");
  const Flow flow =
      loaded(changed(files, "flow.toml", "waits_for = \"played\"", "waits_for = \"played\"\nrepeats = 1"));
  const Step opening = *flow.begin(all_facts());
  CHECK(flow.takes(opening.position, InputKind::machine));
  CHECK(!flow.takes(opening.position, InputKind::person));
  const Step machine = next(flow, opening, {InputKind::machine, ""});
  CHECK(machine.position == Position{.state = "machine"});
  const Step once_more = next(flow, machine, {InputKind::machine, ""});
  CHECK(once_more.position == Position{.state = "machine", .repeats = 1});
  CHECK(!flow.takes(once_more.position, InputKind::machine));
  CHECK(next(flow, once_more, {InputKind::machine, ""}).position == once_more.position);
}

TEST_CASE("a flow's version is also that of the flows that it runs") {
  const Flow flow = loaded(runs_code_flow(), beside);
  const Flow other = loaded(runs_code_flow(),
                            [](std::string_view) { return changed(code_flow(), "code.xml", "your code", "the code"); });
  CHECK(flow.hash() != other.hash());
}

TEST_CASE("a call's standing survives as text, with its fields and the flows it is in") {
  const Standing standing{{.state = "code", .tries = 1, .callers = {{"who", 0, 2, 1}, {"menu", 1}}},
                          {{"code", "1234"}, {"hours", "7*5"}}};
  CHECK(standing.to_text() == "code:1:0/who:0:2:1/menu:1:0?code=1234&hours=7*5");
  const auto again = Standing::parse(standing.to_text());
  REQUIRE(again.ok());
  CHECK(again->position == standing.position);
  CHECK(again->fields == standing.fields);
  CHECK(Standing::parse("menu:1:0")->fields.empty());
  for (const std::string bad : {"menu:1:0?", "menu:1:0?x", "menu:1:0?X=1", "menu:1:0?x=a", "menu:1:0/", "a:0:0/b"}) {
    CAPTURE(bad);
    CHECK(!Standing::parse(bad).ok());
  }
}

TEST_CASE("a slot is played where there is a recording of it, and spoken where not") {
  const Files files = changed(small_flow(), "bye.xml", "<Say>", "<Say slot=\"bye\">");
  const Flow flow = loaded(files);
  Facts facts = all_facts();
  CHECK(twiml::write(flow.next({.state = "menu"}, keys("1"), facts)->document).find("<Say>Goodbye.</Say>") !=
        std::string::npos);
  facts.prompts["bye/bye"] = "https://c.example/bye.wav";
  const std::string played = twiml::write(flow.next({.state = "menu"}, keys("1"), facts)->document);
  CHECK(played.find("<Play>https://c.example/bye.wav</Play>") != std::string::npos);
  CHECK(played.find("Goodbye") == std::string::npos);
}

TEST_CASE("a flow with values, questions and flows inside is walked to its ends") {
  Facts facts = all_facts();
  for (const Flow& flow : {loaded(hours_flow()), loaded(runs_code_flow(), beside)}) {
    const auto walks = walk(flow, facts);
    REQUIRE(walks.ok());
    CHECK(walks->size() > 8);
    for (const Walk& one : *walks) CHECK(one.back().ends);
  }
}
