#include "api/operator_pages.h"

#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/maybe.h"
#include "base/whole_number.h"
#include "store/backlog.h"

namespace courtesy::api {
namespace {

constexpr int usual_accounts = 100;
constexpr int most_accounts = 500;
constexpr std::size_t longest_name = 120;

boost::json::object work_json(const Workload& work, Instant now) {
  boost::json::value oldest = nullptr;
  if (work.oldest) oldest = std::chrono::duration_cast<seconds>(now - *work.oldest).count();
  return {{"due", work.due},
          {"late", work.late},
          {"oldest_due_seconds", std::move(oldest)},
          {"held", work.held},
          {"under_way", work.under_way},
          {"asked_about", work.asked_about},
          {"undecided", work.undecided},
          {"contacts_in_hour", work.contacts_in_hour}};
}

boost::json::object account_json(const AccountLine& line, Instant now) {
  return {{"account", line.account.value()},
          {"name", line.name},
          {"zone", line.zone},
          {"country", line.country},
          {"state", to_string(line.state)},
          {"stopped_at", maybe(line.stopped_at)},
          {"stopped_who", maybe(line.stopped_who)},
          {"stopped_why", maybe(line.stopped_why)},
          {"people", line.people},
          {"contacts_today", line.contacts_today},
          {"last_activity", maybe(line.last_activity)},
          {"work", work_json(line.work, now)}};
}

Result<std::int64_t> number_of(const http::Fields& query, std::string_view name, std::int64_t otherwise) {
  const auto text = http::field(query, name).value_or("");
  if (text.empty()) return otherwise;
  const auto value = whole_number<std::int64_t>(text);
  if (!value) return invalid("`" + std::string(name) + "` must be a whole number, not less than 0");
  return *value;
}

}  // namespace

Result<AccountListing> parse_account_listing(const http::Fields& query) {
  AccountListing listing{.name = std::string(http::field(query, "q").value_or(""))};
  if (listing.name.size() > longest_name) return invalid("`q` is too long");
  if (const auto text = http::field(query, "state").value_or(""); !text.empty()) {
    listing.state = parse_account_state(text);
    if (!listing.state) return invalid("`state` must be tripped, stopped, probation or running");
  }
  listing.after = AccountId(TRY(number_of(query, "after", 0)));
  listing.limit =
      static_cast<int>(std::clamp<std::int64_t>(TRY(number_of(query, "limit", usual_accounts)), 1, most_accounts));
  return listing;
}

Result<boost::json::object> accounts_page(Unit& house, const AccountListing& listing) {
  Installation installation(house);
  AccountListing wanted = listing;
  ++wanted.limit;  // one more tells whether there is another page
  auto lines = TRY(installation.accounts(wanted));
  boost::json::value next = nullptr;
  if (lines.size() > static_cast<std::size_t>(listing.limit)) {
    lines.resize(static_cast<std::size_t>(listing.limit));
    next = lines.back().account.value();
  }
  boost::json::array accounts;
  for (const AccountLine& line : lines) accounts.push_back(account_json(line, house.now()));
  const auto states = TRY(installation.states());
  boost::json::object counts;
  for (const auto state :
       {AccountState::running, AccountState::probation, AccountState::stopped, AccountState::tripped}) {
    const auto found = states.find(state);
    counts[to_string(state)] = found == states.end() ? 0 : found->second;
  }
  return boost::json::object{
      {"accounts", std::move(accounts)}, {"next", std::move(next)}, {"counts", std::move(counts)}};
}

Result<boost::json::object> house_page(Unit& house, const Settings& settings, const boost::json::value& health) {
  Installation installation(house);
  boost::json::array nodes;
  const auto* own = health.is_object() ? health.as_object().if_contains("node") : nullptr;
  for (const auto& node : TRY(installation.nodes())) {
    const bool is_own = own != nullptr && *own == boost::json::value(node.node);
    nodes.push_back({{"node", node.node},
                     {"epoch", node.epoch},
                     {"began", to_string(node.began)},
                     {"this_one", is_own},
                     {"role", node.role},
                     {"version", maybe(is_own ? settings.version : node.version)},
                     {"heard_at", maybe(node.heard)}});
  }
  boost::json::array rests;
  for (const auto& rest : TRY(installation.rests())) {
    rests.push_back({{"node", rest.node},
                     {"channel", rest.channel},
                     {"until", to_string(rest.until)},
                     {"rest_seconds", rest.rest.count()}});
  }
  boost::json::value places = nullptr;
  if (settings.places) {
    places = boost::json::object{{"in_flight", settings.places->in_flight},
                                 {"calls_per_second", settings.places->calls_per_second},
                                 {"texts_per_second", settings.places->texts_per_second},
                                 {"emails_per_second", settings.places->emails_per_second}};
  }
  return boost::json::object{{"at", to_string(house.now())},
                             {"late_after_seconds", std::chrono::seconds(late_after).count()},
                             {"work", work_json(TRY(installation.workload()), house.now())},
                             {"nodes", std::move(nodes)},
                             {"rests", std::move(rests)},
                             {"places", std::move(places)},
                             {"health", health}};
}

}  // namespace courtesy::api
