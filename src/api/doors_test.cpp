// Signing in and out, the first person, links, and what a person does about themselves.
#include "api/doors.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "access/password.h"
#include "access/totp.h"
#include "api/limits.h"
#include "api/test_house.h"
#include "interlock/interlocks.h"
#include "store/api_keys.h"
#include "store/ledger.h"
#include "store/team.h"
#include "store/unit.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

constexpr const char* password = "violet tram 9";
constexpr const char* other_password = "brown hen in May";

boost::json::object object(const http::Response& response) { return boost::json::parse(response.body).as_object(); }
std::string code_of(const http::Response& response) {
  return response.status < 400 ? "" : text_at(object(response), "/code");
}
/// The token that an answer sets; empty: it sets none, or takes it away.
std::string token_of(const http::Response& response) {
  const auto header = response.header("Set-Cookie");
  if (!header) return {};
  const auto from = header->find('=') + 1;
  return std::string(header->substr(from, header->find(';') - from));
}
http::Headers cookie(const std::string& token) { return {{"Cookie", "courtesy=" + token}}; }

/// Kim has a password; hashing it costs little here.
class Hall : public ApiHouse {
 public:
  Hall() {
    hash = access::hash_password(Secret<std::string>(password), "saltsaltsaltsalt", {.passes = 1, .kibibytes = 64})
               .value();
    INVARIANT(db->run("UPDATE person SET password = $1", {hash}).ok());
  }
  http::Response post(const std::string& url, const std::string& text, http::Headers headers = {}) {
    return ask_bare("POST", "/v1" + url, text, std::move(headers));
  }
  http::Response sign_in(const std::string& email = "kim@maple.example", const std::string& typed = password,
                         const std::string& code = {}, http::Headers headers = {}) {
    boost::json::object text{{"email", email}, {"password", typed}};
    if (!code.empty()) text["code"] = code;
    return post("/sign-in", boost::json::serialize(text), std::move(headers));
  }
  int session_status(const std::string& shown) { return ask_bare("GET", "/v1/session", {}, cookie(shown)).status; }
  /// The second factor of Kim from now on; its codes.
  void give_factor() {
    write([this](Unit& unit) { return People(unit).begin_factor(PersonId(1), seed, std::string(24, 'n')); },
          AccountId{});
    INVARIANT(db->run("UPDATE person SET totp = totp_new WHERE person = 1").ok());
  }
  std::string code(std::int64_t off = 0) { return access::hotp(seed, access::totp_step(time.now()) + off, 6); }
  void pass(milliseconds by) { time.run_until(time.now() + by); }

  std::string hash;
  const Secret<std::string> seed{"12345678901234567890"};
};

}  // namespace

TEST_CASE("who signs in gets a session in a cookie that no script reads and no foreign page sends") {
  Hall hall;
  const auto answer = hall.sign_in();
  CHECK(answer.status == 200);
  const std::string header(*answer.header("Set-Cookie"));
  CHECK(header.starts_with("courtesy="));
  for (const auto* part : {"; Path=/", "; HttpOnly", "; SameSite=Lax"}) CHECK(header.find(part) != std::string::npos);
  CHECK(token_of(answer).size() == 43);
  CHECK(answer.body.find(token_of(answer)) == std::string::npos);
  CHECK(hall.session_status(token_of(answer)) == 200);
}

TEST_CASE("under an https address the cookie is __Host- and Secure") {
  Hall hall;
  hall.settings_of_api.public_url = "https://reminders.example.org";
  hall.settings_of_api.hosts.insert("reminders.example.org");
  hall.api.emplace(*hall.store, hall.time, hall.settings_of_api);
  const auto answer = hall.sign_in("kim@maple.example", password, {}, {{"Host", "reminders.example.org"}});
  const std::string header(*answer.header("Set-Cookie"));
  CHECK(header.starts_with("__Host-courtesy="));
  CHECK(header.find("; Secure") != std::string::npos);
  CHECK(answer.header("Strict-Transport-Security")->starts_with("max-age=31536000"));
  const auto status = [&](const std::string& cookies) {
    return hall.ask_bare("GET", "/v1/session", {}, {{"Host", "reminders.example.org"}, {"Cookie", cookies}}).status;
  };
  CHECK(status("a=b; __Host-courtesy=" + token_of(answer)) == 200);
  // A neighbour's host can plant a cookie of the plain name, and no other.
  CHECK(status("courtesy=" + token_of(answer)) == 401);
  CHECK_FALSE(hall.sign_in().header("Strict-Transport-Security"));
}

