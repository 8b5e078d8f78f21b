#include "gateway/twilio/twilio_gateway.h"

#include <doctest/doctest.h>

#include "gateway/gateway_conformance.h"
#include "gateway/scripted_http.h"
#include "gateway/twilio/answer.h"

using namespace courtesy;

namespace {

const std::string account = "AC00000000000000000000000000000001";
const std::string call_sid = "CA00000000000000000000000000000001";
const std::string text_sid = "SM00000000000000000000000000000001";

twilio::Settings settings() {
  return {.account_sid = account, .auth_token = Secret<std::string>("s3cret"), .public_url = "https://c.example/"};
}

Intent call_intent() {
  return {.account = AccountId{7},
          .attempt = AttemptId{11},
          .channel = Channel::call,
          .recipient = "+15005550010",
          .sender = "+15005550006",
          .token = Secret<std::string>("7.11.SECRETsecretSECRETsecret")};
}

Intent text_intent() {
  Intent intent = call_intent();
  intent.channel = Channel::text;
  intent.text = "Café Döner: tomorrow, 9:00 & 5 % off? Reply C to confirm.";
  intent.validity = seconds{3'600};
  return intent;
}

std::string created(std::string_view sid) { return R"({"sid":")" + std::string(sid) + R"(","status":"queued"})"; }

http::Exchange peer(EndingKind kind, Channel channel) {
  switch (kind) {
    case EndingKind::accepted: return http::json_response(201, created(channel == Channel::call ? call_sid : text_sid));
    case EndingKind::refused:
      return http::json_response(
          400, R"({"code":21211,"message":"The 'To' number +15005550010 is not valid.","status":400})");
    case EndingKind::not_sent: return http::NothingLeft{"connection refused"};
    case EndingKind::unknown: return http::Broken{"the connection was closed before an answer"};
  }
  return http::Broken{};
}

class TwilioBench final : public GatewayBench {
 public:
  explicit TwilioBench(Intent intent) : intent_(std::move(intent)) {}
  Gateway& gateway() override { return *twilio; }
  Intent intent() const override { return intent_; }
  void next(EndingKind kind) override { http.answer(peer(kind, intent_.channel)); }
  void hold() override { http.hold(); }
  void release() override { http.release(); }
  std::size_t sends() const override { return http.asked().size(); }

  ScriptedHttp http;
  std::unique_ptr<TwilioGateway> twilio = TwilioGateway::make(settings(), http).value();

 private:
  Intent intent_;
};

Ending send(TwilioBench& bench, http::Exchange answer) {
  bench.http.answer(std::move(answer));
  std::optional<Ending> ending;
  bench.twilio->send(bench.twilio->prepare(bench.intent()).value(), [&](Ending came) { ending = std::move(came); });
  REQUIRE(ending);
  return *ending;
}

Result<Prepared> prepare(const Intent& intent) {
  ScriptedHttp http;
  return TwilioGateway::make(settings(), http).value()->prepare(intent);
}

}  // namespace

TEST_CASE("twilio: calls keep what every gateway must keep") {
  TwilioBench bench(call_intent());
  check_gateway(bench);
}

TEST_CASE("twilio: texts keep what every gateway must keep") {
  TwilioBench bench(text_intent());
  check_gateway(bench);
}

TEST_CASE("twilio: the bytes of a call") {
  CHECK(conformance::bytes_of(prepare(call_intent()).value()) ==
        "POST https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls.json\n"
        "Accept: application/json\n"
        "Content-Type: application/x-www-form-urlencoded\n"
        "\n"
        "To=%2B15005550010&From=%2B15005550006"
        "&Url=https%3A%2F%2Fc.example%2Ftwilio%2Fcall%2F7.11.SECRETsecretSECRETsecret%2Fanswer&Method=POST"
        "&FallbackUrl=https%3A%2F%2Fc.example%2Ftwilio%2Fcall%2F7.11.SECRETsecretSECRETsecret%2Ffallback"
        "&FallbackMethod=POST"
        "&StatusCallback=https%3A%2F%2Fc.example%2Ftwilio%2Fcall%2F7.11.SECRETsecretSECRETsecret%2Fstatus"
        "&StatusCallbackMethod=POST&StatusCallbackEvent=initiated&StatusCallbackEvent=ringing"
        "&StatusCallbackEvent=answered&StatusCallbackEvent=completed&Timeout=25");
}

TEST_CASE("twilio: the bytes of a text") {
  CHECK(conformance::bytes_of(prepare(text_intent()).value()) ==
        "POST https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json\n"
        "Accept: application/json\n"
        "Content-Type: application/x-www-form-urlencoded\n"
        "\n"
        "To=%2B15005550010&From=%2B15005550006"
        "&Body=Caf%C3%A9%20D%C3%B6ner%3A%20tomorrow%2C%209%3A00%20%26%205%20%25%20off%3F%20Reply%20C%20to%20confirm."
        "&StatusCallback=https%3A%2F%2Fc.example%2Ftwilio%2Ftext%2F7.11.SECRETsecretSECRETsecret%2Fstatus"
        "&ValidityPeriod=3600");
}

TEST_CASE("twilio: the credentials are put on when it is sent, and are not in what is kept") {
  TwilioBench bench(call_intent());
  const Prepared prepared = bench.twilio->prepare(call_intent()).value();
  CHECK(conformance::bytes_of(prepared).find("Authorization") == std::string::npos);
  send(bench, peer(EndingKind::accepted, Channel::call));
  const auto& asked = bench.http.asked().at(0);
  CHECK(asked.request.header("Authorization") == "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpzM2NyZXQ=");
  CHECK(asked.limits.contact);  // a connection of its own: no hidden retry
  CHECK(asked.limits.total == seconds{25});
}

TEST_CASE("twilio: a text without a validity gets the setting's, and none is longer than four hours") {
  Intent intent = text_intent();
  intent.validity = seconds{0};
  CHECK(conformance::bytes_of(prepare(intent).value()).ends_with("&ValidityPeriod=14400"));
  intent.validity = hours{10};
  CHECK(conformance::bytes_of(prepare(intent).value()).ends_with("&ValidityPeriod=14400"));
}

TEST_CASE("twilio: what cannot be sent as it is, is not prepared") {
  const auto refused = [](Intent intent, auto change) {
    change(intent);
    return !prepare(intent).ok();
  };
  CHECK(refused(call_intent(), [](Intent& i) { i.recipient = "500 555 0010"; }));
  CHECK(refused(call_intent(), [](Intent& i) { i.recipient = "client:ana"; }));
  CHECK(refused(call_intent(), [](Intent& i) { i.sender = "15005550006"; }));
  CHECK(refused(call_intent(), [](Intent& i) { i.recipient = i.sender; }));
  CHECK(refused(call_intent(), [](Intent& i) { i.token = Secret<std::string>("7.11/../x"); }));
  CHECK(refused(call_intent(), [](Intent& i) { i.token = Secret<std::string>(""); }));
  CHECK(refused(call_intent(), [](Intent& i) { i.ring = seconds{14}; }));
  CHECK(refused(call_intent(), [](Intent& i) { i.ring = seconds{601}; }));
  CHECK(refused(text_intent(), [](Intent& i) { i.text = " \n"; }));
  CHECK(refused(text_intent(), [](Intent& i) { i.text = "\xC3("; }));
  CHECK(refused(text_intent(), [](Intent& i) { i.text = std::string(1'601, 'x'); }));
  CHECK_FALSE(refused(text_intent(), [](Intent& i) { i.text = std::string(1'600, 'x'); }));
  CHECK(refused(text_intent(), [](Intent& i) { i.channel = Channel::email; }));
}

TEST_CASE("twilio: settings that Twilio would refuse are refused at the start, by name") {
  ScriptedHttp http;
  const auto refused = [&](auto change, std::string_view name) {
    twilio::Settings wrong = settings();
    change(wrong);
    const auto made = TwilioGateway::make(wrong, http);
    return !made.ok() && made.error().message.find(name) != std::string::npos;
  };
  CHECK(refused([](auto& s) { s.public_url = "https://my_host.example"; }, "public_url"));
  CHECK(refused([](auto& s) { s.public_url = "http://c.example"; }, "public_url"));
  CHECK(refused([](auto& s) { s.public_url = "https://u:p@c.example"; }, "public_url"));
  CHECK(refused([](auto& s) { s.public_url = "https://c.example?x=1"; }, "public_url"));
  CHECK(refused([](auto& s) { s.public_url = ""; }, "public_url"));
  CHECK(refused([](auto& s) { s.base_url = "http://api.twilio.com"; }, "base_url"));
  CHECK(refused([](auto& s) { s.fallback_url = "ftp://x"; }, "fallback_url"));
  CHECK(refused([](auto& s) { s.account_sid = "CA00000000000000000000000000000001"; }, "account_sid"));
  CHECK(refused([](auto& s) { s.auth_token = Secret<std::string>(""); }, "auth_token"));
  CHECK(refused([](auto& s) { s.signing_keys.emplace_back(""); }, "signing_keys"));
  CHECK(refused([](auto& s) { s.api_key_sid = "SK00000000000000000000000000000001"; }, "signing_keys"));
  twilio::Settings local = settings();
  local.base_url = local.public_url = "http://127.0.0.1:8010";
  CHECK(TwilioGateway::make(local, http).ok());
}

TEST_CASE("twilio: an ending says what was observed, and no more") {
  struct Row {
    int status;
    std::string body;
    EndingKind kind;
    std::string code;
  };
  const std::vector<Row> rows{
      {201, created(call_sid), EndingKind::accepted, ""},
      {200, created(call_sid), EndingKind::accepted, ""},
      {201, created(text_sid), EndingKind::unknown, "unreadable"},  // not a call's sid
      {201, R"({"sid":"CA1"})", EndingKind::unknown, "unreadable"},
      {201, R"({"status":"queued"})", EndingKind::unknown, "unreadable"},
      {201, R"({"sid":"CA0000000)", EndingKind::unknown, "unreadable"},
      {202, "", EndingKind::unknown, "unreadable"},
      {400, R"({"code":21211,"message":"no","status":400})", EndingKind::refused, "21211"},
      {400, R"({"code":99999})", EndingKind::refused, "99999"},
      {401, R"({"code":20003})", EndingKind::refused, "20003"},
      {404, "<html>", EndingKind::refused, "http_404"},
      {429, R"({"code":20429})", EndingKind::not_sent, "20429"},
      {429, "", EndingKind::not_sent, "http_429"},
      {400, R"({"code":20429})", EndingKind::not_sent, "20429"},
      {408, "", EndingKind::unknown, "http_408"},
      {500, R"({"code":20500})", EndingKind::unknown, "20500"},
      {503, R"({"code":20429})", EndingKind::unknown, "20429"},
      {502, "<html>bad gateway", EndingKind::unknown, "http_502"},
      {301, "", EndingKind::unknown, "http_301"},
      {100, "", EndingKind::unknown, "http_100"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    TwilioBench bench(call_intent());
    const Ending ending = send(bench, http::json_response(row.status, row.body));
    CHECK(ending.kind == row.kind);
    CHECK(ending.code == row.code);
    CHECK(bench.sends() == 1);
  }
}

TEST_CASE("twilio: an opted-out recipient is refused and said to have opted out") {
  TwilioBench bench(text_intent());
  const Ending ending = send(bench, http::json_response(400, R"({"code":21610,"message":"unsubscribed"})"));
  CHECK(ending.kind == EndingKind::refused);
  CHECK(ending.opted_out);
  CHECK(ending.trouble == Trouble::recipient);
}

TEST_CASE("twilio: trouble with our own account is told from trouble with one recipient") {
  TwilioBench bench(call_intent());
  CHECK(send(bench, http::json_response(401, R"({"code":20003})")).trouble == Trouble::configuration);
  CHECK(send(bench, http::json_response(403, "")).trouble == Trouble::configuration);
  CHECK(send(bench, http::json_response(400, R"({"code":21217})")).trouble == Trouble::recipient);
  CHECK(send(bench, http::json_response(503, "")).trouble == Trouble::passing);
}

TEST_CASE("twilio: what was prepared for somebody else never leaves") {
  TwilioBench bench(call_intent());
  Prepared prepared = bench.twilio->prepare(call_intent()).value();
  std::get<http::Request>(prepared.what).url =
      "https://elsewhere.example/2010-04-01/Accounts/" + account + "/Calls.json";
  std::optional<Ending> ending;
  bench.twilio->send(std::move(prepared), [&](Ending came) { ending = came; });
  CHECK(ending->kind == EndingKind::not_sent);
  CHECK(bench.sends() == 0);
}

TEST_CASE("twilio: a call that nobody has answered is called off, with one request") {
  TwilioBench bench(call_intent());
  bench.http.answer_json(200, R"({"sid":")" + call_sid + R"(","status":"canceled"})");
  std::optional<Ending> ending;
  bench.twilio->call_off(call_sid, [&](Ending came) { ending = came; });
  CHECK(ending->kind == EndingKind::accepted);
  const auto& request = bench.http.asked().at(0).request;
  CHECK(request.method == "POST");
  CHECK(request.url == "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Calls/" + call_sid + ".json");
  CHECK(request.body == "Status=canceled");
}

TEST_CASE("twilio: calling off comes too late for an answered call, and is nothing for a text") {
  TwilioBench bench(call_intent());
  const auto call_off = [&](const std::string& id) {
    std::optional<Ending> ending;
    bench.twilio->call_off(id, [&](Ending came) { ending = came; });
    return ending.value();
  };
  bench.http.answer_json(200, R"({"sid":")" + call_sid + R"(","status":"in-progress"})");
  CHECK(call_off(call_sid).code == "answered");
  bench.http.answer_json(400, R"({"code":21220,"message":"not in a state"})");
  CHECK(call_off(call_sid).kind == EndingKind::refused);
  bench.http.answer(http::Broken{"reset"});
  CHECK(call_off(call_sid).kind == EndingKind::unknown);
  CHECK(call_off(text_sid).kind == EndingKind::refused);
  CHECK(call_off("../Messages").kind == EndingKind::refused);
  CHECK(bench.sends() == 3);
}
