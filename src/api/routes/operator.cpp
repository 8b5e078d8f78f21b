// What the operator does: accounts, workers, the whole installation.
#include <fmt/format.h>

#include <algorithm>

#include "api/operator_pages.h"
#include "api/operator_records.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "api/session.h"
#include "api/team.h"
#include "store/accounts.h"
#include "store/ledger.h"

namespace courtesy::api {
namespace {

void get_accounts(Api& api, Call call, Respond respond) {
  call.actor.account = AccountId{};  // the installation
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [listing = TRY(parse_account_listing(one.query))](Unit& unit) { return accounts_page(unit, listing); });
  });
}

void post_account(Api& api, Call call, Respond respond) {
  const std::string token = api.settings().random->token(token_bytes);
  const std::string link = link_address(page_address(call.request, api.gate(), api.settings()), token);
  api.write_in(
      AccountId{}, call,
      [&api, actor = call.actor, body = call.body, token, link](Unit& unit) -> Result<Object> {
        Object told = TRY(open_account(unit, actor, body, token, api.settings()));
        told["link"] = link;
        return told;
      },
      [] {}, std::move(respond));
}

/// Its own people release it.
void post_account_stop(Api& api, Call call, Respond respond) {
  const auto account = id_in(call);
  if (!account || *account == 0) return respond(problem(account ? no_such_thing() : account.error()));
  const auto said = text_of(call.body, "why", 2'000);  // a stop is never refused for its words
  api.write_in(
      AccountId(*account), call,
      [actor = call.actor, why = said ? *said : std::string{}](Unit& unit) -> Result<Object> {
        TRY(unit.accounts().get());
        TRY(stop(unit, actor.who, why));
        return Object{{"account", unit.account().value()}, {"stopped", true}};
      },
      api.settings().on_stop, std::move(respond));
}

/// What the watch says of the house comes from where /health and /metrics have it.
void get_house(Api& api, Call call, Respond respond) {
  call.actor.account = AccountId{};
  const auto answer = [&api](Call asked, boost::json::value health, Respond told) {
    api.ask(
        asked, [&api, health = std::move(health)](Unit& unit) { return house_page(unit, api.settings(), health); },
        std::move(told));
  };
  if (!api.settings().health) return answer(std::move(call), nullptr, std::move(respond));
  api.settings().health([answer, call = std::move(call), respond = std::move(respond)](Result<Object> health) mutable {
    if (!health) return respond(problem(health.error()));
    answer(std::move(call), std::move(*health), std::move(respond));
  });
}

template <auto parse, auto question>
void house_asks(Api& api, Call call, Respond respond) {
  call.actor.account = AccountId{};
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([search = TRY(parse(one))](Unit& unit) { return question(unit, search); });
  });
}

Result<PeopleSearch> people_in(const Call& call) { return parse_people_search(call.query); }
Result<int> hours_in(const Call& call) {
  return static_cast<int>(std::clamp<std::int64_t>(TRY(number_in(call, "hours", 1)), 1, most_gateway_hours));
}

void get_stops(Api& api, Call call, Respond respond) {
  call.actor.account = AccountId{};
  api.ask(call, stops_page, std::move(respond));
}

/// Of that account, in a unit of its own: 0 is the installation's.
template <typename Read>
void account_asks(Api& api, Call call, Respond respond, Read read) {
  const auto account = id_in(call);
  if (!account) return respond(problem(account.error()));
  call.actor.account = AccountId(*account);
  asks(api, std::move(call), std::move(respond), std::move(read));
}

/// Into an account's ledger: nothing is shown whose trace in that very ledger is not committed. A page that asks again
/// and again leaves one an hour.
template <typename Read>
void account_looks(Api& api, Call call, Respond respond, const std::string& what, Read read) {
  const auto id = id_in(call);
  if (!id) return respond(problem(id.error()));
  const AccountId account(*id);
  call.actor.account = account;
  if (!account || !api.looks().is_new(call.actor, account, what))
    return api.ask(call, std::move(read), std::move(respond));
  api.write_in(
      account, call,
      [read = std::move(read), what, who = call.actor.who](Unit& unit) -> Result<Object> {
        Object shown = TRY(read(unit));
        TRY(unit.ledger().append({.kind = LedgerKind::by_hand,
                                  .code = "operator_looked",
                                  .body = LedgerBody().plain("who", who).plain("what", what)}));
        return shown;
      },
      [&api, actor = call.actor, account, what] { api.looks().note(actor, account, what); }, std::move(respond));
}

void get_account_ledger(Api& api, Call call, Respond respond) {
  auto query = parse_operator_ledger_query(call.request);
  if (!query) return respond(problem(query.error()));
  const std::string what = search_words(query->search);
  account_looks(api, std::move(call), std::move(respond), what,
                [query = std::move(*query)](Unit& unit) { return operator_ledger(unit, query); });
}

void get_account_entry(Api& api, Call call, Respond respond) {
  const auto seq = id_in(call, 1);
  if (!seq) return respond(problem(seq.error()));
  account_looks(api, std::move(call), std::move(respond), fmt::format("entry {}", *seq),
                [seq = *seq](Unit& unit) { return operator_ledger_entry(unit, seq); });
}

void post_verify(Api& api, Call call, Respond respond) {
  const auto account = id_in(call);
  if (!account) return respond(problem(account.error()));
  api.verifications().begin(AccountId(*account), call.actor.who, std::move(respond));
}

void get_verification(Api& api, Call call, Respond respond) {
  const auto id = id_in(call);
  respond(id ? api.verifications().tell(*id) : problem(id.error()));
}

constexpr std::array table{
    // The accounts
    Route{"GET", "/accounts", Capability::operate, nobody, none, "q state after limit", "state=running&limit=5",
          get_accounts},
    Route{"POST", "/accounts", Capability::operate, nobody, json_body, "account owner",
          R"({"account":{"name":"Ash Barbers","zone":"America/New_York","country":"US","caller_number":"+12125550399",)"
          R"("callback_number":"+12125550300"},"owner":"pat@ash.example"})",
          post_account},
    Route{"POST", "/accounts/{account}/stop", Capability::operate, nobody, json_body, "why", R"({"why":"twice!"})",
          post_account_stop},
    Route{"GET", "/accounts/{account}/ledger", Capability::operate, nobody, none,
          "appointment client attempt recipient kind code channel from to before limit", "kind=sent&limit=5",
          get_account_ledger},
    Route{"GET", "/accounts/{account}/ledger/{entry}", Capability::operate, nobody, none, "", "", get_account_entry},
    Route{"POST", "/accounts/{account}/ledger/verify", Capability::operate, nobody, json_body, "", "{}", post_verify},

    // The installation
    Route{"GET", "/operator/house", Capability::operate, nobody, none, "", "", get_house},
    Route{"GET", "/operator/gateways", Capability::operate, nobody, none, "hours", "hours=1",
          house_asks<hours_in, gateways_page>},
    Route{"GET", "/operator/stops", Capability::operate, nobody, none, "", "", get_stops},
    Route{"GET", "/operator/changes", Capability::operate, nobody, none, "who account before limit", "who=Kim&limit=5",
          house_asks<people_in, people_page>},
    Route{"GET", "/operator/verifications/{verification}", Capability::operate, nobody, none, "", "", get_verification},
};

}  // namespace

std::span<const Route> operator_routes() { return table; }

}  // namespace courtesy::api