TEST_CASE("a session planted before signing in is worth nothing after it") {
  Hall hall;
  const std::string planted = token_of(hall.sign_in());
  const auto answer = hall.sign_in("kim@maple.example", password, {}, cookie(planted));
  CHECK(token_of(answer) != planted);
  CHECK(hall.session_status(planted) == 401);
  CHECK(hall.session_status(token_of(answer)) == 200);
  // One that the server never gave is not taken up either.
  const auto made_up = hall.sign_in("kim@maple.example", password, {}, cookie("made-up"));
  CHECK(token_of(made_up) != "made-up");
  CHECK(hall.session_status("made-up") == 401);
}

TEST_CASE("a wrong password and an unknown email are told the same, after the same time and the same work") {
  Hall hall;
  std::vector<std::string> bodies;
  std::vector<milliseconds> took;
  for (const auto* email : {"kim@maple.example", "nobody@maple.example"}) {
    const Instant began = hall.time.now();
    const auto answer = hall.sign_in(email, "not the password");
    CHECK(answer.status == 401);
    CHECK_FALSE(answer.header("Set-Cookie"));
    bodies.push_back(answer.body);
    took.push_back(hall.time.now() - began);
  }
  CHECK(bodies[0] == bodies[1]);
  CHECK(took[0] == took[1]);
  CHECK(took[0] == api::Doors::wrong_after);
}

TEST_CASE("five wrong passwords are free; then even the right one waits, a minute and then longer") {
  Hall hall;
  for (int i = 0; i < 5; ++i) CHECK(code_of(hall.sign_in("kim@maple.example", "wrong one")) == "wrong_sign_in");
  const auto refused = hall.sign_in();
  CHECK(refused.status == 429);
  CHECK(code_of(refused) == "too_many_tries");
  const int wait = std::stoi(std::string(*refused.header("Retry-After")));
  CHECK(wait > 55);
  CHECK(wait <= 60);
  hall.pass(minutes{1});
  CHECK(hall.sign_in("kim@maple.example", "wrong one").status == 401);
  hall.pass(minutes{1});
  CHECK(hall.sign_in().status == 429);
  hall.pass(minutes{1});
  CHECK(hall.sign_in().status == 200);
  CHECK(hall.sign_in("kim@maple.example", "wrong one").status == 401);
}

TEST_CASE("tries at one moment count like tries one after another") {
  Hall hall;
  std::vector<int> statuses;
  for (int i = 0; i < 9; ++i) {
    http::Request request{.method = "POST",
                          .url = "/v1/sign-in",
                          .headers = {{"Host", "localhost"}, {"X-Courtesy", "x"}},
                          .body = R"({"email":"kim@maple.example","password":"wrong one"})",
                          .peer = "203.0.113.7"};
    hall.api->handle(std::move(request), [&](http::Response response) { statuses.push_back(response.status); });
  }
  while (statuses.size() < 9) REQUIRE(hall.time.step(hall.time.now() + minutes{1}));
  CHECK(std::count(statuses.begin(), statuses.end(), 401) == 5);
  CHECK(std::count(statuses.begin(), statuses.end(), 429) == 4);
}

TEST_CASE("one network address fails twenty times an hour, whosever the emails are") {
  Hall hall;
  hall.peer = "203.0.113.7";
  for (int i = 0; i < 20; ++i) CHECK(hall.sign_in(fmt::format("{}@x.example", i), "wrong one").status == 401);
  CHECK(hall.sign_in().status == 429);
  hall.peer = "203.0.113.8";
  CHECK(hall.sign_in().status == 200);
}

TEST_CASE("a second factor is asked for after the password, and a code works once") {
  Hall hall;
  hall.give_factor();
  const auto asks = hall.sign_in();
  CHECK(asks.status == 401);
  CHECK(code_of(asks) == "second_factor");
  CHECK_FALSE(asks.header("Set-Cookie"));
  CHECK(code_of(hall.sign_in("kim@maple.example", "wrong one", hall.code())) == "wrong_sign_in");
  CHECK(code_of(hall.sign_in("kim@maple.example", password, "000000")) == "wrong_code");
  const std::string code = hall.code();
  const auto in = hall.sign_in("kim@maple.example", password, code);
  CHECK(in.status == 200);
  CHECK(object(hall.ask_bare("GET", "/v1/session", {}, cookie(token_of(in)))).at("person").at("factor_fresh") == true);
  CHECK(code_of(hall.sign_in("kim@maple.example", password, code)) == "wrong_code");
}

TEST_CASE("who knows the password does not guess the code: asking for it washes no failure away") {
  Hall hall;
  hall.give_factor();
  for (int i = 0; i < 5; ++i) {
    CHECK(code_of(hall.sign_in()) == "second_factor");
    CHECK(code_of(hall.sign_in("kim@maple.example", password, "000000")) == "wrong_code");
  }
  CHECK(hall.sign_in("kim@maple.example", password, hall.code()).status == 429);
}

