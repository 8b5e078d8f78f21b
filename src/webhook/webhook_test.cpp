#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/bytes.h"
#include "gateway/smtp/unsubscribe.h"
#include "store/attempts.h"
#include "store/inbox.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/prompts.h"
#include "store/recipients.h"
#include "store/sqlite/long_past.h"
#include "webhook/hooks.h"
#include "webhook/test_call.h"
#include "webhook/unsubscribe.h"

using namespace courtesy;

namespace {

constexpr const char* public_url = "https://courtesy.example";
constexpr const char* call_sid = "CA00000000000000000000000000000001";

/// A house where Ana's call has been placed, and the webhooks that Twilio would ask.
struct Desk : TestHouse {
  Desk() {
    import({booked("a", "2026-05-14T14:00")});
    write([this](Unit& unit) { return place(unit, call_to_ana(library), call_sid); });
    hooks.emplace(Hooks::Parts{.store = *store,
                               .flows = library,
                               .log = log,
                               .public_url = public_url,
                               .keys = {Secret<std::string>("key")},
                               .changed = [] {}});
  }

  http::Response post(const std::string& path, const http::Fields& fields, const std::string& key = "key") {
    return answer_to(twilio::signed_request(public_url, path, fields, key), *hooks, time);
  }
  http::Fields call_fields(const std::string& status, const http::Fields& more = {}) {
    return fields_of_call(call_sid, status, more);
  }
  http::Response answer() { return post("/twilio/call/1.1.s3cret/answer", call_fields("in-progress")); }
  http::Response press(int step, const std::string& key) {
    return post("/twilio/call/1.1.s3cret/" + std::to_string(step) + "/keys",
                call_fields("in-progress", {{"Digits", key}}));
  }
  http::Response status(const std::string& word, int sequence) {
    return post("/twilio/call/1.1.s3cret/status", call_fields(word, {{"SequenceNumber", std::to_string(sequence)}}));
  }
  Appointment appointment() {
    return read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); });
  }
  Attempt attempt() {
    return read<Attempt>([](Unit& unit) { return unit.attempts().get(AttemptId(1)); });
  }

  flow::Library library = flow::Library::builtin().value();
  QuietLog log;
  std::optional<Hooks> hooks;
};

}  // namespace

TEST_CASE("T5: a wave of callbacks that know a secret and sign wrongly stops the house; those that know none do not") {
  Desk desk;
  const auto stop = [&] { return desk.read<std::optional<Stop>>([](Unit& unit) { return unit.accounts().stop(); }); };
  for (int i = 0; i < 40; ++i)
    CHECK(desk.post("/twilio/call/1.1.guessed/status", desk.call_fields("completed"), "another key").status == 403);
  CHECK(!stop());
  for (int i = 0; i < 19; ++i)
    CHECK(desk.post("/twilio/call/1.1.s3cret/status", desk.call_fields("completed"), "another key").status == 403);
  CHECK(!stop());
  desk.post("/twilio/call/1.1.s3cret/status", desk.call_fields("completed"), "another key");
  REQUIRE(stop());
  CHECK(stop()->whole_house);
  CHECK(stop()->who == "failsafe");
}

TEST_CASE("a call plays the account's own recordings from the moment that they are live, and the rest is spoken") {
  const auto keep = [](Desk& desk, const char* name, const std::string& bytes) {
    desk.write([&](Unit& unit) -> Result<void> {
      TRY(unit.prompts().keep_file(PromptName::parse(name).value(), {.bytes = bytes, .peaks = {}}, "Pat"));
      return {};
    });
    return std::string(public_url) + "/audio/" + hex(sha256(bytes)) + ".wav";
  };
  Desk desk;
  const std::string hello = keep(desk, "appointment-reminder/opening/hello/en", "hello");
  keep(desk, "appointment-reminder/opening/hello/es", "hola");
  const auto opening = desk.answer();
  CHECK(says(opening, "<Play>" + hello + "</Play>"));
  CHECK_FALSE(says(opening, "<Say"));
  const std::string keys = keep(desk, "appointment-reminder/menu/keys/en", "keys");
  const auto menu = desk.press(1, "1");
  CHECK(says(menu, "May 14"));
  CHECK(says(menu, "</Say><Play>" + keys + "</Play>"));
  // What a repeated request is told is what it was told.
  CHECK(desk.answer().body == opening.body);
}

