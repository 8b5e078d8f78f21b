#include "store/tally.h"

#include "store/accounts.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view minute = "minute";
constexpr std::string_view hour = "hour";
/// How exactly tended_at is kept: it is not written in every unit.
constexpr minutes tended_grain{5};

Instant minute_of(Instant at) { return std::chrono::floor<minutes>(at); }
Instant hour_of(Instant at) { return std::chrono::floor<hours>(at); }

}  // namespace

namespace {

constexpr std::string_view select_sent =
    "SELECT COALESCE(SUM(contacts), 0), COALESCE(SUM(recipients), 0), 0 FROM tally"
    " WHERE account = $1 AND kind = 'minute' AND bucket >= $2"
    " UNION ALL SELECT COALESCE(SUM(contacts), 0), COALESCE(SUM(recipients), 0), COALESCE(SUM(spent), 0) FROM tally"
    " WHERE account = $1 AND kind = 'hour' AND bucket >= $3";
constexpr std::string_view select_history =
    "SELECT bucket, contacts, spent, tripped FROM tally WHERE account = $1 AND kind = 'hour' AND bucket >= $2"
    " ORDER BY bucket";
/// Of the house.
constexpr std::string_view select_probation = "SELECT probation_since FROM account WHERE account = $1";
/// When the account's newest record was made: by itself, so that it can be asked before the ledger is written to.
constexpr std::string_view select_newest = "SELECT at FROM ledger WHERE account = $1 AND seq = $2";

}  // namespace

std::vector<Value> Tally::sent_asked() const {
  return {unit_.account(), minute_of(unit_.now()) - hours{1}, hour_of(unit_.now()) - hours{24}};
}

std::vector<Value> Tally::history_asked() const {
  return {unit_.account(), hour_of(unit_.now()) - history_window - hours{24}};
}

Result<void> Tally::foresee_highs() {
  if (TRY(unit_.accounts().row())->highs_at >= hour_of(unit_.now())) return {};
  return unit_.db().foresee(select_history, 2, history_asked());
}

Result<void> Tally::foresee_newest() {
  const Value house[] = {AccountId{}};
  TRY(unit_.db().foresee(select_probation, 1, house));
  const Value newest[] = {unit_.account(), TRY(unit_.ledger().head()).seq};
  return unit_.db().foresee(select_newest, 2, newest);
}

Result<void> Tally::foresee_facts() { return unit_.db().foresee(select_sent, 3, sent_asked()); }

Result<Sent> Tally::sent() {
  const Rows rows = TRY(unit_.db().run(select_sent, sent_asked()));
  return Sent{.hour = rows[0][0].number(),
              .day = rows[1][0].number(),
              .recipients_hour = rows[0][1].number(),
              .recipients_day = rows[1][1].number(),
              .spent_day = rows[1][2].number()};
}

Result<std::int64_t> Tally::contacts_after(Instant instant) {
  return TRY(
             unit_.db().run("SELECT COALESCE(SUM(contacts), 0) FROM tally"
                            " WHERE account = $1 AND kind = 'minute' AND bucket > $2",
                            {unit_.account(), instant}))[0][0]
      .number();
}

Result<Highs> Tally::read_history() {
  std::vector<HourCount> counts;
  for (const auto& row : TRY(unit_.db().run(select_history, history_asked()))) {
    counts.push_back({.hour = row[0].instant(),
                      .contacts = row[1].number(),
                      .spent = row[2].number(),
                      .tripped = row[3].number() != 0});
  }
  return highs_of(counts, unit_.now());
}

Result<void> Tally::refresh_highs() {
  if (TRY(unit_.accounts().row())->highs_at >= hour_of(unit_.now())) return {};
  const Highs highs = TRY(read_history());
  TRY(unit_.db().run(
      "UPDATE account SET high_hour = $2, high_day = $3, high_spend = $4, highs_known = $5, highs_at = $6"
      " WHERE account = $1",
      {unit_.account(), highs.hour, highs.day, highs.spend_day, highs.known, unit_.now()}));
  if (AccountRow* row = unit_.accounts().known_row()) {
    row->highs = highs;
    row->highs_at = unit_.now();
  }
  // Minutes are asked about for an hour.
  TRY(unit_.db().run("DELETE FROM tally WHERE account = $1 AND kind = 'minute' AND bucket < $2",
                     {unit_.account(), hour_of(unit_.now()) - hours{2}}));
  return {};
}

Result<Highs> Tally::highs() {
  const AccountRow& row = *TRY(unit_.accounts().row());
  return row.highs_at < hour_of(unit_.now()) ? read_history() : row.highs;
}

Result<VolumeFacts> Tally::facts() {
  const AccountRow& account = *TRY(unit_.accounts().row());
  const Rows newest = TRY(unit_.db().run(select_newest, {unit_.account(), TRY(unit_.ledger().head()).seq}));
  const Rows house = TRY(unit_.db().run(select_probation, {AccountId{}}));
  const auto standing = parse_standing(account.standing);
  if (!standing) return invalid("the account's standing is not a word of the store");
  const Highs known = TRY(highs());
  const auto own = probation_limit(account.probation_since, unit_.now(), known);
  const auto of_house = probation_limit(house.at(0)[0].maybe_instant(), unit_.now(), known);
  return VolumeFacts{
      .account = unit_.account(),
      .sent = TRY(sent()),
      .limits = limits_of(*standing, account.declared, known, unit_.settings().spend_floor),
      .probation = own && of_house ? std::min(own, of_house) : (own ? own : of_house),
      .prices = unit_.settings().prices,
      .newest_record = newest.empty() ? Instant{} : newest[0][0].instant(),
  };
}

