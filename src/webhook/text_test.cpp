// Replies by text that are taken for another visit than they are about, or are answered where nobody may be contacted.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "store/attempts.h"
#include "store/inbox.h"
#include "store/progress.h"
#include "webhook/test_desk.h"

using namespace courtesy;

namespace {

struct Texts : InboundDesk {
  /// Each visit of Ana's was told by text.
  explicit Texts(const std::vector<std::string>& starts) {
    std::vector<intake::Booked> all;
    for (std::size_t i = 0; i < starts.size(); ++i)
      all.push_back(booked(i == 0 ? "a" : fmt::format("v{}", i), starts[i]));
    import(all);
    write([&](Unit& unit) -> Result<void> {
      for (std::size_t i = 0; i < starts.size(); ++i) {
        Attempt text;
        text.id = AttemptId(static_cast<std::int64_t>(i) + 1);
        text.reminder = {AppointmentId(static_cast<std::int64_t>(i) + 1), RuleId(1), Channel::text, starts[i]};
        text.client = ClientId(1);
        text.recipient = "+12125550123";
        text.state = AttemptState::accepted;
        text.intended_at = unit.now();
        TRY(unit.attempts().add(std::span(&text, 1)));
        TRY(unit.db().run(
            "INSERT INTO recipient_contact (recipient, at, account, attempt, client, start_local, start_instant,"
            " channel, due, state) VALUES ($1, $2, 1, $3, 1, '', 0, 'text', 0, 'ended')",
            {text.recipient, unit.now(), text.id}));
      }
      return {};
    });
  }

  std::string reply(const std::string& body) {
    return post("/twilio/text/incoming", {{"MessageSid", fmt::format("SM{:032x}", ++sent)},
                                          {"From", "+12125550123"},
                                          {"To", line},
                                          {"Body", body}})
        .body;
  }
  Answer answer(std::int64_t visit) { return appointment(visit).answer; }
  int sent = 0;
};

}  // namespace

TEST_CASE("of three visits a client confirms the first and cancels the second, by the numbers they were told") {
  Texts desk({"2026-05-14T14:00", "2026-05-15T09:00", "2026-05-18T09:00"});
  const std::string question = desk.reply("X");
  REQUIRE(question.find("2: Friday, May 15 at 9:00 AM; 3: Monday, May 18") != std::string::npos);
  desk.reply("C1");
  desk.reply("X2");
  CHECK(desk.answer(1) == Answer::confirmed);
  CHECK(desk.answer(2) == Answer::cancelled);  // Friday is what was number 2
  CHECK(desk.answer(3) == Answer::none);       // and Monday's visit was never cancelled
}

TEST_CASE("of two visits, C2 and then X1") {
  Texts desk({"2026-05-14T14:00", "2026-05-15T09:00"});
  desk.reply("X");
  desk.reply("C2");
  desk.reply("X1");
  CHECK(desk.answer(2) == Answer::confirmed);
  CHECK(desk.answer(1) == Answer::cancelled);
}

TEST_CASE("of two visits, C1 and then X2") {
  Texts desk({"2026-05-14T14:00", "2026-05-15T09:00"});
  desk.reply("X");
  desk.reply("C1");
  desk.reply("X2");
  CHECK(desk.answer(1) == Answer::confirmed);
  CHECK(desk.answer(2) == Answer::cancelled);
}

TEST_CASE("a visit that was cancelled meanwhile does not shift the numbers that a client was told") {
  Texts desk({"2026-05-14T14:00", "2026-05-15T09:00", "2026-05-18T09:00"});
  desk.reply("C");
  auto gone = TestHouse::booked("a", "2026-05-14T14:00");
  gone.booking = Booking::cancelled;
  desk.import({gone});
  desk.reply("X2");
  CHECK(desk.answer(2) == Answer::cancelled);
  CHECK(desk.answer(3) == Answer::none);
}

TEST_CASE("who wants no contact is sent no question") {
  Texts desk({"2026-05-14T14:00", "2026-05-15T09:00"});
  desk.write([](Unit& unit) { return unit.clients().suppress("+12125550123", "a key on the phone"); });
  const std::string answer = desk.reply("C");
  INFO(answer);
  CHECK(answer.find("visits") == std::string::npos);
}

TEST_CASE("a cancellation by text that comes just after the visit was moved is put before a person") {
  Texts desk({"2026-05-14T14:00"});
  desk.import({TestHouse::booked("a", "2026-05-16T14:00")});
  desk.reply("X");
  CHECK(desk.answer(1) == Answer::none);
  const auto codes = desk.db->run("SELECT code FROM ledger WHERE account = 1 AND kind = 'answered' ORDER BY seq");
  std::string all;
  for (const auto& row : codes.value()) all += row[0].text() + " ";
  INFO(all);
  const bool for_staff = all.find("unclear_reply") != std::string::npos || all.find("call_back") != std::string::npos ||
                         all.find("asked_to_cancel") != std::string::npos;
  CHECK(for_staff);
}

TEST_CASE("of two visits one is left after C2: a bare X is about that one, and not about the confirmed one") {
  Texts desk({"2026-05-14T14:00", "2026-05-15T09:00"});
  desk.reply("C");
  desk.reply("C2");
  REQUIRE(desk.answer(2) == Answer::confirmed);
  desk.reply("X");
  CHECK(desk.answer(2) == Answer::confirmed);
}

TEST_CASE("a bare X is not taken for a visit that was moved since its text, while another one is open") {
  Texts desk({"2026-05-14T14:00", "2026-05-15T09:00"});
  // The second was moved since; only the first is still as it was told.
  desk.import({TestHouse::booked("v1", "2026-05-19T09:00")});
  desk.reply("X");
  std::string all;
  for (const auto& row : desk.db->run("SELECT kind, code FROM ledger WHERE account = 1 ORDER BY seq").value())
    all += row[0].text() + "/" + row[1].text() + " ";
  INFO(all);
  // It is the first's, or nobody knows and a person looks: here it is neither.
  const bool staff_look = all.find("unclear_reply") != std::string::npos;
  CHECK((desk.answer(1) == Answer::cancelled || staff_look));
}

TEST_CASE("outside production a number that is not on the allow list is sent no words") {
  Texts desk({"2026-05-14T14:00"});
  const auto answer = desk.post("/twilio/text/incoming", {{"MessageSid", fmt::format("SM{:032x}", 99)},
                                                          {"From", "+14155550100"},
                                                          {"To", InboundDesk::line},
                                                          {"Body", "HELP"}});
  INFO(answer.body);
  CHECK(answer.body.find("<Message>") == std::string::npos);
}

TEST_CASE("while sending is stopped no question goes out by text") {
  Texts desk({"2026-05-14T14:00", "2026-05-15T09:00"});
  desk.write([](Unit& unit) { return unit.accounts().set_stop("Kim", "twice!"); });
  const std::string answer = desk.reply("C");
  INFO(answer);
  CHECK(answer.find("<Message>") == std::string::npos);
}
