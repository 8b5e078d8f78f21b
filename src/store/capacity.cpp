#include "store/capacity.h"

#include <cmath>

#include "store/accounts.h"
#include "store/staffing.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr double millionths = 1e6;

std::int64_t stored(double number) { return std::llround(number * millionths); }
double share_of(const Value& value) { return static_cast<double>(value.number()) / millionths; }

std::optional<std::int64_t> maybe(const Value& value) {
  return value.null() ? std::nullopt : std::optional(value.number());
}

PacingSettings read_settings(const Row& row) {
  return {.by_agents = row[0].number() != 0,
          .handling = milliseconds{row[1].number()},
          .callback_share = share_of(row[2]),
          .wait = milliseconds{row[3].number()},
          .wait_share = share_of(row[4]),
          .per_minute = maybe(row[5]),
          .per_hour = maybe(row[6]),
          .day_contacts = maybe(row[7]),
          .month_contacts = maybe(row[8]),
          .day_money = maybe(row[9]),
          .month_money = maybe(row[10]),
          .prices = {row[11].number(), row[12].number(), row[13].number()}};
}

constexpr std::string_view select_all =
    "SELECT by_agents, handling, callbacks, wait, wait_share, per_minute, per_hour, day_contacts, month_contacts,"
    " day_money, month_money, price_call, price_text, price_email, permits, permits_at, capacity_turn, minute_line,"
    " hour_line, pace_turn, memory FROM pacing WHERE account = $1";

/// The days and months of the business, and when the next ones begin.
struct Calendar {
  std::string day;
  std::string month;
  Instant next_day;
  Instant next_month;
};

Calendar calendar_of(const Zone& zone, Instant at) {
  const LocalDate today = std::chrono::floor<std::chrono::days>(zone.to_local(at));
  const std::chrono::year_month_day date{today};
  const std::chrono::year_month_day first{(date.year() / date.month() + std::chrono::months{1}) / 1};
  const std::string day = to_string(today);
  return {.day = day,
          .month = day.substr(0, day.size() - 3),
          .next_day = zone.resolve(LocalTime{today + std::chrono::days{1}}).instant,
          .next_month = zone.resolve(LocalTime{std::chrono::local_days{first}}).instant};
}

bool has_budget(const PacingSettings& settings) {
  return settings.day_contacts || settings.day_money || settings.month_contacts || settings.month_money;
}

Result<BudgetLimit> limit_of(Unit& unit, std::optional<std::int64_t> contacts, std::optional<Money> money,
                             const std::string& period, Instant renewed) {
  const Rows rows = TRY(
      unit.db().run("SELECT contacts, money FROM spent WHERE account = $1 AND period = $2", {unit.account(), period}));
  return BudgetLimit{.contacts = contacts,
                     .money = money,
                     .made = rows.empty() ? 0 : rows[0][0].number(),
                     .spent = rows.empty() ? 0 : rows[0][1].number(),
                     .renewed = renewed};
}

Result<Budget> budget_of(Unit& unit, const PacingSettings& settings, const Zone& zone) {
  Budget budget{.limits = {}, .prices = settings.prices};
  if (!has_budget(settings)) return budget;
  const Calendar calendar = calendar_of(zone, unit.now());
  budget.limits.push_back(
      TRY(limit_of(unit, settings.day_contacts, settings.day_money, calendar.day, calendar.next_day)));
  budget.limits.push_back(
      TRY(limit_of(unit, settings.month_contacts, settings.month_money, calendar.month, calendar.next_month)));
  return budget;
}

AccountPace pace_of(const PacingSettings& settings, const Row& row) {
  AccountPace pace{.limits = {}, .turns = Turns(row[19].instant())};
  // In this order they are written again.
  if (settings.per_minute) {
    pace.limits.emplace_back(static_cast<int>(*settings.per_minute), minutes{1}, row[17].instant());
  }
  if (settings.per_hour) pace.limits.emplace_back(static_cast<int>(*settings.per_hour), hours{1}, row[18].instant());
  return pace;
}

