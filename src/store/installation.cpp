#include "store/installation.h"

#include <array>
#include <limits>

#include "base/zone.h"
#include "interlock/failsafe.h"
#include "store/backlog.h"
#include "store/doubts.h"
#include "store/migrations.h"
#include "store/stopper.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::array<std::string_view, 4> state_words{"tripped", "stopped", "probation", "running"};

/// Of an account `a`; $1 is the failsafe's name, $2 when a probation that lasts began at the earliest.
constexpr std::string_view state_sql =
    "CASE WHEN (a.stopped_at IS NOT NULL AND a.stopped_who = $1) OR EXISTS (SELECT 1 FROM trip h WHERE h.account ="
    " a.account AND h.severity = 'hard' AND h.decided_at IS NULL) THEN 'tripped'"
    " WHEN a.stopped_at IS NOT NULL THEN 'stopped' WHEN a.probation_since > $2 THEN 'probation' ELSE 'running' END";

Instant hour_of(Instant at) { return std::chrono::floor<hours>(at); }

/// Midnight of the day that it is in that zone.
Instant midnight_in(const std::string& zone, Instant now) {
  const auto found = Zone::find(zone);
  if (!found) return std::chrono::floor<std::chrono::days>(now);
  const LocalTime local = found->to_local(now);
  return found->resolve(LocalTime(std::chrono::floor<std::chrono::days>(local))).instant;
}

std::string part_of_name(const std::string& name) {
  std::string pattern = "%";
  for (const char c : name) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return pattern + "%";
}

}  // namespace

std::string_view to_string(AccountState state) { return state_words.at(static_cast<std::size_t>(state)); }

std::optional<AccountState> parse_account_state(std::string_view text) {
  for (std::size_t i = 0; i < state_words.size(); ++i) {
    if (state_words[i] == text) return static_cast<AccountState>(i);
  }
  return std::nullopt;
}

void Workload::add(const Workload& other) {
  due += other.due;
  late += other.late;
  if (other.oldest && (!oldest || *other.oldest < *oldest)) oldest = other.oldest;
  held += other.held;
  under_way += other.under_way;
  asked_about += other.asked_about;
  undecided += other.undecided;
  contacts_in_hour += other.contacts_in_hour;
}

Result<void> introduce_node(Unit& house, std::string_view role, const std::string& version) {
  TRY(house.db().run("UPDATE node SET role = $2, version = $3, newest_migration = $4 WHERE node = $1",
                     {house.node().node, role, version, newest_migration()}));
  return {};
}

Installation::Installation(Unit& house) : unit_(house) { INVARIANT(!house.account()); }

Result<std::vector<AccountLine>> Installation::accounts(const AccountListing& listing) {
  static const std::string sql =
      std::string(
          "SELECT account, name, zone, country, state, stopped_at, stopped_who, stopped_why,"
          " (SELECT COUNT(*) FROM membership m WHERE m.account = s.account),"
          " (SELECT l.at FROM ledger l WHERE l.account = s.account AND l.seq = s.ledger_seq)"
          " FROM (SELECT a.account, a.name, a.zone, a.country, a.stopped_at, a.stopped_who, a.stopped_why, "
          "a.ledger_seq, ")
          .append(state_sql)
          .append(
              " AS state FROM account a WHERE a.account > 0 AND a.account > $3) s"
              " WHERE ($4 = '' OR LOWER(s.name) LIKE $5 ESCAPE '\\' OR CAST(s.account AS TEXT) = $4)"
              " AND ($6 = '' OR s.state = $6) ORDER BY s.account LIMIT $7");
  std::vector<AccountLine> lines;
  for (const Row& row : TRY(unit_.db().run(
           sql, {failsafe_name, unit_.now() - probation_lasts, listing.after, listing.name, part_of_name(listing.name),
                 listing.state ? std::string(to_string(*listing.state)) : std::string{}, listing.limit}))) {
    lines.push_back({.account = row[0].id<AccountId>(),
                     .name = row[1].text(),
                     .zone = row[2].text(),
                     .country = row[3].text(),
                     .state = parse_account_state(row[4].text()).value_or(AccountState::tripped),
                     .stopped_at = row[5].maybe_instant(),
                     .stopped_who = row[6].text(),
                     .stopped_why = row[7].text(),
                     .people = row[8].number(),
                     .last_activity = row[9].maybe_instant()});
  }
  if (lines.empty()) return lines;
  const auto work = TRY(work_of({lines.front().account, lines.back().account}));
  const auto today = TRY(contacts_today(lines));
  for (AccountLine& line : lines) {
    if (const auto found = work.find(line.account); found != work.end()) line.work = found->second;
    if (const auto found = today.find(line.account); found != today.end()) line.contacts_today = found->second;
  }
  return lines;
}

