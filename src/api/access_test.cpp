// Whom the API lets do what. These go through the table of routes, so that none can be forgotten.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "api/error_codes.h"
#include "api/route.h"
#include "api/test_house.h"
#include "base/embedded.h"
#include "store/api_keys.h"
#include "store/closed_days.h"
#include "store/ledger.h"
#include "store/lines.h"
#include "store/recordings.h"
#include "store/ring_backs.h"
#include "store/sessions.h"
#include "store/staff_tasks.h"
#include "store/task_codes.h"
#include "store/team.h"
#include "store/unit.h"

using namespace courtesy;
using api::ApiHouse;
using api::Reach;
using api::Route;
using api::routes;
using api::Takes;

namespace {

constexpr AccountId ours{1};
constexpr AccountId theirs{2};

/// Somebody's cookie, to be sent along.
http::Headers cookie(const std::string& token) { return {{"Cookie", "courtesy=" + token}}; }
http::Headers bearer(const std::string& key) { return {{"Authorization", "Bearer " + key}}; }

std::string code_of(const http::Response& response) {
  if (response.status < 400) return "";
  return std::string(boost::json::parse(response.body).at("code").as_string());
}

/// The route's address with `id` in every place.
std::string address(const Route& route, const std::string& id) {
  std::string path(route.path);
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
    path.replace(open, path.find('}') - open + 1, id);
  if (route.method == "GET" && !route.example.empty()) path += "?" + std::string(route.example);
  if (route.takes == Takes::bytes && !route.example.empty()) path += "?" + std::string(route.example);
  return "/v1" + path;
}
std::string body(const Route& route) { return route.takes == Takes::json ? std::string(route.example) : std::string(); }
bool has_place(const Route& route) { return route.path.find('{') != std::string_view::npos; }
/// Held until something is new: not asked here.
bool waits(const Route& route) { return route.path == "/events"; }

/// Two businesses, each with people of every kind.
class Town : public ApiHouse {
 public:
  Town() {
    write(
        [](Unit& unit) -> Result<void> {
          TRY(unit.accounts().create({.name = "Elm Hair",
                                      .spoken_name = "Elm Hair",
                                      .callback_number = "+12125550300",
                                      .caller_number = "+12125550399",
                                      .email_from = "",
                                      .zone = "America/New_York",
                                      .country = "US"}));
          return {};
        },
        AccountId{});
    write(
        [](Unit& unit) -> Result<void> {
          TRY(add_rule(unit, day_before()));
          return {};
        },
        theirs);
    api.emplace(*store, time, settings_of_api);
  }

  /// Signed in with that token, and with a second factor shown just now.
  PersonId add(const std::string& name, std::optional<access::Role> role, AccountId account = ours,
               bool is_operator = false, bool factor = true) {
    PersonId id;
    write(
        [&](Unit& unit) -> Result<void> {
          id = TRY(People(unit).add({.email = name + "@town.example", .name = name, .is_operator = is_operator}));
          if (role) TRY(People(unit).join(account, id, *role, "the test"));
          PersonSession session{.person = id, .account = role ? account : AccountId{}};
          if (factor) session.factor_at = unit.now();
          TRY(PersonSessions(unit).begin(session, false, name));
          return {};
        },
        AccountId{});
    if (factor) INVARIANT(db->run("UPDATE person SET totp = 'x' WHERE person = $1", {id}).ok());
    return id;
  }
  std::string add_key(access::KeyKind kind, access::Role role, AccountId account = ours) {
    const std::string text = access::make_key(kind, random.token(access::key_bytes)).reveal();
    write(
        [&](Unit& unit) -> Result<void> {
          TRY(ApiKeys(unit).add({.kind = kind, .name = "desk", .role = role, .made_by = "the test"},
                                Secret<std::string>(text)));
          return {};
        },
        account);
    return text;
  }
  http::Response as(http::Headers who, const Route& route, const std::string& id = "1") {
    return ask_bare(std::string(route.method), address(route, id), body(route), std::move(who));
  }

