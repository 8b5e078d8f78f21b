// The incident on the real engine: once as it is, and once with each layer switched off, so that the others must hold.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <thread>

#include "simulation/february_table.h"
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
/// A rule made anew is the same rule under another id: so many apart.
constexpr int made_anew = 1'000;

struct Setting {
  std::string_view name;
  Layers layers{};
  bool derived_ids = true;
  /// Of this layer, in the ledger: why a reminder did not go out, or not yet.
  std::vector<Reason> refusals{};
};

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = [] {
    std::vector<Setting> made{{.name = "all"},
                              {.name = "without derived ids", .derived_ids = false},
                              {.name = "without already_told", .refusals = {Reason::merged, Reason::already_told}},
                              {.name = "without validity",
                               .refusals = {Reason::appointment_cancelled, Reason::appointment_moved,
                                            Reason::already_confirmed, Reason::appointment_past, Reason::too_late}},
                              {.name = "without caps", .refusals = {Reason::contact_running, Reason::recipient_cap}},
                              {.name = "without failsafe", .refusals = {Reason::probation, Reason::unusual_volume}}};
    made[2].layers.already_told = false;
    made[3].layers.validity = false;
    made[4].layers.caps = false;
    made[5].layers.failsafe = false;
    return made;
  }();
  return all;
}

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

  Result<FebruaryRow> run() {
    TRY(world_.begin());
    world_.run_until(incident_.down);
    world_.crash(incident_.back - incident_.down);
    for (milliseconds at = planned_every; at < incident_.back - incident_.down; at += planned_every)
      world_.after(at, [this] { plan_again(); });
    TRY(world_.finish());
    return count();
  }

  /// How many reminders each setting's layer has stopped here. Asked where all are on, after run().
  std::vector<std::int64_t> stops() {
    std::vector<std::int64_t> each;
    for (const Setting& setting : settings()) each.push_back(setting.derived_ids ? refused(setting) : planned_again_);
    each.front() = std::accumulate(each.begin(), each.end(), std::int64_t{0});
    return each;
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
      auto known = std::make_shared<std::int64_t>(0);
      world_.write(AccountId(static_cast<std::int64_t>(clinic)),
                   [this, now, known, round = rounds_](Unit& unit) -> Result<void> {
                     if (!setting_.derived_ids) return plan_as_new(unit, now, round);
                     *known = TRY(plan_as_ever(unit, now));
                     return {};
                   },
                   {{.what = "all is planned again",
                     .apply = [this, known](Model&, Instant) { planned_again_ += *known; },
                     .present = [](Db&) { return false; }}});
    }
  }

  /// Returns how many reminders it has planned that were there already.
  Result<std::int64_t> plan_as_ever(Unit& unit, Instant now) const {
    const Rows due =
        TRY(unit.db().run("SELECT appointment, COUNT(*) FROM reminder WHERE account = $1 AND due > $2 AND"
                          " due <= $3 GROUP BY appointment ORDER BY appointment",
                          {unit.account(), incident_.down, now}));
    std::int64_t known = 0;
    for (const auto& row : due) {
      const Appointment appointment = TRY(unit.appointments().get(row[0].id<AppointmentId>()));
      if (appointment.booking != Booking::booked) continue;
      known += row[1].number() - TRY(plan_reminders(unit, appointment, Past::may_be_late));
    }
    return known;
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

  FebruaryRow count() {
    FebruaryRow row{.layers = setting_.name, .seen = record_.since(incident_.back)};
    row.most_for_a_reminder = world_.checker().most_for_a_reminder();
    count_useful(row);
    Db& db = *world_.db();
    const auto in = [&](const char* what) {
      return number_of(
          db, std::string("SELECT COUNT(*) FROM reminder WHERE rule < 1000 AND due > $1 AND due <= $2 AND ") + what,
          {incident_.down, incident_.back});
    };
    row.held = in("state = 'held'");
    row.dropped = in("state = 'dropped'");
    row.lost = forgotten(db) + on_no_list(db);
    row.trips = number_of(db, "SELECT COUNT(DISTINCT account) FROM trip WHERE severity = 'hard' AND account > 0", {});
    row.violations = world_.checker().violation_count();
    if (const auto rang = record_.rang_apart()) row.paged_after = *rang - incident_.down;
    return row;
  }

  /// Nobody has looked at it.
  std::int64_t forgotten(Db& db) const {
    return number_of(db,
                     "SELECT COUNT(*) FROM reminder WHERE due > $1 AND due <= $2 AND state = 'waiting'"
                     " AND look_at < $3",
                     {incident_.down, incident_.back, incident_.ends - minutes{10}});
  }

  /// Not told, nothing of it comes by itself any more, and it is neither on the held list nor on the staff's.
  std::int64_t on_no_list(Db& db) const {
    return number_of(
        db,
        "SELECT COUNT(*) FROM appointment a WHERE a.booking = 'booked' AND a.told = 'nothing_yet'"
        " AND EXISTS (SELECT 1 FROM reminder r WHERE r.account = a.account AND r.appointment = a.appointment"
        " AND r.start = a.start_key AND r.due > $1 AND r.due <= $2) AND NOT EXISTS (SELECT 1 FROM reminder w"
        " WHERE w.account = a.account AND w.appointment = a.appointment AND w.start = a.start_key"
        " AND w.state IN ('waiting', 'held', 'intended', 'done', 'merged'))",
        {incident_.down, incident_.back});
  }

  std::int64_t refused(const Setting& setting) {
    std::string codes;
    for (const Reason reason : setting.refusals)
      codes += fmt::format("{}'{}'", codes.empty() ? "" : ", ", to_string(reason));
    return number_of(*world_.db(),
                     "SELECT COUNT(*) FROM (SELECT DISTINCT account, appointment, rule, start FROM ledger"
                     " WHERE kind = 'decided' AND at >= $1 AND code IN (" +
                         codes + ")) refused",
                     {incident_.back});
  }

  /// A client whose reminder fell due at most two hours before the workers were back, and more than half an hour
  /// before the appointment, is to be told; whoever cancelled, moved or opted out is not.
  void count_useful(FebruaryRow& row) {
    std::map<int, bool> told;  // by patient
    for (const Promise& promise : world_.model().promises()) {
      if (promise.until && *promise.until <= incident_.ends) continue;
      for (int rule = 1; rule <= rules; ++rule) {
        const Instant due = due_of(rule, promise.start, promise.zone);
        if (due <= incident_.back - late_at_most || due > incident_.back || promise.since > due) continue;
        if (promise.instant < incident_.back + lead_at_least + time_to_send) continue;
        const std::string& recipient = world_.model().recipient(promise, channel_of(rule));
        if (world_.model().opted_out_ever(promise.visit.first, recipient)) continue;
        bool& one = told[promise.patient];
        one = one || record_.reached(recipient, incident_.back);
      }
    }
    row.useful = static_cast<std::int64_t>(told.size());
    row.told = std::ranges::count_if(told, [](const auto& one) { return one.second; });
  }
  static Channel channel_of(int rule) { return rule == 1 ? Channel::call : rule == 4 ? Channel::email : Channel::text; }

  const Setting& setting_;
  February incident_;
  PhoneRecord record_{{operator_phone}};
  World world_;
  int rounds_ = 0;
  std::int64_t planned_again_ = 0;
};