TEST_CASE("who signs out is out, on that device alone") {
  Hall hall;
  const std::string one = token_of(hall.sign_in());
  const std::string two = token_of(hall.sign_in());
  const auto answer = hall.post("/sign-out", "{}", cookie(one));
  CHECK(answer.status == 200);
  CHECK(answer.header("Set-Cookie")->find("Max-Age=0") != std::string_view::npos);
  CHECK(hall.session_status(one) == 401);
  CHECK(hall.session_status(two) == 200);
  CHECK(hall.post("/sign-out", "{}").status == 200);
}

TEST_CASE("a session that nobody uses, or that is old, is over") {
  Hall hall;
  INVARIANT(hall.db->run("UPDATE person SET operator = 0").ok());
  const std::string token = token_of(hall.sign_in());
  hall.pass(hours{7});
  CHECK(hall.session_status(token) == 200);
  hall.pass(hours{7});
  CHECK(hall.session_status(token) == 200);
  hall.pass(hours{8});
  CHECK(hall.session_status(token) == 401);
}

TEST_CASE("what changes something is refused from a foreign page, by every sign that a browser gives") {
  Hall hall;
  const std::string token = token_of(hall.sign_in());
  const auto send = [&](http::Headers headers) {
    headers.emplace_back("Host", "localhost:8080");
    headers.emplace_back("Cookie", "courtesy=" + token);
    return hall.answer_of(
        {.method = "POST", .url = "/v1/stop", .headers = std::move(headers), .body = "{}", .peer = "127.0.0.1"});
  };
  CHECK(code_of(send({})) == "foreign_page");
  for (const auto* origin : {"https://evil.example", "null", "http://localhost", "http://localhost:8081",
                             "http://localhost:8080.evil.example"})
    CHECK(code_of(send({{"X-Courtesy", "page"}, {"Origin", origin}})) == "foreign_page");
  for (const auto* site : {"cross-site", "same-site"})
    CHECK(code_of(send({{"X-Courtesy", "page"}, {"Sec-Fetch-Site", site}})) == "foreign_page");
  CHECK(hall.get("/session").at("stopped").is_null());
  CHECK(send({{"X-Courtesy", "page"}, {"Origin", "http://localhost:8080"}, {"Sec-Fetch-Site", "same-origin"}}).status ==
        200);
}

TEST_CASE("signing in is refused from a foreign page as well: nobody is made to work as somebody else") {
  Hall hall;
  const auto answer = hall.sign_in("kim@maple.example", password, {}, {{"Origin", "https://evil.example"}});
  CHECK(code_of(answer) == "foreign_page");
}

TEST_CASE("each answer says how many requests are left, and one too many how long to wait") {
  Hall hall;
  const std::string token = token_of(hall.sign_in());
  const auto first = hall.ask_bare("GET", "/v1/team", {}, cookie(token));
  CHECK(*first.header("RateLimit-Limit") == "1200");
  CHECK(*first.header("RateLimit-Remaining") == "1199");
  CHECK_FALSE(first.header("Retry-After"));
  http::Response last = first;
  for (int i = 0; i < 1'200 && last.status == 200; ++i) last = hall.ask_bare("GET", "/v1/team", {}, cookie(token));
  CHECK(last.status == 429);
  CHECK(code_of(last) == "too_many_requests");
  CHECK(*last.header("RateLimit-Remaining") == "0");
  CHECK(std::stoi(std::string(*last.header("Retry-After"))) <= 60);
  hall.pass(minutes{1});
  CHECK(hall.ask_bare("GET", "/v1/team", {}, cookie(token)).status == 200);
}

TEST_CASE("who shows nothing good is counted by the address, so that keys are not guessed at leisure") {
  Hall hall;
  hall.peer = "203.0.113.7";
  http::Response last;
  for (int i = 0; i < 121; ++i)
    last = hall.ask_bare("GET", "/v1/day", {}, {{"Authorization", fmt::format("Bearer ck_live_{:043}", i)}});
  CHECK(last.status == 429);
  hall.peer = "203.0.113.8";
  CHECK(hall.ask_bare("GET", "/v1/day").status == 401);
}

TEST_CASE("what is counted is forgotten before it fills the memory") {
  api::Limits limits;
  const Instant now = parse_instant("2026-05-12T12:00:00Z").value();
  const access::Allowance one{.limit = 1, .window = seconds{60}};
  for (std::size_t i = 0; i < api::Limits::most + 10; ++i) limits.spend(std::to_string(i), one, now);
  CHECK(limits.size() <= api::Limits::most);
}

TEST_CASE("a repeated request with its Idempotency-Key gets the same answer, and nothing happens twice") {
  Hall hall;
  const http::Headers key{{"Idempotency-Key", "7f1c"}};
  const auto ask = [&](const std::string& text, http::Headers headers) {
    return hall.ask("POST", "/v1/keys", text, std::move(headers));
  };
  const auto first = ask(R"({"name":"desk","kind":"test"})", key);
  const auto again = ask(R"({"name":"desk","kind":"test"})", key);
  CHECK(first.status == 200);
  CHECK(again.body == first.body);
  CHECK_FALSE(first.header("Idempotency-Replayed"));
  CHECK(again.header("Idempotency-Replayed") == "true");
  CHECK(hall.get("/keys").at("keys").as_array().size() == 1);
  const auto other = ask(R"({"name":"another","kind":"test"})", key);
  CHECK(other.status == 422);
  CHECK(code_of(other) == "key_used_otherwise");
  hall.pass(hours{24});
  CHECK(ask(R"({"name":"another","kind":"test"})", key).status == 200);
  CHECK(hall.get("/keys").at("keys").as_array().size() == 2);
}

TEST_CASE("a kept answer is not readable in the database, since a key may stand in it") {
  Hall hall;
  const auto made =
      object(hall.ask("POST", "/v1/keys", R"({"name":"desk","kind":"test"})", {{"Idempotency-Key", "1"}}));
  const std::string key = text_at(made, "/text");
  const auto rows = hall.db->run("SELECT answer FROM kept_request").value();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0][0].text().find(key) == std::string::npos);
}