TEST_CASE("a date is played word by word where its words and all around it are recorded") {
  Desk desk;
  const auto keep = [&](const std::string& name) {
    desk.write([&](Unit& unit) -> Result<void> {
      TRY(unit.prompts().keep_file(PromptName::parse(name).value(), {.bytes = name, .peaks = {}}, "Pat"));
      return {};
    });
    return "<Play>" + std::string(public_url) + "/audio/" + hex(sha256(name)) + ".wav</Play>";
  };
  const std::string visit = keep("appointment-reminder/menu/visit/en");
  const std::string keys = keep("appointment-reminder/menu/keys/en");
  std::string date;
  for (const char* word : {"thursday", "may", "n14", "at", "n2"})
    date += keep("voice/words/" + std::string(word) + "/en");
  desk.answer();
  CHECK(says(desk.press(1, "4"), "<Say language=\"en-US\">Thursday, May 14, at 2 PM.</Say>"));  // `pm` is missing
  date += keep("voice/words/pm/en");
  CHECK(says(desk.press(2, "4"), visit + date + keys));
}

TEST_CASE("a person who presses 1 twice has confirmed, and the page knows before the call is over") {
  Desk desk;
  CHECK(says(desk.answer(), "press 1"));
  const auto menu = desk.press(1, "1");
  CHECK(says(menu, "May 14"));
  desk.press(2, "1");
  CHECK(desk.appointment().state() == AppointmentState::confirmed);
  CHECK(desk.attempt().path == "way>ask_first opening>1 menu>1");
  desk.status("completed", 3);
  CHECK(desk.attempt().outcome == AttemptOutcome::heard);
}

TEST_CASE("a doubled request gets the kept answer of its step, and its actions happen once") {
  Desk desk;
  const auto first = desk.answer();
  CHECK(desk.answer().body == first.body);
  const auto menu = desk.press(1, "1");
  CHECK(desk.press(1, "1").body == menu.body);
  CHECK(desk.attempt().step == 2);
}

TEST_CASE("no key is taken for a machine: its message asks for nothing, and hanging up after it counts as left") {
  Desk desk;
  desk.answer();
  const auto machine = desk.post("/twilio/call/1.1.s3cret/1/silence", desk.call_fields("in-progress"));
  CHECK_FALSE(says(machine, "press"));
  desk.status("completed", 3);
  CHECK(desk.attempt().outcome == AttemptOutcome::machine);
  CHECK(desk.appointment().state() == AppointmentState::notified);
}

