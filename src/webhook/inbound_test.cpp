// Calls that come in, as Twilio tells of them: signed requests, and what is said and kept.
#include <doctest/doctest.h>

#include "store/guesses.h"
#include "store/ledger.h"
#include "store/prompts.h"
#include "store/recordings.h"
#include "store/staffing.h"
#include "webhook/test_desk.h"

using namespace courtesy;

TEST_CASE("who rings hears who answers, and by the code of the reminder confirms the visit") {
  InboundDesk desk;
  CHECK(says(desk.ring(), "Maple Dental"));
  CHECK(says(desk.press("1"), "code"));
  const auto visit = desk.press(desk.code_of(1));
  CHECK(says(visit, "May 14"));
  CHECK(says(desk.press("1"), "<Hangup"));
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
  CHECK(says(desk.press(desk.code_of(1).substr(0, 5)), "code"));
  std::string doubled;
  for (const char digit : desk.code_of(1)) doubled += std::string(2, digit);
  CHECK(says(desk.press(doubled), "May 14"));
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
  CHECK(says(desk.press(desk.code_of(1)), "May 14"));
}

TEST_CASE("who cannot tell a code leaves a message, and it is in front of the staff") {
  InboundDesk desk;
  desk.ring();
  desk.press("2");
  CHECK(says(desk.record(14), "<Hangup"));
  const auto tasks = desk.tasks();
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0].kind == CallTask::message);
  CHECK(tasks[0].client == ClientId(1));
  const auto messages =
      desk.read<std::vector<Recording>>([](Unit& unit) { return unit.recordings().messages(RecordingId{}, 10); });
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].what.provider_id == desk.recording_sid);
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
    CHECK(desk.sessions()[0].path.starts_with("opening>2 "));
  }
}

TEST_CASE("who hangs up without a word has left no message") {
  InboundDesk desk;
  desk.ring();
  desk.press("2");
  desk.hang_up();
  CHECK(desk.tasks().empty());
}

