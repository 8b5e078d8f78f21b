#include "phonenet/mailbox.h"

#include <doctest/doctest.h>

#include "base/virtual_time.h"

using namespace courtesy;
using namespace courtesy::phonenet;

TEST_CASE("mail is taken, or ends as the first rule for its address says, and the journal has it") {
  VirtualTime time(parse_instant("2026-11-25T17:00:00Z").value());
  Journal journal(time, 100);
  Mailbox mailbox(time, time, journal);
  mailbox.answer("*@gone.example", {mail::Ending::refused, 550, "5.1.1 no such user"});
  mailbox.answer("full@*", {mail::Ending::not_sent, 452, "4.2.2 full"});
  mailbox.answer("lost@clinic.example", {mail::Ending::unknown, 0, "closed after the dot"});
  const auto send = [&](std::string to) {
    mail::Outcome outcome{mail::Ending::unknown, -1, ""};
    mailbox.send({.from = "a@b.example", .to = std::move(to), .subject = "Visit", .message_id = "<1@b.example>"},
                 seconds{30}, [&](mail::Outcome ended) { outcome = std::move(ended); });
    time.run_until(time.now() + seconds{1});
    return outcome.code;
  };
  CHECK(send("ana@clinic.example") == 250);
  CHECK(send("ana@gone.example") == 550);
  CHECK(send("full@clinic.example") == 452);
  CHECK(send("lost@clinic.example") == 0);
  REQUIRE(mailbox.messages().size() == 2);
  CHECK(mailbox.messages()[1].to == "lost@clinic.example");
  CHECK(journal.count(EntryKind::email_delivered) == 2);
  CHECK(journal.count(EntryKind::email_refused) == 2);
  CHECK(to_json(journal.entries()[1]) ==
        R"({"n":2,"at":"2026-11-25T17:00:01Z","what":"email_refused","sid":"<1@b.example>","to":"ana@gone.example",)"
        R"("from":"a@b.example","text":"Visit","detail":"550"})");
}

TEST_CASE("a journal keeps its last entries, counts all, and its sink sees all") {
  VirtualTime time(parse_instant("2026-11-25T17:00:00Z").value());
  Journal journal(time, 3);
  std::size_t seen = 0;
  journal.set_sink([&](const Entry&) { ++seen; });
  for (int i = 0; i < 5; ++i) journal.write({.kind = EntryKind::ring, .text = "a\"\n\xff"});
  CHECK(journal.entries().size() == 3);
  CHECK(journal.entries().front().number == 3);
  CHECK(journal.count(EntryKind::ring) == 5);
  CHECK(seen == 5);
  CHECK(to_json(journal.entries().front()).find("\"text\":\"a\\\"\\n\xef\xbf\xbd\"") != std::string::npos);
}
