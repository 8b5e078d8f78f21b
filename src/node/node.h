// One node, put together: flows, gateways, dispatcher, webhooks. The same in production, demo and simulation;
// what differs stands outside: loop, clock, store, the clients that reach the world.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/settings.h"
#include "dispatch/dispatcher.h"
#include "flow/library.h"
#include "gateway/smtp/smtp_gateway.h"
#include "gateway/twilio/twilio_gateway.h"
#include "http/seam.h"
#include "node/audio_door.h"
#include "node/line_keeper.h"
#include "node/role.h"
#include "node/sweeper.h"
#include "node/tz_keeper.h"
#include "watch/probe.h"
#include "watch/watch.h"
#include "webhook/hooks.h"
#include "webhook/unsubscribe.h"

namespace courtesy {

struct NodeSettings {
  twilio::Settings twilio;
  std::optional<smtp::Settings> smtp;
  DispatchSettings dispatch;
  Role role = Role::all;
  std::string version{};               ///< of the program, as the operator's page shows it
  std::optional<WatchSettings> watch;  ///< none: nobody looks after the house
  std::optional<twilio::Settings>
      pager_twilio;  ///< the pager's own account; none: as `twilio`, with a driver of its own
  std::optional<twilio::Settings> probe_twilio;  ///< of the network inside this process; none: no test reminders
  minutes probe_every{5};
  std::string ping_url;  ///< empty: nobody elsewhere listens
  seconds sweep_every{
      300};  ///< the failsafe's look over the accounts; what cannot wait is seen in the units themselves
  std::optional<LedgerRetention> retention{};    ///< none: bodies are kept until somebody prunes them
  std::function<std::optional<int>()> tz_age{};  ///< of the tz database, in days; null: not judged
  /// Of the tz database that this process reads, empty where it does not say: visits that were derived by another are
  /// derived again before anything is sent. None: they are taken as they are.
  std::optional<std::string> tz_version{};
};

class Node final : public http::Handler {
 public:
  struct Outside {
    Loop& loop;
    const Clock& clock;
    Store& store;
    http::Client& http;
    mail::Client* mail;  ///< null: there is no email
    Random& random;
    Log& log;
    http::Client* probe_http = nullptr;  ///< reaches the network inside this process, and nothing else
    mail::Client* pager_mail = nullptr;  ///< the pager's own; null: `mail`
    http::Client* pager_http = nullptr;  ///< the pager's and the ping's own; null: `http`
    Environment environment{};           ///< whom the pager may reach while the store, which knows too, cannot be asked
  };
  /// Errors: `invalid` for a setting or a flow that is wrong.
  static Result<std::unique_ptr<Node>> make(NodeSettings settings, Outside outside);

  /// Begins to dispatch, in the restart order, once visits are derived by the tz database of today.
  void start();
  /// Another worker of this node, by name, that the watch shall hear of; and its beat.
  void expect_worker(const std::string& name);
  void worker_got_on(const std::string& name);
  /// All that it may say.
  const flow::Library& flows() const { return library_; }

  /// Providers' requests under `/twilio/` and for `/audio/`, the links under `/unsubscribe/` and `/page/`: is_for_node.
  void handle(http::Request request, http::Respond respond) override;
  static bool is_for_node(std::string_view path);
  /// What the operator's page shows of this node. The node outlives the API.
  void tell_of_itself(api::Settings& settings);
  /// Null: nobody looks after the house.
  Watch* watch() { return watch_.get(); }
  /// What the network inside this process asks; null: there are no test reminders.
  http::Handler* probe_door() { return probe_hooks_.get(); }
  /// Something was written by others: look for due work, tell the open pages.
  void changed();
  /// Another node wrote for these accounts, or (none named) for any: for the pages that wait for it.
  void when_others_write(std::function<void(const std::vector<AccountId>&)> told) { others_wrote_ = std::move(told); }
  /// A stop was committed: what is not on the wire yet does not leave.
  void stopped() { dispatcher_->hold_sends(); }
  /// Begins nothing more; `finished` once every send under way has its ending handed to the store. For the end of the
  /// process.
  void finish(Task finished);

 private:
  Node(NodeSettings settings, Outside outside, flow::Library library);
  void assemble();
  void assemble_dispatch();
  void assemble_doors();
  Result<void> assemble_watch();
  void assemble_probe();
  /// What a store that other nodes have too says by itself.
  void hear_of_store();
  /// What it is and runs, for the operator; and its flows, for calls that are in progress when another version of the
  /// program takes over.
  void introduce();
  void start_dispatching();

  NodeSettings settings_;
  Outside outside_;
  flow::Library library_;
  std::unique_ptr<TwilioGateway> twilio_;
  std::unique_ptr<SmtpGateway> smtp_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::unique_ptr<Sweeper> sweeper_;
  std::unique_ptr<TzKeeper> tz_keeper_;
  std::unique_ptr<Hooks> hooks_;
  std::unique_ptr<LineKeeper> line_keeper_;
  std::unique_ptr<Unsubscribe> unsubscribe_;
  std::unique_ptr<AudioDoor> audio_;
  std::unique_ptr<TwilioGateway> pager_phone_;
  std::unique_ptr<Pager> pager_;
  std::unique_ptr<Ping> ping_;
  std::unique_ptr<Watch> watch_;
  SendCounts sends_;
  std::unique_ptr<CountingGateway> counted_phone_;
  std::unique_ptr<CountingGateway> counted_mail_;
  std::unique_ptr<TwilioGateway> probe_phone_;
  std::unique_ptr<Hooks> probe_hooks_;
  std::unique_ptr<Probe> probe_;
  std::function<void(const std::vector<AccountId>&)> others_wrote_;
};

}  // namespace courtesy
