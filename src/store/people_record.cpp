#include "store/people_record.h"

#include <algorithm>
#include <boost/json.hpp>

#include "ledger/body.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr int looked_at_once = 500;
constexpr int most_looks = 20;

std::string folded(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string who_in(const std::string& body) {
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(body, error);
  if (error || !value.is_object()) return {};
  const auto* who = value.as_object().if_contains("who");
  return who != nullptr && who->is_string() ? std::string(who->as_string()) : std::string{};
}

Result<std::vector<PeopleLine>> look(Unit& house, const PeopleSearch& search,
                                     const std::optional<PeoplePlace>& before) {
  static const std::string sql =
      std::string("SELECT ")
          .append(ledger_columns)
          .append(
              ", COALESCE(b.body, ''), l.account, a.name FROM ledger l JOIN account a ON a.account = l.account"
              " LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
              " WHERE l.kind IN ('by_hand', 'stopped', 'released') AND l.account >= 0 AND l.at <= $1"
              " AND (l.at < $1 OR l.account < $2 OR (l.account = $2 AND l.seq < $3)) AND ($4 < 0 OR l.account = $4)"
              " ORDER BY l.at DESC, l.account DESC, l.seq DESC LIMIT $5");
  const PeoplePlace from =
      before.value_or(PeoplePlace{house.now() + hours{24}, AccountId(std::numeric_limits<std::int64_t>::max()), 0});
  std::vector<PeopleLine> lines;
  for (const Row& row : TRY(house.db().run(
           sql, {from.at, from.account, from.seq, search.account ? search.account->value() : -1, looked_at_once}))) {
    PeopleLine line{.account = row[ledger_column_count + 1].id<AccountId>(),
                    .name = row[ledger_column_count + 2].text(),
                    .who = {},
                    .row = read_ledger_row(row)};
    line.row.body = body_for(Reader::operator_, line.row.body).value_or("");
    line.who = who_in(line.row.body);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

Result<PeopleFound> what_people_did(Unit& house, const PeopleSearch& search) {
  INVARIANT(!house.account());
  const std::string wanted = folded(search.who);
  const auto limit = static_cast<std::size_t>(std::max(search.limit, 1));
  PeopleFound found;
  std::optional<PeoplePlace> place = search.before;
  for (int i = 0; i < most_looks; ++i) {
    auto lines = TRY(look(house, search, place));
    const bool last = lines.size() < static_cast<std::size_t>(looked_at_once);
    for (PeopleLine& line : lines) {
      if (found.lines.size() == limit) {
        found.before = place;
        return found;
      }
      place = PeoplePlace{line.row.at, line.account, line.row.seq};
      if (folded(line.who).find(wanted) != std::string::npos) found.lines.push_back(std::move(line));
    }
    if (last) return found;
  }
  found.before = place;
  return found;
}

}  // namespace courtesy