  /// Something of every kind that has an id, in that account.
  void fill(AccountId account) {
    for (int i = 0; i < 3; ++i) {
      write(
          [&](Unit& unit) -> Result<void> {
            TRY(take_bookings(unit, {.name = "their.ics", .attested = "paper"},
                              std::vector{booked(std::to_string(i), fmt::format("2026-05-1{}T14:00", 4 + i))}));
            Session session{.provider_id = fmt::format("CA{}", i),
                            .caller = "+12125550123",
                            .called = "+12125550399",
                            .flow = "callback-line"};
            TRY(Sessions(unit).add(session));
            TRY(StaffTasks(unit).add(session, CallTask::message));
            TRY(unit.recordings().add({.provider_id = fmt::format("RE{}", i),
                                       .use = RecordingUse::message,
                                       .session = session.id.value(),
                                       .from = "+12125550123",
                                       .length = seconds{4}}));
            TRY(unit.ring_backs().marked("+12125550123"));
            const LocalDate closed = parse_date(fmt::format("2026-07-0{}", 1 + i)).value();
            TRY(unit.closed_days().add({.first = closed, .last = closed, .name = "elm.example"}));
            TRY(TaskCodes(unit).make(CodePurpose::client, std::to_string(i), "them"));
            TRY(Team(unit).invite(fmt::format("{}@elm.example", i), access::Role::staff, "them", std::to_string(i)));
            TRY(ApiKeys(unit).add({.name = "theirs", .made_by = "them"},
                                  access::make_key(access::KeyKind::test, random.token(access::key_bytes))));
            return {};
          },
          account);
    }
  }
};

/// What a person of this standing is told, going by the table of capabilities alone.
bool may(const Route& route, std::optional<access::Role> role, bool is_operator) {
  const auto& rule = access::rule_of(route.needs);
  if (route.needs == access::Capability::open || route.needs == access::Capability::known ||
      route.needs == access::Capability::self)
    return true;
  return rule.operator_only ? is_operator : role && *role >= rule.least;
}

}  // namespace

TEST_CASE("the table is whole: each row says what it is for, has an example, and is found") {
  std::set<std::string> seen;
  for (const Route& route : routes()) {
    CAPTURE(route.path);
    CHECK(route.path.starts_with('/'));
    CHECK((route.take != nullptr));
    CHECK((route.method == "GET") == (route.takes == Takes::nothing));
    CHECK(seen.insert(fmt::format("{} {}", route.method, route.path)).second);
    if (route.takes == Takes::json) CHECK(boost::json::parse(route.example).is_object());
    std::string plain(route.path);
    for (auto at = plain.find('{'); at != std::string::npos; at = plain.find('{'))
      plain.replace(at, plain.find('}') - at + 1, "7");
    CHECK(api::find_route(route.method, plain).route->path == route.path);
  }
  CHECK((api::find_route("GET", "/nothing").route == nullptr));
  CHECK(api::find_route("GET", "/nothing").methods.empty());
  CHECK(api::find_route("DELETE", "/lines").methods == "GET, PUT");
  CHECK((api::find_route("GET", "/appointments/").route != nullptr));
  CHECK((api::find_route("GET", "/appointments/1/").route == nullptr));
}

TEST_CASE("every code of a problem has its page") {
  ApiHouse house;
  for (const std::string_view code : api::error_codes) {
    CAPTURE(code);
    const auto page = house.ask_bare("GET", fmt::format("/v1/errors/{}", code));
    CHECK(page.status == 200);
    CHECK(page.body.find(fmt::format("# {}\n", code)) == 0);
  }
  CHECK(house.ask_bare("GET", "/v1/errors/none").status == 404);
  for (const auto& file : embedded_files()) {
    if (!file.name.starts_with("errors/")) continue;
    const std::string_view name = file.name;
    CHECK(api::is_error_code(name.substr(7, name.size() - 10)));
  }
}

TEST_CASE("who shows nothing gets nothing but the ways in") {
  Town town;
  for (const Route& route : routes()) {
    CAPTURE(route.path);
    const auto answer = town.as({}, route);
    if (route.needs == access::Capability::open) {
      CHECK(code_of(answer) != "signed_out");
    } else {
      CHECK(answer.status == 401);
      CHECK(code_of(answer) == "signed_out");
    }
    town.time.run_until(town.time.now() + minutes{1});  // the allowance of an address
  }
}

