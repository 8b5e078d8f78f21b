#include "simulation/machine_trial.h"

#include <fmt/format.h>

#include <functional>
#include <set>

#include "base/embedded.h"
#include "base/virtual_time.h"
#include "dispatch/fill.h"
#include "dispatch/intend.h"
#include "flow/key_words.h"
#include "flow/questions.h"
#include "flow/sample_facts.h"
#include "flow/walker.h"
#include "gateway/twilio/twilio_gateway.h"
#include "phonenet/memory_client.h"
#include "phonenet/network.h"
#include "simulation/day.h"
#include "simulation/names.h"
#include "store/attempts.h"
#include "store/booking.h"
#include "store/loop_store.h"
#include "store/migrations.h"
#include "store/progress.h"
#include "store/sqlite/sqlite_db.h"
#include "store/wording.h"
#include "twiml/speech.h"
#include "webhook/hooks.h"

namespace courtesy::simulation {
namespace {

constexpr const char* flow_name = "appointment-reminder";
constexpr int batch = 256;

/// A Monday at ten, New York: everybody may be rung.
Instant begins() { return parse_instant("2026-06-08T14:00:00Z").value(); }

Account practice() {
  return {.name = "Maple Dental",
          .spoken_name = "Maple Dental",
          .callback_number = "+16175550199",
          .caller_number = "+16175550198",
          .email_from = "reminders@maple.example",
          .zone = "America/New_York",
          .country = "US"};
}

std::string number_of(int callee) { return fmt::format("+1617{}", 2'000'000 + callee); }

phonenet::Settings network_settings(const TrialSettings& settings, phonenet::Directory directory) {
  phonenet::Settings network;
  network.account_sid = account_sid;
  network.auth_token = "simulated";
  network.numbers = {{.number = practice().caller_number}};
  network.calls_per_second = 0;
  network.strict = true;
  network.seed = settings.seed;
  network.directory = std::move(directory);
  network.detector = settings.policy.detector;
  network.journal_entries = 1;
  return network;
}

twilio::Settings gateway_settings() {
  twilio::Settings settings;
  settings.base_url = network_origin;
  settings.account_sid = account_sid;
  settings.auth_token = Secret<std::string>("simulated");
  settings.public_url = our_origin;
  return settings;
}

/// The practice, its clients and the network, over one virtual time.
class Trial {
 public:
  static Result<std::unique_ptr<Trial>> make(const TrialSettings& settings) {
    std::unique_ptr<Trial> trial(new Trial(settings, TRY(flow::Library::builtin())));
    trial->directory_ = TRY(phonenet::Directory::read(settings.population));
    trial->db_ = TRY(SqliteDb::open({.path = ":memory:"}));
    TRY(migrate(*trial->db_, {}, begins()));
    trial->store_ = std::make_unique<LoopStore>(trial->time_, trial->time_, *trial->db_, trial->store_settings_);
    trial->network_ = std::make_unique<phonenet::Network>(trial->time_, trial->time_, trial->client_,
                                                          network_settings(settings, trial->directory_));
    trial->gateway_ = TRY(TwilioGateway::make(gateway_settings(), trial->client_));
    trial->hooks_ = std::make_unique<Hooks>(Hooks::Parts{.store = *trial->store_,
                                                         .flows = trial->library_,
                                                         .log = trial->log_,
                                                         .public_url = our_origin,
                                                         .keys = trial->gateway_->settings().verifying_keys(),
                                                         .changed = [] {},
                                                         .calls = trial->gateway_.get()});
    trial->client_.connect(network_origin, trial->network_.get());
    trial->client_.connect(our_origin, trial->hooks_.get());
    return trial;
  }

  Result<TrialReport> run() {
    TRY(open());
    for (int first = 0; first < settings_.calls; first += batch) {
      const int count = std::min(batch, settings_.calls - first);
      TRY(book(first, count));
      time_.run_until(time_.now() + minutes{2});
      TRY(place(count));
      time_.run_until(time_.now() + minutes{1});
      if (!settings_.goes_on(first + count)) return Error{ErrorCode::conflict, "the trial was given up"};
    }
    time_.run_until(time_.now() + minutes{30});
    return report();
  }

 private:
  Trial(const TrialSettings& settings, flow::Library library)
      : settings_(settings), library_(std::move(library)), time_(begins()), random_(settings.seed) {}

  template <typename Value>
  Result<Value> write(std::function<Result<Value>(Unit&)> work) {
    auto made = std::make_shared<std::optional<Value>>();
    std::optional<WriteEnding> ended;
    store_->write(
        account_,
        [made, work = std::move(work)](Unit& unit) -> Result<void> {
          *made = TRY(work(unit));
          return {};
        },
        [&ended](WriteEnding ending) { ended = std::move(ending); });
    time_.run_until(time_.now());
    INVARIANT(ended.has_value());
    TRY(std::move(ended->work));
    return std::move(**made);
  }

  Result<void> open() {
    account_ = TRY(write<AccountId>([](Unit& unit) { return unit.accounts().create(practice()); }));
    TRY(write<bool>([this](Unit& unit) -> Result<bool> {
      TRY(unit.db().run("UPDATE account SET standing = 'reviewed', declared = 1000000 WHERE account = $1", {account_}));
      TRY(add_rule(unit, {.id = {},
                          .channel = Channel::call,
                          .offset = ElapsedBefore{hours{24}},
                          .max_lateness = minutes{12 * 60},
                          .content = flow_name,
                          .machines = settings_.policy.machines}));
      return true;
    }));
    network_->set_witness([this](const phonenet::CallStory& story) {
      sheet_.count(score(story, directory_.who(story.to, settings_.seed), messages_));
      bool complete = false;
      for (const auto& piece : story.pieces) complete |= is_whole_on_tape(story, piece);
      if (complete) complete_.insert(story.to);
    });
    return {};
  }

