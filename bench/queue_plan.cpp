// Reminders planned through the store, as an import or a new rule does; and rows of SQLite alone, to see them beside.
#include <fmt/format.h>
#include <sqlite3.h>

#include "node.h"
#include "queue_commands.h"
#include "store/sqlite/sqlite_library.h"

namespace courtesy::bench {
namespace {

constexpr int accounts = 20;
const Instant noon = parse_instant("2026-05-12T14:00:00Z").value();

Planned planned(int key) {
  const Instant due = noon + hours{24} + seconds{key};
  const ReminderKey reminder{
      .appointment = AppointmentId(1), .rule = RuleId(1), .channel = Channel::call, .start = to_string(due)};
  return {.key = reminder, .due = due, .send_at = due, .state = ReminderState::waiting};
}

intake::Booked booked(int key) {
  const std::string local = fmt::format("2026-05-{:02}T{:02}:{:02}", 20 + key % 10, 10 + key % 7, key % 60);
  return TestHouse::booked(fmt::format("k{}", key), local, BusyHouse::number(key));
}

class Planner {
 public:
  Planner(Node& node, const Planning& planning) : node_(node), planning_(planning) {}

  void run() {
    for (int i = 0; i < planning_.units; ++i) begin();
    node_.run_until([&] { return node_.store->open == 0; });
  }
  int added = 0;

 private:
  void begin() {
    if (next_ >= planning_.reminders) return;
    const int first = next_ % planning_.keys;
    const int last = first + std::min(planning_.a_unit, planning_.reminders - next_);
    next_ += last - first;
    auto waiting = std::make_shared<int>(0);
    node_.store->write(AccountId(first / planning_.a_unit % accounts + 1), work(first, last, waiting),
                       [this, waiting](const WriteEnding& ending) {
                         if (!ending.work) fmt::print(stderr, "{}\n", ending.work.error().message);
                         added += *waiting;
                         begin();
                       });
  }

  Work work(int first, int last, std::shared_ptr<int> waiting) const {
    if (planning_.import) {
      return [=](Unit& unit) -> Result<void> {
        std::vector<intake::Booked> bookings;
        for (int key = first; key < last; ++key) bookings.push_back(booked(key));
        const ImportSource source{.name = "bench.ics", .attested = "bench, 2026-05-01, on paper"};
        *waiting = TRY(take_bookings(unit, source, bookings)).reminders;
        return {};
      };
    }
    return [=](Unit& unit) -> Result<void> {
      std::vector<Planned> some;
      for (int key = first; key < last; ++key) some.push_back(planned(key));
      *waiting = TRY(unit.queue().plan(some));
      return {};
    };
  }

  Node& node_;
  Planning planning_;
  int next_ = 0;
};

std::int64_t reminders_in(const std::string& where) {
  return open_database(where)->run("SELECT COUNT(*) FROM reminder").value()[0][0].number();
}

}  // namespace

int plan(const std::string& where, const Planning& planning) {
  const std::int64_t before = reminders_in(where);
  std::string found;
  std::size_t refused = 0;
  {
    Node node(where, "bench", noon);
    Planner planner(node, planning);
    wait_to_begin();
    const Stopwatch watch;
    const WorkMeter work;
    planner.run();
    found = fmt::format(R"("n":{},"seconds":{:.6f},"cpu_s":{:.6f},"added":{},"peak_mib":{:.1f})", planning.reminders,
                        watch.seconds(), work.seconds(), planner.added, static_cast<double>(peak_bytes()) / (1 << 20));
    refused = node.store->refused;
  }
  fmt::print("{{{},\"rows\":{},\"refused\":{}}}\n", found, reminders_in(where) - before, refused);
  return refused == 0 ? 0 : 1;
}

int insert_rows(const std::string& file, int rows, int a_commit) {
  set_up_sqlite();
  sqlite3* raw = nullptr;
  INVARIANT(sqlite3_open(file.c_str(), &raw) == SQLITE_OK);
  const auto run = [&](const char* sql) { INVARIANT(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr) == SQLITE_OK); };
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
      "CREATE TABLE job (key TEXT PRIMARY KEY, due INTEGER NOT NULL, state TEXT NOT NULL) STRICT;"
      "CREATE INDEX job_due ON job (due)");
  sqlite3_stmt* insert = nullptr;
  INVARIANT(sqlite3_prepare_v2(raw, "INSERT INTO job VALUES (?1, ?2, 'waiting') ON CONFLICT DO NOTHING", -1, &insert,
                               nullptr) == SQLITE_OK);
  wait_to_begin();
  const Stopwatch watch;
  const WorkMeter work;
  for (int i = 0; i < rows; ++i) {
    if (i % a_commit == 0) run("BEGIN");
    const std::string key = fmt::format("appointment:{}:call", i);
    sqlite3_bind_text(insert, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
    sqlite3_bind_int64(insert, 2, to_millis(noon) + std::int64_t{i} * 1000);
    INVARIANT(sqlite3_step(insert) == SQLITE_DONE);
    sqlite3_reset(insert);
    if (i % a_commit == a_commit - 1 || i == rows - 1) run("COMMIT");
  }
  fmt::print(R"({{"n":{},"seconds":{:.6f},"cpu_s":{:.6f}}})"
             "\n",
             rows, watch.seconds(), work.seconds());
  sqlite3_finalize(insert);
  sqlite3_close(raw);
  return 0;
}

}  // namespace courtesy::bench