TEST_CASE("each role may do on each route what the table says, and is told so otherwise") {
  struct Somebody {
    const char* name;
    std::optional<access::Role> role;
    bool is_operator;
  };
  for (const Somebody& one :
       {Somebody{"viewer", access::Role::viewer, false}, Somebody{"staff", access::Role::staff, false},
        Somebody{"owner", access::Role::owner, false}, Somebody{"operator", std::nullopt, true},
        Somebody{"nowhere", std::nullopt, false}}) {
    for (const Route& route : routes()) {
      if (waits(route) || route.path == "/sign-out" || route.path.starts_with("/me/factor")) continue;
      CAPTURE(one.name);
      CAPTURE(route.path);
      Town town;
      town.add(one.name, one.role, ours, one.is_operator);
      const auto answer = town.as(cookie(one.name), route, "9999");
      if (may(route, one.role, one.is_operator)) {
        CHECK(code_of(answer) != "forbidden");
        CHECK(code_of(answer) != "operators_only");
        CHECK(code_of(answer) != "second_factor");
        CHECK(answer.status < 500);
      } else {
        CHECK(answer.status == 403);
      }
    }
  }
}

TEST_CASE("what asks for a second factor is refused without one shown a short while ago") {
  int asked = 0;
  for (const Route& route : routes()) {
    if (!access::rule_of(route.needs).second_factor) continue;
    ++asked;
    CAPTURE(route.path);
    Town town;
    town.add("boss", access::Role::owner, ours, true, false);
    CHECK(code_of(town.as(cookie("boss"), route)) == "second_factor");
    town.add("careful", access::Role::owner, ours, true, true);
    CHECK(code_of(town.as(cookie("careful"), route)) != "second_factor");
    town.time.run_until(town.time.now() + access::factor_is_fresh);
    CHECK(code_of(town.as(cookie("careful"), route)) == "second_factor");
  }
  CHECK(asked > 0);
}

TEST_CASE("a crawler finds nothing of another account: every route, with every id that is theirs, is 404") {
  Town town;
  town.fill(theirs);
  town.add("owner", access::Role::owner);
  const PersonId stranger = town.add("stranger", access::Role::owner, theirs);
  int tried = 0;
  for (const Route& route : routes()) {
    if (!has_place(route) || route.needs == access::Capability::open) continue;
    // These make what they name, in the own account.
    if (route.path == "/flows/{flow}" || route.path == "/templates/{name}/{language}") continue;
    for (int id = 1; id <= 40; ++id) {
      // The ledger of each begins with 1: entries of ours are ours.
      if (route.path == "/ledger/{entry}" && id <= 3) continue;
      if (route.path.starts_with("/me/sessions/") && id == 1) continue;   // one's own
      if (route.path.starts_with("/rules/{rule}") && id == 1) continue;   // the own account's
      if (route.path.starts_with("/team/{person}") && id <= 2) continue;  // Kim and oneself, who are in the account
      CAPTURE(route.path);
      CAPTURE(id);
      const auto mine = town.as(cookie("owner"), route, std::to_string(id));
      ++tried;
      // To what is the operator's nobody else comes near, whatever there is.
      CHECK(mine.status == (access::rule_of(route.needs).operator_only ? 403 : 404));
    }
    town.time.run_until(town.time.now() + minutes{2});
  }
  CHECK(tried > 400);
  CHECK(stranger.value() == 3);
  // And the one whose they are finds them.
  CHECK(town.ask_bare("GET", "/v1/appointments/1", {}, cookie("stranger")).status == 200);
  CHECK(town.ask_bare("POST", "/v1/callbacks/1/handled", R"({"seconds":1})", cookie("stranger")).status == 200);
  CHECK(town.ask_bare("POST", "/v1/keys/1/revoke", "{}", cookie("stranger")).status == 200);
  CHECK(town.ask_bare("POST", "/v1/team/invitations/1/withdraw", "{}", cookie("stranger")).status == 200);
}

TEST_CASE("what another account has stands in no list of ours either") {
  Town town;
  town.fill(theirs);
  town.add("owner", access::Role::owner);
  for (const Route& route : routes()) {
    if (route.method != "GET" || has_place(route) || waits(route)) continue;
    CAPTURE(route.path);
    const auto answer = town.as(cookie("owner"), route);
    CHECK(answer.body.find("elm.example") == std::string::npos);
    CHECK(answer.body.find("Elm Hair") == std::string::npos);
    CHECK(answer.body.find("their.ics") == std::string::npos);
    CHECK(answer.body.find("+12125550123") == std::string::npos);
  }
}

