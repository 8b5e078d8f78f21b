// Calls that come in, the whole way: a person behind the phone network, the provider's requests, the flow, the store.
#include <doctest/doctest.h>

#include "appointment/start.h"
#include "base/virtual_time.h"
#include "node/node.h"
#include "phonenet/memory_client.h"
#include "phonenet/network.h"
#include "phonenet/personas/script.h"
#include "simulation/day.h"
#include "simulation/names.h"
#include "store/appointment_codes.h"
#include "store/clients.h"
#include "store/event_book.h"
#include "store/fact_book.h"
#include "store/lines.h"
#include "store/loop_store.h"
#include "store/migrations.h"
#include "store/recordings.h"
#include "store/sqlite/sqlite_db.h"
#include "store/staff_tasks.h"
#include "store/staffing.h"
#include "store/task_codes.h"

using namespace courtesy;
using simulation::account_sid;
using simulation::network_origin;
using simulation::our_origin;

namespace {

constexpr const char* line = "+12125550199";
constexpr const char* ana = "+12125550123";

/// One clinic with a visit of Ana's, its node, and the phone network around it.
struct Town {
  explicit Town(std::uint64_t seed = 1, phonenet::Faults faults = {}) : random(seed) {
    db = SqliteDb::open({.path = ":memory:"}).value();
    INVARIANT(migrate(*db, {}, time.now()).ok());
    phonenet::Settings settings;
    settings.account_sid = account_sid;
    settings.auth_token = "simulated";
    settings.numbers = {{.number = line,
                         .voice_url = std::string(our_origin) + "/twilio/call/incoming",
                         .sms_url = {},
                         .sms_fallback_url = {},
                         .voice_status_url = std::string(our_origin) + "/twilio/call/incoming/status"}};
    settings.strict = true;
    settings.seed = seed;
    settings.faults = faults;
    network = std::make_unique<phonenet::Network>(time, time, client, std::move(settings));
    client.connect(network_origin, network.get());
    begin_life();
    open_clinic();
  }

  /// A process that answers, in place of the one before: what is not committed is gone with it.
  void begin_life() {
    node.reset();
    store.reset();
    store.emplace(time, time, *db, store_settings);
    Unit house(*db, AccountId{}, time.now(), store_settings, {});
    store->set_epoch({"town", house.accounts().begin_epoch("town").value()});
    // Each process has a key of its own for what it makes up.
    store_settings.salt_key = Secret<std::string>("of life " + std::to_string(++lives));
    NodeSettings node_settings;
    node_settings.twilio = {.base_url = network_origin, .account_sid = account_sid};
    node_settings.twilio.auth_token = Secret<std::string>("simulated");
    node_settings.twilio.public_url = our_origin;
    node = Node::make(node_settings, {.loop = time,
                                      .clock = time,
                                      .store = *store,
                                      .http = client,
                                      .mail = nullptr,
                                      .random = random,
                                      .log = log})
               .value();
    client.connect(our_origin, node.get());
  }

  void open_clinic() {
    write(
        [](Unit& unit) -> Result<void> {
          TRY(unit.accounts().create({.name = "Maple Dental",
                                      .spoken_name = "Maple Dental",
                                      .callback_number = "+12125550100",
                                      .caller_number = line,
                                      .email_from = "reminders@maple.example",
                                      .zone = "America/New_York",
                                      .country = "US"}));
          return {};
        },
        AccountId{});
    write([](Unit& unit) -> Result<void> {
      Appointment visit;
      visit.source = "book";
      visit.uid = "a";
      visit.client = TRY(unit.clients().find_or_add({.name = "Ana Silva", .number = ana}));
      visit.start = TRY(start_at(TRY(parse_local_time("2026-05-14T14:00")), "America/New_York"));
      TRY(unit.appointments().add(visit));
      return {};
    });
  }

  void write(Work work, AccountId in = AccountId(1)) {
    std::optional<WriteEnding> ending;
    store->write(in, std::move(work), [&](WriteEnding e) { ending = std::move(e); });
    while (!ending) INVARIANT(time.step(time.now()));
    INVARIANT(ending->commit == CommitEnding::committed);
  }
  template <typename T>
  T read(std::function<Result<T>(Unit&)> question) {
    Unit unit(*db, AccountId(1), time.now(), store_settings, {});
    return question(unit).value();
  }

