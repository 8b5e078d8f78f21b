#include "watch/watch.h"

#include <boost/json/object.hpp>

#include "store/backlog.h"
#include "store/probe_account.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// One failed look may be a busy database. So many in a row are a page.
constexpr int most_failures = 2;

Cause store_cause(const std::string& why) {
  return {PageReason::store_failing, "", "Nothing can be written to the database: " + why + "."};
}

}  // namespace

struct Watch::Look {
  Seen seen;
  std::optional<Pager::Ring> ring;
};

Watch::Watch(Parts parts, WatchSettings settings) : parts_(std::move(parts)), settings_(std::move(settings)) {}
Watch::~Watch() = default;

void Watch::expect(const std::string& worker) {
  beats_[worker] = {.at = parts_.clock.now(), .uptime = parts_.clock.uptime(), .written = false};
}

void Watch::beat(const std::string& worker) { expect(worker); }

void Watch::start() {
  began_ = parts_.clock.uptime();
  expect("watch");
  look();
}

milliseconds Watch::running() const { return std::chrono::duration_cast<milliseconds>(parts_.clock.uptime() - began_); }

std::vector<OwnBeat> Watch::own_beats() const {
  std::vector<OwnBeat> own;
  for (const auto& [worker, beat] : beats_) {
    own.push_back({worker, std::chrono::duration_cast<milliseconds>(parts_.clock.uptime() - beat.uptime)});
  }
  return own;
}

Result<Seen> Watch::see(Unit& unit) const {
  return Seen{.now = unit.now(),
              .node = unit.node().node,
              .beats = TRY(Heartbeats(unit).all()),
              .oldest_due = TRY(oldest_due(unit)),
              .stops = TRY(standing_stops(unit)),
              .trips = TRY(standing_trips(unit)),
              .probed = TRY(last_probe(unit))};
}

void Watch::look() {
  timer_ = parts_.loop.at(parts_.clock.uptime() + settings_.every, [this] { look(); });
  // A store that does not answer at all fails as well.
  if (looking_) return store_fails({ErrorCode::unavailable, "it does not answer"});
  looking_ = std::make_shared<Look>();
  beat("watch");
  std::vector<Heartbeat> fresh;
  for (auto& [worker, beat] : beats_) {
    if (!beat.written) fresh.push_back({{}, worker, beat.at});
    beat.written = true;
  }
  const std::vector<OwnBeat> own = own_beats();
  parts_.store.write(
      AccountId{},
      [this, look = looking_, fresh, own, first = first_, report = report_store_, running = running(),
       secret = parts_.pager == nullptr ? std::string{} : parts_.pager->spare_secret()](Unit& unit) -> Result<void> {
        look->seen = TRY(see(unit));
        std::vector<Cause> causes = causes_of(look->seen, own, running, settings_);
        if (first) {
          for (auto& cause : causes_at_start(look->seen, settings_)) causes.push_back(std::move(cause));
        }
        if (report) causes.push_back(store_cause("it failed for a while and works again"));
        Heartbeats beats(unit);
        for (Heartbeat beat : fresh) {
          beat.node = unit.node().node;
          TRY(beats.write(beat));
        }
        if (parts_.pager != nullptr) look->ring = TRY(parts_.pager->plan(unit, causes, secret));
        return {};
      },
      [this](WriteEnding ending) { looked(std::move(ending)); });
}

void Watch::looked(WriteEnding ending) {
  const std::shared_ptr<Look> look = std::exchange(looking_, nullptr);
  if (ending.commit != CommitEnding::committed) {
    for (auto& [worker, beat] : beats_) beat.written = false;
    if (!ending.work && ending.work.error().code == ErrorCode::conflict) {
      // Whoever has been replaced is no judge of the house any more.
      replaced_ = true;
      timer_.reset();
      return parts_.log.error("watch_replaced", {{"error", ending.work.error().message}});
    }
    return store_fails(ending.work ? Error{ErrorCode::unavailable, "the commit failed"} : ending.work.error());
  }
  first_ = false;
  failures_ = 0;
  report_store_ = parts_.pager != nullptr && parts_.pager->leave_memory();
  node_ = look->seen.node;
  if (parts_.ping != nullptr && red(look->seen, own_beats()).empty()) parts_.ping->send();
  if (look->ring) parts_.pager->ring(std::move(*look->ring));
}

void Watch::store_fails(const Error& error) {
  store_says_ = error.message;
  parts_.log.error("watch_not_written", {{"error", error.message}});
  if (++failures_ < most_failures || parts_.pager == nullptr) return;
  parts_.pager->ring_from_memory(store_cause(error.message), parts_.environment);
}

void Watch::finish(Task finished) {
  timer_.reset();
  if (replaced_) return parts_.loop.post(std::move(finished));
  parts_.store.write(
      AccountId{}, [](Unit& unit) { return Heartbeats(unit).forget(unit.node().node); },
      [finished = std::move(finished)](WriteEnding) mutable { finished(); });
}

std::vector<std::string> Watch::red(const Seen& seen, const std::vector<OwnBeat>& own) const {
  std::vector<std::string> words = red_of(seen, own, running(), settings_);
  if (settings_.stop_flag && settings_.stop_flag()) words.push_back("All sending is stopped by the stop's file.");
  if (failures_ > 0) words.push_back("Nothing can be written to the database: " + store_says_ + ".");
  if (replaced_) words.push_back("Another life of this node has taken over.");
  return words;
}

void Watch::report(UniqueFunction<void(Result<HouseReport>)> told) {
  auto report = std::make_shared<HouseReport>();
  parts_.store.read(
      AccountId{},
      [this, report](Unit& unit) -> Result<void> {
        report->seen = TRY(see(unit));
        report->pages = TRY(Pages(unit).totals());
        report->without_ending = TRY(sends_without_ending(unit));
        return {};
      },
      [this, report, told = std::move(told)](Result<void> read) mutable {
        if (!read) return told(read.error());
        report->seen.node = node_;
        report->own = own_beats();
        report->red = red(report->seen, report->own);
        if (parts_.pager == nullptr && parts_.environment.production)
          report->warnings.emplace_back("Nobody is paged when something is wrong: the configuration has no [pager].");
        if (parts_.sends != nullptr) report->sends = *parts_.sends;
        told(std::move(*report));
      });
}

void Watch::describe(UniqueFunction<void(Result<boost::json::object>)> told) {
  report([told = std::move(told)](Result<HouseReport> seen) mutable {
    if (!seen) return told(seen.error());
    told(described(*seen));
  });
}

bool Watch::takes(const http::Request& request) const {
  return request.path() == "/health" || request.path() == "/metrics" ||
         (parts_.pager != nullptr && parts_.pager->takes(request));
}

void Watch::handle(http::Request request, http::Respond respond) {
  const bool metrics = request.path() == "/metrics";
  if (metrics || request.path() == "/health") {
    if (request.method != "GET") return respond(http::text_response(405, "Only GET is answered here.\n"));
    return report([metrics, respond = std::move(respond)](Result<HouseReport> seen) mutable {
      if (!seen) return respond(health_unknown(seen.error()));
      respond(metrics ? metrics_answer(*seen) : health_answer(*seen));
    });
  }
  if (parts_.pager != nullptr && parts_.pager->takes(request)) {
    return parts_.pager->handle(std::move(request), std::move(respond));
  }
  respond(http::text_response(404, "There is nothing here.\n"));
}

}  // namespace courtesy