TEST_CASE("who presses 9 is never contacted again, and the call ends") {
  Desk desk;
  desk.answer();
  CHECK(says(desk.press(1, "9"), "<Hangup"));
  CHECK(desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE("a visit cancelled while it rings: the one who answers hears who called, and that nothing is needed") {
  Desk desk;
  auto cancelled = TestHouse::booked("a", "2026-05-14T14:00");
  cancelled.booking = Booking::cancelled;
  desk.import({cancelled});
  const auto document = desk.answer();
  CHECK(says(document, "Maple Dental"));
  CHECK(says(document, "no longer needed"));
  CHECK_FALSE(says(document, "May 14"));
}

TEST_CASE("an attempt that was given up is told to nobody twice") {
  Desk desk;
  desk.write([](Unit& unit) -> Result<void> {
    Attempt attempt = TRY(unit.attempts().get(AttemptId(1)));
    return give_up(unit, attempt, AttemptState::absent, "absent");
  });
  CHECK(says(desk.answer(), "no longer needed"));
}

TEST_CASE(
    "a call whose flow this program has not: who answers hears who called and where to ask, and its end is taken") {
  const std::string lost = "UPDATE attempt SET flow_hash = 'gone'";
  Desk before;
  REQUIRE(before.db->run(lost).ok());
  const auto document = before.answer();
  CHECK(document.status == 200);
  CHECK(says(document, "Maple Dental"));
  CHECK(says(document, "<Hangup"));
  CHECK_FALSE(says(document, "May 14"));
  CHECK(before.answer().body == document.body);
  CHECK(before.status("completed", 3).status == 204);
  CHECK(before.attempt().state == AttemptState::ended);
  Desk during;
  during.answer();
  REQUIRE(during.db->run(lost).ok());
  CHECK(says(during.press(1, "1"), "<Hangup"));
  CHECK(during.status("completed", 3).status == 204);
  CHECK(during.attempt().state == AttemptState::ended);
}

TEST_CASE("status callbacks in any order and number come to the same end") {
  Desk desk;
  desk.status("no-answer", 2);
  desk.status("ringing", 1);
  desk.status("no-answer", 2);
  desk.status("initiated", 0);
  CHECK(desk.attempt().state == AttemptState::ended);
  CHECK(desk.attempt().outcome == AttemptOutcome::no_answer);
  CHECK(desk.appointment().state() == AppointmentState::not_notified);
}

TEST_CASE("a wrong signature, a wrong secret and a foreign attempt change nothing") {
  Desk desk;
  CHECK(desk.post("/twilio/call/1.1.s3cret/answer", desk.call_fields("in-progress"), "other key").status == 403);
  CHECK(desk.post("/twilio/call/1.1.guessed/answer", desk.call_fields("in-progress")).status == 404);
  CHECK(desk.post("/twilio/call/1.2.s3cret/answer", desk.call_fields("in-progress")).status == 404);
  CHECK(desk.post("/twilio/call/7.1.s3cret/status", desk.call_fields("completed")).status == 404);
  CHECK(desk.attempt().state == AttemptState::accepted);
}

TEST_CASE(
    "what is refused is on record, without the secret that came with it, and not more than a few times a minute") {
  Desk desk;
  desk.hooks.emplace(Hooks::Parts{.store = *desk.store,
                                  .flows = desk.library,
                                  .log = desk.log,
                                  .public_url = public_url,
                                  .keys = {Secret<std::string>("key")},
                                  .changed = [] {},
                                  .clock = &desk.time});
  const auto refused = [&] {
    std::vector<LedgerRow> rows;
    desk.time.run_until(desk.time.now() + seconds{1});
    Unit unit(*desk.db, AccountId{}, desk.time.now(), desk.settings, {});
    for (auto& row : unit.ledger().find({.text = "refused"}).value()) rows.push_back(std::move(row));
    return rows;
  };
  CHECK(desk.post("/twilio/call/1.1.s3cret/answer", desk.call_fields("in-progress"), "other key").status == 403);
  CHECK(desk.post("/twilio/call/1.1.guessed/status", desk.call_fields("completed")).status == 404);
  auto rows = refused();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].code == "unknown_token");
  CHECK(rows[1].code == "signature");
  CHECK(rows[1].body.find("1.1.SECRET") != std::string::npos);
  for (const auto& row : rows) {
    CHECK(row.body.find("s3cret") == std::string::npos);
    CHECK(row.body.find("guessed") == std::string::npos);
  }
  for (int i = 0; i < 50; ++i)
    desk.post("/twilio/call/1.1.s3cret/answer", desk.call_fields("in-progress"), "other key");
  CHECK(refused().size() <= 20);
}

TEST_CASE("without a signing key everything is refused") {
  Desk desk;
  desk.hooks.emplace(Hooks::Parts{.store = *desk.store,
                                  .flows = desk.library,
                                  .log = desk.log,
                                  .public_url = public_url,
                                  .keys = {},
                                  .changed = [] {}});
  CHECK(desk.answer().status == 403);
}