TEST_CASE("a flow that cannot be told of the hang-up costs that, and not the call's end") {
  InboundDesk desk;
  desk.ring();
  REQUIRE(desk.db->run("UPDATE call_session SET position = 'nowhere:0:0'").ok());
  CHECK(desk.hang_up().status == 204);
  CHECK(desk.sessions()[0].ended_at);
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
  CHECK(says(desk.press("9"), "<Hangup"));
  CHECK(desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE("who withholds their number and wants no more contact is found by a person") {
  for (const char* from : {"anonymous", "+266696687"}) {
    InboundDesk desk;
    desk.ring_anew(from);
    desk.press("9");
    REQUIRE(desk.tasks().size() == 1);
    CHECK(desk.tasks()[0].kind == CallTask::opt_out_unheard);
    CHECK(desk.tasks()[0].number.empty());
    CHECK_FALSE(desk.read<bool>([&](Unit& unit) { return unit.clients().suppressed(from); }));
  }
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
  CHECK_FALSE(says(desk.press(desk.code_of(1)), "May 14"));
  CHECK(desk.sessions()[0].guesses == 1);
}

TEST_CASE("the fallback of a number apologises, and needs no store") {
  InboundDesk desk;
  REQUIRE(desk.db->run("DROP TABLE call_session").ok());
  const auto answer = desk.post("/twilio/call/incoming/fallback", desk.fields("in-progress"));
  CHECK(answer.status == 200);
  CHECK(says(answer, "<Hangup"));
}

TEST_CASE("a number of nobody's is 404, and a flow that this program has not apologises with the number to ask") {
  InboundDesk desk;
  auto foreign = desk.fields("ringing");
  foreign[3].second = "+12125550777";
  CHECK(desk.post("/twilio/call/incoming", foreign).status == 404);
  desk.answer_with("gone");
  CHECK(says(desk.ring(), "2 1 2, 5 5 5, 0 1 0 0"));
  CHECK(desk.sessions()[0].ended_at);
}

TEST_CASE("a step that is not the next one is answered by the apology and changes nothing") {
  InboundDesk desk;
  desk.ring();
  desk.press("1");
  const Session session = desk.sessions()[0];
  const std::string path = "/twilio/call/1.s1." + session.secret + "/";
  CHECK(says(desk.post(path + "7/keys", desk.fields("in-progress", {{"Digits", "1"}})), "<Hangup"));
  CHECK(desk.post(path + "status", desk.fields("completed")).status == 404);
  auto other = desk.fields("in-progress", {{"Digits", "1"}});
  other[0].second = "CA00000000000000000000000000000009";
  CHECK(says(desk.post(path + "2/keys", other), "<Hangup"));
  CHECK(desk.sessions()[0].step == session.step);
}

TEST_CASE("when the store is away who rings hears an apology, and nothing is half done") {
  InboundDesk desk;
  REQUIRE(desk.db->run("DROP TABLE session_step").ok());
  const auto answer = desk.post("/twilio/call/incoming", desk.fields("ringing"));
  CHECK(answer.status == 200);
  CHECK(says(answer, "Maple Dental"));
  CHECK(says(answer, "<Hangup"));
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

TEST_CASE("an order's status is heard by its number; what is owed takes the PIN that was pushed with it") {
  InboundDesk desk;
  desk.answer_with("order-status");
  desk.push("order_status", "4711", "on its way", "2468");
  desk.push("order_owed", "4711", "12 dollars");
  desk.ring();
  CHECK_FALSE(says(desk.press("4712"), "on its way"));
  CHECK(says(desk.press("4711"), "on its way"));
  desk.press("1");
  CHECK_FALSE(says(desk.press("1357"), "12 dollars"));
  CHECK(desk.sessions()[0].guesses == 1);
  CHECK(says(desk.press("2468"), "12 dollars"));
  const auto rows = desk.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({}); });
  for (const auto& row : rows) CHECK(row.body.find("2468") == std::string::npos);
}

TEST_CASE("a fact that expires in the middle of a call is heard to its end, and is not found by the next one") {
  InboundDesk desk;
  desk.answer_with("order-status");
  desk.push("order_status", "4711", "on its way");
  desk.ring();
  desk.press("4711");
  desk.time.run_until(desk.time.now() + hours{24});
  CHECK(says(desk.press("4"), "on its way"));
  desk.ring_anew("+12125550124");
  CHECK_FALSE(says(desk.press("4711"), "on its way"));
}

TEST_CASE("a prompt is recorded by phone with a task code, heard, recorded anew and kept by a key alone") {
  InboundDesk desk;
  desk.answer_with("record-prompt");
  const std::string code = desk.task_code(CodePurpose::record_prompt, "appointment-reminder/opening/hello/en");
  desk.ring();
  CHECK_FALSE(says(desk.press("121212"), "<Record"));
  CHECK(says(desk.press(code), "<Record"));
  const auto hear = desk.record(4);
  CHECK(says(hear, "https://api.example/Recordings/RE00000000000000000000000000000001.wav"));
  CHECK_FALSE(says(hear, "evil.example"));
  CHECK(says(desk.press("2"), "<Record"));
  desk.recording_sid = "RE00000000000000000000000000000002";
  desk.record(5);
  CHECK(says(desk.press("1"), "<Hangup"));
  const auto versions = desk.read<std::vector<PromptVersion>>([](Unit& unit) {
    return unit.prompts().versions(PromptName::parse("appointment-reminder/opening/hello/en").value());
  });
  REQUIRE(versions.size() == 1);
  const auto take = desk.read<Recording>([&](Unit& unit) { return unit.recordings().get(versions[0].recording); });
  CHECK(take.what.provider_id == desk.recording_sid);
  const auto thrown = desk.read<std::optional<Recording>>(
      [](Unit& unit) { return unit.recordings().find("RE00000000000000000000000000000001"); });
  REQUIRE(thrown);
  CHECK(thrown->state == RecordingState::discarded);
}

TEST_CASE("who hangs up before the key that keeps it has recorded nothing, whichever news comes first") {
  for (const bool end_first : {true, false}) {
    CAPTURE(end_first);
    InboundDesk desk;
    desk.answer_with("record-prompt");
    desk.ring();
    desk.press(desk.task_code(CodePurpose::record_prompt, "appointment-reminder/opening/hello/en"));
    if (end_first) desk.hang_up();
    desk.record(4, "completed");
    if (!end_first) desk.hang_up();
    const auto take =
        desk.read<std::optional<Recording>>([&](Unit& unit) { return unit.recordings().find(desk.recording_sid); });
    REQUIRE(take);
    CHECK(take->state == RecordingState::discarded);
  }
}

TEST_CASE("a task code proves the client, and is used up by it") {
  InboundDesk desk;
  const std::string code = desk.task_code(CodePurpose::client, "1");
  desk.ring();
  desk.press("1");
  CHECK(says(desk.press(code), "May 14"));
  CHECK(desk.sessions()[0].proven);
  desk.ring_anew("+12125550124");
  desk.press("1");
  CHECK_FALSE(says(desk.press(code), "May 14"));
}

TEST_CASE("a time card is an event, read back before it is told, with its fields as systems read them") {
  InboundDesk desk;
  desk.answer_with("time-card");
  desk.ring();
  desk.press("1234");
  desk.press("0830");
  desk.press("7*5");
  CHECK(desk.events().empty());
  CHECK(says(desk.press("1"), "<Hangup"));
  desk.again();
  const auto events = desk.events();
  REQUIRE(events.size() == 1);
  CHECK(events[0].name == "time_card");
  CHECK(events[0].session == SessionId(1));
  CHECK(events[0].body.find(R"("data":{"began":"08:30","employee":"1234","hours":"7.5"})") != std::string::npos);
  CHECK_FALSE(events[0].next_at);
}

TEST_CASE("a missed call is a task for the staff, once") {
  InboundDesk desk;
  desk.answer_with("missed-call");
  desk.ring();
  desk.hang_up();
  desk.hang_up();
  REQUIRE(desk.tasks().size() == 1);
  CHECK(desk.tasks()[0].kind == CallTask::missed_call);
  CHECK(desk.tasks()[0].client == ClientId(1));
}

namespace {

/// Ana's visit tomorrow at three has its call today at three, in five hours; that of the day after is due tomorrow.
struct ReturningDesk : InboundDesk {
  explicit ReturningDesk(bool returns = true) {
    import({TestHouse::booked("soon", "2026-05-13T15:00")});
    answer_with("missed-call");
    write([returns](Unit& unit) { return Lines(unit).set_settings({.return_missed = returns}); });
  }
  ReminderRow call_of(std::int64_t visit) {
    return read<std::vector<ReminderRow>>([&](Unit& unit) { return unit.queue().of(AppointmentId(visit)); }).at(0);
  }
  void rings_and_hangs_up() {
    ring_anew("+12125550123");
    hang_up();
  }
  std::int64_t returned() {
    return db->run("SELECT COUNT(*) FROM ledger WHERE code = 'missed_call_returned'", {}).value()[0][0].number();
  }
};

}  // namespace

TEST_CASE("where the account wants it, a missed call brings that client's next call forward, and no other") {
  ReturningDesk desk;
  const ReminderRow later = desk.call_of(1);
  desk.rings_and_hangs_up();
  CHECK(desk.call_of(2).look_at == desk.time.now() + minutes{1});
  CHECK(desk.call_of(2).send_at == desk.time.now() + minutes{1});
  CHECK(desk.call_of(2).state == ReminderState::waiting);
  CHECK(desk.call_of(1).look_at == later.look_at);
  CHECK(desk.returned() == 1);
  CHECK(desk.tasks().size() == 1);
}

TEST_CASE("a missed call is returned once, however often they ring") {
  ReturningDesk desk;
  desk.rings_and_hangs_up();
  const Instant put_off = desk.time.now() + hours{2};
  REQUIRE(desk.db->run("UPDATE reminder SET look_at = $1 WHERE appointment = 2", {put_off}).ok());
  desk.rings_and_hangs_up();
  CHECK(desk.call_of(2).look_at == put_off);
  CHECK(desk.returned() == 1);
}

TEST_CASE("nobody is rung back who is not known, has no call that is soon due, or whose account does not want it") {
  ReturningDesk unwanted(false);
  const Instant as_planned = unwanted.call_of(2).look_at;
  unwanted.rings_and_hangs_up();
  CHECK(unwanted.call_of(2).look_at == as_planned);

  ReturningDesk namesakes;
  auto brother = TestHouse::booked("b", "2026-05-14T15:00");
  brother.name = "Ben";
  namesakes.import({brother});
  namesakes.rings_and_hangs_up();
  CHECK(namesakes.call_of(2).look_at == as_planned);

  ReturningDesk stranger;
  stranger.ring_anew("+12125550177");
  stranger.hang_up();
  CHECK(stranger.call_of(2).look_at == as_planned);

  ReturningDesk told;  // what was said already is not said again
  REQUIRE(told.db->run("UPDATE reminder SET state = 'done' WHERE appointment = 2", {}).ok());
  told.rings_and_hangs_up();
  CHECK(told.call_of(2).look_at == as_planned);
  CHECK(unwanted.returned() + namesakes.returned() + stranger.returned() + told.returned() == 0);
}

TEST_CASE("a missed call makes nothing later than it was: what is too late stays it") {
  ReturningDesk desk;
  const Instant over = desk.time.now() - hours{3};
  const Instant again = desk.time.now() + minutes{20};
  REQUIRE(desk.db->run("UPDATE reminder SET send_at = $1, look_at = $2 WHERE appointment = 2", {over, again}).ok());
  desk.rings_and_hangs_up();
  CHECK(desk.call_of(2).send_at == over);
  CHECK(desk.call_of(2).look_at == desk.time.now() + minutes{1});
}

TEST_CASE("who has two namesakes on one number is not known by it") {
  InboundDesk desk;
  auto brother = TestHouse::booked("b", "2026-05-14T15:00");
  brother.name = "Ben";
  desk.import({brother});
  desk.answer_with("missed-call");
  desk.ring();
  desk.hang_up();
  REQUIRE(desk.tasks().size() == 1);
  CHECK(desk.tasks()[0].client == ClientId{});
}

TEST_CASE("nobody is put through unless a number is set for it and somebody is there") {
  const auto call = [](const char* number, const char* shifts) {
    InboundDesk desk;
    desk.write([=](Unit& unit) -> Result<void> {
      TRY(unit.agents().set_shifts(TRY(parse_staff_shifts(shifts))));
      return Lines(unit).set_settings({.put_through_number = number});
    });
    desk.ring();
    return desk.press("2").body;
  };
  CHECK(call("+12125550111", "mon-fri 08:00-17:00 1").find("<Dial") != std::string::npos);
  CHECK(call("+12125550111", "mon-fri 08:00-17:00 1").find("+12125550111") != std::string::npos);
  CHECK(call("", "mon-fri 08:00-17:00 1").find("<Record") != std::string::npos);
  CHECK(call("+12125550111", "sat 08:00-17:00 1").find("<Record") != std::string::npos);
}

TEST_CASE("a dialled call that nobody answers leads to a message, and one that was talked in ends the call") {
  for (const char* how : {"no-answer", "busy", "failed", "canceled", "completed"}) {
    CAPTURE(how);
    InboundDesk desk;
    desk.write([](Unit& unit) -> Result<void> {
      TRY(unit.agents().set_shifts(TRY(parse_staff_shifts("mon-fri 08:00-17:00 1"))));
      return Lines(unit).set_settings({.put_through_number = "+12125550111"});
    });
    desk.ring();
    desk.press("2");
    const bool talked = std::string_view(how) == "completed";
    CHECK(says(desk.dialled(how), talked ? "<Hangup" : "<Record"));
    CHECK(desk.sessions()[0].ended_at.has_value() == talked);
  }
}

TEST_CASE("too late to cancel by a key: a person is asked") {
  InboundDesk desk;
  desk.write([](Unit& unit) { return Lines(unit).set_settings({.cancel_notice = hours{72}}); });
  desk.ring();
  desk.press("1");
  desk.press(desk.code_of(1));
  desk.press("2");
  CHECK(desk.appointment(1).answer == Answer::none);
  desk.write([](Unit& unit) { return Lines(unit).set_settings({.cancel_notice = hours{1}}); });
  desk.ring_anew("+12125550123");
  desk.press("1");
  desk.press(desk.code_of(1));
  desk.press("2");
  CHECK(desk.appointment(1).state() == AppointmentState::cancelled);
}

TEST_CASE("no statement of a call that comes in walks what an account has behind it") {
  const auto story = [](InboundDesk& desk) {
    desk.db->forget_costs();
    desk.ring();
    desk.press("1");
    desk.press("12121212");
    desk.press(desk.code_of(1));
    desk.press("1");
    desk.hang_up();
    desk.ring_anew("+12125550124");
    desk.press("2");
    desk.record(5);
    desk.hang_up();
    desk.answer_with("order-status");
    desk.ring_anew("+12125550125");
    desk.press("4711");
    desk.answer_with("time-card");
    desk.ring_anew("+12125550126");
    for (const char* keys : {"1234", "0830", "7*5", "1"}) desk.press(keys);
    desk.hang_up();
  };
  const auto add_calls = [](InboundDesk& desk, const std::string& numbers) {
    for (const std::string& sql :
         {"INSERT INTO call_session (account, session, secret, provider_id, caller, called, flow, flow_hash, language,"
          " begun_at, ended_at) SELECT 1, 10000 + n, 's', 'old' || n, '+1646555' || (1000 + n), '+12125550199', 'f',"
          " 'h', 'en', 1775052000000, 1775052000000" +
              numbers,
          "INSERT INTO session_step (account, session, step, answer) SELECT 1, 10000 + n, 'answer', 'a'" + numbers,
          "INSERT INTO wrong_guess (account, session, n, at, called, caller) SELECT 1, 10000 + n, 1, 1775052000000,"
          " '+12125550199', 'x'" +
              numbers,
          "INSERT INTO task_code (account, task_code, hash, purpose, subject, made_at, made_by, expires_at, used_at)"
          " SELECT 1, 10000 + n, 'h' || n, 'client', '1', 1, 'Kim', 2, 1" +
              numbers,
          "INSERT INTO fact (account, name, key, words, set_at, expires_at) SELECT 1, 'order_status', 'o' || n,"
          " '{\"en\":\"x\"}', 1, 1975052000000" +
              numbers,
          "INSERT INTO staff_task (account, task, kind, at, session, number, client, appointment) SELECT 1, 10000 + n,"
          " 'message', 1, 10000 + n, '', 0, 0" +
              numbers,
          "INSERT INTO event (account, event, at, name, session, attempt, body) SELECT 1, 10000 + n, 1, 'e', 0, 0, "
          "'{}'" +
              numbers}) {
      const auto done = desk.db->run(sql);
      INFO((done ? "" : done.error().message));
      REQUIRE(done.ok());
    }
  };
  InboundDesk small;
  story(small);
  InboundDesk large;
  add_long_past(large);
  add_calls(large, " FROM (SELECT attempt - 10000 AS n FROM attempt WHERE attempt > 10000)");
  story(large);
  CHECK(large.db->costs().size() > 20);
  for (const auto& dear : grown(*small.db, *large.db)) FAIL_CHECK(dear);
}