Result<std::optional<Capacity>> capacity_of(Unit& unit, const PacingSettings& settings, const Row& row,
                                            const Zone& zone) {
  if (!settings.by_agents) return std::optional<Capacity>{};
  CapacityState state{.permits = share_of(row[14]),
                      .at = row[15].instant(),
                      .turns = Turns(row[16].instant()),
                      .memory = TRY(PaceMemory::parse(row[20].text()))};
  const auto handling =
      std::chrono::duration_cast<milliseconds>(mean_handling(settings.handling, state.memory.record(unit.now())));
  const Desks desk = TRY(unit.agents().now(zone, handling));
  return std::optional(
      TRY(Capacity::at(unit.now(), reckoned_with(settings), std::move(state), desk.staffing, desk.agents_from)));
}

bool within(const std::optional<std::int64_t>& limit, std::int64_t least, std::int64_t most) {
  return !limit || (*limit >= least && *limit <= most);
}

}  // namespace

CapacitySettings reckoned_with(const PacingSettings& settings) {
  return {.target = {.wait = settings.wait, .share = settings.wait_share, .callback_share = settings.callback_share},
          .handling = settings.handling,
          .delay = {}};
}

Result<void> check(const PacingSettings& settings) {
  TRY(fastest_pace({1, settings.handling},
                   {.wait = settings.wait, .share = settings.wait_share, .callback_share = settings.callback_share}));
  if (!within(settings.per_minute, 1, 100'000) || !within(settings.per_hour, 1, 1'000'000)) {
    return invalid("pacing: at most 100,000 contacts a minute and 1,000,000 an hour, at least 1");
  }
  for (const auto& limit : {settings.day_contacts, settings.month_contacts, settings.day_money, settings.month_money}) {
    if (!within(limit, 0, 1'000'000'000'000'000)) return invalid("pacing: a budget must not be below 0");
  }
  for (const Money price : settings.prices) {
    if (!within(price, 0, 1'000'000'000)) return invalid("pacing: a price must be 0 to 1,000");
  }
  return {};
}

Result<PacingSettings> Pacing::settings() {
  const Rows rows = TRY(unit_.db().run(select_all, {unit_.account()}));
  return rows.empty() ? PacingSettings{} : read_settings(rows[0]);
}

Result<void> Pacing::set(const PacingSettings& settings) {
  TRY(check(settings));
  TRY(unit_.db().run(
      "INSERT INTO pacing (account, by_agents, since, handling, callbacks, wait, wait_share, per_minute, per_hour,"
      " day_contacts, month_contacts, day_money, month_money, price_call, price_text, price_email)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
      " ON CONFLICT (account) DO UPDATE SET by_agents = $2, since = CASE WHEN by_agents = $2 THEN since ELSE $3 END,"
      " handling = $4, callbacks = $5, wait = $6, wait_share = $7, per_minute = $8, per_hour = $9, day_contacts = $10,"
      " month_contacts = $11, day_money = $12, month_money = $13, price_call = $14, price_text = $15, price_email = "
      "$16",
      {unit_.account(), settings.by_agents, unit_.now(), settings.handling.count(), stored(settings.callback_share),
       settings.wait.count(), stored(settings.wait_share), Value(settings.per_minute), Value(settings.per_hour),
       Value(settings.day_contacts), Value(settings.month_contacts), Value(settings.day_money),
       Value(settings.month_money), settings.prices[0], settings.prices[1], settings.prices[2]}));
  // What waited by the former settings is looked at now.
  TRY(
      unit_.db().run("UPDATE reminder SET look_at = $2 WHERE account = $1 AND state = 'waiting'"
                     " AND reason IN ('capacity', 'account_pace', 'budget') AND look_at > $2",
                     {unit_.account(), unit_.now()}));
  return {};
}

Result<PaceMemory> Pacing::memory() {
  const Rows rows =
      TRY(unit_.db().run("SELECT memory FROM pacing WHERE account = $1 AND by_agents = 1", {unit_.account()}));
  return rows.empty() ? Result<PaceMemory>(PaceMemory{}) : PaceMemory::parse(rows[0][0].text());
}

Result<void> Pacing::foresee() {
  const Value asked[] = {unit_.account()};
  return unit_.db().foresee(select_all, 1, asked);
}

Result<PacingFacts> Pacing::facts() {
  const Rows rows = TRY(unit_.db().run(select_all, {unit_.account()}));
  if (rows.empty()) {
    return PacingFacts{.capacity = {},
                       .account_pace = {.limits = {}, .turns = Turns(Instant{})},
                       .budget = {.limits = {}, .prices = {}}};
  }
  const PacingSettings settings = read_settings(rows[0]);
  const Zone zone = TRY(Zone::find(TRY(unit_.accounts().get()).zone));
  return PacingFacts{.capacity = TRY(capacity_of(unit_, settings, rows[0], zone)),
                     .account_pace = pace_of(settings, rows[0]),
                     .budget = TRY(budget_of(unit_, settings, zone))};
}

Result<void> Pacing::keep(const HouseFacts& house) {
  if (house.capacity && house.capacity->changed()) {
    const CapacityState& state = house.capacity->state();
    TRY(
        unit_.db().run("UPDATE pacing SET permits = $2, permits_at = $3, capacity_turn = $4, memory = $5"
                       " WHERE account = $1",
                       {unit_.account(), stored(state.permits), state.at, state.turns.last(), state.memory.text()}));
  }
  if (house.account_pace.changed && !house.account_pace.limits.empty()) {
    const auto& limits = house.account_pace.limits;
    // With one limit alone both lines are its own: the other has none to be compared with.
    TRY(unit_.db().run(
        "UPDATE pacing SET minute_line = $2, hour_line = $3, pace_turn = $4 WHERE account = $1",
        {unit_.account(), limits.front().line(), limits.back().line(), house.account_pace.turns.last()}));
  }
  if (house.budget.counted == 0 || house.budget.limits.empty()) return {};
  const Calendar calendar = calendar_of(TRY(Zone::find(TRY(unit_.accounts().get()).zone)), unit_.now());
  for (const auto& period : {calendar.day, calendar.month}) {
    TRY(
        unit_.db().run("INSERT INTO spent (account, period, contacts, money) VALUES ($1, $2, $3, $4)"
                       " ON CONFLICT (account, period) DO UPDATE SET contacts = spent.contacts + $3,"
                       " money = spent.money + $4",
                       {unit_.account(), period, house.budget.counted, house.budget.cost}));
  }
  return {};
}

Result<void> Pacing::change_memory(void (*change)(PaceMemory&, Instant, milliseconds), Instant at, milliseconds took) {
  const Rows rows = TRY(unit_.db().run("SELECT memory FROM pacing WHERE account = $1 AND by_agents = 1 AND since <= $2",
                                       {unit_.account(), at}));
  if (rows.empty()) return {};
  PaceMemory memory = TRY(PaceMemory::parse(rows[0][0].text()));
  change(memory, at, took);
  TRY(unit_.db().run("UPDATE pacing SET memory = $2 WHERE account = $1", {unit_.account(), memory.text()}));
  return {};
}

Result<void> Pacing::never_left(const Attempt& attempt) {
  TRY(change_memory([](PaceMemory& memory, Instant at, milliseconds) { memory.take_back(at); }, attempt.intended_at,
                    milliseconds{0}));
  const Rows rows = TRY(unit_.db().run(select_all, {unit_.account()}));
  if (rows.empty() || !has_budget(read_settings(rows[0]))) return {};
  const Money price = read_settings(rows[0]).prices[static_cast<std::size_t>(attempt.reminder.channel)];
  const Calendar calendar = calendar_of(TRY(Zone::find(TRY(unit_.accounts().get()).zone)), attempt.intended_at);
  for (const auto& period : {calendar.day, calendar.month}) {
    TRY(unit_.db().run(
        "UPDATE spent SET contacts = contacts - 1, money = CASE WHEN money > $3 THEN money - $3 ELSE 0 END"
        " WHERE account = $1 AND period = $2 AND contacts > 0",
        {unit_.account(), period, price}));
  }
  return {};
}

Result<void> Pacing::callback(Instant contacted) {
  return change_memory([](PaceMemory& memory, Instant, milliseconds) { memory.callback(); }, contacted,
                       milliseconds{0});
}

Result<void> Pacing::handled(milliseconds took) {
  return change_memory([](PaceMemory& memory, Instant, milliseconds spent) { memory.handled(spent); }, unit_.now(),
                       took);
}

}  // namespace courtesy