  /// Somebody who follows that script rings, and all that comes of it.
  void ring(const std::string& script, const std::string& from = ana) {
    begin_call(script, from);
    time.run_until(time.now() + minutes{10});
  }
  void begin_call(const std::string& script, const std::string& from = ana) {
    phonenet::Persona caller = *phonenet::built_in_persona("ignores");
    caller.patience = {minutes{4}, minutes{4}};
    caller.script = phonenet::read_script(script).value();
    REQUIRE(network->call_in(from, line, std::move(caller)).ok());
  }
  std::string code() {
    return read<std::string>(
        [](Unit& unit) -> Result<std::string> { return appointment_code(unit, AppointmentId(1)); });
  }
  /// All that callers heard, one after the other.
  std::string heard() const {
    std::string words;
    for (const auto& entry : network->journal().entries()) {
      if (entry.kind == phonenet::EntryKind::heard) words += entry.text + "\n";
    }
    return words;
  }
  Appointment visit() {
    return read<Appointment>([](Unit& unit) { return unit.appointments().get(AppointmentId(1)); });
  }
  std::vector<Session> calls() {
    return read<std::vector<Session>>([](Unit& unit) { return Sessions(unit).latest(1000); });
  }
  std::vector<StaffTaskRow> tasks() {
    return read<StaffTasks::Page>([](Unit& unit) { return StaffTasks(unit).list({.limit = 1000}); }).tasks;
  }
  void answer_with(const char* flow) {
    write([flow](Unit& unit) { return Lines(unit).set(line, flow, "test"); });
  }

  int lives = 0;
  VirtualTime time{parse_instant("2026-05-12T14:00:00Z").value()};
  SeededRandom random;
  QuietLog log;
  StoreSettings store_settings = simulation::simulated_store_settings();
  std::unique_ptr<SqliteDb> db;
  std::optional<LoopStore> store;
  phonenet::MemoryClient client{time, time, milliseconds{20}};
  std::unique_ptr<phonenet::Network> network;
  std::unique_ptr<Node> node;
};

bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

/// Rings the line, keys the code in, and confirms.
std::string confirming(const std::string& code) {
  return R"([{ hears = "Maple Dental", presses = "1" }, { hears = "code", presses = ")" + code +
         R"(#" }, { hears = "May 14", presses = "1" }])";
}

}  // namespace

TEST_CASE("a client rings back, keys in the code of the message, and confirms: heard, kept, and over") {
  Town town;
  town.ring(confirming(town.code()));
  CHECK(has(town.heard(), "Thursday, May 14, at 2 PM"));
  CHECK(town.visit().state() == AppointmentState::confirmed);
  REQUIRE(town.calls().size() == 1);
  CHECK(town.calls()[0].ended_at);
  CHECK(town.calls()[0].guesses == 0);
}

TEST_CASE("who guesses hears nothing of any visit, and the fourth code of a call is not looked at") {
  Town town;
  town.ring(R"([{ hears = "Maple Dental", presses = "1" }, { hears = "code", presses = "12121212#" },
    { hears = "do not know", presses = "13131313#" }, { hangs_up = true }])");
  CHECK_FALSE(has(town.heard(), "May 14"));
  CHECK(town.calls()[0].guesses == 2);
  CHECK(town.visit().state() != AppointmentState::confirmed);
}

TEST_CASE("who hangs up in the middle of a question is known to have gone") {
  Town town;
  town.ring(R"([{ hears = "Maple Dental", hangs_up = true }])");
  REQUIRE(town.calls().size() == 1);
  CHECK(town.calls()[0].ended_at);
}

TEST_CASE("a call goes on though the process that began it is gone") {
  Town town;
  town.begin_call(confirming(town.code()));
  for (int i = 0; i < 20; ++i) {
    town.time.run_until(town.time.now() + milliseconds{3'100});
    town.begin_life();
  }
  town.time.run_until(town.time.now() + minutes{5});
  CHECK(town.lives == 21);
  CHECK(town.visit().state() == AppointmentState::confirmed);
  REQUIRE(town.calls().size() == 1);
  CHECK(town.calls()[0].ended_at);
}

TEST_CASE("a message that is left by phone is in front of the staff, with what was recorded") {
  Town town;
  town.ring(
      R"([{ hears = "Maple Dental", presses = "2" }, { hears = "[beep]", says = "please call me about Friday" }])");
  REQUIRE(town.tasks().size() == 1);
  CHECK(town.tasks()[0].kind == CallTask::message);
  CHECK(town.tasks()[0].client == ClientId(1));
  const auto messages =
      town.read<std::vector<Recording>>([](Unit& unit) { return unit.recordings().messages(RecordingId{}, 10); });
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].what.from == ana);
}

