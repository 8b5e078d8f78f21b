#include "simulation/day.h"

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/phone/engine.h"
#include "base/virtual_time.h"
#include "intake/icalendar.h"
#include "node/node.h"
#include "node/number_facts.h"
#include "phonenet/mailbox.h"
#include "phonenet/memory_client.h"
#include "phonenet/network.h"
#include "simulation/clinic.h"
#include "simulation/names.h"
#include "simulation/networked.h"
#include "simulation/tally.h"
#include "store/import_run.h"
#include "store/loop_store.h"
#include "store/migrations.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy::simulation {
namespace {

phonenet::Settings network_settings(phonenet::Directory directory, std::uint64_t seed) {
  const std::string base = our_origin;
  phonenet::Settings settings;
  settings.account_sid = account_sid;
  settings.auth_token = "simulated";
  settings.numbers = {{.number = sample_clinic().caller_number,
                       .voice_url = base + "/twilio/call/incoming",
                       .sms_url = base + "/twilio/text/incoming",
                       .sms_fallback_url = {},
                       .voice_status_url = base + "/twilio/call/incoming/status"}};
  settings.strict = true;
  settings.seed = seed;
  settings.directory = std::move(directory);
  return settings;
}

/// One node and the phone network, over one virtual time.
class World {
 public:
  static Result<std::unique_ptr<World>> make(const DaySettings& settings) {
    std::unique_ptr<World> world(new World(settings));
    world->db_ = TRY(SqliteDb::open({.path = settings.database}));
    TRY(migrate(*world->db_, {}, settings.begins));
    world->store_ = std::make_unique<LoopStore>(world->time_, world->time_, *world->db_, world->store_settings_);
    Unit house(*world->db_, AccountId{}, settings.begins, world->store_settings_, {});
    world->store_->set_epoch({"day", TRY(house.accounts().begin_epoch("day"))});
    phonenet::Directory directory = TRY(phonenet::Directory::read(settings.phones));
    world->network_ = std::make_unique<phonenet::Network>(world->time_, world->time_, world->client_,
                                                          network_settings(std::move(directory), settings.seed));
    world->mailbox_ = std::make_unique<phonenet::Mailbox>(world->time_, world->time_, world->network_->journal());
    world->node_ = TRY(Node::make(networked(), {.loop = world->time_,
                                                .clock = world->time_,
                                                .store = *world->store_,
                                                .http = world->client_,
                                                .mail = world->mailbox_.get(),
                                                .random = world->random_,
                                                .log = world->log_}));
    world->client_.connect(network_origin, world->network_.get());
    world->client_.connect(our_origin, world->node_.get());
    return world;
  }

  Result<void> open_clinic() {
    std::optional<Result<AccountId>> opened;
    open_account(*store_, sample_clinic(), sample_rules(),
                 [&](Result<AccountId> account) { opened = std::move(account); });
    time_.run_until(time_.now());
    INVARIANT(opened.has_value());
    TRY(std::move(*opened));
    return {};
  }

  Result<ImportTally> import_calendar(const DaySettings& settings) {
    const intake::Reading reading{.settings = {.zone = TRY(Zone::find(sample_clinic().zone)),
                                               .country = sample_clinic().country,
                                               .from = settings.begins,
                                               .to = settings.begins + hours{24 * 400}},
                                  .read_number = read_number};
    const intake::Import import = TRY(intake::read_icalendar(settings.calendar, reading));
    std::optional<ImportEnding> ending;
    ImportRun::start(*store_, AccountId(1),
                     {.source = {.name = settings.calendar_name, .attested = sample_consent},
                      .import = import,
                      .from = settings.begins,
                      .to = settings.begins + hours{24 * 400},
                      .dry_run = false,
                      .to_record = {}},
                     [&](ImportEnding ended) { ending = std::move(ended); });
    time_.run_until(time_.now());
    INVARIANT(ending.has_value());
    TRY(std::move(ending->result));
    ImportTally tally{.events = import.events,
                      .appointments = import.appointments.size(),
                      .excluded = import.excluded.size(),
                      .reports = {}};
    for (const auto& report : import.reports)
      tally.reports.push_back(fmt::format("line {}: {}", report.line, report.reason));
    return tally;
  }

  void run(Instant until) {
    node_->start();
    time_.run_until(until);
  }

  Result<DayTally> tally(const ImportTally& import, Instant until) {
    Unit unit(*db_, AccountId(1), time_.now(), store_settings_, {});
    return tally_day(unit, network_->journal(), import, until);
  }

 private:
  explicit World(const DaySettings& settings) : time_(settings.begins), random_(settings.seed) {}

  VirtualTime time_;
  SeededRandom random_;
  QuietLog log_;
  StoreSettings store_settings_ = simulated_store_settings();
  std::unique_ptr<SqliteDb> db_;
  std::unique_ptr<LoopStore> store_;
  phonenet::MemoryClient client_{time_, time_, milliseconds{20}};
  std::unique_ptr<phonenet::Network> network_;
  std::unique_ptr<phonenet::Mailbox> mailbox_;
  std::unique_ptr<Node> node_;
};

}  // namespace

StoreSettings simulated_store_settings() {
  StoreSettings settings;
  settings.environment.production = false;
  settings.environment.allow_list.insert("*");
  settings.suppression_key = Secret<std::string>("simulated");
  settings.number_facts = number_facts;
  settings.salt_key = Secret<std::string>("simulated");
  return settings;
}

DaySettings sample_day(std::uint64_t seed) {
  return {.calendar = std::string(embedded_file("sample/clinic.ics").value_or("")),
          .calendar_name = "clinic.ics",
          .phones = std::string(embedded_file("sample/phones.toml").value_or("")),
          .seed = seed,
          .begins = parse_instant("2026-06-08T10:30:00Z").value(),  // a Monday, 06:30 in New York
          .ends = parse_instant("2026-06-11T02:30:00Z").value()};
}

DaySettings sample_history(std::uint64_t seed, std::string database) {
  DaySettings settings = sample_day(seed);
  settings.ends = parse_instant("2026-06-09T12:40:00Z").value();
  settings.database = std::move(database);
  return settings;
}

Result<DayReport> run_day(const DaySettings& settings) {
  const auto world = TRY(World::make(settings));
  TRY(world->open_clinic());
  const ImportTally import = TRY(world->import_calendar(settings));
  world->run(settings.ends);
  const DayTally tally = TRY(world->tally(import, settings.ends));
  return DayReport{.json = tally.json, .faults = tally.faults};
}

}  // namespace courtesy::simulation