TEST_CASE("a file that is sent again with its Idempotency-Key is taken in once; while it is under way, it is said so") {
  Hall hall;
  const std::string table = "name,phone,date,time\nAna,+12125550123,2026-05-20,09:30\n";
  const auto request = [&] {
    return http::Request{.method = "POST",
                         .url = "/v1/imports?name=a.csv&dry_run=false&date_form=year_month_day&time_form=h24",
                         .headers = {{"Host", "localhost"},
                                     {"X-Courtesy", "x"},
                                     {"Cookie", "courtesy=" + hall.token},
                                     {"Idempotency-Key", "one file"}},
                         .body = table,
                         .peer = "127.0.0.1"};
  };
  std::vector<http::Response> answers;
  for (int i = 0; i < 2; ++i)
    hall.api->handle(request(), [&](http::Response response) { answers.push_back(std::move(response)); });
  while (answers.size() < 2) REQUIRE(hall.time.step(hall.time.now() + minutes{1}));
  CHECK(code_of(answers[0]) == "still_running");
  CHECK(answers[1].status == 200);
  CHECK(object(answers[1]).at("added") == 1);
  const auto again = hall.answer_of(request());
  CHECK(again.header("Idempotency-Replayed") == "true");
  CHECK(again.body == answers[1].body);
  CHECK(hall.db->run("SELECT COUNT(*) FROM import").value()[0][0].number() == 1);
}

TEST_CASE("a guest key takes in a file of guests, and nothing of one in which somebody is none") {
  Hall hall;
  hall.settings_of_api.environment_of_guests.allow_list = {"+1212555*"};
  hall.api.emplace(*hall.store, hall.time, hall.settings_of_api);
  const auto import = [&](access::KeyKind kind, const std::string& number, const char* dry_run) {
    const std::string text = access::make_key(kind, hall.random.token(access::key_bytes)).reveal();
    hall.write([&](Unit& unit) -> Result<void> {
      TRY(ApiKeys(unit).add({.kind = kind, .name = "desk", .made_by = "Kim"}, Secret<std::string>(text)));
      return {};
    });
    return hall.ask_bare(
        "POST", fmt::format("/v1/imports?name=a.csv&dry_run={}&date_form=year_month_day&time_form=h24", dry_run),
        "name,phone,date,time\nAna,+12125550123,2026-05-20,09:30\nBen," + number + ",2026-05-20,10:30\n",
        {{"Authorization", "Bearer " + text}});
  };
  using access::KeyKind;
  CHECK(code_of(import(KeyKind::guest, "+14155550100", "false")) == "guest_key");
  CHECK(hall.db->run("SELECT COUNT(*) FROM appointment WHERE account = 1").value()[0][0].number() == 0);
  CHECK(import(KeyKind::guest, "+12125550124", "false").status == 200);
  CHECK(hall.db->run("SELECT COUNT(*) FROM appointment WHERE account = 1").value()[0][0].number() == 2);
  CHECK(code_of(import(KeyKind::test, "+12125550125", "false")) == "test_key");
  CHECK(import(KeyKind::test, "+14155550100", "true").status == 200);
  CHECK(import(KeyKind::live, "+14155550100", "false").status == 200);
}

