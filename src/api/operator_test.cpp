// What the operator sees and does, and that nobody else does.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "api/route.h"
#include "api/test_house.h"
#include "store/attempts.h"
#include "store/ledger.h"
#include "store/tally.h"
#include "store/trips.h"
#include "store/unit.h"

using namespace courtesy;
using api::ApiHouse;

namespace {

/// Two businesses, of which Kim, the operator, owns the first alone.
class TwoHouses : public ApiHouse {
 public:
  TwoHouses() {
    write(
        [](Unit& unit) -> Result<void> {
          Account elm = clinic();
          elm.name = "Elm Hair";
          elm.caller_number = "+12125550399";
          TRY(unit.accounts().create(elm));
          return {};
        },
        AccountId{});
    write([](Unit& unit) -> Result<void> { return discard(add_rule(unit, day_before())); }, AccountId(2));
  }

  boost::json::object account(std::int64_t id) {
    const auto page = get("/accounts");
    for (const auto& one : page.at("accounts").as_array()) {
      if (one.at("account") == id) return one.as_object();
    }
    INVARIANT(false);
    return {};
  }

 private:
  template <typename T>
  static Result<void> discard(Result<T> result) {
    TRY(std::move(result));
    return {};
  }
};

}  // namespace

TEST_CASE("the list of accounts says of each how it stands and what waits in it") {
  TwoHouses house;
  CHECK(house.account(1).at("state") == "running");
  CHECK(house.account(2).at("last_activity").is_null());
  CHECK(house.account(2).at("work").at("oldest_due_seconds").is_null());

  // A visit tomorrow at two is reminded of today at two in the afternoon; nobody dispatches here.
  house.import({TestHouse::booked("1", "2026-05-13T14:00")});
  house.time.run_until(house.time.now() + hours{4});
  const auto due = house.account(1);
  CHECK(due.at("work").at("due") == 1);
  CHECK(due.at("work").at("late") == 0);
  house.time.run_until(house.time.now() + minutes{11});
  const auto late = house.account(1);
  CHECK(late.at("work").at("late") == 1);
  CHECK(late.at("work").at("oldest_due_seconds") == 660);
  CHECK_FALSE(late.at("last_activity").is_null());
  CHECK(house.account(2).at("work").at("due") == 0);

  const auto all = house.get("/operator/house");
  CHECK(all.at("work") == late.at("work"));
  CHECK(all.at("nodes").at(0).at("node") == "test");
  CHECK(all.at("nodes").at(0).at("role") == "all");
  CHECK(all.at("nodes").at(0).at("heard_at").is_null());
}

TEST_CASE("accounts are found by name, number and state, a page at a time") {
  TwoHouses house;
  const auto names = [&](const std::string& query) {
    std::string text;
    const auto page = house.get("/accounts?" + query);
    for (const auto& one : page.at("accounts").as_array()) text += std::string(one.at("name").as_string()) + ";";
    return text;
  };
  CHECK(names("q=elm") == "Elm Hair;");
  CHECK(names("q=2") == "Elm Hair;");
  CHECK(names("q=%25") == "");
  CHECK(names("limit=1") == "Maple Dental;");
  CHECK(house.get("/accounts?limit=1").at("next") == 1);
  CHECK(names("limit=1&after=1") == "Elm Hair;");
  CHECK(house.get("/accounts?limit=1&after=1").at("next").is_null());
  CHECK(names("state=stopped") == "");
  CHECK(house.ask("GET", "/v1/accounts?state=gone").status == 400);
  CHECK(house.ask("GET", "/v1/accounts?after=x").status == 400);
}

TEST_CASE("an account is stopped for its people to release, on record with the operator's name") {
  TwoHouses house;
  CHECK(house.post("/accounts/2/stop", R"({"why":"calls at night"})").status == 200);
  CHECK(house.stops_told == 1);
  CHECK(house.account(2).at("state") == "stopped");
  CHECK(house.account(2).at("stopped_who") == "Kim");
  CHECK(house.account(2).at("stopped_why") == "calls at night");
  CHECK(house.account(1).at("state") == "running");
  CHECK(house.get("/accounts").at("counts").at("stopped") == 1);
  CHECK(house.post("/accounts/9/stop", R"({"why":"x"})").status == 404);
  CHECK(house.post("/accounts/0/stop", R"({"why":"x"})").status == 404);
  CHECK(house.post("/accounts/x/stop", R"({"why":"x"})").status == 404);
}

