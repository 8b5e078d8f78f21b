#include "gateway/smtp/smtp_gateway.h"

#include <doctest/doctest.h>

#include "gateway/gateway_conformance.h"
#include "gateway/scripted_mail.h"
#include "gateway/smtp/address.h"
#include "gateway/smtp/unsubscribe.h"

using namespace courtesy;

namespace {

smtp::Settings settings() {
  return {.domain = "courtesy.example",
          .public_url = "https://c.example/",
          .link_keys = {Secret<std::string>("0123456789abcdef"), Secret<std::string>("older-key-0123456")},
          .unsubscribe_mailbox = "leave@courtesy.example"};
}

Intent email_intent() {
  return {.account = AccountId{7},
          .attempt = AttemptId{11},
          .channel = Channel::email,
          .recipient = "ana@example.com",
          .sender = "reminders@clinic.example",
          .sender_name = "Clínica Sol",
          .text = "Tomorrow at 9.\r\nSee you!\r\n",
          .subject = "Your appointment tomorrow",
          .reply_to = "desk@clinic.example",
          .token = Secret<std::string>("7.11.SECRETsecretSECRETsecret")};
}

class SmtpBench final : public GatewayBench {
 public:
  Gateway& gateway() override { return *smtp; }
  Intent intent() const override { return email_intent(); }
  void next(EndingKind kind) override {
    switch (kind) {
      case EndingKind::accepted: return mail.answer({mail::Ending::accepted, 250, "2.0.0 queued"});
      case EndingKind::refused: return mail.answer({mail::Ending::refused, 550, "5.1.1 <ana@example.com>: unknown"});
      case EndingKind::not_sent: return mail.answer({mail::Ending::not_sent, 0, "connection refused"});
      case EndingKind::unknown: return mail.answer({mail::Ending::unknown, 0, "ana@example.com: closed"});
    }
  }
  void hold() override { mail.hold(); }
  void release() override { mail.release(); }
  std::size_t sends() const override { return mail.messages().size(); }

  ScriptedMail mail;
  std::unique_ptr<SmtpGateway> smtp = SmtpGateway::make(settings(), mail).value();
};

Ending send(const mail::Outcome& outcome) {
  SmtpBench bench;
  bench.mail.answer(outcome);
  std::optional<Ending> ending;
  bench.smtp->send(bench.smtp->prepare(email_intent()).value(), [&](Ending came) { ending = came; });
  return ending.value();
}

mail::Message message_of(const Intent& intent) {
  SmtpBench bench;
  return std::get<mail::Message>(bench.smtp->prepare(intent).value().what);
}

}  // namespace

TEST_CASE("smtp keeps what every gateway must keep") {
  SmtpBench bench;
  check_gateway(bench);
}

