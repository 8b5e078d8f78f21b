#include "api/operator_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>

#include "api/answer.h"
#include "api/ledger_line.h"
#include "api/maybe.h"
#include "api/retold.h"
#include "api/words.h"
#include "base/whole_number.h"
#include "gateway/twilio/code.h"
#include "interlock/failsafe.h"
#include "store/accounts.h"
#include "store/gateway_record.h"
#include "store/house_trips.h"
#include "store/installation.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr int most_stops = 500;
constexpr int most_trips = 200;
constexpr std::chrono::days trips_shown_for{30};
constexpr int most_people_lines = 100;
constexpr std::size_t longest_who = 120;

/// The row as the operator may read it.
LedgerRow plain_of(LedgerRow row) {
  row.body = body_for(Reader::operator_, row.body).value_or("");
  return row;
}

boost::json::object line_json(const LedgerRow& plain, Language language) {
  boost::json::object line = ledger_line(plain);
  line["channel"] = maybe(plain.channel);
  line["text"] = sentence(plain, language).text;
  return line;
}

boost::json::value decision_json(const TripRow& trip) {
  if (!trip.decided_at) return nullptr;
  return boost::json::object{{"at", to_string(*trip.decided_at)}, {"who", trip.decided_who}, {"why", trip.decided_why}};
}

/// `2026-05-12T14:00:00.123Z`'s milliseconds, account and seq: a place in the list, opaque to whoever asks.
std::string place_text(const PeoplePlace& place) {
  return fmt::format("{}.{}.{}", to_millis(place.at), place.account.value(), place.seq);
}

Result<PeoplePlace> parse_place(std::string_view text) {
  std::array<std::int64_t, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto dot = i + 1 == parts.size() ? text.size() : text.find('.');
    const auto part = dot == std::string_view::npos ? std::nullopt : whole_number<std::int64_t>(text.substr(0, dot));
    if (!part) return invalid("`before` is none that an answer has given");
    parts[i] = *part;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return PeoplePlace{from_millis(parts[0]), AccountId(parts[1]), parts[2]};
}

/// What a provider's code is about, in words; null where nobody knows.
boost::json::value meaning_of(std::string_view channel, const std::string& code) {
  if (channel == "email") return nullptr;
  const auto number = whole_number<std::int64_t>(code);
  if (!number || *number > 99'999) return nullptr;
  const auto known = twilio::code_of(static_cast<int>(*number));
  return boost::json::value(known.words);
}

struct Channels {
  std::map<std::string, std::int64_t> endings;
  std::map<std::string, std::int64_t> callbacks;
  std::optional<Instant> last;
  std::map<std::string, std::pair<std::int64_t, Instant>> codes;
};

boost::json::object counts_json(const std::map<std::string, std::int64_t>& counts,
                                std::initializer_list<std::string_view> names) {
  boost::json::object object;
  for (const auto name : names) {
    const auto found = counts.find(std::string(name));
    object[name] = found == counts.end() ? 0 : found->second;
  }
  return object;
}

boost::json::object channel_json(const std::string& name, const Channels& one) {
  boost::json::array codes;
  std::vector<std::pair<std::string, std::pair<std::int64_t, Instant>>> sorted(one.codes.begin(), one.codes.end());
  std::ranges::stable_sort(sorted, std::greater<>{}, [](const auto& code) { return code.second.first; });
  for (const auto& [code, seen] : sorted) {
    codes.push_back(
        {{"code", code}, {"count", seen.first}, {"last", to_string(seen.second)}, {"meaning", meaning_of(name, code)}});
  }
  boost::json::value callbacks = nullptr;  // a mail server sends none
  if (name != "email")
    callbacks = counts_json(one.callbacks, {"prompt", "in_a_minute", "in_ten_minutes", "later", "awaited", "missing"});
  return {{"channel", name},
          {"last", maybe(one.last)},
          {"endings", counts_json(one.endings, {"accepted", "refused", "not_sent", "unknown"})},
          {"failed_later", counts_json(one.endings, {"failed"}).at("failed")},
          {"callbacks", std::move(callbacks)},
          {"codes", std::move(codes)}};
}

}  // namespace

Result<LedgerQuery> parse_operator_ledger_query(const http::Request& request) {
  const LedgerQuery query = TRY(parse_ledger_query(request.query()));
  if (!query.search.words.empty())
    return invalid("`q` looks into what is the account's own: its people may search for words");
  return query;
}

std::string search_words(const LedgerSearch& search) {
  std::string all;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) all += fmt::format("{}{} {}", all.empty() ? "" : ", ", name, value);
  };
  const auto number = [](std::int64_t value) { return value == 0 ? std::string{} : std::to_string(value); };
  add("appointment", number(search.appointment.value()));
  add("client", number(search.client.value()));
  add("attempt", number(search.attempt.value()));
  if (!search.recipient.empty()) add("a", "recipient");
  for (const LedgerKind kind : search.kinds) add("kind", to_string(kind));
  // Typed by hand: what is no code may be anything, and is not kept.
  const bool is_code = std::ranges::all_of(search.code, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  add("code", is_code ? search.code : "of another form");
  add("channel", search.channel);
  return all.empty() ? "all" : all;
}