TEST_CASE("an account that the failsafe stopped has tripped, until somebody has looked; a release begins a probation") {
  TwoHouses house;
  house.write([](Unit& unit) { return unit.trips().add({TripRule::volume_hour, 900, 200, ""}); }, AccountId(2));
  CHECK(house.account(2).at("state") == "tripped");
  house.write(
      [](Unit& unit) -> Result<void> {
        TRY(unit.trips().decide("Pat", "a campaign"));
        TRY(unit.tally().begin_probation());
        return unit.accounts().clear_stop();
      },
      AccountId(2));
  CHECK(house.account(2).at("state") == "probation");
  house.time.run_until(house.time.now() + hours{25});
  CHECK(house.account(2).at("state") == "running");
}

TEST_CASE("the health on the operator's page is the watch's own, and without a watch there is none") {
  TwoHouses house;
  CHECK(house.get("/operator/house").at("health").is_null());
  house.settings_of_api.health = [](UniqueFunction<void(Result<boost::json::object>)> told) {
    told(boost::json::object{{"status", "red"}, {"node", "test"}});
  };
  house.settings_of_api.places = api::Places{.in_flight = 20, .calls_per_second = 1};
  house.api.emplace(*house.store, house.time, house.settings_of_api);
  const auto page = house.get("/operator/house");
  CHECK(page.at("health").at("status") == "red");
  CHECK(page.at("nodes").at(0).at("this_one") == true);
  CHECK(page.at("nodes").at(0).at("version") == "test");
  CHECK(page.at("places").at("in_flight") == 20);
}

namespace {

std::string keys_of(const boost::json::object& page, std::string_view list, std::string_view member) {
  std::string text;
  for (const auto& one : page.at(list).as_array()) {
    const auto& value = one.at(member);
    text += (value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value)) + ";";
  }
  return text;
}

}  // namespace

TEST_CASE("the operator searches any account's ledger, and reads nothing of its clients") {
  TwoHouses house;
  house.write(
      [](Unit& unit) -> Result<void> {
        TRY(take_bookings(unit, {.name = "their.ics", .attested = "paper"},
                          std::vector{TestHouse::booked("1", "2026-05-14T14:00", "+12125550177")}));
        return unit.ledger().append(
            {.kind = LedgerKind::callback,
             .code = "incoming_text",
             .body =
                 LedgerBody().plain("read_as", "unclear").personal("from", "+12125550177").personal("text", "hush")});
      },
      AccountId(2));
  const auto page = house.get("/accounts/2/ledger");
  CHECK(page.at("name") == "Elm Hair");
  CHECK(page.at("entries").as_array().size() >= 3);
  const auto text = boost::json::serialize(page);
  CHECK(text.find("Ana") == std::string::npos);
  CHECK(text.find("5550177") == std::string::npos);
  CHECK(text.find("hush") == std::string::npos);

  const auto newest = page.at("entries").at(0).at("seq").as_int64();
  const auto entry = house.get(fmt::format("/accounts/2/ledger/{}", newest));
  CHECK(api::text_at(entry, "/bodies/0/text") == "read_as: unclear\n");

  // By number, as the ledger finds it: whoever asks has it already.
  CHECK(house.get("/accounts/2/ledger?recipient=%2B12125550177").at("entries").as_array().size() > 0);
  CHECK(house.get("/accounts/2/ledger?recipient=%2B12125550178").at("entries").as_array().empty());
  CHECK(keys_of(house.get("/accounts/2/ledger?kind=callback"), "entries", "code") == "incoming_text;");
  const auto one = house.get("/accounts/2/ledger?limit=1");
  CHECK(one.at("before") == one.at("entries").at(0).at("seq"));
  CHECK(house.ask("GET", "/v1/accounts/2/ledger?q=ana").status == 400);
  CHECK(house.ask("GET", "/v1/accounts/9/ledger").status == 404);
  CHECK(house.ask("GET", "/v1/accounts/2/ledger/999").status == 404);
  CHECK(house.get("/accounts/0/ledger").at("account") == 0);
}

