// A call during which its visit is moved.
#include <doctest/doctest.h>

#include "store/attempts.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/recipients.h"
#include "webhook/test_call.h"
#include "webhook/test_desk.h"

using namespace courtesy;

namespace {

struct Called : InboundDesk {
  Called() {
    write([this](Unit& unit) { return place(unit, call_to_ana(library), sid); });
  }
  http::Response hook(const std::string& what, const http::Fields& more = {},
                      const std::string& status = "in-progress") {
    return post("/twilio/call/1.1.s3cret/" + what, fields_of_call(sid, status, more));
  }
  const std::string sid = "CA00000000000000000000000000000009";
};

}  // namespace

TEST_CASE("who cancels in a call during which the visit was moved is not told that it is cancelled when it is not") {
  Called desk;
  desk.hook("answer");
  CHECK(says(desk.hook("1/keys", {{"Digits", "1"}}), "May 14"));
  desk.import({TestHouse::booked("a", "2026-05-15T16:00")});
  const auto told = desk.hook("2/keys", {{"Digits", "2"}});
  INFO(told.body);
  const auto visit = desk.appointment(1);
  CHECK(visit.answer == Answer::none);  // it was another start that they cancelled
  std::string all;
  for (const auto& row : desk.db->run("SELECT kind, code FROM ledger WHERE account = 1 ORDER BY seq").value())
    all += row[0].text() + "/" + row[1].text() + " ";
  INFO(all);
  // Either they hear that it did not count, or a person hears of it.
  const bool hears_so = !says(told, "cancelled");
  const bool staff_hear = all.find("unclear_reply") != std::string::npos ||
                          all.find("asked_to_cancel") != std::string::npos || !desk.tasks().empty();
  CHECK((hears_so || staff_hear));
}

TEST_CASE("the menu speaks of the start that its keys are about") {
  Called desk;
  desk.hook("answer");
  desk.hook("1/keys", {{"Digits", "1"}});
  desk.import({TestHouse::booked("a", "2026-05-15T16:00")});
  const auto again = desk.hook("2/keys", {{"Digits", "4"}});
  INFO(again.body);
  const bool new_time = says(again, "May 15");
  desk.hook("3/keys", {{"Digits", "1"}});
  // Who has heard the new time and confirms it has confirmed it.
  CHECK((!new_time || desk.appointment(1).answer == Answer::confirmed));
}

TEST_CASE("a STOP to a number that is no line any more is heard") {
  InboundDesk desk;
  desk.write([](Unit& unit) -> Result<void> {
    TRY(Lines(unit).set("+12125550198", "callback-line", "test"));
    return Lines(unit).remove("+12125550198");
  });
  desk.post("/twilio/text/incoming", {{"MessageSid", "SM00000000000000000000000000000001"},
                                      {"From", "+12125550123"},
                                      {"To", "+12125550198"},
                                      {"Body", "STOP"}});
  CHECK(desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE("who confirms in a call during which the visit was cancelled is not told that it is confirmed") {
  Called desk;
  desk.hook("answer");
  desk.hook("1/keys", {{"Digits", "1"}});
  auto gone = TestHouse::booked("a", "2026-05-14T14:00");
  gone.booking = Booking::cancelled;
  desk.import({gone});
  const auto told = desk.hook("2/keys", {{"Digits", "1"}});
  INFO(told.body);
  CHECK_FALSE(says(told, "is confirmed"));
}

TEST_CASE("who rings the business and cancels a visit that is moved meanwhile is not told that it is cancelled") {
  InboundDesk desk;
  desk.ring();
  desk.press("1");
  const auto visit = desk.press(desk.code_of(1));
  REQUIRE(says(visit, "May 14"));
  desk.import({TestHouse::booked("a", "2026-05-15T16:00")});
  const auto told = desk.press("2");
  INFO(told.body);
  CHECK(desk.appointment(1).answer == Answer::none);
  CHECK((!says(told, "cancelled") || !desk.tasks().empty()));
}

TEST_CASE("who presses 9 is contacted no more") {
  Called desk;
  desk.hook("answer");
  desk.hook("1/keys", {{"Digits", "9"}});
  CHECK(desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE("an answer whose request comes after the call's end still counts as heard") {
  Called desk;
  desk.hook("answer");
  desk.hook("status", {{"SequenceNumber", "3"}}, "completed");
  desk.hook("1/keys", {{"Digits", "1"}});
  const auto attempt = desk.read<Attempt>([](Unit& unit) { return unit.attempts().get(AttemptId(1)); });
  const auto row = desk.read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); });
  CHECK(attempt.outcome == AttemptOutcome::heard);
  CHECK(row.at(0).state == ReminderState::done);
  CHECK(desk.appointment(1).told == Told::told);
}
