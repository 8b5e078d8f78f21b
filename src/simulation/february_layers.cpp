// The incident on the real engine: once as it is, and once with each layer switched off, so that the others must hold.
#include <fmt/format.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "simulation/february.h"
#include "simulation/scenario.h"
#include "simulation/world.h"
#include "store/booking.h"

namespace courtesy::simulation {
namespace {

/// What the operator's phone is.
constexpr const char* operator_phone = "+16175559999";
/// Where a client can still be told in time, for so long after the workers are back.
constexpr minutes time_to_send{15};
constexpr minutes late_at_most{120};
constexpr minutes lead_at_least{30};
constexpr int cap_a_day = 3;
/// A rule made anew is the same rule under another id: so many apart.
constexpr int made_anew = 1'000;

struct Setting {
  std::string_view name;
  Layers layers{};
  bool derived_ids = true;
};

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = [] {
    std::vector<Setting> made{{.name = "all"},
                              {.name = "without derived ids", .derived_ids = false},
                              {.name = "without already_told"},
                              {.name = "without validity"},
                              {.name = "without caps"},
                              {.name = "without failsafe"}};
    made[2].layers.already_told = false;
    made[3].layers.validity = false;
    made[4].layers.caps = false;
    made[5].layers.failsafe = false;
    return made;
  }();
  return all;
}

struct Row {
  std::string_view name;
  PhoneRecord::Seen seen;
  int most_for_a_reminder = 0;
  int useful = 0;
  int told = 0;  ///< of the useful ones
  std::int64_t on_list = 0;
  std::int64_t dropped = 0;
  std::int64_t lost = 0;
  std::int64_t trips = 0;
  std::int64_t violations = 0;
  std::optional<milliseconds> paged_after{};
};

std::int64_t number_of(Db& db, std::string_view sql, std::initializer_list<Value> values) {
  const auto rows = db.run(sql, values);
  return rows && !rows->empty() ? (*rows)[0][0].number() : -1;
}

class Incident {
 public:
  Incident(const Setting& setting, std::uint64_t seed)
      : setting_(setting), incident_(draw_february(seed)), world_(incident_.plan, world_settings(setting)) {
    world_.on_journal([this](const phonenet::Entry& entry) { record_.take(entry); });
  }

  Result<Row> run() {
    TRY(world_.begin());
    world_.run_until(incident_.down);
    world_.crash(incident_.back - incident_.down);
    for (milliseconds at = planned_every; at < incident_.back - incident_.down; at += planned_every)
      world_.after(at, [this] { plan_again(); });
    TRY(world_.finish());
    return count();
  }

 private:
  static WorldSettings world_settings(const Setting& setting) {
    WorldSettings settings;
    settings.node.dispatch.layers = setting.layers;
    settings.planner = true;
    settings.operator_phone = operator_phone;
    settings.staff = false;
    return settings;
  }

  /// Planning goes on while nobody sends: whatever has fallen due since is planned again. Where ids are not derived, it
  /// is another reminder each time.
  void plan_again() {
    ++rounds_;
    const Instant now = world_.time().now();
    for (std::size_t clinic = 1; clinic <= incident_.plan.clinics.size(); ++clinic) {
      world_.write(AccountId(static_cast<std::int64_t>(clinic)),
                   [this, now, round = rounds_](Unit& unit) -> Result<void> {
                     return setting_.derived_ids ? plan_as_ever(unit, now) : plan_as_new(unit, now, round);
                   });
    }
  }

  Result<void> plan_as_ever(Unit& unit, Instant now) const {
    const Rows due =
        TRY(unit.db().run("SELECT DISTINCT appointment FROM reminder WHERE account = $1 AND due > $2 AND"
                          " due <= $3 ORDER BY appointment",
                          {unit.account(), incident_.down, now}));
    for (const auto& row : due) {
      const Appointment appointment = TRY(unit.appointments().get(row[0].id<AppointmentId>()));
      if (appointment.booking == Booking::booked) TRY(plan_reminders(unit, appointment, Past::may_be_late));
    }
    return {};
  }

  Result<void> plan_as_new(Unit& unit, Instant now, int round) const {
    TRY(unit.db().run(
        "INSERT INTO rule (account, rule, channel, kind, minutes, days, time, zone, shift, min_lead,"
        " max_lateness, content, created_at) SELECT account, rule + $2, channel, kind, minutes, days, time,"
        " zone, shift, min_lead, max_lateness, content, created_at FROM rule WHERE account = $1"
        " AND rule < $3",
        {unit.account(), round * made_anew, made_anew}));
    TRY(unit.db().run(
        "INSERT INTO reminder (account, appointment, rule, channel, start, due, send_at, look_at, state,"
        " reason) SELECT account, appointment, rule + $2, channel, start, due, send_at, look_at, 'waiting',"
        " 'none' FROM reminder WHERE account = $1 AND rule < $3 AND due > $4 AND due <= $5",
        {unit.account(), round * made_anew, made_anew, incident_.down, now}));
    return {};
  }

