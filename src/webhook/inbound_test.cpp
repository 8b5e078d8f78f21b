// Calls that come in, as Twilio tells of them: signed requests, and what is said and kept.
#include <doctest/doctest.h>

#include "store/guesses.h"
#include "store/ledger.h"
#include "store/recordings.h"
#include "webhook/test_desk.h"

using namespace courtesy;

TEST_CASE("who rings hears who answers, and by the code of the reminder confirms the visit") {
  InboundDesk desk;
  CHECK(desk.says(desk.ring(), "Maple Dental"));
  CHECK(desk.says(desk.press("1"), "code"));
  const auto visit = desk.press(desk.code_of(1));
  CHECK(desk.says(visit, "May 14"));
  CHECK(desk.says(desk.press("1"), "<Hangup"));
  CHECK(desk.appointment(1).state() == AppointmentState::confirmed);
}

TEST_CASE("a doubled request gets the kept answer of its step, and a doubled ring is one call") {
  InboundDesk desk;
  const auto first = desk.ring();
  CHECK(desk.ring().body == first.body);
  desk.press("1");
  const auto visit = desk.press(desk.code_of(1));
  CHECK(desk.again().body == visit.body);
  CHECK(desk.sessions().size() == 1);
  CHECK(desk.sessions()[0].step == 3);
}

TEST_CASE("the code with every digit doubled by the line is the code; cut short it is asked again and is no guess") {
  InboundDesk desk;
  desk.ring();
  desk.press("1");
  CHECK(desk.says(desk.press(desk.code_of(1).substr(0, 5)), "code"));
  std::string doubled;
  for (const char digit : desk.code_of(1)) doubled += std::string(2, digit);
  CHECK(desk.says(desk.press(doubled), "May 14"));
  CHECK(desk.sessions()[0].guesses == 0);
}

TEST_CASE("a wrong secret, another's secret and a foreign call change nothing") {
  InboundDesk desk;
  desk.ring();
  const Session session = desk.sessions()[0];
  CHECK(desk.post("/twilio/call/1.s1.guessed/1/keys", desk.fields("in-progress", {{"Digits", "1"}})).status == 404);
  CHECK(desk.post("/twilio/call/1.s2." + session.secret + "/1/keys", desk.fields("in-progress")).status == 404);
  CHECK(desk.post("/twilio/call/7.s1." + session.secret + "/1/keys", desk.fields("in-progress")).status == 404);
  CHECK(desk.post("/twilio/call/1.1." + session.secret + "/answer", desk.fields("in-progress")).status == 404);
  CHECK(desk.sessions()[0].step == 1);
}

TEST_CASE("three wrong codes and the call takes none any more, the right one included; the call after it does") {
  InboundDesk desk;
  desk.ring();
  desk.press("1");
  desk.press("121212");
  desk.press("343434");
  CHECK(desk.sessions()[0].guesses == 2);
  desk.write([](Unit& unit) -> Result<void> {
    Session session = TRY(Sessions(unit).get(SessionId(1)));
    return Guesses(unit).wrong(session).ok() ? Sessions(unit).save(session) : Result<void>{};
  });
  desk.write([&](Unit& unit) -> Result<void> {
    CHECK(TRY(Guesses(unit).locked(TRY(Sessions(unit).get(SessionId(1))))));
    return {};
  });
  desk.ring_anew("+12125550123");
  desk.press("1");
  CHECK(desk.says(desk.press(desk.code_of(1)), "May 14"));
}

TEST_CASE("who cannot tell a code leaves a message, and it is in front of the staff") {
  InboundDesk desk;
  desk.ring();
  desk.press("2");
  CHECK(desk.says(desk.record(14), "<Hangup"));
  const auto tasks = desk.tasks();
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0].kind == CallTask::message);
  CHECK(tasks[0].client == ClientId(1));
  const auto messages =
      desk.read<std::vector<Recording>>([](Unit& unit) { return unit.recordings().messages(RecordingId{}, 10); });
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].what.provider_id == InboundDesk::recording_sid);
  CHECK(messages[0].what.from == "+12125550123");
}

TEST_CASE("who hangs up while they record has left a message, whichever news of it comes first") {
  for (const bool end_first : {true, false}) {
    CAPTURE(end_first);
    InboundDesk desk;
    desk.ring();
    desk.press("2");
    if (end_first) CHECK(desk.hang_up().status == 204);
    desk.record(5, "completed");
    if (!end_first) CHECK(desk.hang_up().status == 204);
    CHECK(desk.hang_up().status == 204);
    CHECK(desk.tasks().size() == 1);
    CHECK(desk.sessions()[0].ended_at);
  }
}