TEST_CASE("smtp: the whole message") {
  const mail::Message message = message_of(email_intent());
  CHECK(message.from == "reminders@clinic.example");
  CHECK(message.from_name == "Clínica Sol");
  CHECK(message.to == "ana@example.com");
  CHECK(message.subject == "Your appointment tomorrow");
  CHECK(message.text == "Tomorrow at 9.\nSee you!\n");
  CHECK(message.message_id == "<c74bd5964a0a695e2cb609ba23449201b937ca25@courtesy.example>");
  const std::vector<std::pair<std::string, std::string>> headers{
      {"List-Unsubscribe",
       "<https://c.example/unsubscribe/7.11.nYhy4vnCvrlc7Qeuh4ZkYdb6blr0AMLU>, "
       "<mailto:leave@courtesy.example?subject=7.11.nYhy4vnCvrlc7Qeuh4ZkYdb6blr0AMLU>"},
      {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"},
      {"Auto-Submitted", "auto-generated"},
      {"Reply-To", "desk@clinic.example"}};
  CHECK(message.headers == headers);
}

TEST_CASE("smtp: nothing of the token's secret is in the message") {
  SmtpBench bench;
  const std::string bytes = conformance::bytes_of(bench.smtp->prepare(email_intent()).value());
  CHECK(bytes.find("SECRET") == std::string::npos);
  Intent other = email_intent();
  other.token = Secret<std::string>("7.11.another");
  CHECK(message_of(other).message_id != message_of(email_intent()).message_id);
}

TEST_CASE("smtp: what would break a header or is no email is not prepared") {
  SmtpBench bench;
  const auto refused = [&](auto change) {
    Intent intent = email_intent();
    change(intent);
    return !bench.smtp->prepare(intent).ok();
  };
  CHECK(refused([](Intent& i) { i.subject = "Hello\r\nBcc: everybody@example.com"; }));
  CHECK(refused([](Intent& i) { i.subject = "Hello\n"; }));
  CHECK(refused([](Intent& i) { i.subject = ""; }));
  CHECK(refused([](Intent& i) { i.subject = std::string(201, 'x'); }));
  CHECK(refused([](Intent& i) { i.sender_name = "Clinic\r\nX: y"; }));
  CHECK(refused([](Intent& i) { i.sender_name = std::string("a\0b", 3); }));
  CHECK(refused([](Intent& i) { i.reply_to = "desk@clinic.example\nX: y"; }));
  CHECK(refused([](Intent& i) { i.recipient = "ana@example.com, eve@example.com"; }));
  CHECK(refused([](Intent& i) { i.text = "alone \r return"; }));
  CHECK(refused([](Intent& i) { i.text = "\xFF"; }));
  CHECK(refused([](Intent& i) { i.text = " \r\n"; }));
  CHECK(refused([](Intent& i) { i.text = std::string(100'001, 'x'); }));
  CHECK(refused([](Intent& i) { i.channel = Channel::text; }));
  CHECK(refused([](Intent& i) { i.token = Secret<std::string>(""); }));
  CHECK_FALSE(refused([](Intent& i) { i.reply_to = ""; }));
}

TEST_CASE("smtp: an ending says what was observed, in words that name nobody") {
  const Ending refused = send({mail::Ending::refused, 550, "5.1.1 <ana@example.com>: no such user"});
  CHECK(refused.kind == EndingKind::refused);
  CHECK(refused.code == "550 5.1.1");
  CHECK(refused.trouble == Trouble::recipient);
  CHECK(refused.detail == "the mail server refused it: it answered 550 5.1.1");
  CHECK(send({mail::Ending::refused, 535, "5.7.8 bad credentials"}).trouble == Trouble::configuration);
  CHECK(send({mail::Ending::refused, 550, "from 10.5.1.1 to 5.1.1.7"}).code == "550");
  CHECK(send({mail::Ending::not_sent, 451, "4.7.1 greylisted"}).code == "451 4.7.1");
  CHECK(send({mail::Ending::not_sent, 0, "connection refused"}).code == "nothing_left");
  CHECK(send({mail::Ending::unknown, 0, "closed"}).code == "broken");
  const Ending accepted = send({mail::Ending::accepted, 250, "2.0.0 queued as 4711"});
  CHECK(accepted.provider_id == message_of(email_intent()).message_id);
}

TEST_CASE("smtp: there is nothing to look up, so a person decides") {
  SmtpBench bench;
  std::optional<ErrorCode> code;
  bench.smtp->look_up({.channel = Channel::email},
                      [&](Result<std::vector<Sighting>> result) { code = result.error().code; });
  CHECK(code == ErrorCode::invalid);
  std::optional<EndingKind> kind;
  bench.smtp->call_off("<x@courtesy.example>", [&](Ending ending) { kind = ending.kind; });
  CHECK(kind == EndingKind::refused);
  CHECK(bench.sends() == 0);
}

TEST_CASE("smtp: settings that would make broken mail are refused by name") {
  ScriptedMail mail;
  const auto refused = [&](auto change, std::string_view name) {
    smtp::Settings wrong = settings();
    change(wrong);
    const auto made = SmtpGateway::make(wrong, mail);
    return !made.ok() && made.error().message.find(name) != std::string::npos;
  };
  CHECK(refused([](auto& s) { s.domain = "courtesy.example>\r\n"; }, "domain"));
  CHECK(refused([](auto& s) { s.public_url = "http://c.example"; }, "public_url"));
  CHECK(refused([](auto& s) { s.link_keys.clear(); }, "link_keys"));
  CHECK(refused([](auto& s) { s.link_keys.emplace_back("short"); }, "link_keys"));
  CHECK(refused([](auto& s) { s.unsubscribe_mailbox = "nobody"; }, "unsubscribe_mailbox"));
  smtp::Settings local = settings();
  local.public_url = "http://127.0.0.1:8080";
  CHECK(SmtpGateway::make(local, mail).ok());
}

TEST_CASE("an unsubscribe link works for its own attempt and address, with any of the keys") {
  const auto keys = settings().link_keys;
  for (const auto& key : keys) {
    const std::string token = smtp::unsubscribe_token(key, AccountId{7}, AttemptId{11}, "ana@example.com");
    const auto link = smtp::parse_unsubscribe_token(token);
    REQUIRE(link);
    CHECK(link->account == AccountId{7});
    CHECK(link->attempt == AttemptId{11});
    CHECK(smtp::unsubscribe_valid(keys, *link, "ana@example.com"));
    CHECK_FALSE(smtp::unsubscribe_valid(keys, *link, "eve@example.com"));
    CHECK_FALSE(smtp::unsubscribe_valid({}, *link, "ana@example.com"));
    auto forged = *link;
    forged.attempt = AttemptId{12};
    CHECK_FALSE(smtp::unsubscribe_valid(keys, forged, "ana@example.com"));
  }
}

TEST_CASE("what is no unsubscribe token is none") {
  const std::string mac(32, 'a');
  CHECK(smtp::parse_unsubscribe_token("7.11." + mac));
  for (const std::string& text :
       {std::string(), std::string("7"), "7." + mac, "7.11." + mac + "a", "07.11." + mac, "-7.11." + mac, "7.0." + mac,
        "99999999999999999999.1." + mac, std::string("7.11."), "7.x." + mac}) {
    CAPTURE(text);
    CHECK_FALSE(smtp::parse_unsubscribe_token(text));
  }
}

TEST_CASE("an address is name@domain in ASCII, and nothing that could hide a second one") {
  for (const std::string text :
       {"ana@example.com", "a.b+c@sub.example.co.uk", "o'brien@example.com", "x@xn--80ak6aa92e.com"}) {
    CAPTURE(text);
    CHECK(smtp::is_address(text));
  }
  for (const std::string& text :
       {std::string(), std::string("ana"), std::string("@example.com"), std::string("ana@"), std::string("ana@host"),
        std::string("ana@@example.com"), std::string("a b@example.com"), std::string("\"a b\"@example.com"),
        std::string("ana@example.com\r\n"), std::string("ana@[127.0.0.1]"), std::string(".ana@example.com"),
        std::string("ana.@example.com"), std::string("a..b@example.com"), std::string("ana@-x.example"),
        std::string("ana@example..com"), std::string("ana@exämple.com"), std::string("<ana@example.com>"),
        std::string("ana@example.com,eve@example.com"), std::string(65, 'a') + "@example.com"}) {
    CAPTURE(text);
    CHECK_FALSE(smtp::is_address(text));
  }
}