TEST_CASE("STOP by text ends all contact; the same text twice is one") {
  Desk desk;
  const http::Fields stop{{"MessageSid", "SM00000000000000000000000000000001"},
                          {"From", "+12125550123"},
                          {"To", "+12125550199"},
                          {"Body", "Please stop texting me"}};
  CHECK(desk.post("/twilio/text/incoming", stop).status == 200);
  CHECK(desk.post("/twilio/text/incoming", stop).status == 200);
  CHECK(desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE(
    "a STOP that comes while the store is away is taken as soon as it is back, and the answer said that it was not") {
  /// Gives back whatever it is given while it is away.
  struct Away final : Store {
    explicit Away(Store& its_real) : real(its_real) {}
    void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override {
      if (!is_away) return real.write(account, std::move(work), std::move(done));
      done({.commit = CommitEnding::rolled_back, .work = Error{ErrorCode::unavailable, "away"}, .of_store = true});
    }
    void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override {
      if (!is_away || reads) return real.read(account, std::move(work), std::move(done));
      done(Error{ErrorCode::unavailable, "away"});
    }
    Store& real;
    bool is_away = true;
    bool reads = false;
  };
  for (const bool reads : {false, true}) {
    Desk desk;
    Away store(*desk.store);
    store.reads = reads;
    desk.hooks.emplace(Hooks::Parts{.store = store,
                                    .flows = desk.library,
                                    .log = desk.log,
                                    .public_url = public_url,
                                    .keys = {Secret<std::string>("key")},
                                    .changed = [] {},
                                    .clock = &desk.time,
                                    .loop = &desk.time});
    const auto stopped = [&] {
      return desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); });
    };
    CHECK(desk.post("/twilio/text/incoming", {{"MessageSid", "SM00000000000000000000000000000001"},
                                              {"From", "+12125550123"},
                                              {"To", "+12125550199"},
                                              {"Body", "STOP"}})
              .status == 503);
    desk.time.run_until(desk.time.now() + seconds{5});
    CHECK_FALSE(stopped());
    store.is_away = false;
    desk.time.run_until(desk.time.now() + seconds{2});
    CHECK(stopped());
    desk.hooks.reset();
  }
}

TEST_CASE("a text that came in is kept once for the inbox, with what it was taken for and is about") {
  Desk desk;
  const http::Fields text{{"MessageSid", "SM00000000000000000000000000000001"},
                          {"From", "+12125550123"},
                          {"To", "+12125550199"},
                          {"Body", "Please stop texting me"}};
  CHECK(desk.post("/twilio/text/incoming", text).status == 200);
  CHECK(desk.post("/twilio/text/incoming", text).status == 200);
  const auto texts = desk.read<Exchange>([](Unit& unit) { return Inbox(unit).with("+12125550123", 10); }).texts;
  REQUIRE(texts.size() == 1);
  CHECK(texts[0].body == "Please stop texting me");
  CHECK(texts[0].read_as == "stop");
}

TEST_CASE("a text that wants a person is new in the inbox, one that was taken in whole is not") {
  Desk desk;
  const auto comes = [&](const std::string& sid, const std::string& body) {
    const http::Fields text{{"MessageSid", sid}, {"From", "+12125550123"}, {"To", "+12125550199"}, {"Body", body}};
    CHECK(desk.post("/twilio/text/incoming", text).status == 200);
  };
  comes("SM00000000000000000000000000000001", "May I bring my dog?");
  comes("SM00000000000000000000000000000002", "STOP");
  const auto texts = desk.read<Exchange>([](Unit& unit) { return Inbox(unit).with("+12125550123", 10); }).texts;
  REQUIRE(texts.size() == 2);
  CHECK(texts[0].read_at);
  CHECK_FALSE(texts[1].read_at);
  CHECK(desk.read<int>([](Unit& unit) { return Inbox(unit).unread_texts(); }) == 1);
}