TEST_CASE("ids of another account in a body are nobody's") {
  Town town;
  town.fill(theirs);
  town.add("owner", access::Role::owner);
  const auto post = [&](const std::string& url, const std::string& text) {
    return town.ask_bare("POST", "/v1" + url, text, cookie("owner")).status;
  };
  const std::string reminder = R"([{"appointment":1,"rule":1,"channel":"call","start":"2026-05-14T14:00"}])";
  for (const auto* verb : {"release", "discard"}) {
    const auto answer = town.ask_bare("POST", fmt::format("/v1/held/{}", verb),
                                      fmt::format(R"({{"why":"x","reminders":{}}})", reminder), cookie("owner"));
    CHECK(boost::json::parse(answer.body).at("decided") == 0);
  }
  CHECK(post("/task-codes", R"({"purpose":"client","subject":1})") == 404);
  CHECK(post("/session/account", R"({"account":2})") == 404);
}

TEST_CASE("a body with a member that the route does not have changes nothing") {
  for (const Route& route : routes()) {
    if (route.takes != Takes::json || route.urgent) continue;
    for (const auto* extra : {"account", "role", "operator", "person", "is_operator", "state", "id"}) {
      if (fmt::format(" {} ", route.members).find(fmt::format(" {} ", extra)) != std::string::npos) continue;
      CAPTURE(route.path);
      CAPTURE(extra);
      Town town;
      auto text = boost::json::parse(route.example).as_object();
      text[extra] = 2;
      const auto before = town.db->run("SELECT COUNT(*) FROM ledger").value()[0][0].number();
      const auto answer = town.ask(std::string(route.method), address(route, "1"), boost::json::serialize(text));
      CHECK(answer.status == 400);
      CHECK(code_of(answer) == "unknown_member");
      CHECK(town.db->run("SELECT COUNT(*) FROM ledger").value()[0][0].number() == before);
    }
  }
}

TEST_CASE("an address with a name that its route does not know gets nothing, and is told which was meant") {
  for (const Route& route : routes()) {
    if (route.urgent) continue;
    CAPTURE(route.path);
    Town town;
    const std::string known = address(route, "1");
    const auto answer = town.ask(std::string(route.method),
                                 known + (known.find('?') == std::string::npos ? "?" : "&") + "acount=2", body(route));
    CHECK(answer.status == 400);
    CHECK(code_of(answer) == "unknown_member");
  }
  Town town;
  const auto misspelt = boost::json::parse(town.ask("GET", "/v1/reports?form=2026-05-01&to=2026-05-02").body);
  CHECK(misspelt.at("detail") ==
        "`form` is no parameter that is known here (did you mean `from`?); there are: from, to, by");
  CHECK(misspelt.at("field") == "form");
  const auto member = boost::json::parse(town.ask("POST", "/v1/agents", R"({"nmae":"Pat"})").body);
  CHECK(member.at("detail") == "`nmae` is no member that is known here (did you mean `name`?); there are: name, state");
  // What was typed is shown as far as it is text.
  const auto odd = boost::json::parse(town.ask("GET", "/v1/day?%ff%60=1").body);
  CHECK(odd.at("detail") == "`??` is no parameter that is known here; there are: date");
  CHECK(town.ask("GET", "/v1/clients?q=%ff").status == 400);
  CHECK(town.ask("GET", "/v1/clients?q=a%00b").status == 400);
}

TEST_CASE("a person is recorded under their own name, whatever the request says; a key says for whom it acts") {
  Town town;
  town.add("Lee", access::Role::staff);
  const std::string key = town.add_key(access::KeyKind::live, access::Role::staff);
  const auto stopped_by = [&] { return api::text_at(town.get("/session"), "/stopped/who"); };
  CHECK(town.ask_bare("POST", "/v1/stop", R"({"who":"Kim","why":"x"})", cookie("Lee")).status == 200);
  CHECK(stopped_by() == "Lee");
  INVARIANT(town.db->run("UPDATE account SET stopped_at = NULL WHERE account = 1").ok());
  CHECK(town.ask_bare("POST", "/v1/stop", R"({"who":"Pat","why":"x"})", bearer(key)).status == 200);
  CHECK(stopped_by() == "Pat (key desk)");
}