Result<std::map<AccountState, std::int64_t>> Installation::states() {
  static const std::string sql = std::string("SELECT state, COUNT(*) FROM (SELECT ")
                                     .append(state_sql)
                                     .append(" AS state FROM account a WHERE a.account > 0) s GROUP BY state");
  std::map<AccountState, std::int64_t> states;
  for (const Row& row : TRY(unit_.db().run(sql, {failsafe_name, unit_.now() - probation_lasts})))
    states[parse_account_state(row[0].text()).value_or(AccountState::tripped)] += row[1].number();
  return states;
}

Result<Workload> Installation::workload() {
  Workload all;
  for (const auto& [account, work] : TRY(work_of({AccountId(1), AccountId(std::numeric_limits<std::int64_t>::max())})))
    all.add(work);
  return all;
}

Result<std::map<AccountId, Workload>> Installation::work_of(Span span) {
  std::map<AccountId, Workload> work;
  for (const DueOfAccount& due : TRY(due_by_account(unit_, span.from, span.to))) {
    Workload& one = work[due.account];
    one.due = due.due;
    one.late = due.late;
    one.oldest = due.oldest;
  }
  // Each by the partial index that has what is open, and nothing of what is over.
  static const std::string sql =
      std::string(
          "SELECT account, 'held', COUNT(*) FROM reminder WHERE account BETWEEN $1 AND $2 AND state = 'held'"
          " GROUP BY account"
          " UNION ALL SELECT account, 'under_way', COUNT(*) FROM attempt WHERE account BETWEEN $1 AND $2"
          " AND look_at IS NOT NULL AND state IN ('intended', 'accepted', 'ringing', 'in_progress') GROUP BY account"
          " UNION ALL SELECT account, 'asked_about', COUNT(*) FROM attempt WHERE account BETWEEN $1 AND $2"
          " AND look_at IS NOT NULL AND state = 'unknown' GROUP BY account"
          " UNION ALL SELECT account, 'contacts', SUM(contacts) FROM tally WHERE account BETWEEN $1 AND $2"
          " AND kind = 'hour' AND bucket >= $3 GROUP BY account"
          " UNION ALL SELECT t.account, 'undecided', COUNT(*) FROM attempt t WHERE t.account BETWEEN $1 AND $2 AND")
          .append(attempt_in_doubt)
          .append(" GROUP BY t.account");
  for (const Row& row : TRY(unit_.db().run(sql, {span.from, span.to, hour_of(unit_.now() - hours{1})}))) {
    Workload& one = work[row[0].id<AccountId>()];
    const std::string& what = row[1].text();
    (what == "held"          ? one.held
     : what == "under_way"   ? one.under_way
     : what == "asked_about" ? one.asked_about
     : what == "contacts"    ? one.contacts_in_hour
                             : one.undecided) += row[2].number();
  }
  return work;
}

Result<std::map<AccountId, std::int64_t>> Installation::contacts_today(std::span<const AccountLine> lines) {
  std::map<AccountId, Instant> midnights;
  for (const AccountLine& line : lines) midnights[line.account] = hour_of(midnight_in(line.zone, unit_.now()));
  std::map<AccountId, std::int64_t> contacts;
  for (const Row& row :
       TRY(unit_.db().run("SELECT t.account, t.bucket, t.contacts FROM account a CROSS JOIN tally t WHERE a.account"
                          " BETWEEN $1 AND $2 AND t.account = a.account AND t.kind = 'hour' AND t.bucket >= $3",
                          {lines.front().account, lines.back().account, unit_.now() - hours{26}}))) {
    const auto midnight = midnights.find(row[0].id<AccountId>());
    if (midnight != midnights.end() && row[1].instant() >= midnight->second)
      contacts[midnight->first] += row[2].number();
  }
  return contacts;
}

Result<std::vector<Installation::NodeRow>> Installation::nodes() {
  std::vector<NodeRow> nodes;
  for (const Row& row :
       TRY(unit_.db().run("SELECT n.node, n.epoch, n.heartbeat, n.role, n.version,"
                          " (SELECT MAX(h.at) FROM heartbeat h WHERE h.node = n.node) FROM node n ORDER BY n.node"))) {
    nodes.push_back({.node = row[0].text(),
                     .epoch = row[1].number(),
                     .began = row[2].instant(),
                     .role = row[3].text(),
                     .version = row[4].text(),
                     .heard = row[5].maybe_instant()});
  }
  return nodes;
}

Result<std::vector<Installation::Rest>> Installation::rests() {
  std::vector<Rest> rests;
  for (const Row& row : TRY(unit_.db().run(
           "SELECT node, channel, open_until, rest_seconds FROM circuit WHERE open_until > $1 ORDER BY node, channel",
           {unit_.now()}))) {
    rests.push_back({row[0].text(), row[1].text(), row[2].instant(), seconds{row[3].number()}});
  }
  return rests;
}

}  // namespace courtesy