TEST_CASE("a guest key books for guests, and at the last moment it is asked again who they are") {
  Hall hall;
  hall.settings_of_api.environment_of_guests.allow_list = {"+1212555*"};
  hall.settings.environment = {.production = true, .allow_list = {"+1212555*"}};
  hall.api.emplace(*hall.store, hall.time, hall.settings_of_api);
  const auto key_of = [&](access::KeyKind kind) {
    const std::string text = access::make_key(kind, hall.random.token(access::key_bytes)).reveal();
    hall.write([&](Unit& unit) -> Result<void> {
      TRY(ApiKeys(unit).add({.kind = kind, .name = "desk", .made_by = "Kim"}, Secret<std::string>(text)));
      return {};
    });
    return http::Headers{{"Authorization", "Bearer " + text}};
  };
  const auto book = [&](access::KeyKind kind, const std::string& number) {
    return hall.ask_bare(
        "POST", "/v1/appointments",
        R"({"name":"Ana","number":")" + number + R"(","start":"2026-05-20T09:30","attested":"on paper"})",
        key_of(kind));
  };
  using access::KeyKind;
  CHECK(code_of(book(KeyKind::guest, "+14155550100")) == "guest_key");
  CHECK(code_of(book(KeyKind::test, "+12125550124")) == "test_key");
  CHECK(hall.db->run("SELECT COUNT(*) FROM appointment WHERE account = 1").value()[0][0].number() == 0);
  CHECK(book(KeyKind::guest, "+12125550124").status == 200);
  const auto judged = [&](Audience audience) {
    return hall.read<Reason>([audience](Unit& unit) -> Result<Reason> {
      Appointment visit = TRY(unit.appointments().get(AppointmentId(1)));
      CHECK(visit.audience == audience);
      const Due due = TRY(unit.queue().get(TRY(unit.queue().of(visit.id)).at(0).key));
      Facts facts = TRY(unit.facts(std::span(&due, 1)));
      return allow_list(due, facts.house, facts.each[0]).reason;
    });
  };
  CHECK(judged(Audience::guests) == Reason::none);
  CHECK(hall.ask("PUT", "/v1/clients/1", R"({"number":"+14155550100"})").status == 200);
  CHECK(judged(Audience::guests) == Reason::guest_key);
  // Moved by a person, it is still what a guest key has booked.
  CHECK(hall.ask("PUT", "/v1/appointments/1", R"({"start":"2026-05-21T09:30"})").status == 200);
  CHECK(judged(Audience::guests) == Reason::guest_key);
}

TEST_CASE("a key that may reach few restricts what it adds, and leaves alone what was there; a live one sets free") {
  Hall hall;
  const auto take = [&](Audience audience, const std::string& start) {
    hall.read<int>([&](Unit& unit) -> Result<int> {
      intake::Booked booked = ApiHouse::booked("a", start);
      const ImportSource source{.name = "clinic", .attested = "on paper", .audience = audience};
      const auto taken = take_bookings(unit, source, {&booked, 1});
      if (!taken) CHECK(taken.error().code == ErrorCode::conflict);
      return 0;
    });
    return hall.read<Audience>(
        [](Unit& unit) -> Result<Audience> { return TRY(unit.appointments().get(AppointmentId(1))).audience; });
  };
  CHECK(take(Audience::guests, "2026-05-20T09:30") == Audience::guests);
  CHECK(take(Audience::nobody, "2026-05-20T10:30") == Audience::guests);
  CHECK(take(Audience::everybody, "2026-05-20T10:30") == Audience::everybody);
  CHECK(take(Audience::guests, "2026-05-20T11:30") == Audience::everybody);
}

TEST_CASE("what was refused is not kept: the same key may try again") {
  Hall hall;
  const http::Headers key{{"Idempotency-Key", "7f1c"}};
  CHECK(hall.ask("POST", "/v1/keys", R"({"name":"desk","kind":"none"})", key).status == 400);
  CHECK(hall.ask("POST", "/v1/keys", R"({"name":"desk","kind":"test"})", key).status == 200);
}

TEST_CASE("while there is nobody, the first is made from this machine, and from nowhere else") {
  Hall hall;
  INVARIANT(hall.db->run("DELETE FROM person").ok());
  INVARIANT(hall.db->run("DELETE FROM membership").ok());
  CHECK(code_of(hall.ask_bare("GET", "/v1/session")) == "setup_needed");
  const std::string wanted = R"({"name":"Pat","email":"Pat@Maple.example","password":"brown hen in May"})";
  for (const auto* from : {"203.0.113.7", "", "10.0.0.1"}) {
    hall.peer = from;
    CHECK(hall.post("/setup", wanted).status == 403);
    CHECK(object(hall.ask_bare("GET", "/v1/setup")).at("here") == false);
  }
  hall.peer = "127.0.0.1";
  const auto setup = object(hall.ask_bare("GET", "/v1/setup"));
  CHECK(setup.at("needed") == true);
  CHECK(setup.at("account_needed") == false);
  CHECK(hall.post("/setup", R"({"name":"Pat","email":"pat@maple.example","password":"password1"})").status == 400);
  const auto made = hall.post("/setup", wanted);
  REQUIRE(made.status == 200);
  const auto session = object(hall.ask_bare("GET", "/v1/session", {}, cookie(token_of(made))));
  CHECK(text_at(session, "/person/name") == "Pat");
  CHECK(session.at("person").at("operator") == true);
  CHECK(text_at(session, "/role") == "owner");
  CHECK(text_at(session, "/account/name") == "Maple Dental");
  CHECK(hall.post("/setup", wanted).status == 409);
  CHECK(hall.sign_in("pat@maple.example", other_password).status == 200);
}