TEST_CASE("an operator's look into an account's ledger leaves a trace in it, which names nobody that was looked for") {
  TwoHouses house;
  const auto traces = [&] {
    return house.read<std::vector<std::string>>(
        [](Unit& unit) -> Result<std::vector<std::string>> {
          std::vector<std::string> found;
          for (const auto& row : TRY(unit.db().run(
                   "SELECT b.body FROM ledger l JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
                   " WHERE l.account = $1 AND l.code = 'operator_looked' ORDER BY l.seq",
                   {unit.account()})))
            found.push_back(row[0].text());
          return found;
        },
        AccountId(2));
  };
  const auto page = house.get("/accounts/2/ledger?recipient=%2B12125550177&kind=sent&code=5550177");
  REQUIRE(traces().size() == 1);
  CHECK(traces()[0].find("Kim") != std::string::npos);
  CHECK(traces()[0].find("a recipient, kind sent, code of another form") != std::string::npos);
  CHECK(traces()[0].find("5550177") == std::string::npos);

  // A page that asks again leaves one an hour; another search, another one.
  house.get("/accounts/2/ledger?recipient=%2B12125550177&kind=sent&code=5550177");
  CHECK(traces().size() == 1);
  house.get("/accounts/2/ledger");
  CHECK(traces().size() == 2);
  house.time.run_until(house.time.now() + hours{1});
  house.get("/accounts/2/ledger");
  CHECK(traces().size() == 3);
  CHECK(house.ask("GET", "/v1/accounts/2/ledger/999").status == 404);
  CHECK(traces().size() == 3);
  CHECK(keys_of(house.get("/operator/changes?account=2"), "entries", "code").find("operator_looked") !=
        std::string::npos);
}

TEST_CASE("what people changed is one list over all accounts, found by person and account, page after page") {
  TwoHouses house;
  const auto note = [&](const char* who, const char* code, AccountId account) {
    house.time.run_until(house.time.now() + minutes{1});
    house.write(
        [=](Unit& unit) {
          return unit.ledger().append({.kind = LedgerKind::by_hand,
                                       .code = code,
                                       .body = LedgerBody().plain("who", who).personal("of", "Ana")});
        },
        account);
  };
  note("Lee", "first", AccountId(1));
  note("Pat Moe", "second", AccountId(2));
  note("Lee", "third", AccountId{});
  note("Lee", "fourth", AccountId(2));
  const auto codes = [&](const std::string& query) {
    return keys_of(house.get("/operator/changes?" + query), "entries", "code");
  };
  CHECK(codes("limit=4") == "fourth;third;second;first;");
  CHECK(codes("who=lee") == "fourth;third;first;");
  CHECK(codes("who=moe") == "second;");
  CHECK(codes("account=2") == "fourth;second;");
  CHECK(codes("account=0&who=lee") == "third;");
  const auto first = house.get("/operator/changes?limit=2");
  CHECK(keys_of(first, "entries", "name") == "Elm Hair;installation;");
  CHECK(codes("limit=2&before=" + api::text_at(first, "/before")) == "second;first;");
  CHECK(house.get("/operator/changes?limit=100").at("before").is_null());
  CHECK(boost::json::serialize(first).find("Ana") == std::string::npos);
  for (const auto* wrong : {"before=1", "before=a.b.c", "account=x", "limit=-1"})
    CHECK(house.ask("GET", std::string("/v1/operator/changes?") + wrong).status == 400);
}

TEST_CASE("stops and trips of all accounts are told with who, why and since when") {
  TwoHouses house;
  CHECK(house.get("/operator/stops").at("stopped").as_array().empty());
  house.write([](Unit& unit) { return unit.trips().add({TripRule::volume_hour, 900, 200, ""}); }, AccountId(2));
  house.write([](Unit& unit) { return unit.accounts().set_stop("Pat", "a doubled list"); });
  const auto page = house.get("/operator/stops");
  CHECK(page.at("house").is_null());
  CHECK(page.at("stopped").as_array().size() == 2);
  CHECK(keys_of(page, "trips", "name") == "Elm Hair;");
  CHECK(page.at("trips").at(0).at("decided").is_null());
  house.write([](Unit& unit) { return unit.trips().decide("Lee", "a campaign"); }, AccountId(2));
  CHECK(api::text_at(house.get("/operator/stops"), "/trips/0/decided/why") == "a campaign");
  house.write([](Unit& unit) { return unit.accounts().set_stop("Kim", "everything"); }, AccountId{});
  CHECK(api::text_at(house.get("/operator/stops"), "/house/why") == "everything");
}