/// Each row is a world of its own, and they are dealt to threads: the same rows, whatever the machine.
Result<std::vector<FebruaryRow>> play(const ScenarioSettings& asked) {
  const auto& all = settings();
  std::vector<Result<FebruaryRow>> played(all.size(), Error{ErrorCode::unavailable, "it was not played"});
  std::vector<std::int64_t> stops(all.size());
  std::atomic<std::size_t> next{0};
  std::mutex telling;
  std::size_t count = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < all.size(); i = next++) {
      Incident incident(all[i], asked.seed);
      played[i] = incident.run();
      if (i == 0 && played[i]) stops = incident.stops();
      const std::lock_guard lock(telling);
      ++count;
      if (asked.done && played[i])
        asked.done(fmt::format("{} of {}: {}, {} contacts after the outage, {} at most for one reminder", count,
                               all.size(), all[i].name, played[i]->seen.contacts, played[i]->most_for_a_reminder));
    }
  };
  std::vector<std::jthread> threads(
      std::min<std::size_t>(all.size(), std::max(1u, std::thread::hardware_concurrency())));
  for (auto& thread : threads) thread = std::jthread(work);
  threads.clear();
  std::vector<FebruaryRow> rows;
  for (std::size_t i = 0; i < all.size(); ++i) {
    rows.push_back(TRY(std::move(played[i])));
    rows.back().stops = stops[i];
  }
  return rows;
}

}  // namespace

Result<ScenarioReport> february(const ScenarioSettings& asked) {
  const auto rows = TRY(play(asked));
  ScenarioReport report;
  report.good = good(rows);
  report.text = asked.json ? as_json(rows)
                           : fmt::format(
                                 "Ten clinics; the workers are down from 08:30 to 16:30, and planning goes on "
                                 "every five minutes.\nWhat the phones saw in the three hours after:\n\n{}",
                                 table(rows));
  return report;
}

}  // namespace courtesy::simulation
