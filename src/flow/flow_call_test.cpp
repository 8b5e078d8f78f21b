// The reminder as it runs on a phone: its documents through the executor that the phone network uses.
#include <doctest/doctest.h>

#include <deque>

#include "flow/builtin.h"
#include "flow/questions.h"
#include "flow/test_flow.h"
#include "twiml/executor.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

/// A person or machine on the phone: what is done after each piece that is spoken, and when a question waits.
struct Phone {
  std::string while_spoken;  ///< key pressed at the first word of each piece from the second document on; empty: none
  std::deque<char> answers;  ///< keys for the questions, one after another; none left: silence
};

class PhoneCall {
 public:
  PhoneCall(Flow flow, Phone phone)
      : flow_(std::move(flow)), phone_(std::move(phone)), executor_({.url = "answered"}) {}

  void run() {
    obey(executor_.start());
    for (int steps = 0; !pending_.empty() && steps < 200; ++steps) {
      const twiml::Command command = std::move(pending_.front());
      pending_.pop_front();
      std::visit([this](const auto& what) { take(what); }, command);
    }
  }

  std::vector<std::string> spoken;
  std::vector<Action> actions;
  int warnings = 0;
  bool hung_up = false;

 private:
  void obey(std::vector<twiml::Command> commands) {
    for (auto& command : commands) pending_.push_back(std::move(command));
  }

  void take(const twiml::Fetch& fetch) {
    const std::string& url = fetch.link.reference.empty() ? fetch.link.document : fetch.link.reference;
    Input input{InputKind::answered, ""};
    if (url == "https://c.example/silence") input.kind = InputKind::silence;
    if (url == "https://c.example/played") input.kind = InputKind::played;
    if (url == "https://c.example/keys") {
      input.kind = InputKind::keys;
      for (const auto& [name, value] : fetch.fields) {
        if (name == "Digits") input.keys = value;
      }
    }
    auto step = position_ ? flow_.next(*position_, input, all_facts()) : flow_.begin(all_facts());
    REQUIRE(step.ok());
    step = settle(flow_, std::move(*step), all_facts(), answer_nothing);
    REQUIRE(step.ok());
    position_ = step->position;
    ++documents_;
    actions.insert(actions.end(), step->actions.begin(), step->actions.end());
    obey(executor_.on(twiml::Fetched{
        fetch.ticket, twiml::Page{.url = url, .content_type = "text/xml", .body = twiml::write(step->document)}}));
  }
  void take(const twiml::Speak& speak) {
    spoken.push_back(speak.text);
    if (documents_ == 2 && !phone_.while_spoken.empty()) {
      const char key = phone_.while_spoken.front();
      phone_.while_spoken.clear();
      return obey(executor_.on(twiml::Digit{key}));
    }
    obey(executor_.on(twiml::AudioEnded{speak.ticket}));
  }
  void take(const twiml::SetTimer& timer) {
    if (executor_.gathering() && !phone_.answers.empty()) {
      const char key = phone_.answers.front();
      phone_.answers.pop_front();
      if (key != ' ') return obey(executor_.on(twiml::Digit{key}));
    }
    obey(executor_.on(twiml::TimerFired{timer.ticket}));
  }
  void take(const twiml::HangUp&) { hung_up = true; }
  void take(const twiml::Warn&) { ++warnings; }
  void take(const twiml::StopAudio&) {}
  void take(const twiml::Answer&) {}
  void take(const twiml::Record&) {}
  void take(const twiml::StopRecording&) {}
  void take(const twiml::Dial&) {}
  void take(const twiml::StopDial&) {}
  void take(const twiml::Enqueue&) {}
  void take(const twiml::LeaveQueue&) {}
  void take(const twiml::SendText&) {}

  Flow flow_;
  Phone phone_;
  twiml::Executor executor_;
  std::deque<twiml::Command> pending_;
  std::optional<Position> position_;
  int documents_ = 0;
};

PhoneCall called(Phone phone) {
  auto flow = load_builtin("appointment-reminder");
  REQUIRE(flow.ok());
  PhoneCall call(*flow, std::move(phone));
  call.run();
  CHECK(call.hung_up);
  CHECK(call.warnings == 0);
  return call;
}

}  // namespace

TEST_CASE("a person hears the reminder and confirms with two keys") {
  const PhoneCall call = called({.answers = {'1', '1'}});
  REQUIRE(call.spoken.size() == 3);
  CHECK(call.spoken[0].starts_with("A message from Maple Dental."));
  CHECK(call.spoken[1].starts_with("Your appointment with Maple Dental is on Thursday, November 26, at 2 PM."));
  CHECK(call.spoken[2].find("is confirmed") != std::string::npos);
  CHECK(call.actions == std::vector{Action::heard_by_person, Action::confirm});
}

TEST_CASE("a machine hears its message three times and no word about keys") {
  const PhoneCall call = called({});
  REQUIRE(call.spoken.size() == 4);
  CHECK(call.spoken[1] == call.spoken[3]);
  CHECK(call.spoken[1].find("212, 555, 0123") != std::string::npos);
  CHECK(call.spoken[1].find("press") == std::string::npos);
  CHECK(call.actions == std::vector(3, Action::left_on_machine));
}

TEST_CASE("a slow person who presses a key during the machine's message gets the choices at once") {
  const PhoneCall call = called({.while_spoken = "1", .answers = {' ', '2'}});
  REQUIRE(call.spoken.size() == 4);
  CHECK(call.spoken[2].find("To cancel it, press 2.") != std::string::npos);
  CHECK(call.actions == std::vector{Action::heard_by_person, Action::cancel});
}

TEST_CASE("opting out in the opening ends the call with one sentence") {
  const PhoneCall call = called({.answers = {'9'}});
  REQUIRE(call.spoken.size() == 2);
  CHECK(call.spoken[1].find("no more calls") != std::string::npos);
  CHECK(call.actions == std::vector{Action::opt_out});
}

TEST_CASE("wrong keys and silence are asked again twice, then the call ends") {
  const PhoneCall call = called({.answers = {'1', '7', ' ', '8'}});
  CHECK(call.spoken.size() == 5);
  CHECK(call.actions == std::vector{Action::heard_by_person});
  CHECK(call.spoken.back().find("Goodbye") != std::string::npos);
}
