#include "net/loop.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <map>
#include <optional>

namespace courtesy::net {
namespace asio = boost::asio;
namespace {

constexpr int helpers = 2;

using Key = std::pair<Uptime, std::uint64_t>;
using Timers = std::map<Key, Task>;

class Scheduled final : public Timer {
 public:
  Scheduled(std::weak_ptr<Timers> timers, Key key) : timers_(std::move(timers)), key_(key) {}
  ~Scheduled() override {
    const auto timers = timers_.lock();
    if (!timers) return;
    // The task goes after the map is whole again: it may own other timers.
    const auto called_off = timers->extract(key_);
  }

 private:
  std::weak_ptr<Timers> timers_;
  Key key_;
};

class RealTimer final : public Timer {
 public:
  RealTimer(asio::io_context& io, milliseconds wait, Task task) : timer_(io, wait) {
    // What is already queued to run does not know of a cancellation: it asks whether the timer is still there.
    timer_.async_wait(
        [alive = std::weak_ptr(alive_), task = std::move(task)](const boost::system::error_code& error) mutable {
          if (!error && !alive.expired()) task();
        });
  }

 private:
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
  asio::steady_timer timer_;
};

}  // namespace

struct AsioLoop::Core {
  explicit Core(PacedClock& its_clock) : clock(its_clock), io(1), work(asio::make_work_guard(io)), alarm(io) {}

  void set_alarm();
  void run_due();
  void pace_changed();
  void wait_for_signal();

  PacedClock& clock;
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  asio::steady_timer alarm;
  // Shared with timers, so that a timer outliving the loop is harmless.
  std::shared_ptr<Timers> timers = std::make_shared<Timers>();
  std::uint64_t next = 0;
  std::atomic<bool> pace_change_posted{false};
  int watcher = 0;
  std::optional<asio::thread_pool> pool;
  std::optional<asio::signal_set> signals;
  Task on_signal;
};

void AsioLoop::Core::set_alarm() {
  const auto wait = timers->empty() ? std::nullopt : clock.real_time_until(timers->begin()->first.first);
  if (!wait) {
    alarm.cancel();
    return;
  }
  alarm.expires_after(*wait);
  alarm.async_wait([this](const boost::system::error_code& error) {
    if (!error) run_due();
  });
}

void AsioLoop::Core::run_due() {
  // Only what is there now: a task that asks for "at once" again and again must not shut out the sockets.
  const Key limit{clock.uptime(), next};
  while (!timers->empty() && timers->begin()->first < limit) {
    Task task = std::move(timers->extract(timers->begin()).mapped());
    task();
    if (io.stopped()) return;
  }
  set_alarm();
}

void AsioLoop::Core::pace_changed() {
  if (pace_change_posted.exchange(true)) return;
  asio::post(io, [this] {
    pace_change_posted = false;
    set_alarm();
  });
}

void AsioLoop::Core::wait_for_signal() {
  signals->async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    on_signal();
    wait_for_signal();
  });
}

AsioLoop::AsioLoop(PacedClock& clock) : core_(std::make_unique<Core>(clock)) {
  core_->watcher = clock.watch([core = core_.get()] { core->pace_changed(); });
}

AsioLoop::~AsioLoop() {
  core_->clock.unwatch(core_->watcher);
  if (core_->pool) {
    core_->pool->stop();
    core_->pool->join();
  }
  // Before the io_context, since tasks may own what belongs to it; and out of the map, since they may own timers.
  Timers dropped;
  std::swap(dropped, *core_->timers);
}

void AsioLoop::post(Task task) {
  asio::post(core_->io, [task = std::move(task)]() mutable { task(); });
}

std::unique_ptr<Timer> AsioLoop::at(Uptime when, Task task) {
  const Key key{std::max(when, core_->clock.uptime()), core_->next++};
  core_->timers->emplace(key, std::move(task));
  if (core_->timers->begin()->first == key) core_->set_alarm();
  return std::make_unique<Scheduled>(core_->timers, key);
}

std::unique_ptr<Timer> AsioLoop::real_after(milliseconds wait, Task task) {
  return std::make_unique<RealTimer>(core_->io, wait, std::move(task));
}

void AsioLoop::aside(Task heavy, Task done) {
  if (!core_->pool) core_->pool.emplace(helpers);
  asio::post(*core_->pool, [this, heavy = std::move(heavy), done = std::move(done)]() mutable {
    heavy();
    post(std::move(done));
  });
}

void AsioLoop::run() {
  // A task that stopped the loop may have been the alarm's: nothing else would ring for what is due.
  core_->set_alarm();
  core_->io.run();
  core_->io.restart();
}

void AsioLoop::run_one(milliseconds patience) { core_->io.run_one_for(patience); }

void AsioLoop::stop() { core_->io.stop(); }

void AsioLoop::on_signal(Task task) {
  core_->on_signal = std::move(task);
  if (core_->signals) return;
  core_->signals.emplace(core_->io, SIGINT, SIGTERM);
  core_->wait_for_signal();
}

PacedClock& AsioLoop::clock() { return core_->clock; }
boost::asio::io_context& AsioLoop::context() { return core_->io; }

}  // namespace courtesy::net
