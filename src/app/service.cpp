#include "app/service.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/files.h"
#include "app/house_store.h"
#include "app/stop_flag.h"
#include "app/tz_database.h"
#include "app/version.h"
#include "base/bytes.h"
#include "base/phone/engine.h"
#include "node/number_facts.h"
#include "simulation/machine_figures.h"
#include "simulation/rehearsal.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/store.h"

namespace courtesy::app {
namespace {

constexpr const char* feeds_worker = "feeds poller";
constexpr const char* events_worker = "event courier";
constexpr const char* recordings_worker = "recordings copier";
constexpr const char* watching_node_name = "watch";
/// The phone network of the test reminders and our own door to it: in this process, on no port.
constexpr const char* probe_network = "http://127.0.0.1:1";
constexpr const char* probe_door = "http://127.0.0.1:2";
constexpr const char* probe_sid = "AC00000000000000000000000000000001";
constexpr std::size_t probe_journal = 1'000;

/// A key of its own for each purpose, so that what one signs the other does not accept.
Secret<std::string> derived(const Secret<std::string>& key, std::string_view purpose) {
  return Secret<std::string>(hmac_sha256(key.reveal(), purpose));
}

/// One that sends and one that answers may have the same database on one machine.
std::string_view lock_of(Role role) {
  if (role == Role::watch) return "watch-lock";
  return role == Role::web ? "web-lock" : "lock";
}

}  // namespace

Service::Service(Configuration configuration, net::AsioLoop& loop, Log& log)
    : configuration_(std::move(configuration)), loop_(loop), log_(log) {}

Result<std::unique_ptr<Service>> Service::open(Configuration configuration, net::AsioLoop& loop, Log& log) {
  std::unique_ptr<Service> service(new Service(std::move(configuration), loop, log));
  TRY(service->check());
  TRY(service->open_store());
  TRY(service->look_at_people());
  TRY(service->open_node());
  service->open_feeds();
  service->open_recordings();
  TRY(service->open_door());
  return service;
}

Service::~Service() {
  server_.reset();
  // Its destructor finishes what was queued: it goes before those who wait for its answers.
  store_.reset();
}

Result<void> Service::check() const {
  if (!phone_tables()) {
    return Error{
        ErrorCode::unavailable,
        "this binary was built without the phone tables: every number would be refused (./dev data makes them)"};
  }
  if (!configuration_.production) return {};
  if (!loop_.clock().is_real()) return invalid("production runs in real time: leave --time out");
  const TzJudgement tz = judge_tz(installed_tz_version(), loop_.clock().now());
  if (!tz.may_send) return Error{ErrorCode::unavailable, "production does not send with a stale clock. " + tz.warning};
  return {};
}

Result<void> Service::look_at_folder() const {
  const std::string folder = std::filesystem::absolute(configuration_.database).parent_path();
  std::error_code ignored;
  if (std::filesystem::is_directory(folder, ignored)) return {};
  return Error{ErrorCode::not_found,
               fmt::format("{}: `database`: there is no folder {}: make it, for the user whom the server runs as",
                           configuration_.database_at, folder)};
}

Result<void> Service::open_store() {
  TRY(look_at_folder());
  mark_ = TRY(ServerMark::take(configuration_.database, std::string(lock_of(configuration_.role))));
  store_settings_.environment = {.production = configuration_.production, .allow_list = configuration_.allow_list};
  store_settings_.suppression_key = TRY(house_key(configuration_.database, random_));
  store_settings_.number_facts = number_facts;
  store_settings_.tz_version = installed_tz_version();
  store_settings_.salt_key = Secret<std::string>(random_.token(32));
  const std::string node =
      configuration_.role == Role::watch ? std::string(watching_node_name) : TRY(node_name(configuration_.role));
  store_ = TRY(open_house_store(configuration_.database, node, loop_, loop_.clock(), store_settings_,
                                configuration_.database_cache_mib));
  return {};
}

Result<void> Service::look_at_people() {
  bool any = false;
  bool accounts = false;
  std::optional<Result<void>> ending;
  store_->read(
      AccountId{},
      [&](Unit& unit) -> Result<void> {
        any = TRY(People(unit).any());
        accounts = !TRY(unit.accounts().all()).empty();
        return {};
      },
      [&](Result<void> result) { ending = std::move(result); });
  while (!ending) loop_.run_one(seconds{1});
  TRY(Result<void>(*ending));
  if (!any)
    nobody_yet_ =
        fmt::format("Nobody can sign in yet{}: open the page on this machine, or run `courtesy setup --database {}`.",
                    accounts ? "" : ", and there is no account", configuration_.database);
  return {};
}

Result<void> Service::open_node() {
  const net::Reach reach = configuration_.production ? net::Reach::anywhere : net::Reach::loopback_only;
  // Another process that plays the same day has a clock of its own: holding this one would part them.
  http_ = std::make_unique<net::CurlClient>(loop_, net::CurlClientOptions{.reach = reach, .hold_clock = false});
  NodeSettings settings{.twilio = configuration_.twilio, .smtp = {}, .dispatch = configuration_.pace};
  if (configuration_.production)
    settings.tz_age = [this] { return tz_age(store_settings_.tz_version, loop_.clock().now()); };
  settings.tz_version = store_settings_.tz_version;
  settings.dispatch.stop_flag = [file = stop_flag_of(configuration_.database)] { return stop_flag_is_up(file); };
  if (configuration_.mail) {
    net::SmtpSettings server = configuration_.mail->server;
    server.reach = reach;
    server.hold_clock = false;
    mail_ = TRY(net::SmtpClient::make(loop_, std::move(server)));
    settings.smtp = smtp::Settings{.domain = configuration_.mail->domain,
                                   .public_url = configuration_.public_url,
                                   .link_keys = {derived(store_settings_.suppression_key, "unsubscribe links")},
                                   .unsubscribe_mailbox = configuration_.mail->unsubscribe_mailbox};
  }
  settings.role = configuration_.role;
  settings.version = version;
  settings.retention = configuration_.retention;
  settings.watch = configuration_.watch;
  if (settings.watch) settings.watch->stop_flag = settings.dispatch.stop_flag;
  settings.ping_url = configuration_.ping_url;
  settings.pager_twilio = configuration_.pager_twilio;
  TRY(open_ways_of_the_pager(reach));
  compose_probe(settings);
  node_ = TRY(Node::make(std::move(settings), {.loop = loop_,
                                               .clock = loop_.clock(),
                                               .store = *store_,
                                               .http = *http_,
                                               .mail = mail_.get(),
                                               .random = random_,
                                               .log = log_,
                                               .probe_http = probe_http_.get(),
                                               .pager_mail = pager_mail_.get(),
                                               .pager_http = pager_http_.get(),
                                               .environment = store_settings_.environment}));
  if (probe_http_) probe_http_->connect(probe_door, node_->probe_door());
  return {};
}

/// Clients of its own: what hangs in the others, or waits there in hundreds, does not hold up a page.
Result<void> Service::open_ways_of_the_pager(net::Reach reach) {
  pager_http_ = std::make_unique<net::CurlClient>(loop_, net::CurlClientOptions{.reach = reach, .hold_clock = false});
  std::optional<net::SmtpSettings> server = configuration_.pager_mail;
  if (!server && configuration_.mail) server = configuration_.mail->server;
  if (!server) return {};
  server->reach = reach;
  server->hold_clock = false;
  pager_mail_ = TRY(net::SmtpClient::make(loop_, std::move(*server)));
  return {};
}

void Service::compose_probe(NodeSettings& settings) {
  if (!dispatches(configuration_.role) || configuration_.probe_every == minutes{0}) return;
  const std::string token = random_.token(32);
  settings.probe_every = configuration_.probe_every;
  settings.probe_twilio = twilio::Settings{.base_url = probe_network, .account_sid = probe_sid};
  settings.probe_twilio->auth_token = Secret<std::string>(token);
  settings.probe_twilio->public_url = probe_door;
  probe_http_ = std::make_unique<phonenet::MemoryClient>(loop_, loop_.clock());
  phonenet::Settings network;
  network.account_sid = probe_sid;
  network.auth_token = token;
  network.numbers = {{.number = "+12025550198", .voice_url = {}, .sms_url = {}, .sms_fallback_url = {}}};
  network.journal_entries = probe_journal;
  probe_network_ = std::make_unique<phonenet::Network>(loop_, loop_.clock(), *probe_http_, std::move(network));
  probe_http_->connect(probe_network, probe_network_.get());
}

void Service::open_feeds() {
  if (!dispatches(configuration_.role)) return;
  // Users write the addresses of feeds: nothing on the operator's own network may be reached through them.
  const net::Reach reach = configuration_.production ? net::Reach::public_only : net::Reach::loopback_only;
  feeds_http_ = std::make_unique<net::CurlClient>(loop_, net::CurlClientOptions{.reach = reach, .hold_clock = false});
  feeds_ = std::make_unique<FeedPoller>(FeedPoller::Parts{
      .loop = loop_,
      .clock = loop_.clock(),
      .store = *store_,
      .http = *feeds_http_,
      .log = log_,
      .read_number = [](std::string_view text, std::string_view country) { return read_number(text, country); },
      .reach = configuration_.production ? FeedReach::public_web : FeedReach::or_this_machine,
      .changed = [this] { node_->changed(); },
      .got_on = [this] { node_->worker_got_on(feeds_worker); }});
  node_->expect_worker(feeds_worker);
  // Neither may anything there be reached through the addresses to which events are delivered.
  events_ =
      std::make_unique<EventCourier>(EventCourier::Parts{.loop = loop_,
                                                         .clock = loop_.clock(),
                                                         .store = *store_,
                                                         .http = *feeds_http_,
                                                         .log = log_,
                                                         .this_machine_too = !configuration_.production,
                                                         .got_on = [this] { node_->worker_got_on(events_worker); }});
  node_->expect_worker(events_worker);
}

void Service::open_recordings() {
  if (!dispatches(configuration_.role)) return;
  recordings_ = std::make_unique<RecordingCopier>(
      RecordingCopier::Parts{.loop = loop_,
                             .clock = loop_.clock(),
                             .store = *store_,
                             .http = *http_,
                             .log = log_,
                             .twilio = configuration_.twilio,
                             .deletion = configuration_.deletion,
                             .got_on = [this] { node_->worker_got_on(recordings_worker); }});
  node_->expect_worker(recordings_worker);
}

Result<void> Service::open_door() {
  api::Settings settings{
      .clock = &loop_.clock(), .random = &random_, .environment = configuration_.environment, .version = version};
  settings.public_url = configuration_.public_url;
  if (const auto url = http::parse_url(configuration_.public_url)) settings.hosts.insert(url->host);
  if (mail_) settings.send_letter = [this](api::Letter letter) { send(std::move(letter)); };
  settings.environment_of_guests = {.production = false, .allow_list = configuration_.allow_list};
  // Whoever reads them has signed in.
  settings.warnings = [this] {
    nobody_yet_.clear();
    return warnings();
  };
  // Seconds of the browser's, whatever the pace of the clock.
  settings.after = [this](milliseconds wait, Task task) { return loop_.real_after(wait, std::move(task)); };
  settings.on_stop = [this] { node_->stopped(); };
  settings.on_change = [this] { node_->changed(); };
  settings.read_number = [](std::string_view text, std::string_view country) { return read_number(text, country); };
  settings.flows = &node_->flows();
  settings.rehearse = simulation::rehearse;
  settings.machines = simulation::machine_trial();
  node_->tell_of_itself(settings);
  api_ = std::make_unique<api::Api>(*store_, loop_, std::move(settings));
  node_->when_others_write([this](const std::vector<AccountId>& accounts) { api_->events().nudge(accounts); });
  router_ = std::make_unique<Router>(*node_, *api_, configuration_.role);
  server_ = TRY(net::Server::listen(loop_, *router_, log_,
                                    {.address = configuration_.address,
                                     .port = configuration_.port,
                                     .body_limit = api::Api::body_limit,
                                     .refusal = api::Api::refused,
                                     .behind_proxy = configuration_.behind_proxy}));
  return {};
}

/// Once: whoever invites has the link too.
void Service::send(api::Letter letter) {
  mail::Message message{.from = std::move(letter.from),
                        .from_name = "Courtesy",
                        .to = std::move(letter.to),
                        .subject = std::move(letter.subject),
                        .message_id = fmt::format("<{}@{}>", random_.token(16), configuration_.mail->domain),
                        .headers = {},
                        .text = std::move(letter.text)};
  mail_->send(std::move(message), seconds{60}, [this](const mail::Outcome& outcome) {
    if (outcome.ending != mail::Ending::accepted)
      log_.warning("letter_not_sent", {{"code", std::to_string(outcome.code)}});
  });
}

void Service::start() {
  for (const auto& warning : warnings()) log_.warning("mind", {{"warning", warning}});
  node_->start();
  if (feeds_) feeds_->start();
  if (events_) events_->start();
  if (recordings_) recordings_->start();
}

void Service::stop(Task stopped) {
  stopped_ = std::move(stopped);
  feeds_.reset();
  events_.reset();
  recordings_.reset();
  // A send that is cut off becomes a question to the gateway at the next start: better to hear its ending now.
  giving_up_ = loop_.real_after(patience, [this] { close_door(); });
  node_->finish([this] { close_door(); });
}

void Service::close_door() {
  if (!stopped_) return;
  giving_up_.reset();
  server_->stop(std::move(stopped_));
}

std::vector<std::string> Service::warnings() const {
  std::vector<std::string> all = pager_warnings(configuration_);
  if (!nobody_yet_.empty()) all.insert(all.begin(), nobody_yet_);
  const std::string installed = installed_tz_version();
  if (auto tz = judge_tz(installed, loop_.clock().now()); !tz.warning.empty()) all.push_back(std::move(tz.warning));
  if (auto outdated = outdated_tz_warning(store_settings_.tz_version, installed); !outdated.empty())
    all.push_back(std::move(outdated));
  if (read_by_others(configuration_.database)) {
    all.push_back(
        fmt::format("Others than its owner may read the database, which has names and numbers: chmod 600 {0} {0}-*",
                    configuration_.database));
  }
  return all;
}

}  // namespace courtesy::app
