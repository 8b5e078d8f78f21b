#include "node/node.h"

#include "dispatch/fill.h"
#include "gateway/twilio/request.h"
#include "store/flows.h"
#include "store/installation.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr const char* dispatcher_name = "dispatcher";

}  // namespace

Node::Node(NodeSettings settings, Outside outside, flow::Library library)
    : settings_(std::move(settings)), outside_(outside), library_(std::move(library)) {}

Result<std::unique_ptr<Node>> Node::make(NodeSettings settings, Outside outside) {
  flow::Library library = TRY(flow::Library::builtin());
  std::unique_ptr<Node> node(new Node(std::move(settings), outside, std::move(library)));
  node->twilio_ = TRY(TwilioGateway::make(node->settings_.twilio, outside.http));
  if (node->settings_.smtp && outside.mail != nullptr) {
    node->smtp_ = TRY(SmtpGateway::make(*node->settings_.smtp, *outside.mail));
  }
  if (node->settings_.probe_twilio && outside.probe_http != nullptr) {
    node->probe_phone_ = TRY(TwilioGateway::make(*node->settings_.probe_twilio, *outside.probe_http));
  }
  node->assemble();
  node->hear_of_store();
  TRY(node->assemble_watch());
  return node;
}

void Node::assemble() {
  assemble_dispatch();
  assemble_doors();
  line_keeper_ = std::make_unique<LineKeeper>(
      LineKeeper::Parts{.loop = outside_.loop,
                        .clock = outside_.clock,
                        .store = outside_.store,
                        .log = outside_.log,
                        .desk = {.flows = library_, .public_url = twilio_->settings().public_url}});
}

void Node::assemble_dispatch() {
  counted_phone_ = std::make_unique<CountingGateway>(*twilio_, sends_);
  if (smtp_) counted_mail_ = std::make_unique<CountingGateway>(*smtp_, sends_);
  dispatcher_ = std::make_unique<Dispatcher>(
      Dispatcher::Parts{
          .loop = outside_.loop,
          .clock = outside_.clock,
          .store = outside_.store,
          .gateways = {.call = counted_phone_.get(), .text = counted_phone_.get(), .email = counted_mail_.get()},
          .fill = fill_from(library_),
          .random = outside_.random,
          .log = outside_.log,
          .probe = {.call = probe_phone_.get(), .text = nullptr, .email = nullptr},
          .got_on = [this] { worker_got_on(dispatcher_name); }},
      settings_.dispatch);
  sweeper_ = std::make_unique<Sweeper>(Sweeper::Parts{.loop = outside_.loop,
                                                      .clock = outside_.clock,
                                                      .store = outside_.store,
                                                      .log = outside_.log,
                                                      .tz_age = settings_.tz_age,
                                                      .changed =
                                                          [this] {
                                                            stopped();
                                                            changed();
                                                          },
                                                      .retention = settings_.retention},
                                       settings_.sweep_every);
}

void Node::assemble_doors() {
  hooks_ =
      std::make_unique<Hooks>(Hooks::Parts{.store = outside_.store,
                                           .flows = library_,
                                           .log = outside_.log,
                                           .public_url = twilio_->settings().public_url,
                                           .keys = twilio_->settings().verifying_keys(),
                                           .changed = [this] { changed(); },
                                           .calls = twilio_.get(),
                                           .recordings_url = twilio::resource_url(twilio_->settings(), "Recordings/"),
                                           .clock = &outside_.clock,
                                           .loop = &outside_.loop});
  audio_ = std::make_unique<AudioDoor>(outside_.store, library_);
  unsubscribe_ = std::make_unique<Unsubscribe>(
      outside_.store, settings_.smtp ? settings_.smtp->link_keys : std::vector<Secret<std::string>>{});
}

void Node::hear_of_store() {
  outside_.store.tell({.went_back = [this] { dispatcher_->store_went_back(); },
                       .moved = [this] { dispatcher_->wait_for_others(); },
                       .others_wrote =
                           [this](const std::vector<AccountId>& accounts) {
                             dispatcher_->hint();
                             if (others_wrote_) others_wrote_(accounts);
                           }});
}

void Node::assemble_probe() {
  probe_hooks_ = std::make_unique<Hooks>(Hooks::Parts{.store = outside_.store,
                                                      .flows = library_,
                                                      .log = outside_.log,
                                                      .public_url = probe_phone_->settings().public_url,
                                                      .keys = probe_phone_->settings().verifying_keys(),
                                                      .changed = [this] { changed(); },
                                                      .calls = probe_phone_.get()});
  probe_ = std::make_unique<Probe>(Probe::Parts{.loop = outside_.loop,
                                                .clock = outside_.clock,
                                                .store = outside_.store,
                                                .log = outside_.log,
                                                .changed = [this] { changed(); }},
                                   settings_.probe_every);
}

