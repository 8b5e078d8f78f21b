// The real server, put together: store, clients, node, API and page behind one door.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/api.h"
#include "app/configuration.h"
#include "app/house_files.h"
#include "app/router.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/real_random.h"
#include "net/server.h"
#include "net/smtp.h"
#include "node/event_courier.h"
#include "node/feeds.h"
#include "node/node.h"
#include "node/recordings.h"
#include "phonenet/memory_client.h"
#include "phonenet/network.h"
#include "store/unit.h"

namespace courtesy::app {

class Service {
 public:
  /// Opens everything and answers requests once the loop runs; sends nothing before start(). Loop and log outlive it.
  ///
  /// Refused at the door, each with how to mend it: a database with another server on it; a
  /// missing key; a port that is taken; a binary without phone tables; and in production a tz database that is too old,
  /// and a clock that is not the real one.
  static Result<std::unique_ptr<Service>> open(Configuration configuration, net::AsioLoop& loop, Log& log);
  ~Service();

  /// Begins to dispatch.
  void start();
  /// Begins nothing new, lets what is under way end (sends for at most `patience` of real time), then runs `stopped`.
  void stop(Task stopped);
  static constexpr seconds patience{10};

  std::string url() const { return server_->url(); }
  /// What the operator should know, a sentence each.
  std::vector<std::string> warnings() const;

 private:
  Service(Configuration configuration, net::AsioLoop& loop, Log& log);
  Result<void> check() const;
  Result<void> look_at_folder() const;
  Result<void> open_store();
  Result<void> look_at_people();
  Result<void> open_node();
  Result<void> open_ways_of_the_pager(net::Reach reach);
  void compose_probe(NodeSettings& settings);
  void open_feeds();
  void open_recordings();
  Result<void> open_door();
  void close_door();
  void send(api::Letter letter);

  Configuration configuration_;
  net::AsioLoop& loop_;
  Log& log_;
  std::unique_ptr<ServerMark> mark_;
  net::SystemRandom random_;
  StoreSettings store_settings_;
  std::unique_ptr<Store> store_;
  std::string nobody_yet_;  ///< what to do while nobody can sign in; empty: somebody can
  std::unique_ptr<net::CurlClient> http_;
  std::unique_ptr<net::SmtpClient> mail_;
  std::unique_ptr<net::CurlClient> pager_http_;
  std::unique_ptr<net::SmtpClient> pager_mail_;
  std::unique_ptr<phonenet::MemoryClient> probe_http_;
  std::unique_ptr<phonenet::Network> probe_network_;
  std::unique_ptr<Node> node_;
  std::unique_ptr<net::CurlClient> feeds_http_;
  std::unique_ptr<FeedPoller> feeds_;
  std::unique_ptr<EventCourier> events_;
  std::unique_ptr<RecordingCopier> recordings_;
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<Router> router_;
  std::unique_ptr<net::Server> server_;
  std::unique_ptr<Timer> giving_up_;
  Task stopped_;
};

}  // namespace courtesy::app