TEST_CASE("a chain is looked through in parts, and a row that was changed is told") {
  TwoHouses house;
  for (int i = 0; i < 3; ++i) {
    house.write([](Unit& unit) -> Result<void> {
      std::vector<LedgerEntry> many(1'000, {.kind = LedgerKind::by_hand, .code = "note"});
      return unit.ledger().append(many);
    });
  }
  const auto verify = [&] {
    const auto begun = house.post("/accounts/1/ledger/verify", "{}");
    CHECK(begun.status == 202);
    const auto id = boost::json::parse(begun.body).at("id").as_int64();
    const auto url = fmt::format("/operator/verifications/{}", id);
    for (int i = 0; i < 100 && house.get(url).at("state") == "running"; ++i) house.time.step(house.time.now());
    return house.get(url);
  };
  const auto whole = verify();
  CHECK(whole.at("state") == "done");
  CHECK(whole.at("percent") == 100);
  CHECK(whole.at("who") == "Kim");
  CHECK(whole.at("result").at("holds") == true);
  CHECK(whole.at("result").at("rows").as_int64() >= 3'000);
  INVARIANT(house.db->run("DROP TRIGGER ledger_no_update").ok());
  INVARIANT(house.db->run("UPDATE ledger SET code = 'other' WHERE account = 1 AND seq = 2500").ok());
  const auto broken = verify();
  CHECK(broken.at("result").at("holds") == false);
  CHECK(broken.at("result").at("rows") == 2'499);
  CHECK(house.post("/accounts/9/ledger/verify", "{}").status == 404);
  CHECK(house.ask("GET", "/v1/operator/verifications/99").status == 404);
}

TEST_CASE("what a gateway answered is counted by channel, with its codes in words and how late callbacks came") {
  TwoHouses house;
  house.import(
      {TestHouse::booked("1", "2026-05-13T14:00"), TestHouse::booked("2", "2026-05-13T14:00", "+12125550124")});
  // Two calls as a dispatcher leaves them: one taken and rung, one refused.
  const auto attempt = [&](int id, const char* state, const char* outcome, const char* code) {
    INVARIANT(
        house.db
            ->run("INSERT INTO attempt (account, attempt, appointment, rule, channel, start, n, client, recipient,"
                  " sender, text, secret, state, outcome, code, intended_at, send_by, node, epoch) VALUES"
                  " (1, $1, $1, 1, 'call', '', 1, 1, '', '', '', '', $2, $3, $4, $5, $5, 'test', 1)",
                  {id, state, outcome, code, house.time.now()})
            .ok());
  };
  attempt(1, "ended", "heard", "");
  attempt(2, "refused", "none", "21211");
  house.write([](Unit& unit) -> Result<void> {
    const LedgerEntry taken{.kind = LedgerKind::sent, .code = "accepted", .attempt = AttemptId(1), .channel = "call"};
    const LedgerEntry refused{.kind = LedgerKind::sent, .code = "refused", .attempt = AttemptId(2), .channel = "call"};
    TRY(unit.ledger().append(taken));
    return unit.ledger().append(refused);
  });
  house.time.run_until(house.time.now() + seconds{30});
  const auto calls = [&] { return house.get("/operator/gateways?hours=1").at("gateways").at(0).as_object(); };
  CHECK(calls().at("callbacks").at("awaited") == 1);
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.attempts().first_time(AttemptId(1), "ringing"));
    return {};
  });
  const auto told = calls();
  CHECK(told.at("channel") == "call");
  CHECK(told.at("endings").at("accepted") == 1);
  CHECK(told.at("endings").at("refused") == 1);
  CHECK(told.at("callbacks").at("in_a_minute") == 1);
  CHECK(told.at("codes").at(0).at("code") == "21211");
  CHECK(told.at("codes").at(0).at("meaning") == "not a valid number");
  house.time.run_until(house.time.now() + hours{2});
  CHECK(calls().at("endings").at("accepted") == 0);
  CHECK(calls().at("last").is_null());
}