TEST_CASE("STOP by text is taken though what it answers cannot be read, or the rest of it cannot be written") {
  const http::Fields stop{{"MessageSid", "SM00000000000000000000000000000001"},
                          {"From", "+12125550123"},
                          {"To", "+12125550199"},
                          {"Body", "STOP"}};
  for (const char* trouble : {"UPDATE appointment SET zone = 'Nowhere/None'",
                              "CREATE TRIGGER no_texts BEFORE INSERT ON ledger WHEN NEW.code = 'incoming_text'"
                              " BEGIN SELECT RAISE(ABORT, 'it cannot be written'); END"}) {
    Desk desk;
    desk.write([](Unit& unit) -> Result<void> {
      Attempt text;
      text.id = AttemptId(2);
      text.reminder = {AppointmentId(1), RuleId(1), Channel::text, "2026-05-14T14:00"};
      text.client = ClientId(1);
      text.recipient = "+12125550123";
      text.state = AttemptState::accepted;
      text.intended_at = unit.now();
      TRY(unit.db().run("UPDATE recipient_contact SET attempt = 2"));
      return unit.attempts().add(std::span(&text, 1));
    });
    REQUIRE(desk.db->run(trouble).ok());
    CHECK(desk.post("/twilio/text/incoming", stop).status == 200);
    CHECK(desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
  }
}

TEST_CASE("with several visits open a reply needs the number of one, and acts on that one alone") {
  Desk desk;
  desk.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-15T09:00")});
  desk.write([](Unit& unit) -> Result<void> {
    for (const int visit : {1, 2}) {
      Attempt text;
      text.id = AttemptId(visit + 1);
      text.reminder = {AppointmentId(visit), RuleId(1), Channel::text,
                       TRY(unit.appointments().get(AppointmentId(visit))).start.key()};
      text.client = ClientId(1);
      text.recipient = "+12125550123";
      text.state = AttemptState::accepted;
      text.intended_at = unit.now();
      TRY(unit.attempts().add(std::span(&text, 1)));
      TRY(
          unit.db().run("INSERT INTO recipient_contact (recipient, at, account, attempt, client, start_local,"
                        " start_instant, channel, due, state) VALUES ($1, $2, 1, $3, 1, '', 0, 'text', 0, 'ended')",
                        {text.recipient, unit.now(), text.id}));
    }
    return {};
  });
  int sent = 0;
  const auto reply = [&](const std::string& body) {
    return desk.post("/twilio/text/incoming", {{"MessageSid", fmt::format("SM{:032x}", ++sent)},
                                               {"From", "+12125550123"},
                                               {"To", "+12125550199"},
                                               {"Body", body}});
  };
  const auto answer = [&](int visit) {
    return desk.read<Answer>(
        [&](Unit& unit) -> Result<Answer> { return TRY(unit.appointments().get(AppointmentId(visit))).answer; });
  };
  const auto question = reply("X");
  INFO(question.body);
  CHECK(says(question,
             "you have 2 visits. 1: Thursday, May 14 at 2:00 PM; 2: Friday, May 15 at 9:00 AM. Reply C1 to C2"));
  CHECK(answer(1) == Answer::none);
  CHECK(answer(2) == Answer::none);
  // It is asked once; after that a person looks at it.
  CHECK_FALSE(says(reply("X"), "visits"));
  CHECK(answer(1) == Answer::none);
  CHECK_FALSE(says(reply("X1"), "visits"));
  CHECK(answer(1) == Answer::cancelled);
  CHECK(answer(2) == Answer::none);
  // One is left: it needs no number.
  CHECK_FALSE(says(reply("C"), "visits"));
  CHECK(answer(2) == Answer::confirmed);
}

TEST_CASE("HELP is answered at once with who we are and how to stop") {
  Desk desk;
  const auto answer = desk.post("/twilio/text/incoming", {{"MessageSid", "SM00000000000000000000000000000002"},
                                                          {"From", "+12125550123"},
                                                          {"To", "+12125550199"},
                                                          {"Body", "HELP"}});
  CHECK(says(answer, "Maple Dental"));
  CHECK(says(answer, "STOP"));
}

TEST_CASE("the link in an email: looking changes nothing, pressing the button does, a made-up link is none") {
  Desk desk;
  const std::vector<Secret<std::string>> keys{Secret<std::string>("sixteen bytes at least")};
  desk.write([](Unit& unit) -> Result<void> {
    Attempt email;
    email.id = AttemptId(2);
    email.reminder = {AppointmentId(1), RuleId(1), Channel::email, "2026-05-14T14:00"};
    email.client = ClientId(1);
    email.recipient = "ana@mail.example";
    return unit.attempts().add(std::span(&email, 1));
  });
  Unsubscribe door(*desk.store, keys);
  const std::string token = smtp::unsubscribe_token(keys[0], AccountId(1), AttemptId(2), "ana@mail.example");
  const auto ask = [&](const std::string& method, const std::string& path) {
    int status = 0;
    door.handle({.method = method, .url = path, .headers = {}, .body = {}},
                [&](http::Response response) { status = response.status; });
    desk.time.run_until(desk.time.now());
    return status;
  };
  const auto suppressed = [&] {
    return desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("ana@mail.example"); });
  };
  CHECK(ask("GET", "/unsubscribe/" + token) == 200);
  CHECK_FALSE(suppressed());
  CHECK(ask("POST", "/unsubscribe/1.2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") == 404);
  CHECK_FALSE(suppressed());
  CHECK(ask("POST", "/unsubscribe/" + token) == 200);
  CHECK(suppressed());
}