TEST_CASE("an empty installation is set up with its first business") {
  Hall hall;
  INVARIANT(hall.db->run("DELETE FROM person").ok());
  INVARIANT(hall.db->run("DELETE FROM account WHERE account > 0").ok());
  CHECK(object(hall.ask_bare("GET", "/v1/setup")).at("account_needed") == true);
  const std::string without = R"({"name":"Pat","email":"pat@elm.example","password":"brown hen in May"})";
  CHECK(hall.post("/setup", without).status == 400);
  const auto with = [](const std::string& zone, const std::string& more) {
    return R"({"name":"Pat","email":"pat@elm.example","password":"brown hen in May","account":{"name":"Elm Hair","zone":")" +
           zone + R"(","country":"us","caller_number":"+12125550199","callback_number":"+12125550100")" + more + "}}";
  };
  CHECK(hall.post("/setup", with("Nowhere/City", "")).status == 400);
  CHECK(hall.post("/setup", with("America/New_York", R"(,"standing":"reviewed")")).status == 400);
  const auto made = hall.post("/setup", with("America/New_York", ""));
  REQUIRE(made.status == 200);
  CHECK(text_at(object(hall.ask_bare("GET", "/v1/session", {}, cookie(token_of(made)))), "/account/name") ==
        "Elm Hair");
}

TEST_CASE("who is invited chooses a password behind the link, once, and is in") {
  Hall hall;
  const auto told = object(hall.ask("POST", "/v1/team/invitations", R"({"email":"lee@maple.example","role":"staff"})"));
  const std::string link = text_at(told, "/link");
  CHECK(link.starts_with("http://localhost:8080/#/welcome/"));
  const std::string token = link.substr(link.rfind('/') + 1);
  const auto look = object(hall.post("/links/look", fmt::format(R"({{"token":"{}"}})", token)));
  CHECK(text_at(look, "/account") == "Maple Dental");
  CHECK(text_at(look, "/by") == "Kim");
  CHECK(look.at("known") == false);
  const auto use = [&](const std::string& chosen) {
    return hall.post("/links/use", fmt::format(R"({{"token":"{}","name":"Lee","password":"{}"}})", token, chosen));
  };
  CHECK(use("leemaple").status == 400);
  const auto in = use(other_password);
  REQUIRE(in.status == 200);
  const auto session = object(hall.ask_bare("GET", "/v1/session", {}, cookie(token_of(in))));
  CHECK(text_at(session, "/role") == "staff");
  CHECK(session.at("person").at("operator") == false);
  CHECK(code_of(use(other_password)) == "link_used_up");
  CHECK(code_of(hall.post("/links/look", R"({"token":"made up"})")) == "link_used_up");
  CHECK(hall.get("/team").at("invitations").as_array().empty());
}

TEST_CASE("a link for somebody who is there already is used by that person, signed in, and by nobody else") {
  Hall hall;
  const PersonId lee = [&] {
    PersonId id;
    hall.write(
        [&](Unit& unit) -> Result<void> {
          id = TRY(People(unit).add({.email = "lee@maple.example", .name = "Lee", .password = hall.hash}));
          return {};
        },
        AccountId{});
    return id;
  }();
  const auto told = object(hall.ask("POST", "/v1/team/invitations", R"({"email":"lee@maple.example","role":"staff"})"));
  const std::string token = text_at(told, "/link").substr(text_at(told, "/link").rfind('/') + 1);
  const std::string text = fmt::format(R"({{"token":"{}","name":"Lee","password":"another one 7"}})", token);
  CHECK(hall.post("/links/use", text).status == 401);
  CHECK(hall.ask("POST", "/v1/links/use", text).status == 401);  // Kim
  CHECK(hall.sign_in("lee@maple.example", "another one 7").status == 401);
  const std::string own = token_of(hall.sign_in("lee@maple.example"));
  CHECK(hall.post("/links/use", fmt::format(R"({{"token":"{}"}})", token), cookie(own)).status == 200);
  CHECK(text_at(object(hall.ask_bare("GET", "/v1/session", {}, cookie(own))), "/role") == "staff");
  CHECK(lee.value() == 2);
}