TEST_CASE("who hangs up while speaking has left a message all the same") {
  Town town;
  town.ring(R"([{ hears = "Maple Dental", presses = "2" },
    { hears = "[beep]", says = "please call me", seconds = 3, hangs_up = true }])");
  CHECK(town.tasks().size() == 1);
  CHECK(town.calls()[0].ended_at);
}

TEST_CASE("while somebody is there the caller is put through to the number that is set, and to no other") {
  Town town;
  town.write([](Unit& unit) -> Result<void> {
    TRY(unit.agents().set_shifts(TRY(parse_staff_shifts("mon-fri 08:00-17:00 1"))));
    return Lines(unit).set_settings({.put_through_number = "+12125550111"});
  });
  town.ring(R"([{ hears = "Maple Dental", presses = "2" }])");
  bool dialled = false;
  for (const auto& entry : town.network->journal().entries()) dialled = dialled || has(to_json(entry), "+12125550111");
  CHECK(dialled);
  CHECK(town.calls()[0].ended_at);
}

TEST_CASE("an order's status by phone: the number, what was pushed, and what is owed with the PIN alone") {
  Town town;
  town.answer_with("order-status");
  town.write([](Unit& unit) -> Result<void> {
    PushedFact fact{.name = "order_status",
                    .key = "4711",
                    .words = {{"en", "on its way"}},
                    .pin = Secret<std::string>("2468"),
                    .expires_at = unit.now() + hours{24}};
    TRY(FactBook(unit).put(fact));
    fact.name = "order_owed";
    fact.words = {{"en", "twelve dollars"}};
    return FactBook(unit).put(fact);
  });
  town.ring(R"([{ hears = "number", presses = "4711#" }, { hears = "on its way", presses = "1" },
    { hears = "PIN", presses = "1357#" }])");
  CHECK_FALSE(has(town.heard(), "twelve dollars"));
  town.ring(R"([{ hears = "number", presses = "4711#" }, { hears = "on its way", presses = "1" },
    { hears = "PIN", presses = "2468#" }])");
  CHECK(has(town.heard(), "twelve dollars"));
}

TEST_CASE("a time card by phone is one event, read back to the caller first") {
  Town town;
  town.answer_with("time-card");
  town.ring(R"([{ hears = "employee number", presses = "1234" }, { hears = "half past eight", presses = "0830" },
    { hears = "hours that you worked", presses = "8#" }, { hears = "is right", presses = "1" }])");
  const auto events =
      town.read<std::vector<StoredEvent>>([](Unit& unit) { return EventBook(unit).list(EventId{}, 10); });
  INFO(town.heard());
  REQUIRE(events.size() == 1);
  CHECK(has(events[0].body, R"("began":"08:30")"));
}

TEST_CASE("callbacks that come twice, late or out of their order make of each call one session, and of each wish one") {
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    CAPTURE(seed);
    phonenet::Faults faults;
    faults.callback_doubled = 0.5;
    faults.callback_late = 0.3;
    Town town(seed, faults);
    town.begin_call(confirming(town.code()));
    town.begin_call(R"([{ hears = "Maple Dental", presses = "2" }, { hears = "[beep]", says = "ring me" }])",
                    "+12125550124");
    town.begin_call(R"([{ hears = "Maple Dental", presses = "2" },
      { hears = "[beep]", says = "ring me", seconds = 2, hangs_up = true }])",
                    "+12125550125");
    town.begin_call(R"([{ hears = "Maple Dental", hangs_up = true }])", "+12125550126");
    town.time.run_until(town.time.now() + hours{6});
    CHECK(town.calls().size() == 4);
    for (const auto& call : town.calls()) CHECK(call.ended_at);
    CHECK(town.visit().state() == AppointmentState::confirmed);
    CHECK(town.tasks().size() == 2);
  }
}
