// Looks after the house: beats of the workers, the backlog's age, stops; rings the operator, answers how it goes.
#pragma once

#include <boost/json/fwd.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "watch/causes.h"
#include "watch/pager.h"
#include "watch/ping.h"
#include "watch/report.h"

namespace courtesy {

/// Lives on the loop. One a node, also on a node that does not dispatch: that one sees that another has died.
class Watch final : public http::Handler {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    Log& log;
    Pager* pager = nullptr;             ///< null: nobody is paged
    Ping* ping = nullptr;               ///< null: nobody elsewhere listens
    const SendCounts* sends = nullptr;  ///< for the metrics
    Environment environment;
  };
  Watch(Parts parts, WatchSettings settings);
  ~Watch() override;

  /// Before start(): a worker of this node that must be heard of.
  void expect(const std::string& worker);
  /// A worker has got on with its work: called by itself, and only then.
  void beat(const std::string& worker);

  void start();
  /// The node ends on purpose: its beats are forgotten, so that nobody misses it. `finished`: written, or not.
  void finish(Task finished);

  /// What `/health` and `/metrics` say, as one object.
  void describe(UniqueFunction<void(Result<boost::json::object>)> told);
  /// `/health`, `/metrics`, and what is the pager's.
  bool takes(const http::Request& request) const;
  void handle(http::Request request, http::Respond respond) override;

 private:
  void look();
  void looked(WriteEnding ending);
  void store_fails(const Error& error);
  Result<Seen> see(Unit& unit) const;
  void report(UniqueFunction<void(Result<HouseReport>)> told);
  std::vector<std::string> red(const Seen& seen, const std::vector<OwnBeat>& own) const;
  std::vector<OwnBeat> own_beats() const;
  milliseconds running() const;

  struct Beat {
    Instant at;
    Uptime uptime{};
    bool written = false;
  };
  struct Look;

  Parts parts_;
  WatchSettings settings_;
  std::map<std::string, Beat> beats_;
  std::shared_ptr<Look> looking_;  // none: no look is open
  std::unique_ptr<Timer> timer_;
  Uptime began_{};
  std::string node_;        // as the store calls it; empty before the first look
  std::string store_says_;  // why the last look could not be written
  int failures_ = 0;        // looks in a row that could not be written
  bool first_ = true;       // no look of this life has been written yet
  bool replaced_ = false;   // another life of this node has taken over
  bool report_store_ = false;
};

}  // namespace courtesy
