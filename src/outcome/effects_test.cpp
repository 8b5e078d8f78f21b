#include "outcome/effects.h"

#include <doctest/doctest.h>

using namespace courtesy;
using flow::Action;

namespace {
Effects of(std::vector<Action> actions) { return effects_of(actions); }
Effects of(ReplyIntent intent, std::vector<ReplyAlso> also = {}) {
  return effects_of(ReplyReading{intent, std::move(also)});
}
}  // namespace

TEST_CASE("no action changes nothing") { CHECK(of(std::vector<Action>{}) == Effects{}); }

TEST_CASE("a key's answer is kept, and whoever presses one has heard the message") {
  CHECK(of({Action::confirm}) == Effects{.answer = Answer::confirmed, .attempt = AttemptOutcome::heard});
  CHECK(of({Action::cancel}) == Effects{.answer = Answer::cancelled, .attempt = AttemptOutcome::heard});
  CHECK(of({Action::heard_by_person}) == Effects{.attempt = AttemptOutcome::heard});
  CHECK(of({Action::request_call_back}) ==
        Effects{.answer = Answer::call_back, .attempt = AttemptOutcome::heard, .tasks = {StaffTask::call_back}});
}

TEST_CASE("an opt-out suppresses and answers nothing for the visit") {
  CHECK(of({Action::opt_out}) == Effects{.suppress = true, .attempt = AttemptOutcome::heard});
  CHECK(of(ReplyIntent::stop) == Effects{.suppress = true});
}

TEST_CASE("a message left on a machine is no more than that, and less than a person who heard it") {
  CHECK(of({Action::left_on_machine}) == Effects{.attempt = AttemptOutcome::machine});
  CHECK(of({Action::heard_by_person, Action::left_on_machine}).attempt == AttemptOutcome::heard);
}

TEST_CASE("a reply's answer is kept; what is doubtful changes nothing and goes to a person") {
  CHECK(of(ReplyIntent::confirm) == Effects{.answer = Answer::confirmed});
  CHECK(of(ReplyIntent::cancel) == Effects{.answer = Answer::cancelled});
  CHECK(of(ReplyIntent::reschedule) == Effects{.answer = Answer::call_back, .tasks = {StaffTask::call_back}});
  CHECK(of(ReplyIntent::help) == Effects{.send_help = true});
  CHECK(of(ReplyIntent::start) == Effects{.lift_suppression = true});
  CHECK(of(ReplyIntent::unclear) == Effects{.tasks = {StaffTask::unclear_reply}});
}

TEST_CASE("the word CANCEL alone stops contact and leaves the visit to a person") {
  CHECK(of(ReplyIntent::stop, {ReplyAlso::cancel}) == Effects{.suppress = true, .tasks = {StaffTask::asked_to_cancel}});
  CHECK(of(ReplyIntent::stop, {ReplyAlso::confirm}) == Effects{.answer = Answer::confirmed, .suppress = true});
  CHECK(of(ReplyIntent::stop, {ReplyAlso::wrong_number}) ==
        Effects{.suppress = true, .tasks = {StaffTask::wrong_number}});
}

TEST_CASE("tasks have the words that the store keeps") {
  CHECK(parse_staff_task("asked_to_cancel") == StaffTask::asked_to_cancel);
  CHECK(!parse_staff_task("cancel"));
}
