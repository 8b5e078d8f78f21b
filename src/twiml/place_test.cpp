#include <doctest/doctest.h>

#include "twiml/executor.h"

using namespace courtesy;
using namespace courtesy::twiml;

namespace {

/// Answers whatever piece or timer came last.
struct Walk {
  explicit Walk(std::string document)
      : executor({.url = "", .document = std::move(document)}), commands(executor.start()) {}

  std::string place() const { return executor.place().verb + " " + std::to_string(executor.place().line); }
  void on(const Event& event) { commands = executor.on(event); }
  void piece_ends() { on(AudioEnded{std::get<Speak>(commands.back()).ticket}); }
  void timer_fires() { on(TimerFired{std::get<SetTimer>(commands.back()).ticket}); }

  Executor executor;
  std::vector<Command> commands;
};

}  // namespace

TEST_CASE("the place is the verb that is at work: what is said within another while it is said, then the other") {
  Walk walk(
      "<Response>\n<Gather action=\"/key\">\n<Say>Press 1</Say>\n<Pause/>\n</Gather>\n<Say loop=\"2\">Bye</Say>\n"
      "<Hangup/></Response>");
  CHECK(walk.place() == "Say 3");
  walk.piece_ends();
  CHECK(walk.place() == "Pause 4");
  walk.timer_fires();
  CHECK(walk.place() == "Gather 2");
  walk.timer_fires();
  CHECK(walk.place() == "Say 6");
  walk.piece_ends();
  CHECK(walk.place() == "Say 6");
  walk.piece_ends();
  CHECK(walk.place() == "Hangup 7");
}

TEST_CASE("a key asks for the next document from where the keys are gathered, and not from what was being said") {
  Walk walk("<Response>\n<Gather numDigits=\"1\" action=\"http://app/key\">\n<Say>Press 1</Say></Gather></Response>");
  CHECK(walk.place() == "Say 3");
  walk.on(Digit{'1'});
  CHECK(std::holds_alternative<Fetch>(walk.commands.back()));
  CHECK(walk.place() == "Gather 2");
}

TEST_CASE("before any document there is no place") {
  Executor executor({.url = "http://app/start"});
  executor.start();
  CHECK(executor.place().verb.empty());
  CHECK(executor.place().line == 0);
}
