#include "net/smtp.h"

#include <doctest/doctest.h>

#include <atomic>
#include <optional>
#include <vector>

#include "net/smtp_session.h"
#include "net/wire_fixture.h"

using namespace courtesy;
using namespace courtesy::net;
using namespace std::chrono_literals;

namespace {

mail::Message ordinary() {
  return {.from = "reminders@clinic.example",
          .to = "ana@example.com",
          .subject = "Your appointment",
          .message_id = "<t0k3n@clinic.example>",
          .text = "Hello Ana,\n.\nuntil Thursday.\n"};
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// What a scripted server says; an empty answer closes the connection there.
struct Script {
  std::string greeting = "220 mail.example ESMTP\r\n";
  std::string ehlo = "250-mail.example\r\n250 SIZE 1000000\r\n";
  std::string auth = "235 2.7.0 welcome\r\n";
  std::string mail = "250 2.1.0 ok\r\n";
  std::string rcpt = "250 2.1.5 ok\r\n";
  std::string data = "354 go on\r\n";
  std::string message = "250 2.0.0 queued as 1\r\n";
};

struct Heard {
  std::vector<std::string> commands;
  std::string message;
};

Heard converse(Wire wire, const Script& script) {
  Heard heard;
  if (!wire.send(script.greeting) || script.greeting.empty()) return heard;
  while (true) {
    const std::string line = wire.read_until("\r\n");
    if (line.empty()) return heard;
    heard.commands.push_back(line.substr(0, line.size() - 2));
    const std::string verb = line.substr(0, 4);
    const std::string& answer = verb == "EHLO"   ? script.ehlo
                                : verb == "AUTH" ? script.auth
                                : verb == "MAIL" ? script.mail
                                : verb == "RCPT" ? script.rcpt
                                : verb == "DATA" ? script.data
                                                 : script.message;
    if (verb == "QUIT") {
      wire.send("221 bye\r\n");
      continue;
    }
    if (answer.empty()) return heard;
    if (verb == "AUTH" && wire.send("334 \r\n")) heard.commands.back() += " " + wire.read_until("\r\n");
    wire.send(answer);
    if (verb != "DATA" || answer[0] != '3') continue;
    heard.message = wire.read_until("\r\n.\r\n");
    if (script.message.empty()) return heard;
    wire.send(script.message);
  }
}

struct Sender {
  explicit Sender(SmtpClient::Settings settings = {}) {
    settings.port = port.number();
    client = SmtpClient::make(loop, std::move(settings)).value();
  }

  mail::Outcome send(mail::Message message, const Script& script, milliseconds total = 20s) {
    std::optional<mail::Outcome> outcome;
    client->send(std::move(message), total, [&](mail::Outcome seen) {
      CHECK_FALSE(outcome);
      outcome = std::move(seen);
    });
    heard = beside(loop, [&] { return converse(port.accept(), script); });
    run_until(loop, [&] { return outcome.has_value(); });
    return *outcome;
  }
  mail::Outcome send(const Script& script) { return send(ordinary(), script); }

  PacedClock clock;
  AsioLoop loop{clock};
  Port port;
  std::unique_ptr<SmtpClient> client;
  Heard heard;
};

}  // namespace

TEST_CASE("a message goes out whole and once, and is accepted by the 250 after it") {
  Sender sender;
  const auto outcome = sender.send({});
  CHECK(outcome.ending == mail::Ending::accepted);
  CHECK(outcome.code == 250);
  CHECK(outcome.detail == "2.0.0 queued as 1");
  const auto& commands = sender.heard.commands;
  REQUIRE(commands.size() == 5);
  CHECK(commands[0] == "EHLO localhost");
  CHECK(contains(commands[1], "MAIL FROM:<reminders@clinic.example>"));
  CHECK(commands[2] == "RCPT TO:<ana@example.com>");
  CHECK(commands[3] == "DATA");
  CHECK(commands[4] == "QUIT");
  CHECK(contains(sender.heard.message, "Message-ID: <t0k3n@clinic.example>\r\n"));
  CHECK(contains(sender.heard.message, "\r\nDate: ") == (sender.heard.message.find("Date: ") != 0));
  CHECK(contains(sender.heard.message, "\r\n\r\nHello Ana,\r\n=2E\r\nuntil Thursday.\r\n"));
  CHECK_FALSE(sender.port.somebody_waits());
}

TEST_CASE("the ending is what the server was seen to say, at each step") {
  using mail::Ending;
  struct Row {
    const char* what;
    Script script;
    Ending ending;
    int code;
  };
  const Row rows[] = {
      {"greeting refuses", {.greeting = "554 no\r\n"}, Ending::not_sent, 554},
      {"greeting busy", {.greeting = "421 later\r\n"}, Ending::not_sent, 421},
      {"greeting closes", {.greeting = ""}, Ending::not_sent, 0},
      {"greeting garbage", {.greeting = "HTTP/1.1 400 Bad Request\r\n\r\n", .ehlo = ""}, Ending::not_sent, 0},
      {"MAIL closes", {.mail = ""}, Ending::not_sent, 0},
      {"MAIL refused", {.mail = "550 5.7.1 not you\r\n"}, Ending::refused, 550},
      {"MAIL later", {.mail = "451 4.3.0 later\r\n"}, Ending::not_sent, 451},
      {"RCPT refused", {.rcpt = "550 5.1.1 <ana@example.com> unknown\r\n"}, Ending::refused, 550},
      {"RCPT later", {.rcpt = "450 4.2.1 greylisted\r\n"}, Ending::not_sent, 450},
      {"RCPT closes", {.rcpt = ""}, Ending::not_sent, 0},
      {"RCPT half an answer", {.rcpt = "550-5.1.1 the rest\r\n"}, Ending::not_sent, 0},
      {"DATA refused", {.data = "554 5.6.0 no\r\n"}, Ending::refused, 554},
      {"DATA later", {.data = "421 4.3.2 down\r\n"}, Ending::not_sent, 421},
      {"DATA closes", {.data = ""}, Ending::not_sent, 0},
      {"message refused", {.message = "554 5.7.1 spam\r\n"}, Ending::refused, 554},
      {"message refused in two lines", {.message = "554-5.7.1 spam\r\n554 5.7.1 really\r\n"}, Ending::refused, 554},
      {"message later", {.message = "452 4.3.1 full\r\n"}, Ending::not_sent, 452},
      {"lost after DATA", {.message = ""}, Ending::unknown, 0},
      {"garbage after DATA", {.message = "what?\r\n"}, Ending::unknown, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Sender sender;
    // A script that waits for the client to give up is bounded by the client's time.
    const auto outcome = sender.send(
        ordinary(), row.script,
        contains(row.what, "garbage") || contains(row.what, "half") ? milliseconds(300) : milliseconds(20'000));
    CHECK(outcome.ending == row.ending);
    CHECK(outcome.code == row.code);
    CHECK_FALSE(outcome.detail.empty());
    CHECK_FALSE(sender.port.somebody_waits());
  }
}

TEST_CASE("the server's own words come back, as its status is read from them") {
  Sender sender;
  CHECK(sender.send({.rcpt = "550-5.1.1 no such\r\n550 5.1.1 mailbox\r\n"}).detail == "5.1.1 no such 5.1.1 mailbox");
}

TEST_CASE("a sign-in goes out when there is one; refused, it is not the message that is refused") {
  Sender sender({.user = "me", .password = Secret<std::string>("secret")});
  const Script script{.ehlo = "250-mail.example\r\n250 AUTH PLAIN\r\n"};
  CHECK(sender.send(script).ending == mail::Ending::accepted);
  CHECK(contains(sender.heard.commands.at(1), "AUTH PLAIN AG1lAHNlY3JldA==\r\n"));
  Script no = script;
  no.auth = "535 5.7.8 wrong\r\n";
  const auto outcome = sender.send(no);
  CHECK(outcome.ending == mail::Ending::not_sent);
  CHECK(outcome.code == 535);
  CHECK(sender.heard.message.empty());
}

TEST_CASE("where TLS is asked for, a server without it gets no message") {
  Sender starttls({.tls = SmtpTls::starttls});
  CHECK(starttls.send({}).ending == mail::Ending::not_sent);
  CHECK(starttls.heard.message.empty());
  for (const std::string& command : starttls.heard.commands) CHECK_FALSE(contains(command, "MAIL"));
  Sender implicit({.tls = SmtpTls::implicit});
  CHECK(implicit.send(ordinary(), {.greeting = "220 plain\r\n", .ehlo = ""}, 1s).ending == mail::Ending::not_sent);
}

TEST_CASE("a message that cannot be written as one never reaches the server") {
  Sender sender;
  std::optional<mail::Outcome> outcome;
  mail::Message message = ordinary();
  message.to = "ana@example.com>\r\nRCPT TO:<eve@example.com";
  sender.client->send(message, 20s, [&](mail::Outcome seen) { outcome = std::move(seen); });
  CHECK_FALSE(outcome);
  run_until(sender.loop, [&] { return outcome.has_value(); });
  CHECK(outcome->ending == mail::Ending::not_sent);
  CHECK_FALSE(contains(outcome->detail, "eve"));
  CHECK_FALSE(sender.port.somebody_waits());
}

TEST_CASE("outside production no mail server but loopback is reached; a refused connection sends nothing") {
  PacedClock clock;
  AsioLoop loop(clock);
  std::uint16_t free_port = 0;
  { free_port = Port().number(); }
  for (const auto& [host, port] :
       {std::pair<std::string, std::uint16_t>{"192.0.2.1", 25}, {"mail.example", 25}, {"127.0.0.1", free_port}}) {
    const auto client = SmtpClient::make(loop, {.host = host, .port = port}).value();
    std::optional<mail::Outcome> outcome;
    client->send(ordinary(), 20s, [&](mail::Outcome seen) { outcome = std::move(seen); });
    run_until(loop, [&] { return outcome.has_value(); });
    CHECK(outcome->ending == mail::Ending::not_sent);
    if (host != "127.0.0.1") CHECK(outcome->detail == "outside production only loopback may be reached");
  }
}

TEST_CASE("settings that would give a password away, or are no host, are refused") {
  PacedClock clock;
  AsioLoop loop(clock);
  CHECK_FALSE(SmtpClient::make(loop, {.user = "me", .reach = Reach::anywhere}).ok());
  CHECK(SmtpClient::make(loop, {.tls = SmtpTls::starttls, .user = "me", .reach = Reach::anywhere}).ok());
  CHECK_FALSE(SmtpClient::make(loop, {.host = "a/b"}).ok());
  CHECK_FALSE(SmtpClient::make(loop, {.hello = "a\r\nMAIL"}).ok());
}

TEST_CASE("messages beyond the connections wait, and beyond that are not sent") {
  Sender sender({.at_once = 1, .waiting = 2});
  int accepted = 0;
  int not_sent = 0;
  const auto count = [&](mail::Outcome outcome) { ++(outcome.ending == mail::Ending::accepted ? accepted : not_sent); };
  sender.client->send(ordinary(), 20s, count);
  Wire first = beside(sender.loop, [&] { return std::optional<Wire>(sender.port.accept()); }).value();
  for (int i = 0; i < 4; ++i) sender.client->send(ordinary(), 20s, count);
  run_until(sender.loop, [&] { return not_sent == 2; });
  CHECK_FALSE(sender.port.somebody_waits());
  beside(sender.loop, [&] {
    converse(std::move(first), {});
    converse(sender.port.accept(), {});
    converse(sender.port.accept(), {});
    return 0;
  });
  run_until(sender.loop, [&] { return accepted == 3; });
}

TEST_CASE("a server that never answers QUIT holds nobody up") {
  Sender sender;
  std::optional<mail::Outcome> outcome;
  sender.client->send(ordinary(), 20s, [&](mail::Outcome seen) { outcome = std::move(seen); });
  std::optional<Wire> kept;
  const std::string quit = beside(sender.loop, [&] {
    kept.emplace(sender.port.accept());
    kept->send("220 hello\r\n");
    for (const auto* answer : {"250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n"}) {
      kept->read_until("\r\n");
      kept->send(answer);
    }
    kept->read_until("\r\n.\r\n");
    kept->send("250 ok\r\n");
    return kept->read_to_end();  // the end comes although QUIT has no answer
  });
  CHECK(quit == "QUIT\r\n");
  CHECK(kept->peer_ended());
  run_until(sender.loop, [&] { return outcome.has_value(); });
  CHECK(outcome->ending == mail::Ending::accepted);
}

TEST_CASE("a client may go while its server says nothing") {
  Sender sender;
  sender.client->send(ordinary(), 20s, [](mail::Outcome) { FAIL("ended with its client"); });
  const Wire silent = beside(sender.loop, [&] { return std::optional<Wire>(sender.port.accept()); }).value();
  sender.client.reset();
}

TEST_CASE("an acceptance before the message had all left is no acceptance") {
  SmtpSession session;
  session.reply("220 x");
  session.command("DATA\r\n");
  session.reply("354 x");
  session.body_begins();
  session.reply("250 x");
  CHECK(session.outcome("why").ending == mail::Ending::unknown);
  session.body_ends();
  CHECK(session.outcome("why").ending == mail::Ending::accepted);
}