Result<boost::json::object> operator_ledger(Unit& unit, const LedgerQuery& query) {
  const Account account = TRY(unit.accounts().get());
  LedgerFound found = TRY(find_in_ledger(unit, query));
  TRY(add_bodies(unit, found.lines));
  boost::json::array entries;
  for (auto& line : found.lines) {
    const LedgerRow row = plain_of(std::move(line.row));
    boost::json::object entry = line_json(row, unit.language());
    entry["bodies"] = !row.body.empty() && row.body != "{}";
    entries.push_back(std::move(entry));
  }
  return boost::json::object{{"account", unit.account().value()},
                             {"name", account.name},
                             {"entries", std::move(entries)},
                             {"before", maybe(found.before)}};
}

Result<boost::json::object> operator_ledger_entry(Unit& unit, std::int64_t seq) {
  const LedgerRow row = plain_of(TRY(Views(unit).ledger_row(seq)));
  boost::json::object entry = line_json(row, unit.language());
  entry["bodies"] = readable_bodies(row, unit.language());
  return entry;
}

Result<PeopleSearch> parse_people_search(const http::Fields& query) {
  PeopleSearch search{.who = std::string(http::field(query, "who").value_or(""))};
  if (search.who.size() > longest_who) return invalid("`who` is too long");
  const auto number = [&](std::string_view name) -> Result<std::optional<std::int64_t>> {
    const auto text = http::field(query, name).value_or("");
    if (text.empty()) return std::optional<std::int64_t>{};
    const auto value = whole_number<std::int64_t>(text);
    if (!value) return invalid(fmt::format("`{}` must be a whole number, not less than 0", name));
    return std::optional(*value);
  };
  if (const auto account = TRY(number("account"))) search.account = AccountId(*account);
  if (const auto limit = TRY(number("limit")))
    search.limit = static_cast<int>(std::clamp<std::int64_t>(*limit, 1, most_people_lines));
  if (const auto before = http::field(query, "before").value_or(""); !before.empty())
    search.before = TRY(parse_place(before));
  return search;
}

Result<boost::json::object> people_page(Unit& house, const PeopleSearch& search) {
  const PeopleFound found = TRY(what_people_did(house, search));
  boost::json::array entries;
  for (const PeopleLine& line : found.lines) {
    boost::json::object entry = line_json(line.row, house.language());
    entry["account"] = line.account.value();
    entry["name"] = line.name;
    entry["who"] = maybe(line.who);
    entries.push_back(std::move(entry));
  }
  return boost::json::object{{"entries", std::move(entries)},
                             {"before", maybe(found.before ? place_text(*found.before) : "")}};
}

Result<boost::json::object> stops_page(Unit& house) {
  boost::json::value of_house = nullptr;
  boost::json::array stopped;
  for (const NamedStop& one : TRY(named_stops(house, most_stops))) {
    boost::json::object stop{
        {"at", to_string(one.stop.at)}, {"who", one.stop.who}, {"why", retold(one.stop.why, house.language())}};
    if (!one.stop.account) {
      of_house = std::move(stop);
      continue;
    }
    stop["account"] = one.stop.account.value();
    stop["name"] = one.name;
    stopped.push_back(std::move(stop));
  }
  boost::json::array trips;
  for (const NamedTrip& one : TRY(named_trips(house, house.now() - trips_shown_for, most_trips))) {
    trips.push_back({{"account", one.account.value()},
                     {"name", one.name},
                     {"trip", one.trip.trip},
                     {"at", to_string(one.trip.at)},
                     {"rule", to_string(one.trip.what.rule)},
                     {"severity", to_string(severity_of(one.trip.what.rule))},
                     {"text", in_words(one.trip.what, house.language())},
                     {"decided", decision_json(one.trip)}});
  }
  return boost::json::object{
      {"house", std::move(of_house)}, {"stopped", std::move(stopped)}, {"trips", std::move(trips)}};
}

Result<boost::json::object> gateways_page(Unit& house, int last_hours) {
  const Instant since = house.now() - hours{last_hours};
  std::map<std::string, Channels> channels{{"call", {}}, {"text", {}}, {"email", {}}};
  for (const GatewayAnswers& answers : TRY(gateway_answers(house, since))) {
    Channels& one = channels[answers.channel];
    one.endings[answers.ending] += answers.count;
    if (answers.ending == "accepted" && answers.outcome == "failed") one.endings["failed"] += answers.count;
    one.callbacks[std::string(to_string(answers.callback))] += answers.count;
    one.last = std::max(one.last.value_or(answers.last), answers.last);
    if (answers.code.empty()) continue;
    auto& [count, last] = one.codes[answers.code];
    count += answers.count;
    last = std::max(last, answers.last);
  }
  boost::json::array gateways;
  for (const auto* name : {"call", "text", "email"}) gateways.push_back(channel_json(name, channels[name]));
  boost::json::array rests;
  for (const auto& rest : TRY(Installation(house).rests()))
    rests.push_back({{"node", rest.node}, {"channel", rest.channel}, {"until", to_string(rest.until)}});
  return boost::json::object{
      {"since", to_string(since)}, {"gateways", std::move(gateways)}, {"rests", std::move(rests)}};
}

}  // namespace courtesy::api