TEST_CASE("a letter goes to whoever is invited, where there is mail and the address may be written to") {
  Hall hall;
  hall.settings.environment.allow_list.insert("lee@maple.example");
  std::vector<api::Letter> letters;
  hall.settings_of_api.send_letter = [&](api::Letter letter) { letters.push_back(std::move(letter)); };
  hall.api.emplace(*hall.store, hall.time, hall.settings_of_api);
  const auto told = object(hall.ask("POST", "/v1/team/invitations", R"({"email":"Lee@Maple.example","role":"staff"})"));
  CHECK(told.at("mailed") == true);
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].from == "reminders@maple.example");
  CHECK(letters[0].to == "lee@maple.example");
  CHECK(letters[0].text.find(text_at(told, "/link")) != std::string::npos);
  CHECK(hall.ask("POST", "/v1/team/invitations", R"({"email":"kim@maple.example","role":"staff"})").status == 409);
  CHECK(letters.size() == 1);
  const auto stranger = object(hall.ask("POST", "/v1/team/invitations", R"({"email":"x@elm.example","role":"staff"})"));
  CHECK(stranger.at("mailed") == false);
  CHECK(letters.size() == 1);
}

TEST_CASE("a link for a new password goes to who is known; who is not is told the same, after the same time") {
  Hall hall;
  hall.give_factor();
  hall.settings.environment.allow_list.insert("kim@maple.example");
  std::vector<api::Letter> letters;
  hall.settings_of_api.send_letter = [&](api::Letter letter) { letters.push_back(std::move(letter)); };
  hall.api.emplace(*hall.store, hall.time, hall.settings_of_api);
  const std::string session = hall.token;
  const auto ask = [&](const char* email) {
    const Instant began = hall.time.now();
    const auto answer = hall.post("/links/ask", fmt::format(R"({{"email":"{}"}})", email));
    CHECK(answer.status == 200);
    return fmt::format("{} after {}", answer.body, (hall.time.now() - began).count());
  };
  const std::string known = ask("kim@maple.example");
  CHECK(known == ask("nobody@maple.example"));
  REQUIRE(letters.size() == 1);
  const std::string& text = letters[0].text;
  const auto at = text.find("/#/welcome/") + 11;
  const std::string token = text.substr(at, text.find('\n', at) - at);
  CHECK(hall.session_status(session) == 200);  // asking alone ends nothing
  const std::string use = fmt::format(R"({{"token":"{}","password":"{}"}})", token, other_password);
  CHECK(hall.post("/links/use", use).status == 200);
  CHECK(code_of(hall.post("/links/use", use)) == "link_used_up");
  CHECK(hall.session_status(session) == 401);
  CHECK(hall.sign_in().status == 401);
  // A mailbox is no telephone: the second factor is still asked for.
  CHECK(code_of(hall.sign_in("kim@maple.example", other_password)) == "second_factor");
  for (int i = 0; i < 10; ++i) ask("kim@maple.example");
  CHECK(letters.size() == 5);
}

TEST_CASE("a password is changed by who knows the old one, and ends every other session") {
  Hall hall;
  const std::string here = token_of(hall.sign_in());
  const std::string there = token_of(hall.sign_in());
  const auto change = [&](const char* old_one, const char* next) {
    return hall.post("/me/password", fmt::format(R"({{"password":"{}","new_password":"{}"}})", old_one, next),
                     cookie(here));
  };
  CHECK(change("wrong one", other_password).status == 403);
  CHECK(change(password, "kim").status == 400);
  CHECK(change(password, other_password).status == 200);
  CHECK(hall.session_status(here) == 200);
  CHECK(hall.session_status(there) == 401);
  CHECK(hall.sign_in().status == 401);
  CHECK(hall.sign_in("kim@maple.example", other_password).status == 200);
}