Result<void> Node::assemble_watch() {
  if (probe_phone_) assemble_probe();
  if (!settings_.watch) return {};
  http::Client& pager_http = outside_.pager_http == nullptr ? outside_.http : *outside_.pager_http;
  if (settings_.watch->pager.on()) {
    pager_phone_ = TRY(TwilioGateway::make(settings_.pager_twilio.value_or(settings_.twilio), pager_http));
    pager_ = std::make_unique<Pager>(
        Pager::Parts{.clock = outside_.clock,
                     .store = outside_.store,
                     .flow = TRY(library_.flow("operator-page")),
                     .phone = pager_phone_.get(),
                     .mail = outside_.pager_mail == nullptr ? outside_.mail : outside_.pager_mail,
                     .keys = pager_phone_->settings().verifying_keys(),
                     .signed_url = pager_phone_->settings().public_url,
                     .random = outside_.random,
                     .log = outside_.log},
        settings_.watch->pager);
  }
  if (!settings_.ping_url.empty()) {
    ping_ = std::make_unique<Ping>(pager_http, outside_.log, settings_.ping_url);
  }
  watch_ = std::make_unique<Watch>(Watch::Parts{.loop = outside_.loop,
                                                .clock = outside_.clock,
                                                .store = outside_.store,
                                                .log = outside_.log,
                                                .pager = pager_.get(),
                                                .ping = ping_.get(),
                                                .sends = &sends_,
                                                .environment = outside_.environment},
                                   *settings_.watch);
  if (dispatches(settings_.role)) watch_->expect(dispatcher_name);
  return {};
}

void Node::tell_of_itself(api::Settings& settings) {
  if (dispatches(settings_.role)) {
    settings.places = api::Places{.in_flight = settings_.dispatch.places_in_flight,
                                  .calls_per_second = settings_.dispatch.calls_per_second,
                                  .texts_per_second = settings_.dispatch.texts_per_second,
                                  .emails_per_second = settings_.dispatch.emails_per_second};
  }
  if (!watch_) return;
  settings.health = [this](UniqueFunction<void(Result<boost::json::object>)> told) {
    watch_->describe(std::move(told));
  };
}

void Node::expect_worker(const std::string& name) {
  if (watch_) watch_->expect(name);
}

void Node::worker_got_on(const std::string& name) {
  if (watch_) watch_->beat(name);
}

void Node::start() {
  introduce();
  if (watch_) watch_->start();
  if (!dispatches(settings_.role)) return;
  start_dispatching();
  line_keeper_->start();
  if (settings_.dispatch.layers.failsafe) sweeper_->start();
  if (probe_) probe_->start();
}

void Node::start_dispatching() {
  if (!settings_.tz_version) return dispatcher_->start();
  tz_keeper_ = std::make_unique<TzKeeper>(TzKeeper::Parts{.loop = outside_.loop,
                                                          .clock = outside_.clock,
                                                          .store = outside_.store,
                                                          .log = outside_.log,
                                                          .version = *settings_.tz_version,
                                                          .got_on = [this] { worker_got_on(dispatcher_name); }});
  tz_keeper_->start([this] { dispatcher_->start(); });
}

void Node::introduce() {
  outside_.store.write(
      AccountId{},
      [this](Unit& house) -> Result<void> {
        TRY(introduce_node(house, to_string(settings_.role), settings_.version));
        return house.flows().keep_shipped(library_);
      },
      [this](const WriteEnding& ending) {
        if (ending.commit != CommitEnding::committed) outside_.log.error("node_not_introduced", {});
      });
}

void Node::finish(Task finished) {
  dispatcher_->finish([this, finished = std::move(finished)]() mutable {
    if (!watch_) return finished();
    watch_->finish(std::move(finished));
  });
}

bool Node::is_for_node(std::string_view path) {
  return path.starts_with("/twilio/") || path.starts_with("/audio/") || path.starts_with("/unsubscribe/") ||
         path.starts_with("/page/") || path == "/health" || path == "/metrics";
}

void Node::handle(http::Request request, http::Respond respond) {
  if (watch_ && watch_->takes(request)) return watch_->handle(std::move(request), std::move(respond));
  const std::string_view path = request.path();
  http::Handler* const door = path.starts_with("/audio/")         ? static_cast<http::Handler*>(audio_.get())
                              : path.starts_with("/unsubscribe/") ? static_cast<http::Handler*>(unsubscribe_.get())
                              : path.starts_with("/twilio/")      ? static_cast<http::Handler*>(hooks_.get())
                                                                  : nullptr;
  if (door == nullptr) return respond(http::text_response(404, "There is nothing here.\n"));
  door->handle(std::move(request), std::move(respond));
}

void Node::changed() {
  if (dispatches(settings_.role)) dispatcher_->nudge();
}

}  // namespace courtesy
