#include "api/reports.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <map>

#include "api/answer.h"
#include "api/csv_cell.h"
#include "api/rule_text.h"
#include "outcome/effect.h"
#include "store/accounts.h"
#include "store/capacity.h"
#include "store/report.h"
#include "store/rules.h"

namespace courtesy::api {
namespace {

using Object = boost::json::object;

constexpr std::array<std::string_view, 4> words_of_by{"weekday", "channel", "rule", "month"};
constexpr std::chrono::days usual_days{30};
constexpr double millionths = 1e6;

/// What is counted, in the order of the columns.
constexpr std::array<std::string_view, 13> columns{
    "visits",          "confirmed",     "cancelled",          "showed",   "no_shows", "reached", "calls", "calls_heard",
    "calls_with_beep", "calls_machine", "calls_nobody_knows", "contacts", "cost"};

struct Line {
  std::int64_t visits = 0, confirmed = 0, cancelled = 0, showed = 0, no_shows = 0, reached = 0;
  std::int64_t calls = 0, heard = 0, beep = 0, machine = 0, nobody_knows = 0;
  std::int64_t contacts = 0;
  Money cost = 0;

  void add(const VisitCount& count) {
    const bool off = count.booking == Booking::cancelled || count.answer == Answer::cancelled;
    visits += count.visits;
    if (count.answer == Answer::confirmed && !off) confirmed += count.visits;
    if (off && count.presence == Presence::unknown) cancelled += count.visits;
    if (count.presence == Presence::showed) showed += count.visits;
    if (count.presence == Presence::no_show) no_shows += count.visits;
    if (count.reached) reached += count.visits;
  }
  void add(const AttemptCount& count, Money price) {
    contacts += count.attempts;
    cost += count.attempts * price;
    if (count.channel != Channel::call) return;
    calls += count.attempts;
    if (count.outcome == AttemptOutcome::heard) heard += count.attempts;
    if (count.outcome != AttemptOutcome::machine) return;
    (count.evidence == Evidence::beep      ? beep
     : count.evidence == Evidence::machine ? machine
                                           : nobody_knows) += count.attempts;
  }
};

Object line_json(const Line& line) {
  return {{"visits", line.visits},
          {"confirmed", line.confirmed},
          {"cancelled", line.cancelled},
          {"showed", line.showed},
          {"no_shows", line.no_shows},
          {"reached", line.reached},
          {"calls", line.calls},
          {"calls_heard", line.heard},
          {"calls_with_beep", line.beep},
          {"calls_machine", line.machine},
          {"calls_nobody_knows", line.nobody_knows},
          {"contacts", line.contacts},
          {"cost", static_cast<double>(line.cost) / millionths}};
}

/// Monday is 1.
std::string weekday_of(const std::string& date) {
  const auto day = parse_date(date);
  return day ? std::to_string(std::chrono::weekday(*day).iso_encoding()) : "";
}

std::string key_of(ReportBy by, const VisitCount& count) {
  switch (by) {
    case ReportBy::weekday: return weekday_of(count.date);
    case ReportBy::month: return count.date.substr(0, 7);
    case ReportBy::channel:
    case ReportBy::rule: return count.key;
  }
  return "";
}

std::string key_of(ReportBy by, const AttemptCount& count) {
  switch (by) {
    case ReportBy::weekday: return weekday_of(count.date);
    case ReportBy::month: return count.date.substr(0, 7);
    case ReportBy::channel: return std::string(to_string(count.channel));
    case ReportBy::rule: return std::to_string(count.rule.value());
  }
  return "";
}

/// Numbers by their size, the rest by the alphabet: neither has a longer one before a shorter.
struct ByKey {
  bool operator()(const std::string& a, const std::string& b) const {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
};
using Lines = std::map<std::string, Line, ByKey>;

Money price_of(const PacingSettings& pacing, const Prices& usual, Channel channel) {
  const Money said = pacing.prices[static_cast<std::size_t>(channel)];
  return said > 0 ? said : usual.of(channel) * 1'000;
}

Object estimate_json(const Estimate& one) { return {{"value", one.value}, {"low", one.low}, {"high", one.high}}; }

Object side_json(const Attendance& side, const std::optional<Estimate>& rate) {
  Object words{{"visits", side.visits}, {"no_shows", side.no_shows}, {"rate", nullptr}};
  if (rate) words["rate"] = estimate_json(*rate);
  return words;
}

/// Of visits of which staff said whether the client came. Who was not reached by us but answered was reached by a
/// person, and is on neither side.
Object effect_json(const std::vector<VisitCount>& counts) {
  Attendance reached;
  Attendance not_reached;
  for (const auto& count : counts) {
    if (count.presence == Presence::unknown || count.booking == Booking::cancelled) continue;
    const bool untold = count.told == Told::failed && count.answer == Answer::none;
    if (count.told != Told::told && !untold) continue;
    Attendance& side = untold ? not_reached : reached;
    side.visits += count.visits;
    if (count.presence == Presence::no_show) side.no_shows += count.visits;
  }
  const auto effect = effect_of(reached, not_reached);
  Object words{{"least_visits", least_visits},
               {"reached", side_json(reached, effect ? std::optional(effect->reached) : std::nullopt)},
               {"not_reached", side_json(not_reached, effect ? std::optional(effect->not_reached) : std::nullopt)},
               {"difference", nullptr},
               {"text", effect ? "No experiment: clients who cannot be reached may differ in more than that."
                               : "Too few visits on one side to say anything."}};
  if (effect) words["difference"] = estimate_json(effect->difference);
  return words;
}

Result<boost::json::array> rows_json(Unit& unit, ReportBy by, const Lines& lines) {
  boost::json::array rows;
  for (const auto& [key, line] : lines) {
    Object row = line_json(line);
    row["key"] = key;
    row["text"] = nullptr;
    if (by == ReportBy::rule) {
      const auto id = std::stoll(key);
      if (const auto stored = unit.rules().get(RuleId(id)))
        row["text"] = whole_rule_words(stored->rule, unit.language());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string csv_of(const boost::json::value& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return csv_cell(std::string_view(value.as_string()));
  return std::to_string(value.to_number<std::int64_t>());
}

}  // namespace

std::string_view word_of(ReportBy by) { return words_of_by[static_cast<std::size_t>(by)]; }

Result<ReportQuery> parse_report_query(const http::Fields& query) {
  ReportQuery asked{.days = TRY(days_in(query, most_days_reported))};
  const auto by = http::field(query, "by").value_or("");
  if (by.empty()) return asked;
  for (std::size_t i = 0; i < words_of_by.size(); ++i) {
    if (by != words_of_by[i]) continue;
    asked.by = static_cast<ReportBy>(i);
    return asked;
  }
  return invalid("`by` must be weekday, channel, rule or month");
}

Result<Object> report_page(Unit& unit, const ReportQuery& query) {
  const Account account = TRY(unit.accounts().get());
  const Zone zone = TRY(Zone::find(account.zone));
  const LocalDate today = std::chrono::floor<std::chrono::days>(zone.to_local(unit.now()));
  const Days days = query.days.value_or(Days{today - usual_days + std::chrono::days{1}, today});
  PeriodReport report(unit, begin_of(zone, days.from), begin_of(zone, days.to + std::chrono::days{1}));

  Lines lines;
  Line total;
  const auto visits = TRY(report.visits());
  for (const auto& count : visits) total.add(count);
  const bool of_attempts = query.by == ReportBy::channel || query.by == ReportBy::rule;
  const auto by_key =
      of_attempts ? TRY(report.visits_by(query.by == ReportBy::rule ? ReachedBy::rule : ReachedBy::channel)) : visits;
  for (const auto& count : by_key) lines[key_of(query.by, count)].add(count);
  const PacingSettings pacing = TRY(unit.pacing().settings());
  for (const auto& count : TRY(report.attempts())) {
    const Money price = price_of(pacing, unit.settings().prices, count.channel);
    lines[key_of(query.by, count)].add(count, price);
    total.add(count, price);
  }
  return Object{{"from", to_string(days.from)}, {"to", to_string(days.to)},
                {"today", to_string(today)},    {"zone", account.zone},
                {"by", word_of(query.by)},      {"rows", TRY(rows_json(unit, query.by, lines))},
                {"total", line_json(total)},    {"effect", effect_json(visits)}};
}

std::string report_csv(const Object& page) {
  const auto by = std::string(page.at("by").as_string());
  std::string table = by + ",text";
  for (const auto column : columns) table.append(",").append(column);
  table += "\r\n";
  const auto line = [&](const std::string& key, const std::string& text, const Object& from) {
    table += key + "," + text;
    for (const auto column : columns) {
      const auto& value = from.at(column);
      table.append(",").append(column == "cost" ? fmt::format("{:.4f}", value.to_number<double>()) : csv_of(value));
    }
    table += "\r\n";
  };
  for (const auto& row : page.at("rows").as_array())
    line(csv_of(row.at("key")), csv_of(row.at("text")), row.as_object());
  line("total", "", page.at("total").as_object());
  return table;
}

}  // namespace courtesy::api