  Row count() {
    Row row{.name = setting_.name, .seen = record_.since(incident_.back)};
    row.most_for_a_reminder = world_.checker().most_for_a_reminder();
    count_useful(row);
    Db& db = *world_.db();
    const auto in = [&](const char* what) {
      return number_of(
          db, std::string("SELECT COUNT(*) FROM reminder WHERE rule < 1000 AND due > $1 AND due <= $2 AND ") + what,
          {incident_.down, incident_.back});
    };
    row.on_list = in("state = 'held'");
    row.dropped = in("state = 'dropped'");
    row.lost = number_of(db,
                         "SELECT COUNT(*) FROM reminder WHERE due > $1 AND due <= $2 AND state = 'waiting'"
                         " AND look_at < $3",
                         {incident_.down, incident_.back, incident_.ends - minutes{10}});
    row.trips = number_of(db, "SELECT COUNT(*) FROM ledger WHERE kind = 'stopped'", {});
    row.violations = world_.checker().violation_count();
    if (const auto rang = record_.rang_apart()) row.paged_after = *rang - incident_.down;
    return row;
  }

  /// A client whose reminder fell due at most two hours before the workers were back, and more than half an hour
  /// before the appointment, is to be told; whoever cancelled, moved or opted out is not.
  void count_useful(Row& row) {
    for (const Promise& promise : world_.model().promises()) {
      if (promise.until && *promise.until <= incident_.ends) continue;
      for (int rule = 1; rule <= rules; ++rule) {
        const Instant due = due_of(rule, promise.start, promise.zone);
        if (due <= incident_.back - late_at_most || due > incident_.back || promise.since > due) continue;
        if (promise.instant < incident_.back + lead_at_least + time_to_send) continue;
        const std::string& recipient = world_.model().recipient(promise, channel_of(rule));
        if (world_.model().opted_out_ever(promise.visit.first, recipient)) continue;
        ++row.useful;
        row.told += record_.reached(recipient, incident_.back) ? 1 : 0;
      }
    }
  }
  static Channel channel_of(int rule) { return rule == 1 ? Channel::call : rule == 4 ? Channel::email : Channel::text; }

  const Setting& setting_;
  February incident_;
  PhoneRecord record_{{operator_phone}};
  World world_;
  int rounds_ = 0;
};

bool good(const Row& row) {
  if (row.lost != 0 || row.seen.most > cap_a_day) return false;
  if (row.name != "all") return true;
  return row.most_for_a_reminder <= 1 && row.told == row.useful && row.useful > 0 && row.violations == 0 &&
         row.paged_after && *row.paged_after <= minutes{5};
}

std::string table(const std::vector<Row>& rows) {
  std::string text = fmt::format("{:<22}{:>9}{:>9}{:>9}{:>9}{:>14}{:>6}{:>9}{:>6}\n", "layers", "contacts", "in 5 min",
                                 "a person", "reminder", "useful: told", "held", "dropped", "lost");
  for (const Row& row : rows) {
    text += fmt::format("{:<22}{:>9}{:>9}{:>9}{:>9}{:>14}{:>6}{:>9}{:>6}{}\n", row.name, row.seen.contacts,
                        row.seen.busiest_five_minutes, row.seen.most, row.most_for_a_reminder,
                        fmt::format("{} of {}", row.told, row.useful), row.on_list, row.dropped, row.lost,
                        good(row) ? "" : "  FAILED");
  }
  return text;
}

std::string paged(const Row& row) {
  if (!row.paged_after) return "The operator's phone never rang.\n";
  const auto after = std::chrono::duration_cast<seconds>(*row.paged_after).count();
  return fmt::format("The operator's phone rang {} min {} s after the workers had died.\n", after / 60, after % 60);
}

std::string as_json(const std::vector<Row>& rows) {
  boost::json::array all;
  for (const Row& row : rows) {
    boost::json::object one{{"layers", row.name},
                            {"contacts", row.seen.contacts},
                            {"busiest_five_minutes", row.seen.busiest_five_minutes},
                            {"most_with_one_person", row.seen.most},
                            {"most_for_one_reminder", row.most_for_a_reminder},
                            {"useful", row.useful},
                            {"told", row.told},
                            {"held", row.on_list},
                            {"dropped", row.dropped},
                            {"lost", row.lost},
                            {"trips", row.trips},
                            {"good", good(row)}};
    if (row.paged_after) one["paged_after_ms"] = row.paged_after->count();
    all.push_back(std::move(one));
  }
  return boost::json::serialize(boost::json::object{{"scenario", "february"}, {"rows", all}}) + "\n";
}

}  // namespace

Result<ScenarioReport> february(const ScenarioSettings& asked) {
  std::vector<Row> rows;
  for (const Setting& setting : settings()) rows.push_back(TRY(Incident(setting, asked.seed).run()));
  ScenarioReport report;
  report.good = std::ranges::all_of(rows, good);
  report.text = asked.json ? as_json(rows)
                           : fmt::format(
                                 "Ten clinics; the workers are down from 08:30 to 16:30, and planning goes on "
                                 "every five minutes.\nWhat the phones saw in the three hours after:\n\n{}\n{}",
                                 table(rows), paged(rows.front()));
  return report;
}

}  // namespace courtesy::simulation