TEST_CASE("who hangs up without a word has left no message") {
  InboundDesk desk;
  desk.ring();
  desk.press("2");
  desk.hang_up();
  CHECK(desk.tasks().empty());
}

TEST_CASE("a call's end that comes before its beginning is its end all the same") {
  InboundDesk desk;
  desk.answer_with("missed-call");
  desk.hang_up();
  CHECK(desk.sessions().empty());
  desk.ring();
  CHECK(desk.sessions()[0].ended_at);
  REQUIRE(desk.tasks().size() == 1);
  CHECK(desk.tasks()[0].kind == CallTask::missed_call);
}

TEST_CASE("9 is no more contact with the number that rings, and the call ends") {
  InboundDesk desk;
  desk.ring();
  CHECK(desk.says(desk.press("9"), "<Hangup"));
  CHECK(desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE("who withholds their number and wants no more contact is found by a person") {
  InboundDesk desk;
  desk.ring_anew("anonymous");
  desk.press("9");
  REQUIRE(desk.tasks().size() == 1);
  CHECK(desk.tasks()[0].kind == CallTask::opt_out_unheard);
}

TEST_CASE("a visit that moved since it was told is not answered for") {
  InboundDesk desk;
  desk.ring();
  desk.press("1");
  desk.press(desk.code_of(1));
  desk.import({TestHouse::booked("a", "2026-05-15T09:00")});
  desk.press("1");
  CHECK(desk.appointment(1).answer == Answer::none);
}

TEST_CASE("a code of a visit that is cancelled, or has begun, is none") {
  InboundDesk desk;
  auto cancelled = TestHouse::booked("a", "2026-05-14T14:00");
  cancelled.booking = Booking::cancelled;
  desk.import({cancelled});
  desk.ring();
  desk.press("1");
  CHECK_FALSE(desk.says(desk.press(desk.code_of(1)), "May 14"));
  CHECK(desk.sessions()[0].guesses == 1);
}

TEST_CASE("a number of nobody's is 404, and a flow that this program has not apologises with the number to ask") {
  InboundDesk desk;
  auto foreign = desk.fields("ringing");
  foreign[3].second = "+12125550777";
  CHECK(desk.post("/twilio/call/incoming", foreign).status == 404);
  desk.answer_with("gone");
  CHECK(desk.says(desk.ring(), "2 1 2, 5 5 5, 0 1 0 0"));
  CHECK(desk.sessions()[0].ended_at);
}

TEST_CASE("a step that is not the next one is answered by the apology and changes nothing") {
  InboundDesk desk;
  desk.ring();
  desk.press("1");
  const Session session = desk.sessions()[0];
  const std::string path = "/twilio/call/1.s1." + session.secret + "/";
  CHECK(desk.says(desk.post(path + "7/keys", desk.fields("in-progress", {{"Digits", "1"}})), "<Hangup"));
  CHECK(desk.post(path + "status", desk.fields("completed")).status == 404);
  auto other = desk.fields("in-progress", {{"Digits", "1"}});
  other[0].second = "CA00000000000000000000000000000009";
  CHECK(desk.says(desk.post(path + "2/keys", other), "<Hangup"));
  CHECK(desk.sessions()[0].step == session.step);
}

TEST_CASE("when the store is away who rings hears an apology, and nothing is half done") {
  InboundDesk desk;
  REQUIRE(desk.db->run("DROP TABLE session_step").ok());
  const auto answer = desk.post("/twilio/call/incoming", desk.fields("ringing"));
  CHECK(answer.status == 200);
  CHECK(desk.says(answer, "Maple Dental"));
  CHECK(desk.says(answer, "<Hangup"));
  CHECK(desk.sessions().empty());
}

TEST_CASE("what is on record of a call names its number as personal, and neither its secret nor what was keyed in") {
  InboundDesk desk;
  desk.ring();
  desk.press("1");
  const std::string code = desk.code_of(1);
  desk.press("121212");
  desk.press(code);
  const std::string secret = desk.sessions()[0].secret;
  const auto rows = desk.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({}); });
  for (const auto& row : rows) {
    CHECK(row.body.find(secret) == std::string::npos);
    CHECK(row.body.find(code) == std::string::npos);
    CHECK(row.body.find("121212") == std::string::npos);
  }
  const Rows kept = desk.db->run("SELECT answer FROM session_step").value();
  for (const auto& row : kept) {
    CHECK(row[0].text().find(code) == std::string::npos);
    CHECK(row[0].text().find("121212") == std::string::npos);
  }
  const Rows positions = desk.db->run("SELECT position FROM call_session").value();
  CHECK(positions[0][0].text().find(code) == std::string::npos);
}