TEST_CASE("a key is a key however the scheme before it is spelt, and another scheme is none") {
  Town town;
  const std::string key = town.add_key(access::KeyKind::live, access::Role::staff);
  const auto status = [&](const std::string& shown) {
    return town.ask_bare("GET", "/v1/session", "", {{"Authorization", shown}}).status;
  };
  CHECK(status("bearer " + key) == 200);
  CHECK(status("BEARER  " + key) == 200);
  CHECK(status("Bearer" + key) == 401);
  CHECK(status("Basic " + key) == 401);
  CHECK(status("b") == 401);
}

TEST_CASE("who runs nothing stops the own account only, whatever the scope is called") {
  Town town;
  town.add("Lee", access::Role::viewer);
  CHECK(town.ask_bare("POST", "/v1/stop", R"({"why":"x","scope":"house"})", cookie("Lee")).status == 200);
  CHECK(town.get("/session").at("stopped").at("whole_house") == false);
}

TEST_CASE("a test key does nothing that could reach a client, a guest key only what names its guests") {
  Town town;
  const std::string test = town.add_key(access::KeyKind::test, access::Role::owner);
  const std::string guest = town.add_key(access::KeyKind::guest, access::Role::owner);
  const std::string live = town.add_key(access::KeyKind::live, access::Role::owner);
  int reaching = 0;
  for (const Route& route : routes()) {
    if (waits(route) || route.needs == access::Capability::open) continue;
    CAPTURE(route.path);
    const bool key_may = access::rule_of(route.needs).by_key;
    for (const auto& [key, code] : {std::pair(test, "test_key"), std::pair(guest, "guest_key"), std::pair(live, "")}) {
      const auto answer = town.as(bearer(key), route, "9999");
      if (!key_may) {
        CHECK(code_of(answer) == "not_by_key");
      } else if (route.reach == Reach::clients) {
        CHECK((*code != '\0' ? code_of(answer) == code : code_of(answer) != "test_key"));
        ++reaching;
      } else {
        // Of those who are named in a request its own function asks.
        if (route.reach == Reach::nobody) CHECK(code_of(answer) != "test_key");
        CHECK(code_of(answer) != "not_by_key");
      }
    }
  }
  CHECK(reaching > 15);
}

TEST_CASE("a key that was revoked, has ended or is none lets nobody in") {
  Town town;
  const std::string key = town.add_key(access::KeyKind::live, access::Role::staff);
  const auto status = [&](const std::string& text) { return town.ask_bare("GET", "/v1/day", {}, bearer(text)).status; };
  CHECK(status(key) == 200);
  CHECK(status(key + "x") == 401);
  CHECK(status("") == 401);
  CHECK(town.ask_bare("GET", "/v1/day", {}, {{"Authorization", "Basic a2ltOng="}}).status == 401);
  town.write([](Unit& unit) { return ApiKeys(unit).revoke(1, "Kim"); });
  CHECK(status(key) == 401);
  // A key that is no good is not helped by a cookie that is.
  auto both = cookie(town.token);
  both.push_back({"Authorization", "Bearer " + key});
  CHECK(town.ask_bare("GET", "/v1/day", {}, both).status == 401);
}

TEST_CASE("whatever a person changes is on record with their name, in the account's ledger or the installation's") {
  // Nothing of the account is changed by these, or nothing that lasts.
  const std::set<std::string_view> nothing{
      "/texts/measure",   "/templates/preview",       "/demo/speed",
      "/session/account", "/me/factor/begin",         "/me/factor/show",
      "/links/look",      "/messages/{message}/read", "/held/release",  // of which there are none here
      "/held/discard"};
  int recorded = 0;
  for (const Route& route : routes()) {
    if (route.takes != Takes::json || route.needs == access::Capability::open || nothing.contains(route.path)) continue;
    Town town;
    town.fill(ours);
    const auto last = [&](AccountId account) {
      return town.read<std::int64_t>([](Unit& unit) { return unit.ledger().last_seq(); }, account);
    };
    const auto before = last(ours);
    const auto before_house = last(AccountId{});
    const auto answer = town.ask(std::string(route.method), address(route, "3"), body(route));
    if (answer.status != 200) continue;
    CAPTURE(route.path);
    bool named = false;
    for (const auto& [account, since] : {std::pair(ours, before), std::pair(AccountId{}, before_house)}) {
      const auto rows = town.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({}); }, account);
      for (const auto& row : rows)
        named = named || (row.seq > since && row.body.find(R"("who":"Kim")") != std::string::npos);
    }
    CHECK(named);
    ++recorded;
  }
  CHECK(recorded > 15);
}