Result<void> Tally::count(const Sent& before, const Sent& after) {
  const std::int64_t contacts = after.hour - before.hour;
  if (contacts == 0) return {};
  const Value rows[] = {unit_.account(),
                        minute,
                        minute_of(unit_.now()),
                        contacts,
                        after.recipients_hour - before.recipients_hour,
                        0,
                        unit_.account(),
                        hour,
                        hour_of(unit_.now()),
                        contacts,
                        after.recipients_day - before.recipients_day,
                        after.spent_day - before.spent_day};
  TRY(
      unit_.db().run_all("INSERT INTO tally (account, kind, bucket, contacts, recipients, spent)"
                         " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account, kind, bucket) DO UPDATE SET"
                         " contacts = tally.contacts + $4, recipients = tally.recipients + $5,"
                         " spent = tally.spent + $6",
                         6, rows));
  TRY(unit_.db().run("UPDATE account SET tallied = tallied + $2 WHERE account = $1", {unit_.account(), contacts}));
  return {};
}

Result<std::int64_t> Tally::count_unknown() {
  TRY(
      unit_.db().run("INSERT INTO tally (account, kind, bucket, unknown) VALUES ($1, 'minute', $2, 1)"
                     " ON CONFLICT (account, kind, bucket) DO UPDATE SET unknown = tally.unknown + 1",
                     {unit_.account(), minute_of(unit_.now())}));
  const Rows rows = TRY(unit_.db().run(
      "SELECT COALESCE(SUM(unknown), 0) FROM tally WHERE account = $1 AND kind = 'minute' AND bucket >= $2",
      {unit_.account(), minute_of(unit_.now()) - hours{1}}));
  return rows[0][0].number();
}

Result<std::int64_t> Tally::count_opt_out() {
  TRY(
      unit_.db().run("INSERT INTO tally (account, kind, bucket, opt_outs) VALUES ($1, 'hour', $2, 1)"
                     " ON CONFLICT (account, kind, bucket) DO UPDATE SET opt_outs = tally.opt_outs + 1",
                     {unit_.account(), hour_of(unit_.now())}));
  const Rows rows = TRY(unit_.db().run(
      "SELECT COALESCE(SUM(opt_outs), 0) FROM tally WHERE account = $1 AND kind = 'hour' AND bucket >= $2",
      {unit_.account(), hour_of(unit_.now()) - hours{24}}));
  return rows[0][0].number();
}

Result<void> Tally::mark_tripped() {
  TRY(
      unit_.db().run("INSERT INTO tally (account, kind, bucket, tripped) VALUES ($1, 'hour', $2, 1)"
                     " ON CONFLICT (account, kind, bucket) DO UPDATE SET tripped = 1",
                     {unit_.account(), hour_of(unit_.now())}));
  return {};
}

Result<void> Tally::add_history(Instant at, std::int64_t contacts, std::int64_t spent) {
  TRY(
      unit_.db().run("INSERT INTO tally (account, kind, bucket, contacts, recipients, spent)"
                     " VALUES ($1, 'hour', $2, $3, $3, $4) ON CONFLICT (account, kind, bucket) DO UPDATE SET"
                     " contacts = tally.contacts + $3, recipients = tally.recipients + $3, spent = tally.spent + $4",
                     {unit_.account(), hour_of(at), contacts, spent}));
  return {};
}

Result<Tally::Known> Tally::standing() {
  const AccountRow& row = *TRY(unit_.accounts().row());
  const auto known = parse_standing(row.standing);
  if (!known) return invalid("the account's standing is not a word of the store");
  return Known{*known, row.declared};
}

Result<void> Tally::set_standing(Standing standing, std::int64_t declared) {
  unit_.accounts().forget_row();
  TRY(unit_.db().run("UPDATE account SET standing = $2, declared = $3 WHERE account = $1",
                     {unit_.account(), to_string(standing), declared}));
  return {};
}

Result<void> Tally::begin_probation() {
  unit_.accounts().forget_row();
  TRY(unit_.db().run("UPDATE account SET probation_since = $2 WHERE account = $1", {unit_.account(), unit_.now()}));
  return {};
}

Result<bool> Tally::was_untended(minutes gap) {
  const Instant last = TRY(unit_.accounts().row())->tended_at;
  if (last > unit_.now() - tended_grain) return false;
  TRY(unit_.db().run("UPDATE account SET tended_at = $2 WHERE account = $1", {unit_.account(), unit_.now()}));
  if (AccountRow* row = unit_.accounts().known_row()) row->tended_at = unit_.now();
  return last < unit_.now() - gap;
}

}  // namespace courtesy