  bool is_whole_on_tape(const phonenet::CallStory& story, const phonenet::CallStory::Piece& piece) const {
    return story.records_since && piece.whole() && piece.began >= *story.records_since &&
           piece.text.find(messages_.details) != std::string::npos;
  }

  /// Their visits are a day and a minute from now; all at once, so that the words are the same for all.
  Result<void> book(int first, int count) {
    const Zone zone = TRY(Zone::find(practice().zone));
    std::vector<intake::Booked> bookings;
    for (int i = first; i < first + count; ++i) {
      const Instant at = std::chrono::ceil<minutes>(time_.now() + hours{24} + minutes{1});
      intake::Booked booked{
          .uid = fmt::format("visit-{}", i),
          .start = {.local = zone.to_local(at), .zone = practice().zone, .instant = at, .authority = Authority::local},
          .name = "Ana Example"};
      booked.number = TRY(PhoneNumber::parse(number_of(i)));
      bookings.push_back(std::move(booked));
    }
    TRY(write<ImportCounts>([bookings](Unit& unit) {
      return take_bookings(unit, {.name = "trial", .attested = "everybody here is simulated"}, bookings);
    }));
    return {};
  }

  /// The reminders that are due become intents and are sent, as the dispatcher does it, without its pace.
  Result<void> place(int count) {
    Allowance allowance{.calls = count, .in_all = count};
    for (int i = 0; i < count; ++i) allowance.secrets.push_back(random_.token(16));
    const Gateways gateways{.call = gateway_.get()};
    const Fill fill = fill_from(library_);
    const auto sends = TRY(write<std::vector<Prepared>>(
        [&](Unit& unit) { return intend_due(unit, allowance, gateways, fill, {.failsafe = false}); }));
    for (const Prepared& prepared : sends) {
      ++placed_;
      gateway_->send(prepared, [this, attempt = prepared.attempt](const Ending& ending) {
        store_->write(
            account_, [attempt, ending](Unit& unit) { return record_ending(unit, attempt, ending, {}); },
            [](const WriteEnding&) {});
      });
    }
    return {};
  }

  Result<TrialReport> report() {
    TrialReport report{.sheet = sheet_};
    report.unanswered = settings_.calls - sheet_.calls;
    Unit unit(*db_, account_, time_.now(), store_settings_, {});
    for (const auto& row : TRY(unit.db().run(
             "SELECT recipient, evidence FROM attempt WHERE account = $1 AND outcome = 'machine'", {account_}))) {
      Grade& grade = report.grades[static_cast<std::size_t>(parse_evidence(row[1].text()).value_or(Evidence::none))];
      ++grade.reported;
      grade.wrong += !complete_.contains(row[0].text());
    }
    return report;
  }

  TrialSettings settings_;
  flow::Library library_;
  VirtualTime time_;
  SeededRandom random_;
  QuietLog log_;
  StoreSettings store_settings_ = simulated_store_settings();
  phonenet::Directory directory_;
  std::unique_ptr<SqliteDb> db_;
  std::unique_ptr<LoopStore> store_;
  phonenet::MemoryClient client_{time_, time_, milliseconds{20}};
  std::unique_ptr<phonenet::Network> network_;
  std::unique_ptr<TwilioGateway> gateway_;
  std::unique_ptr<Hooks> hooks_;
  AccountId account_{};
  Messages messages_{.details = "June 9"};
  ScoreSheet sheet_;
  std::set<std::string> complete_;
  std::int64_t placed_ = 0;
};

}  // namespace

std::vector<MachinePolicy> machine_policies() {
  const phonenet::Detector usual;
  const phonenet::Detector poor{.late = milliseconds{0}, .missed = 0, .false_alarm = 0, .swapped = 0.2};
  phonenet::Detector perfect{.late = milliseconds{0}, .missed = 0, .false_alarm = 0};
  perfect.knows_all = true;
  return {{"ignore", Machines::ignore, usual},
          {"detect", Machines::detect, poor},
          {"keypress", Machines::keypress, usual},
          {"ask_first", Machines::ask_first, usual},
          {"ask_first_repeat", Machines::ask_first_repeat, usual},
          {"keyless", Machines::keyless, usual},
          {"ask_first_hint", Machines::ask_first_hint, usual},
          {"oracle", Machines::detect, perfect}};
}

Result<TrialReport> run_trial(const TrialSettings& settings) {
  if (settings.calls < 1 || settings.calls > 50'000) return invalid("calls must be 1 to 50000");
  const auto trial = TRY(Trial::make(settings));
  return trial->run();
}

Result<OpeningLength> opening_length() {
  const flow::Library library = TRY(flow::Library::builtin());
  const flow::Flow reminder = TRY(library.flow(flow_name));
  const flow::Facts facts = flow::sample_facts("en");
  const flow::Step step = TRY(flow::settle(reminder, TRY(reminder.begin(facts)), facts, flow::answer_nothing));
  const std::string said = twiml::spoken_text(step.document);
  std::string without;
  for (std::size_t begin = 0; begin < said.size();) {
    const std::size_t end = std::min(said.find_first_of(".!?", begin), said.size() - 1) + 1;
    const std::string sentence = said.substr(begin, end - begin);
    if (!flow::key_words(sentence).keys.contains('9')) without += sentence;
    begin = end;
  }
  return OpeningLength{twiml::spoken_length(said), twiml::spoken_length(without)};
}

std::string shipped_population() { return std::string(embedded_file("sample/population.toml").value_or("")); }

}  // namespace courtesy::simulation
