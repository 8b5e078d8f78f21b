#include "app/demo.h"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "api/api.h"
#include "app/version.h"
#include "base/embedded.h"
#include "base/phone/engine.h"
#include "intake/icalendar.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/real_random.h"
#include "net/server.h"
#include "node/event_courier.h"
#include "node/node.h"
#include "node/recordings.h"
#include "phonenet/handset/door.h"
#include "phonenet/mailbox.h"
#include "phonenet/network.h"
#include "simulation/clinic.h"
#include "simulation/day.h"
#include "simulation/machine_figures.h"
#include "simulation/rehearsal.h"
#include "store/import_run.h"
#include "store/lines.h"
#include "store/sqlite/sqlite_store.h"
#include "store/team.h"

namespace courtesy::app {
namespace {

/// Staff ring it to record what calls say.
constexpr const char* recording_number = "+16175550197";
constexpr const char* account_sid = "AC00000000000000000000000000000001";

/// A folder that is gone when the demo is.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "courtesy-demo-XXXXXX").string();
    INVARIANT(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// A handler whose target is known only later: a server must listen before its own address can be told to others.
class Forward final : public http::Handler {
 public:
  using Route = std::function<http::Handler*(std::string_view path)>;
  void to(Route route) { route_ = std::move(route); }
  void handle(http::Request request, http::Respond respond) override {
    http::Handler* target = route_ ? route_(request.path()) : nullptr;
    if (target == nullptr) return respond(http::text_response(503, "Starting.\n"));
    target->handle(std::move(request), std::move(respond));
  }

 private:
  Route route_;
};

/// Everything of the demo, from its first line to its last.
class Demo {
 public:
  Demo(const DemoSettings& settings, std::ostream& out)
      : settings_(settings), out_(out), clock_(settings.begins, settings.speed), loop_(clock_), log_(clock_) {}

  Result<void> run() {
    TRY(listen());
    TRY(open_store());
    TRY(start_network());
    TRY(start_node());
    TRY(make_api());
    if (settings_.history) {
      begin("A clinic's calendar is taken in, and its Monday is over.");
    } else {
      open_clinic();
    }
    loop_.on_signal([this] { loop_.stop(); });
    loop_.run();
    return std::move(failure_);
  }

 private:
  Result<void> listen() {
    network_server_ = TRY(net::Server::listen(loop_, network_door_, log_, {}));
    net::Server::Options options;
    options.port = settings_.port;
    options.body_limit = &api::Api::body_limit;
    options.refusal = &api::Api::refused;
    auto wanted = net::Server::listen(loop_, page_door_, log_, options);
    if (!wanted && !settings_.or_any_port) return wanted.error();
    options.port = 0;
    page_server_ = wanted ? std::move(*wanted) : TRY(net::Server::listen(loop_, page_door_, log_, options));
    return {};
  }

  Result<void> open_store() {
    const std::string file = folder_.file("courtesy.db");
    if (settings_.history) TRY(simulation::run_day(simulation::sample_history(settings_.seed, file)));
    store_ = TRY(SqliteStore::open(file, "demo", loop_, clock_, store_settings_));
    return {};
  }

  Result<void> start_network() {
    phonenet::Settings network;
    network.account_sid = account_sid;
    network.auth_token = token_;
    network.base_url = network_server_->url();
    for (const std::string& number : {clinic().caller_number, std::string(recording_number)}) {
      network.numbers.push_back({.number = number,
                                 .voice_url = page_server_->url() + "/twilio/call/incoming",
                                 .sms_url = page_server_->url() + "/twilio/text/incoming",
                                 .sms_fallback_url = {}});
    }
    // Chances of its own: by yesterday's it would give yesterday's SIDs again, and what a text says under a SID that
    // was taken already is passed over.
    network.seed = SeededRandom(settings_.seed).fork("today's network").next();
    network.logged_calls = 1'000;  // whoever picks up sees what is said
    network.directory = TRY(phonenet::Directory::read(settings_.phones));
    network_ = std::make_unique<phonenet::Network>(loop_, clock_, client_, std::move(network));
    mailbox_ = std::make_unique<phonenet::Mailbox>(loop_, clock_, network_->journal());
    phones_ = std::make_unique<phonenet::Door>(loop_, clock_, network_->pulse(), *network_,
                                               http::Files("handset/", "The control endpoints are under /_/."));
    network_door_.to([this](std::string_view) { return phones_.get(); });
    return {};
  }

  Result<void> start_node() {
    NodeSettings node;
    node.twilio.base_url = network_server_->url();
    node.twilio.account_sid = account_sid;
    node.twilio.auth_token = Secret<std::string>(token_);
    node.twilio.public_url = page_server_->url();
    node.smtp = smtp::Settings{.domain = "courtesy.example",
                               .public_url = page_server_->url(),
                               .link_keys = {Secret<std::string>(random_.token(32))},
                               .unsubscribe_mailbox = {}};
    node.watch = WatchSettings{};  // /health and /metrics are there, and nobody is paged
    const twilio::Settings network = node.twilio;
    node_ = TRY(Node::make(std::move(node), {.loop = loop_,
                                             .clock = clock_,
                                             .store = *store_,
                                             .http = client_,
                                             .mail = mailbox_.get(),
                                             .random = random_,
                                             .log = log_}));
    recordings_ = std::make_unique<RecordingCopier>(RecordingCopier::Parts{
        .loop = loop_, .clock = clock_, .store = *store_, .http = client_, .log = log_, .twilio = network});
    events_ = std::make_unique<EventCourier>(EventCourier::Parts{.loop = loop_,
                                                                 .clock = clock_,
                                                                 .store = *store_,
                                                                 .http = events_client_,
                                                                 .log = log_,
                                                                 .this_machine_too = true,
                                                                 .watch = &watch_});
    return {};
  }

  Result<void> make_api() {
    api::Settings settings;
    settings.clock = &clock_;
    settings.random = &random_;
    settings.environment = "demo";
    settings.version = version;
    settings.demo = api::Demo{.speed = [this] { return clock_.speed(); },
                              .set_speed = [this](double speed) { clock_.set_speed(speed); },
                              .visitor = PersonId(1),
                              .account = AccountId(1),
                              .phones = network_server_->url() + "/"};
    settings.after = [this](milliseconds wait, Task task) { return loop_.real_after(wait, std::move(task)); };
    settings.on_stop = [this] { node_->stopped(); };
    settings.on_change = [this] { node_->changed(); };
    settings.read_number = read_number;
    settings.flows = &node_->flows();
    settings.rehearse = simulation::rehearse;
    settings.machines = simulation::machine_trial();
    node_->tell_of_itself(settings);
    api_ = std::make_unique<api::Api>(*store_, loop_, std::move(settings));
    page_door_.to([this](std::string_view path) -> http::Handler* {
      if (Node::is_for_node(path)) return node_.get();
      return api_.get();
    });
    return {};
  }

  Account clinic() const {
    Account account = simulation::sample_clinic();
    account.zone = settings_.zone;
    account.country = settings_.country;
    return account;
  }

  void open_clinic() {
    simulation::open_account(*store_, clinic(), simulation::sample_rules(), [this](Result<AccountId> account) {
      if (!account) return fail(account.error());
      import_calendar(*account);
    });
  }

  void import_calendar(AccountId account) {
    const auto zone = Zone::find(settings_.zone);
    if (!zone) return fail(zone.error());
    const Instant to = settings_.begins + hours{24 * 400};
    intake::Reading reading{
        .settings = {.zone = *zone, .country = settings_.country, .from = settings_.begins, .to = to}};
    reading.read_number = read_number;
    auto import = intake::read_icalendar(settings_.calendar, reading);
    if (!import) return fail(import.error());
    for (const auto& report : import->reports) out_ << fmt::format("  line {}: {}\n", report.line, report.reason);
    ImportOrder order{.source = {.name = settings_.calendar_name, .attested = simulation::sample_consent},
                      .import = std::move(*import),
                      .from = settings_.begins,
                      .to = to,
                      .dry_run = false,
                      .to_record = {}};
    ImportRun::start(*store_, account, std::move(order), [this](ImportEnding ending) {
      if (!ending.result) return fail(ending.result.error());
      begin(
          fmt::format("{} appointments taken in, {} reminders planned.", ending.counts.added, ending.counts.reminders));
    });
  }

  void begin(std::string what) {
    store_->write(
        AccountId(1),
        [](Unit& unit) -> Result<void> {
          TRY(Lines(unit).set(recording_number, "record-prompt", "the demo"));
          return add_people(unit);
        },
        [this, what = std::move(what)](const WriteEnding& ending) {
          if (!ending.work) return fail(ending.work.error());
          start(what);
        });
  }

  /// The first is who everybody here is; the others are to be seen under Team. None of them has a password.
  static Result<void> add_people(Unit& unit) {
    struct Somebody {
      const char* name;
      const char* email;
      access::Role role;
    };
    constexpr Somebody all[] = {{"Robin Hale", "robin@harbour.example", access::Role::owner},
                                {"Noor Haddad", "noor@harbour.example", access::Role::staff},
                                {"Sam Ortiz", "sam@harbour.example", access::Role::viewer}};
    for (const Somebody& one : all) {
      const PersonId id =
          TRY(People(unit).add({.email = one.email, .name = one.name, .is_operator = one.role == access::Role::owner}));
      TRY(Team(unit).join(id, one.role, "the demo"));
    }
    return {};
  }

  void start(std::string_view what) {
    node_->start();
    recordings_->start();
    events_->start();
    out_ << fmt::format(
        "{}\nIt is {} there, and time runs {} times as fast.\n"
        "\n  the page            {}/\n  its phones          {}/\n\n"
        "Nobody real can be reached from here. Ctrl-C ends it; nothing is kept.\n",
        what, Zone::find(settings_.zone).value().to_text(clock_.now()), clock_.speed(), page_server_->url(),
        network_server_->url());
    out_.flush();
  }

  void fail(const Error& error) {
    failure_ = error;
    loop_.stop();
  }

  const DemoSettings& settings_;
  std::ostream& out_;
  net::PacedClock clock_;
  net::AsioLoop loop_;
  StderrLog log_;
  net::SystemRandom random_;
  const std::string token_ = random_.token(16);
  TemporaryFolder folder_;
  const StoreSettings store_settings_ = simulation::simulated_store_settings();
  Forward network_door_;
  Forward page_door_;
  std::unique_ptr<SqliteStore> store_;
  net::CurlClient client_{loop_, {}};
  /// To whoever registered an address for events: time does not wait for what is not ours.
  net::CurlClient events_client_{loop_, {.hold_clock = false}};
  const net::PacedClock watch_;
  std::unique_ptr<phonenet::Network> network_;
  std::unique_ptr<phonenet::Door> phones_;
  std::unique_ptr<phonenet::Mailbox> mailbox_;
  std::unique_ptr<Node> node_;
  std::unique_ptr<RecordingCopier> recordings_;
  std::unique_ptr<EventCourier> events_;
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<net::Server> network_server_;
  std::unique_ptr<net::Server> page_server_;
  Result<void> failure_;
};

}  // namespace

DemoSettings sample_demo() {
  return {.calendar = std::string(embedded_file("sample/clinic.ics").value_or("")),
          .calendar_name = "clinic.ics",
          .phones = std::string(embedded_file("sample/phones.toml").value_or("")) +
                    std::string(simulation::ordinary_people()),
          .zone = "America/New_York",
          .country = "US",
          .begins = parse_instant("2026-06-09T13:00:30Z").value(),
          .history = true};
}

namespace {

/// Half a minute past nine on the day that it is there: calls are permitted, and the first are being made.
Instant this_morning(const std::string& zone, Instant now) {
  const auto place = Zone::find(zone);
  if (!place) return now;  // said when the calendar is read
  const auto today = std::chrono::floor<std::chrono::days>(place->to_local(now));
  return place->resolve(LocalTime{today + hours{9} + seconds{30}}).instant;
}

}  // namespace

DemoSettings own_demo(std::string calendar, std::string name, std::string zone, std::string country, Instant now) {
  return {.calendar = std::move(calendar),
          .calendar_name = std::move(name),
          .phones = std::string(simulation::ordinary_people()),
          .zone = zone,
          .country = std::move(country),
          .begins = this_morning(zone, now)};
}

Result<void> run_demo(const DemoSettings& settings, std::ostream& out) { return Demo(settings, out).run(); }

}  // namespace courtesy::app