TEST_CASE("a second factor is set up with the password and a code, and gives recovery codes once") {
  Hall hall;
  INVARIANT(hall.db->run("UPDATE person SET totp = '', totp_new = ''").ok());
  const std::string token = token_of(hall.sign_in());
  const auto post = [&](const std::string& url, const std::string& text) {
    return hall.post(url, text, cookie(token));
  };
  CHECK(post("/me/factor/begin", R"({"password":"wrong one"})").status == 403);
  const auto begun = object(post("/me/factor/begin", fmt::format(R"({{"password":"{}"}})", password)));
  CHECK(text_at(begun, "/secret").size() == 32);
  CHECK(text_at(begun, "/uri").starts_with("otpauth://totp/Courtesy:kim@maple.example?secret="));
  CHECK(code_of(post("/me/factor/prove", R"({"code":"000000"})")) == "wrong_code");
  CHECK(hall.sign_in().status == 200);  // not asked for yet
  // What the authenticator makes of the secret.
  std::string bits;
  for (const char c : text_at(begun, "/secret")) {
    const auto value = std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").find(c);
    for (int bit = 4; bit >= 0; --bit) bits.push_back(((value >> bit) & 1) ? '1' : '0');
  }
  std::string seed;
  for (std::size_t i = 0; i + 8 <= bits.size(); i += 8)
    seed.push_back(static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2)));
  const auto code = [&] { return access::hotp(Secret<std::string>(seed), access::totp_step(hall.time.now()), 6); };
  const auto proven = object(post("/me/factor/prove", fmt::format(R"({{"code":"{}"}})", code())));
  CHECK(proven.at("second_factor") == true);
  REQUIRE(proven.at("recovery_codes").as_array().size() == 10);
  const std::string recovery(proven.at("recovery_codes").as_array()[0].as_string());
  CHECK_FALSE(object(hall.ask_bare("GET", "/v1/me", {}, cookie(token))).contains("recovery_codes"));
  CHECK(code_of(hall.sign_in()) == "second_factor");
  CHECK(hall.sign_in("kim@maple.example", password, recovery).status == 200);
  CHECK(hall.sign_in("kim@maple.example", password, recovery).status == 401);
  hall.pass(seconds{30});
  CHECK(post("/me/factor/drop", fmt::format(R"({{"password":"{}","code":"000000"}})", password)).status == 403);
  CHECK(post("/me/factor/drop", fmt::format(R"({{"password":"{}","code":"{}"}})", password, code())).status == 200);
  CHECK(hall.sign_in().status == 200);
}

TEST_CASE("a session elsewhere is listed and ended by its person, and by nobody else") {
  Hall hall;
  const std::string here = token_of(hall.sign_in());
  const std::string there = token_of(hall.sign_in("kim@maple.example", password, {}, {{"User-Agent", "Telephone"}}));
  hall.write(
      [&](Unit& unit) -> Result<void> {
        const PersonId lee = TRY(People(unit).add({.email = "lee@maple.example", .name = "Lee"}));
        TRY(PersonSessions(unit).begin({.person = lee, .account = {}}, false, "lee"));
        return {};
      },
      AccountId{});
  const auto me = object(hall.ask_bare("GET", "/v1/me", {}, cookie(here)));
  const auto& sessions = me.at("sessions").as_array();
  REQUIRE(sessions.size() == 3);  // the house's own, this one, and the telephone's
  CHECK(sessions[0].at("browser") == "Telephone");
  CHECK(sessions[1].at("this_one") == true);
  CHECK(hall.post("/me/sessions/3/end", "{}", cookie("lee")).status == 404);
  CHECK(hall.session_status(there) == 200);
  CHECK(hall.post("/me/sessions/3/end", "{}", cookie(here)).status == 200);
  CHECK(hall.session_status(there) == 401);
  CHECK(hall.post("/me/sessions/end-others", "{}", cookie(here)).status == 200);
  CHECK(hall.session_status(here) == 200);
  CHECK(hall.session_status(hall.token) == 401);
}

TEST_CASE("a person with several accounts looks at one after the other") {
  Hall hall;
  hall.write(
      [](Unit& unit) -> Result<void> {
        const AccountId elm = TRY(unit.accounts().create({.name = "Elm Hair",
                                                          .spoken_name = "Elm Hair",
                                                          .callback_number = "+12125550300",
                                                          .caller_number = "+12125550399",
                                                          .email_from = "",
                                                          .zone = "America/New_York",
                                                          .country = "US"}));
        return People(unit).join(elm, PersonId(1), access::Role::viewer, "the test");
      },
      AccountId{});
  const std::string token = token_of(hall.sign_in());
  const auto session = [&] { return object(hall.ask_bare("GET", "/v1/session", {}, cookie(token))); };
  CHECK(session().at("accounts").as_array().size() == 2);
  CHECK(text_at(session(), "/role") == "owner");
  CHECK(hall.post("/session/account", R"({"account":2})", cookie(token)).status == 200);
  CHECK(text_at(session(), "/account/name") == "Elm Hair");
  CHECK(text_at(session(), "/role") == "viewer");
  CHECK(hall.post("/keys", R"({"name":"desk","kind":"test"})", cookie(token)).status == 403);
}

TEST_CASE("in a demo whoever looks from this machine is its owner, and nobody from elsewhere is") {
  Hall hall;
  hall.settings_of_api.demo = api::Demo{[] { return 1.0; }, [](double) {}, PersonId(1), AccountId(1)};
  hall.api.emplace(*hall.store, hall.time, hall.settings_of_api);
  const auto session = object(hall.ask_bare("GET", "/v1/session"));
  CHECK(text_at(session, "/person/name") == "Kim");
  CHECK(session.at("person").at("factor_fresh") == true);
  for (const auto* from : {"203.0.113.7", ""}) {
    hall.peer = from;
    CHECK(hall.ask_bare("GET", "/v1/session").status == 401);
  }
}