TEST_CASE("a second call that the provider made of one request is told nothing, and ends nothing") {
  Desk desk;
  desk.answer();
  auto fields = desk.call_fields("in-progress");
  fields[0].second = "CA00000000000000000000000000000002";
  CHECK(says(desk.post("/twilio/call/1.1.s3cret/answer", fields), "no longer needed"));
  fields[1].second = "completed";
  desk.post("/twilio/call/1.1.s3cret/status", fields);
  CHECK(desk.attempt().state == AttemptState::in_progress);
  CHECK(says(desk.press(1, "1"), "May 14"));
}

TEST_CASE("what the network took for an opt-out is one, however it was worded") {
  Desk desk;
  desk.post("/twilio/text/incoming", {{"MessageSid", "SM00000000000000000000000000000003"},
                                      {"From", "+12125550123"},
                                      {"To", "+12125550199"},
                                      {"Body", "arreter svp"},
                                      {"OptOutType", "STOP"}});
  CHECK(desk.read<bool>([](Unit& unit) { return unit.clients().suppressed("+12125550123"); }));
}

TEST_CASE("who answers after a stop or an opt-out was committed hears that nothing is needed") {
  Desk stopped;
  stopped.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a rehearsal"); });
  CHECK(stopped.attempt().silenced == Reason::stopped);
  CHECK(stopped.attempt().look_at == stopped.time.now());
  CHECK(says(stopped.answer(), "no longer needed"));
  Desk left;
  left.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "a reply by text"); });
  CHECK(left.attempt().silenced == Reason::suppressed);
}

TEST_CASE("a booking that has another number by now is told to nobody who answers the old one") {
  Desk desk;
  desk.import({TestHouse::booked("a", "2026-05-14T14:00", "+12125550177")});
  CHECK(says(desk.answer(), "no longer needed"));
}

TEST_CASE("who was contacted and rings our number is told whom to ring, and counts once as ringing back") {
  Desk desk;
  const http::Fields fields{{"CallSid", "CA00000000000000000000000000000002"},
                            {"CallStatus", "ringing"},
                            {"From", "+12125550123"},
                            {"To", "+12125550199"},
                            {"Direction", "inbound"}};
  for (int i = 0; i < 2; ++i) CHECK(says(desk.post("/twilio/call/incoming", fields), "<Say"));
  CHECK(desk.read<Rows>([](Unit& unit) { return unit.db().run("SELECT attempt FROM ring_back"); }).size() == 1);
  http::Fields stranger = fields;
  stranger[2].second = "+12125550177";
  CHECK(says(desk.post("/twilio/call/incoming", stranger), "<Say"));
  CHECK(desk.read<Rows>([](Unit& unit) { return unit.db().run("SELECT attempt FROM ring_back"); }).size() == 1);
}

TEST_CASE("no statement of a call's steps, a text or a call to us walks what an account has behind it") {
  const auto story = [](Desk& desk) {
    desk.db->forget_costs();
    desk.answer();
    desk.press(1, "1");
    desk.press(2, "1");
    desk.status("completed", 3);
    int number = 2;
    for (const std::string from : {"+12125550123", "+12125550177"}) {
      const std::string sid = "0000000000000000000000000000000" + std::to_string(number++);
      const http::Fields text{{"MessageSid", "SM" + sid}, {"From", from}, {"To", "+12125550199"}, {"Body", "who?"}};
      CHECK(desk.post("/twilio/text/incoming", text).status == 200);
      const http::Fields call{{"CallSid", "CA" + sid},
                              {"CallStatus", "ringing"},
                              {"From", from},
                              {"To", "+12125550199"},
                              {"Direction", "inbound"}};
      CHECK(desk.post("/twilio/call/incoming", call).status == 200);
    }
  };
  Desk small;
  story(small);
  Desk large;
  add_long_past(large);
  story(large);
  CHECK(large.db->costs().size() > 20);
  for (const auto& dear : grown(*small.db, *large.db)) FAIL_CHECK(dear);
}
